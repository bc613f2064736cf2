"""Level of a process over its last years: one verdict from one chart, with the season modelled.

The last 12 to 16 quarters of the current phase are described by season and one of three shapes: one level, a
steady trend, or another level in the reporting year. A shape other than one level is taken where its test,
with neighbours allowed for, is under 1.5 per cent; of the two the one that fits better. A sudden change two
to four quarters before the end, beside a trend, is taken where it describes the quarters better still: left
in the residuals it would widen the limits that it should pass. A point of the reporting year outside its
limits and a run of 8 on one side of the expected value signal besides.

The limits carry the season, so that the raw series can be drawn with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from planbook.statistics.constants import PERIODS_A_YEAR, SUDDEN_P, USUAL_CORRELATION
from planbook.statistics.season_model import (
    Chance,
    Fits,
    chance,
    chosen,
    current_phase,
    days_of,
    fit,
    p_of_last,
    seasons,
)
from planbook.statistics.sentences import first_month, number, period_noun, period_span
from planbook.statistics.series import (
    Counts,
    Floats,
    Marks,
    PhaseStart,
    WindowNotAtEnd,
    checked_series,
    measure_name,
    raise_together,
)

Shape = Literal["one level", "trend", "step"]

# Quarters under which nothing is said of the level.
FEWEST: Final = 12
# Quarters looked at. In 43 forces and 13 years 30 per cent of charts get no word with 16, 36 with 20.
LONGEST: Final = 16
# Under this p a trend or a step is taken. With limits and runs, 4 in 100 stable series signal.
SHAPE_P: Final = 0.015
# Chance of one point outside its limits: that of three standard deviations (Shewhart 1931).
OUTSIDE_P: Final = 0.0027
# Points on one side of the expected value that signal; 7 give twice the false signals.
RUN: Final = 8
# Lag-1 correlation left by the chosen shape above which no word is given.
ALIKE: Final = 0.6
# Offences a period under which limits by a model mean nothing.
RARE_MEAN: Final = 5.0


@dataclass(frozen=True, eq=False)
class Judged:
    """The shapes of k series of n periods, and what stands out.

    Attributes:
        shape: 0 one level, 1 trend, 2 step, shape (k,). since: periods from a sudden change to the end; 0
            without one. p: of the shape tested, shape (k,).
        size: trend a period or step, on the log scale, shape (k,).
        expected, low, high: by the chosen shape, shape (k, n).
        outside: above 1, below -1, else 0; on judged points alone, shape (k, n).
        run: points of a run that reaches into the judged points, shape (k, n).
        lag: lag-1 correlation that the shape leaves; correlation: as used; dispersion, df, shape (k,).
    """

    shape: Floats
    since: Floats
    p: Floats
    size: Floats
    expected: Floats
    low: Floats
    high: Floats
    outside: Floats
    run: Marks
    lag: Floats
    correlation: Floats
    dispersion: Floats
    df: Floats

    @property
    def signal(self) -> Marks:
        """Whether anything signals in the judged points of each series."""
        return np.asarray((self.shape > 0) | (self.outside != 0).any(axis=1) | self.run.any(axis=1))

    @property
    def withheld(self) -> Marks:
        """Whether neighbours stay too alike for a word."""
        return self.lag > ALIKE


def judge(
    counts: Floats,
    days: Floats,
    season: Floats,
    length: int,
    *, prior: float = USUAL_CORRELATION, run: int = RUN,
) -> Judged:  # fmt: skip
    """Fit one level, trend, step and sudden changes beside a trend to k series, and judge their last points.

    Args:
        counts: shape (k, n).
        days: of each period, shape (n,).
        season: one column a season, shape (n, s).
        length: judged points at the end.
        prior: correlation of neighbouring quarters of this measure in other forces.
        run: points on one side that signal.
    """
    n, fits = len(days), _fits(counts, days, season, length)
    # Correlation is that of the better of the two shapes: a change of level is not likeness of neighbours.
    better = np.where(fits[1].squares < fits[2].squares, 1, 2)
    rhos = [each.correlation(prior) for each in fits]
    rhos[:3] = [chosen(better, rhos)] * 3
    lucks = [chance(each, rho) for each, rho in zip(fits, rhos, strict=True)]
    spread = [each.dispersion for each in lucks]
    # A sudden change is looked for at several places, so its p counts as many times.
    p = [p_of_last(*each) * (len(fits) - 3 if at > 2 else 1) for at, each in enumerate(zip(fits, lucks, strict=True))]
    best = _best(fits, better, p, spread)
    better, shape, sudden = best.tested, best.shape, best.shape > 2
    bounds = zip(*map(_bounds, fits, lucks), strict=True)
    expected, low, high = (chosen(shape, list(side)) for side in ([each.expected for each in fits], *bounds))
    return Judged(
        shape=np.minimum(shape, 2).astype(float),
        since=np.where(sudden, shape - 1.0, 0.0),
        p=chosen(better, p),
        size=chosen(better, [each.coefficients[:, -1] for each in fits]),
        expected=expected,
        low=np.maximum(low, 0.0),  # a count has a floor; a limit on it cannot be passed
        high=high,
        outside=((counts > high).astype(float) - (counts < low)) * (np.arange(n) >= n - length),
        run=_runs(np.sign(counts - expected), run, length),
        lag=best.lag,
        correlation=chosen(better, rhos),
        dispersion=chosen(shape, spread),
        df=chosen(shape, [each.df for each in lucks]),
    )


class _Best(NamedTuple):
    """Of the fits of each series which one is tested, which one describes it, and the lag-1 correlation left."""

    tested: Counts
    shape: Counts
    lag: Floats


def _best(fits: list[Fits], better: Counts, p: list[Floats], spread: list[Floats]) -> _Best:
    """Choose between one level, the better of trend and step, and the likeliest sudden change."""
    shape = np.where(chosen(better, p) < SHAPE_P, better, 0)
    own = [each.lag_1 for each in fits]
    # One level that a shape improves, though not clearly, is not blamed for the likeness that the shape explains.
    lag = np.where(shape == 0, np.minimum(own[0], chosen(better, own)), chosen(shape, own))
    sudden = 3 + np.argmin(p[3:], axis=0)
    taken = (chosen(sudden, p) < SUDDEN_P) & (chosen(sudden, spread) < chosen(shape, spread))
    least = np.where(taken, np.minimum(lag, chosen(sudden, own)), lag)
    return _Best(np.where(taken, sudden, better), np.where(taken, sudden, shape), least)


def _fits(counts: Floats, days: Floats, season: Floats, length: int) -> list[Fits]:
    """One level, a trend, a step to the judged points, and sudden changes beside a trend."""
    n = len(days)
    time = np.arange(n, dtype=float)
    trend = time - time.mean()
    # One quarter alone is no level: the limits judge it.
    beside = [np.column_stack([trend, time >= n - since]) for since in range(2, season.shape[1] + 1)]
    added = (np.zeros((n, 0)), trend, time >= n - length, *beside)
    return [fit(np.column_stack([season, column]), counts, days) for column in added]


def _bounds(fits: Fits, luck: Chance) -> tuple[Floats, Floats]:
    """Limits of every point; a point judged by them is left out of the dispersion that it is held against."""
    df = np.maximum(luck.df - 1, 1.0)
    t = special.stdtrit(df, 1 - OUTSIDE_P / 2)
    # A residual is part of the dispersion. This is the studentised one, solved for the residual.
    reach = (t * np.sqrt((df + 1) / (df + t**2)))[:, None] * luck.errors * np.sqrt(fits.expected)
    return fits.expected - reach, fits.expected + reach


def _runs(side: Floats, run: int, length: int) -> Marks:
    """Points of runs of `run` on one side that end among the last `length` points."""
    n = side.shape[1]
    marks = np.zeros(side.shape, dtype=bool)
    for end in range(max(run, n - length + 1), n + 1):
        marks[:, end - run : end] |= (np.abs(side[:, end - run : end].sum(axis=1)) == run)[:, None]
    return marks


@dataclass(frozen=True, eq=False)
class Level:
    """The level of one measure up to the end of a reporting window.

    Attributes:
        series: counts by period, as handed in. window: the judged periods.
        index: periods that the model was fitted to. few: why there is no model; empty where there is one.
        judged: the model's figures, None without a model.
        measure: id of the measure.
    """

    series: pd.Series
    window: pd.PeriodIndex
    index: pd.PeriodIndex
    few: Literal["", "points", "counts"]
    judged: Judged | None
    measure: str

    @property
    def shape(self) -> Shape:
        """The shape that describes the periods."""
        names: tuple[Shape, ...] = ("one level", "trend", "step")
        return names[int(self.judged.shape[0])] if self.judged else "one level"

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a period of the series: value, mean (expected), lower, upper and rules.

        Expected value and limits carry the season; they are NaN before the periods looked at. Rules name what a
        judged point takes part in: "astronomical" (outside), "shift" (a run), "trend", "step".
        """
        table = pd.DataFrame({"value": self.series.astype(float)}).rename_axis("period")
        table[["mean", "lower", "upper"]] = np.nan
        if self.judged:
            lines = np.column_stack([self.judged.expected[0], self.judged.low[0], self.judged.high[0]])
            table.loc[self.index, ["mean", "lower", "upper"]] = lines
        rules = dict(zip(self.index, self._rules(), strict=True))
        table["rules"] = pd.Series([rules.get(period, ()) for period in table.index], table.index, dtype=object)
        return table

    @property
    def outside(self) -> pd.PeriodIndex:
        """The judged periods outside their limits."""
        return self.index[["astronomical" in rules for rules in self._rules()]]

    @property
    def usual(self) -> tuple[float, float, float]:
        """Expected value and limits of the judged periods, each averaged over them; NaN without a model."""
        rows = self.points.loc[self.points.index.isin(self.window), ["mean", "lower", "upper"]].mean()
        return float(rows["mean"]), float(rows["lower"]), float(rows["upper"])

    @property
    def sudden(self) -> pd.PeriodIndex:
        """The periods from a sudden change beside a trend on; none without one."""
        return self.index[len(self.index) - int(self.judged.since[0] if self.judged else 0) :]

    @property
    def growth(self) -> float:
        """Trend in per cent a year, or step in per cent; zero for one level."""
        if not self.judged or self.shape == "one level":
            return 0.0
        periods = PERIODS_A_YEAR[self.index.freqstr[0]] if self.shape == "trend" else 1
        return 100 * float(np.expm1(self.judged.size[0] * periods))

    @property
    def moved(self) -> float:
        """Change in per cent of the window, or from a sudden change on, on the same periods a year before."""
        moving = self.sudden if len(self.sudden) else self.window
        now, before = (self.series.reindex(moving - ago).sum() for ago in (0, PERIODS_A_YEAR[self.index.freqstr[0]]))
        return 100 * float(now - before) / max(1.0, float(before))

    @property
    def rule(self) -> str:
        """How the limits were drawn, for print under the chart."""
        if self.judged is None:
            return ""
        noun = period_noun(self.index[0], len(self.index))
        around = {"one level": "one level", "trend": "a steady trend", "step": "a level of its own for the window"}
        if len(self.sudden):
            around["step"] = f"a steady trend with a sudden change in {first_month(self.sudden[0])}"
        return (
            f"Expected values and limits come from a model with season and {around[self.shape]}, fitted to the last "
            f"{len(self.index)} {noun} ({period_span(self.index[0], self.index[-1])}; at least {FEWEST} and at most "
            f"{LONGEST} quarters of the current phase). Limits are those that 1 point in 370 passes by chance "
            f"(t with {number(float(self.judged.df[0]), 1)} degrees of freedom, dispersion "
            f"{number(float(self.judged.dispersion[0]), 1)}, correlation of neighbours "
            f"{number(float(self.judged.correlation[0]), 2)}). Signals: a point of the period outside, "
            f"{RUN} in a row on one side, a trend, another level than before."
        )

    def _rules(self) -> list[tuple[str, ...]]:
        if self.judged is None:
            return [()] * len(self.index)
        whole = {"one level": "", "trend": "trend", "step": "step"}[self.shape]
        columns = zip(self.index.isin(self.window), self.judged.outside[0], self.judged.run[0], strict=True)
        return [
            (*(["astronomical"] if out else []), *(["shift"] if run else []), *([whole] if whole and inside else []))
            for inside, out, run in columns
        ]


def level_of(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    prior: float = USUAL_CORRELATION,
    longest: int = LONGEST,
    run: int = RUN,
) -> Level:
    """The level of a series of counts in a reporting window.

    Args:
        series: counts by period, shape (n,), ending with the window.
        window: the judged periods, a year of them at most.
        starts: declared phases and breaks of definition; the last of them begins the current phase.
        prior: correlation of neighbouring quarters of this measure in other forces.
        longest: quarters looked at, at most.
        run: points on one side that signal.

    Raises:
        WindowNotAtEnd: the window does not end where the series ends, or is longer than a year.
        SeriesFault: as `control_chart`.
    """
    index, values = checked_series(series, 0.0)
    name, per = measure_name(series), PERIODS_A_YEAR[index.freqstr[0]]
    if not 1 <= len(window) <= per or window[-1] != index[-1]:
        raise_together([WindowNotAtEnd(name, window[-1] if len(window) else "nowhere", index[-1])])
    # 12 to 16 quarters are three to four years; so many months are too few for twelve seasons, and years have none.
    scale = max(1, per // 4)
    begin = max(current_phase(index, starts), len(index) - longest * scale)
    used, counts = index[begin:], values[begin:]
    few: Literal["", "points", "counts"] = ""
    if len(used) < FEWEST * scale:
        few = "points"
    elif counts.mean() < RARE_MEAN:
        few = "counts"
    judged = None if few else judge(counts[None], days_of(used), seasons(used), len(window), prior=prior, run=run)
    return Level(series, window, used, few, judged, name)
