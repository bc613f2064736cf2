"""Survey percentages: intervals, differences, weights, many areas at once and small bases.

Sources: E. B. Wilson, JASA 22 (1927); R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10;
L. Kish, Survey Sampling (1965); Y. Benjamini and Y. Hochberg, JRSS B 57 (1995).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from planbook.statistics import errors
from planbook.statistics.checks import Marks, count_faults, numbers
from planbook.statistics.constants import DISCOVERY_RATE, LOW_BASE, NORMAL_95, SUPPRESSED_BASE
from planbook.statistics.errors import SeriesFault, raise_together


def wilson(positives: float, answers: float, *, measure: str = "proportion") -> tuple[float, float]:
    """Wilson's 95 per cent score interval of positives over answers, as shares of 1.

    Numbers may be fractions where they come from an effective sample size.

    Raises:
        ZeroDenominator, NumeratorAboveDenominator, NegativeCount, NotFinite.
    """
    _check_share(positives, answers, measure)
    p, z2 = positives / answers, NORMAL_95**2
    centre = p + z2 / (2 * answers)
    half = NORMAL_95 * math.sqrt(p * (1 - p) / answers + z2 / (4 * answers**2))
    scale = 1 + z2 / answers
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def newcombe(
    positives: float, answers: float, positives0: float, answers0: float, *, measure: str = "difference"
) -> tuple[float, float]:
    """Newcombe's hybrid score interval (method 10) of the first share minus the second, as shares of 1."""
    low, high = wilson(positives, answers, measure=measure)
    low0, high0 = wilson(positives0, answers0, measure=measure)
    p, p0 = positives / answers, positives0 / answers0
    d = p - p0
    return d - math.hypot(p - low, high0 - p0), d + math.hypot(high - p, p0 - low0)


@dataclass(frozen=True)
class Proportion:
    """A survey percentage with its 95 per cent Wilson interval, in per cent, and the mark of its base."""

    percent: float
    low: float
    high: float
    answers: float
    mark: str

    @property
    def shown(self) -> bool:
        """Whether the percentage may be printed at all (30 answers or more)."""
        return self.answers >= SUPPRESSED_BASE


def proportion(positives: float, answers: float, *, measure: str = "proportion") -> Proportion:
    """A survey percentage from positives and answers; errors as `wilson`."""
    low, high = wilson(positives, answers, measure=measure)
    return Proportion(100 * positives / answers, 100 * low, 100 * high, answers, base_mark(answers))


def base_mark(answers: float) -> str:
    """Mark of a base: "suppressed" under 30 answers, "low base" under 100, nothing above."""
    if answers < SUPPRESSED_BASE:
        return "suppressed"
    return "low base" if answers < LOW_BASE else ""


def may_rank(answers: npt.ArrayLike) -> bool:
    """Whether areas may be ranked: every one has 100 answers or more."""
    return bool((np.asarray(answers, dtype=np.float64) >= LOW_BASE).all())


def effective_sample(weights: npt.ArrayLike, *, measure: str = "weights") -> float:
    """Effective sample size n / (1 + cv squared) of weighted answers (Kish 1965).

    Raises:
        NotFinite, UnusableWeight: a weight that is missing or not positive.
    """
    w = numbers(weights)
    if w.size == 0:
        raise errors.EmptySeries(measure)
    missing = [errors.NotFinite(measure, place, w[place]) for place in np.flatnonzero(~np.isfinite(w))]
    raise_together([*missing, *(errors.UnusableWeight(measure, place, w[place]) for place in np.flatnonzero(w <= 0))])
    return float(w.sum() ** 2 / (w**2).sum())


@dataclass(frozen=True)
class SurveyWindow:
    """Answers of one window of interviews; weighted answers give the effective numbers."""

    positives: float
    answers: float
    start: pd.Period
    end: pd.Period


@dataclass(frozen=True)
class Difference:
    """Difference of two survey percentages in percentage points, with its 95 per cent Newcombe interval."""

    points: float
    low: float
    high: float
    p: float

    @property
    def stable(self) -> bool:
        """Whether the interval contains zero."""
        return self.low <= 0 <= self.high

    @property
    def word(self) -> str:
        """The word in prose: "rose", "fell" or "no clear change"."""
        if self.stable:
            return "no clear change"
        return "rose" if self.low > 0 else "fell"


def difference(
    positives: float, answers: float, positives0: float, answers0: float, *, measure: str = "difference"
) -> Difference:
    """First percentage minus second, two independent samples; errors as `wilson`."""
    low, high = newcombe(positives, answers, positives0, answers0, measure=measure)
    p, p0 = positives / answers, positives0 / answers0
    return Difference(100 * (p - p0), 100 * low, 100 * high, _score_p(positives, answers, positives0, answers0))


def compare_windows(now: SurveyWindow, before: SurveyWindow, *, measure: str = "survey") -> Difference:
    """A rolling figure against the window that ended before it began.

    Raises:
        OverlappingWindows: the windows share a period.
    """
    if before.end >= now.start and now.end >= before.start:
        raise errors.OverlappingWindows(measure, f"{now.start} to {now.end}", f"{before.start} to {before.end}")
    return difference(now.positives, now.answers, before.positives, before.answers, measure=measure)


def discoveries(p_values: npt.ArrayLike, rate: float = DISCOVERY_RATE) -> Marks:
    """Which of many tests stand at a false discovery rate (Benjamini and Hochberg 1995), same shape."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    passed = np.flatnonzero(p[order] <= rate * np.arange(1, p.size + 1) / p.size)
    stands = np.zeros(p.size, dtype=bool)
    stands[order[: passed.max(initial=-1) + 1]] = True
    return stands


def compare_areas(frame: pd.DataFrame, *, measure: str = "survey") -> pd.DataFrame:
    """Change of a survey percentage in many areas at once.

    Args:
        frame: columns positives, answers, positives0, answers0; index the areas, shape (n, 4).
        measure: id for messages.

    Returns:
        Columns points, low, high (percentage points), p, found (stands at a false discovery rate of 10 per
        cent) and mark (of the smaller base).
    """
    names = ["positives", "answers", "positives0", "answers0"]
    rows = []
    for area, values in zip(frame.index, frame[names].to_numpy(dtype=float).tolist(), strict=True):
        change = difference(*values, measure=f"{measure}, {area}")
        rows.append((change.points, change.low, change.high, change.p, base_mark(min(values[1], values[3]))))
    table = pd.DataFrame(rows, index=frame.index, columns=["points", "low", "high", "p", "mark"])
    table.insert(4, "found", discoveries(table["p"].to_numpy()))
    return table


def difference_in_differences(area: Difference, comparison: Difference) -> tuple[float, float, float]:
    """Change of an area less the change of its comparison area: points, low and high.

    The interval combines the two Newcombe intervals by the same square-and-add rule.
    """
    points = area.points - comparison.points
    low = points - math.hypot(area.points - area.low, comparison.high - comparison.points)
    high = points + math.hypot(area.high - area.points, comparison.points - comparison.low)
    return points, low, high


def _score_p(positives: float, answers: float, positives0: float, answers0: float) -> float:
    """Two-sided p of the score test of two equal shares."""
    pooled = (positives + positives0) / (answers + answers0)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / answers + 1 / answers0))
    if spread == 0:
        return 1.0
    return float(2 * special.ndtr(-abs(positives / answers - positives0 / answers0) / spread))


def _check_share(positives: float, answers: float, measure: str) -> None:
    faults: list[SeriesFault] = list(count_faults(measure, [("positives", positives), ("answers", answers)]))
    if answers == 0:
        faults.append(errors.ZeroDenominator(measure, "answers", answers))
    elif positives > answers:
        faults.append(errors.NumeratorAboveDenominator(measure, "answers", f"{positives} and {answers}"))
    raise_together(faults)
