"""Change of a year on the year before, with the chance that season, year and neighbours leave.

The change itself is the recorded count over the recorded count of the same months. Its interval comes from
`season_model`: season and year are fitted to up to five years, the dispersion of the logarithm of the ratio
allows for neighbouring quarters that are alike, and t takes the place of the normal distribution.

Small counts take the exact test. Years alone have no interval: between two yearly counts, chance cannot be
told from change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from planbook.statistics.change import Change, year_on_year
from planbook.statistics.constants import PERIODS_A_YEAR, SUDDEN_P, USUAL_CORRELATION
from planbook.statistics.season_model import (
    Fits,
    chance,
    chosen,
    current_phase,
    days_of,
    fit,
    likeness,
    p_of_last,
    seasons,
    variance,
)
from planbook.statistics.sentences import first_month, number, period_noun, period_span
from planbook.statistics.series import (
    Counts,
    Floats,
    NoYearBefore,
    PhaseStart,
    SeriesFault,
    WindowNotAtEnd,
    YearsAlone,
    checked_series,
    measure_name,
    raise_together,
)

# Years behind a dispersion, the judged one among them: enough for t, short enough for one season.
YEARS: Final = 5
# Under this many years a declared phase is looked across, and the note says so.
FEWEST_YEARS: Final = 3
# Under this p of an F-test the years before the last three vary more than those and are left out.
UNLIKE_P: Final = 0.01
# Offences a period under which the exact test is taken: the normal approximation of a logarithm fails.
EXACT_MEAN: Final = 5.0

EXACT: Final = "The counts are small: the interval is that of the exact test."


@dataclass(frozen=True)
class Spread:
    """How far chance alone moves the change of one year.

    Attributes:
        dispersion: variance of the logarithm of the ratio, over 1/count + 1/baseline; correlation is in it.
        df: degrees of freedom of the t that goes with it.
        single: variance over mean of one period, before neighbours are allowed for.
        correlation: of neighbouring periods, as used.
        start: first period behind it. periods: how many. seasonal: whether the season was modelled.
        note: what a reader must know beyond the rule; empty where nothing.
        since: periods from a sudden change to the end that is taken out of the dispersion; 0 without one.
    """

    dispersion: float
    df: float
    single: float
    correlation: float
    start: pd.Period
    periods: int
    seasonal: bool = True
    note: str = ""
    since: int = 0

    @property
    def sentence(self) -> str:
        """Where the interval comes from, for print."""
        noun, season = period_noun(self.start, self.periods), "season and year" if self.seasonal else "year"
        return (
            f"The interval comes from a model with {season} over {self.periods} {noun} (dispersion "
            f"{number(self.dispersion, 1)}, correlation of neighbours {number(self.correlation, 2)}, t with "
            f"{number(self.df, 1)} degrees of freedom).{' ' if self.note else ''}{self.note}"
        )


@dataclass(frozen=True)
class Options:
    """What an alternative may set differently; the defaults are the published rule.

    Attributes:
        years: at most so many years. seasonal: model the season.
        correlation: use this one; None to estimate it. without_baseline: leave out the baseline year.
        back: years from the window to its baseline; more than one where a plan sets a fixed year.
    """

    years: int = YEARS
    seasonal: bool = True
    correlation: float | None = None
    without_baseline: bool = False
    back: int = 1


PUBLISHED: Final = Options()


def change_on_year(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    prior: float = USUAL_CORRELATION,
    options: Options = PUBLISHED,
) -> Change:
    """Change of a window on the same periods of the year before.

    Args:
        series: counts by month or quarter, shape (n,), ending with the window.
        window: the judged periods, a year of them at most.
        starts: declared phases and breaks of definition.
        prior: correlation of neighbouring quarters of this measure in other forces.
        options: other than the published rule, for alternatives.

    Returns:
        The change; `exact` where counts are small.

    Raises:
        WindowNotAtEnd, YearsAlone, NoYearBefore: there is no such change, or no interval for it.
        ZeroDenominator: the year before counts none.
        SeriesFault: as `control_chart`.
    """
    index, values = _checked(series, window, starts, options.back)
    before = window - options.back * PERIODS_A_YEAR[index.freqstr[0]]
    count, baseline = (float(values[index.isin(which)].sum()) for which in (window, before))
    days, days_before = (int(days_of(which).sum()) for which in (window, before))
    again = partial(year_on_year, count, baseline, days=days, baseline_days=days_before, measure=measure_name(series))
    if not (count and baseline) or (count + baseline) / (2 * len(window)) < EXACT_MEAN:
        return replace(again(exact=True), basis=EXACT)
    # The model gives the interval alone: the change stays the recorded one, which a reader can work out again.
    spread = annual_spread(series, window, starts=starts, prior=prior, options=options)
    change = again(dispersion=spread.dispersion, df=spread.df)
    return replace(change, basis=spread.sentence, correlation=spread.correlation, periods=spread.periods)


def annual_spread(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    prior: float = USUAL_CORRELATION,
    options: Options = PUBLISHED,
) -> Spread:
    """How far chance moves the change of a window on the year before; arguments as `change_on_year`."""
    index, values = _checked(series, window, starts, options.back)
    per = PERIODS_A_YEAR[index.freqstr[0]]
    first = len(index) - len(window)
    begin, note = _begin(index, starts, first - max(FEWEST_YEARS - 1, options.back) * per)
    earlier = min((first - begin) // per, max(options.years - 1, options.back))
    begin = first - earlier * per
    used = index[begin:]
    if earlier + 1 < FEWEST_YEARS:
        held = f"{period_span(used[0], used[-1])}, fewer than {FEWEST_YEARS} years"
        note = f"{note} The series behind it is {held}: the interval is a rough one.".strip()
    model = annual_model(values[None, begin:], days_of(used), seasons(used), len(window), prior=prior, options=options)
    if model.periods[0] < len(used):
        used = used[-int(model.periods[0]) :]
        note = f"Years before {first_month(used[0])} vary far more than those after and are left out. {note}".strip()
    dispersion, df, single, correlation = (float(each[0]) for each in model[:4])
    since = int(model.since[0])
    if since:
        sudden = f"A sudden change in {first_month(used[-since])} is no part of the dispersion."
        note = f"{note} {sudden}".strip()
    return Spread(dispersion, df, single, correlation, used[0], len(used), options.seasonal, note, since)


class AnnualModel(NamedTuple):
    """What the change of each of k series rests on; every array has shape (k,).

    Attributes:
        dispersion: of the change on the year before. df: its degrees of freedom.
        single: variance over mean of one period. correlation: of neighbours, as used.
        periods: how many stand behind it. since: of those, how many from a sudden change on; 0 without one.
        p: of that change alone.
    """

    dispersion: Floats
    df: Floats
    single: Floats
    correlation: Floats
    periods: Floats
    since: Floats
    p: Floats


def annual_model(
    counts: Floats,
    days: Floats,
    season: Floats,
    length: int,
    *,
    prior: float = USUAL_CORRELATION,
    options: Options = PUBLISHED,
) -> AnnualModel:
    """Season and year fitted to k series, and the dispersion of the change of their last periods.

    Years before the last three are left out where they vary far more: a season that has changed, or a year
    like 2020/21, would otherwise widen the intervals of the four years after it. A sudden change inside the
    last year is fitted besides where its test finds one: it is what the interval is asked about, and no chance.

    Args:
        counts: shape (k, n); the last `length` periods are judged, whole years stand before them.
        days: of each period, shape (n,).
        season: one column a season, shape (n, s).
        length: judged periods.
        prior: as `change_on_year`.
        options: as `change_on_year`.
    """
    per = season.shape[1]
    recent = length + max(FEWEST_YEARS - 1, options.back) * per
    # A step needs three years to be told from season and year; with the judged periods it is their year's effect.
    places = [at for at in range(1, per + 1) if at != length and (not options.without_baseline or at < length == per)]
    places = places if len(days) >= recent else []
    models = [_settled(counts, days, season, length, prior, options, recent, since) for since in (0, *places)]
    p = np.stack([model.p for model in models])
    which = np.where(p.min(axis=0) * len(places) < SUDDEN_P, p.argmin(axis=0), 0)
    return AnnualModel(*(chosen(which, each) for each in zip(*models, strict=True)))


def _settled(
    counts: Floats, days: Floats, season: Floats, length: int, prior: float, options: Options, recent: int, since: int
) -> AnnualModel:
    """The model of all years, or of the last three where those before vary far more."""
    whole, of_whole = _model(counts, days, season, length, prior, options, since)
    if len(days) <= recent:
        return whole
    short, of_short = _model(counts[:, -recent:], days[-recent:], season[-recent:], length, prior, options, since)
    # Three years without the baseline can hold no more periods than effects: then nothing is left to compare with.
    if not of_short.df:
        return whole
    # The early years by difference: alone they can be too few to fit a season of their own.
    gained = of_whole.df - of_short.df
    ratio = (of_whole.squares - of_short.squares) / gained / np.maximum(1.0, of_short.squares / of_short.df)
    unlike = special.fdtrc(gained, of_short.df, np.maximum(0.0, ratio)) < UNLIKE_P
    return AnnualModel(*(np.where(unlike, *each) for each in zip(short, whole, strict=True)))


def years_back(n: int, length: int, per: int) -> Counts:
    """How many years before the judged periods each of n periods lies: 0 for those, then 1, 2, ..."""
    back: Counts = np.maximum(0, -(-(n - length - np.arange(n)) // per))
    return back


def _model(
    counts: Floats, days: Floats, season: Floats, length: int, prior: float, options: Options, since: int
) -> tuple[AnnualModel, Fits]:
    """The model of exactly these periods, and its fits."""
    n, per = season.shape
    block = years_back(n, length, per)
    now, before = block == 0, np.isin(np.arange(n), np.arange(n - length, n) - per * options.back)
    kept = block != options.back if options.without_baseline else np.ones(n, dtype=bool)
    years, step = np.eye(int(block.max()) + 1)[block][:, 1:], np.arange(n) >= n - since
    design = np.column_stack([season if options.seasonal else np.ones(n), years, step])[kept]
    # A year that is left out has no effect to fit, and neither has a step that is not looked for.
    design = design[:, design.any(axis=0)]
    fits = fit(design, counts[:, kept], days[kept], np.flatnonzero(kept))
    used = fits.correlation(prior) if options.correlation is None else np.full(len(counts), options.correlation)
    luck = chance(fits, used)
    # A year without an offence takes the exact test; here it must only not divide by zero.
    total, base = (np.maximum(1.0, counts[:, which].sum(axis=1))[:, None] for which in (now, before))
    pull = (now / total - before / base) * np.sqrt(counts)
    wide = variance(pull, likeness(used, np.arange(n))) / (1 / total + 1 / base)[:, 0]
    periods, sudden = np.full(len(counts), float(n)), np.full(len(counts), float(since))
    p = p_of_last(fits, luck) if since else np.ones(len(counts))
    return AnnualModel(luck.dispersion * wide, luck.df, luck.dispersion, used, periods, sudden, p), fits


def _checked(
    series: pd.Series, window: pd.PeriodIndex, starts: Sequence[PhaseStart], back: int
) -> tuple[pd.PeriodIndex, Floats]:
    """Periods and values, fit for a comparison of the window with the same periods ``back`` years before."""
    index, values = checked_series(series, 0.0)
    name, per = measure_name(series), PERIODS_A_YEAR[index.freqstr[0]]
    faults: list[SeriesFault] = []
    if per == 1:
        faults.append(YearsAlone(name, index[-1]))
    if not 1 <= len(window) <= per or window[-1] != index[-1]:
        faults.append(WindowNotAtEnd(name, window[-1] if len(window) else "nowhere", index[-1]))
    elif len(index) - len(window) - per * back < current_phase(index, starts, forced=True):
        faults.append(NoYearBefore(name, window[0] - per * back))
    raise_together(faults)
    return index, values


def _begin(index: pd.PeriodIndex, starts: Sequence[PhaseStart], wanted: int) -> tuple[int, str]:
    """Where the periods behind a dispersion begin at the earliest, and what a reader must know of it."""
    phase, broken = current_phase(index, starts), current_phase(index, starts, forced=True)
    if phase <= wanted or phase == broken:
        return phase, ""
    across = f"The phase from {first_month(index[phase])} is shorter than {FEWEST_YEARS} years and is looked across."
    return max(broken, wanted), across
