"""Process average and natural process limits of phases laid end to end.

One series with three phases and ten thousand series with one phase each are the same thing here: a flat
array of values and a mark on the first point of every phase. Nothing reaches across such a mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planbook.statistics.constants import LIMIT_FACTOR, RANGE_LIMIT_FACTOR
from planbook.statistics.runs import Track

__all__ = ["PhaseLimits", "phase_limits", "place_in_phase"]

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PhaseLimits:
    """Limits of k phases over m points. Units are those of the series.

    Attributes:
        begins: position of the first point of each phase, shape (k,).
        n: points in each phase, shape (k,).
        mean: process average, shape (k,).
        mean_range: mean moving range after screening; NaN for a phase of one point, shape (k,).
        lower, upper: natural process limits, the lower one not under the floor, shape (k,).
        screened: moving ranges left out by screening, shape (k,).
        floored: whether the lower limit was cut at the floor, shape (k,).
    """

    begins: Counts
    n: Counts
    mean: Floats
    mean_range: Floats
    lower: Floats
    upper: Floats
    screened: Counts
    floored: Marks

    @property
    def reach(self) -> Floats:
        """Distance from the average to an uncut limit, shape (k,)."""
        return LIMIT_FACTOR * self.mean_range

    def track(self, values: Floats, first: Marks) -> Track:
        """The points measured from these limits, ready for the run rules."""
        return Track(
            values=values,
            mean=np.repeat(self.mean, self.n),
            reach=np.repeat(self.reach, self.n),
            place=place_in_phase(first),
            no_low=np.repeat(self.floored, self.n),
            no_high=np.zeros(values.size, dtype=bool),
        )


def place_in_phase(first: Marks) -> Counts:
    """Place of each point in its phase, counted from 0, shape (m,)."""
    places = np.arange(first.size)
    begins = np.where(first, places, 0)
    return places - np.maximum.accumulate(begins)


def phase_limits(
    values: Floats, first: Marks, *, screen: bool, floor: float | None, baseline: int | None = None
) -> PhaseLimits:
    """Limits of every phase: mean plus and minus 2.66 mean moving ranges.

    Args:
        values: finite values, phases end to end, shape (m,).
        first: True on the first point of every phase, shape (m,); `first[0]` is True.
        screen: leave out, once, moving ranges of 3.267 mean moving ranges or more (Nelson 1982).
        floor: the lower limit is never drawn under it; None for no floor.
        baseline: take average and limits from the first so many points of a phase; None for all.

    Source: Wheeler and Chambers, Understanding Statistical Process Control; Nelson 1982.
    """
    begins = np.flatnonzero(first)
    n = np.diff(begins, append=values.size)
    behind = n if baseline is None else np.minimum(n, baseline)
    ranges = _moving_ranges(values, first)
    if baseline is not None:
        later = place_in_phase(first) >= baseline
        ranges[later] = 0.0
        values = np.where(later, 0.0, values)
    mean = np.add.reduceat(values, begins) / behind
    mean_range = _mean_range(ranges, begins, behind - 1)
    screened = np.zeros(n.size, dtype=np.int64)
    if screen:
        cut = np.where(mean_range > 0, RANGE_LIMIT_FACTOR * mean_range, np.inf)
        dropped = np.flatnonzero(ranges >= np.repeat(cut, n))
        screened = np.bincount(np.searchsorted(begins, dropped, side="right") - 1, minlength=n.size)
        ranges[dropped] = 0.0
        mean_range = _mean_range(ranges, begins, behind - 1 - screened)
    lower = mean - LIMIT_FACTOR * mean_range
    floored = np.zeros(n.size, dtype=bool) if floor is None else lower < floor
    return PhaseLimits(
        begins=begins,
        n=n,
        mean=mean,
        mean_range=mean_range,
        lower=lower if floor is None else np.where(floored, floor, lower),
        upper=mean + LIMIT_FACTOR * mean_range,
        screened=screened,
        floored=floored,
    )


def _moving_ranges(values: Floats, first: Marks) -> Floats:
    ranges: Floats = np.abs(np.diff(values, prepend=values[:1]))
    ranges[first] = 0.0
    return ranges


def _mean_range(ranges: Floats, begins: Counts, count: Counts) -> Floats:
    """Mean of the moving ranges of each phase; NaN where it has none."""
    mean: Floats = np.full(begins.size, np.nan)
    np.divide(np.add.reduceat(ranges, begins), count, out=mean, where=count > 0)
    return mean
