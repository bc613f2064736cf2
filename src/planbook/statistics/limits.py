"""Process average and natural process limits of phases laid end to end.

One series with three phases and ten thousand series with one phase each are the same thing here: a flat
array of values and a mark on the first point of every phase. Nothing reaches across such a mark.
"""

from dataclasses import dataclass

import numpy as np

from planbook.statistics.checks import Counts, Floats, Marks
from planbook.statistics.constants import LIMIT_FACTOR, RANGE_LIMIT_FACTOR
from planbook.statistics.runs import Track


@dataclass(frozen=True)
class PhaseLimits:
    """Limits of k phases over m points, in the units of the series; every array has shape (k,).

    Attributes:
        begins: position of the first point of each phase. n: its points.
        mean: process average. mean_range: mean moving range after screening; NaN for a phase of one point.
        lower, upper: natural process limits, the lower one not under the floor.
        screened: moving ranges left out by screening. floored: whether the lower limit was cut at the floor.
    """

    begins: Counts
    n: Counts
    mean: Floats
    mean_range: Floats
    lower: Floats
    upper: Floats
    screened: Counts
    floored: Marks

    def at_points(self, of_phase: Floats) -> Floats:
        """A value of each phase, shape (k,), at each of its points, shape (m,)."""
        return np.repeat(of_phase, self.n)

    def track(self, values: Floats, first: Marks) -> Track:
        """The points measured from these limits, ready for the run rules."""
        return Track(
            values=values,
            mean=self.at_points(self.mean),
            reach=self.at_points(LIMIT_FACTOR * self.mean_range),
            place=place_in_phase(first),
            no_low=np.repeat(self.floored, self.n),
            no_high=np.zeros(values.size, dtype=bool),
        )


def place_in_phase(first: Marks) -> Counts:
    """Place of each point in its phase, counted from 0, shape (m,)."""
    places = np.arange(first.size)
    return places - np.maximum.accumulate(np.where(first, places, 0))


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
    ranges = np.abs(np.diff(values, prepend=values[:1]))
    ranges[first] = 0.0
    if baseline is not None:
        later = place_in_phase(first) >= baseline
        ranges[later] = 0.0
        values = np.where(later, 0.0, values)
    mean = np.add.reduceat(values, begins) / behind
    mean_range, screened = _mean_range(ranges, begins, behind - 1), np.zeros_like(n)
    if screen:
        mean_range, screened = _screened(ranges, begins, behind - 1, mean_range)
    lower = mean - LIMIT_FACTOR * mean_range
    floored = lower < (-np.inf if floor is None else floor)
    lower = lower if floor is None else np.where(floored, floor, lower)
    upper = mean + LIMIT_FACTOR * mean_range
    return PhaseLimits(begins, n, mean, mean_range, lower, upper, screened, floored)


def _screened(ranges: Floats, begins: Counts, count: Counts, mean_range: Floats) -> tuple[Floats, Counts]:
    """Mean moving range of each phase without its extreme ranges, and how many those were."""
    cut = np.where(mean_range > 0, RANGE_LIMIT_FACTOR * mean_range, np.inf)
    extreme = ranges >= np.repeat(cut, np.diff(begins, append=ranges.size))
    dropped = np.add.reduceat(extreme, begins, dtype=np.int64)
    return _mean_range(np.where(extreme, 0.0, ranges), begins, count - dropped), dropped


def _mean_range(ranges: Floats, begins: Counts, count: Counts) -> Floats:
    """Mean of the moving ranges of each phase; NaN where it has none."""
    mean: Floats = np.full(begins.size, np.nan)
    np.divide(np.add.reduceat(ranges, begins), count, out=mean, where=count > 0)
    return mean
