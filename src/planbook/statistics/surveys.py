"""Survey percentages: intervals, differences, weights and small bases.

Sources: E. B. Wilson, JASA 22 (1927); R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10;
L. Kish, Survey Sampling (1965).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planbook.statistics.constants import LOW_BASE, NORMAL_95, SUPPRESSED_BASE
from planbook.statistics.series import (
    EmptySeries,
    NotFinite,
    NumeratorAboveDenominator,
    OverlappingWindows,
    SeriesFault,
    UnusableWeight,
    ZeroDenominator,
    count_faults,
    numbers,
    raise_together,
)


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
    """A survey percentage with its 95 per cent Wilson interval, in per cent."""

    percent: float
    low: float
    high: float
    answers: float

    @property
    def mark(self) -> str:
        """Mark of the base: "suppressed" under 30 answers, "low base" under 100, nothing above."""
        if self.answers < SUPPRESSED_BASE:
            return "suppressed"
        return "low base" if self.answers < LOW_BASE else ""


def proportion(positives: float, answers: float, *, measure: str = "proportion") -> Proportion:
    """A survey percentage from positives and answers; errors as `wilson`."""
    low, high = wilson(positives, answers, measure=measure)
    return Proportion(100 * positives / answers, 100 * low, 100 * high, answers)


def effective_sample(weights: npt.ArrayLike, *, measure: str = "weights") -> float:
    """Effective sample size n / (1 + cv squared) of weighted answers (Kish 1965).

    Raises:
        NotFinite, UnusableWeight: a weight that is missing or not positive.
    """
    w = numbers(weights)
    if w.size == 0:
        raise EmptySeries(measure)
    missing = [NotFinite(measure, place, w[place]) for place in np.flatnonzero(~np.isfinite(w))]
    raise_together([*missing, *(UnusableWeight(measure, place, w[place]) for place in np.flatnonzero(w <= 0))])
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

    @property
    def word(self) -> str:
        """The word in prose: "rose", "fell" or "no clear change"."""
        if self.low <= 0 <= self.high:
            return "no clear change"
        return "rose" if self.low > 0 else "fell"


def difference(
    positives: float, answers: float, positives0: float, answers0: float, *, measure: str = "difference"
) -> Difference:
    """First percentage minus second, two independent samples; errors as `wilson`."""
    low, high = newcombe(positives, answers, positives0, answers0, measure=measure)
    p, p0 = positives / answers, positives0 / answers0
    return Difference(100 * (p - p0), 100 * low, 100 * high)


def compare_windows(now: SurveyWindow, before: SurveyWindow, *, measure: str = "survey") -> Difference:
    """A rolling figure against the window that ended before it began.

    Raises:
        OverlappingWindows: the windows share a period.
    """
    if before.end >= now.start and now.end >= before.start:
        raise OverlappingWindows(measure, f"{now.start} to {now.end}", f"{before.start} to {before.end}")
    return difference(now.positives, now.answers, before.positives, before.answers, measure=measure)


def _check_share(positives: float, answers: float, measure: str) -> None:
    faults: list[SeriesFault] = list(count_faults(measure, [("positives", positives), ("answers", answers)]))
    if answers == 0:
        faults.append(ZeroDenominator(measure, "answers", answers))
    elif positives > answers:
        faults.append(NumeratorAboveDenominator(measure, "answers", f"{positives} and {answers}"))
    raise_together(faults)
