"""Process average and natural process limits of phases laid end to end.

One series with three phases and ten thousand series with one phase each are the same thing here: a flat
array of values and a mark on the first point of every phase. Nothing reaches across such a mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planbook.statistics.constants import LIMIT_FACTOR, RANGE_LIMIT_FACTOR

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
        phase: which phase each point stands in, counted from 0, shape (m,).
    """

    begins: Counts
    n: Counts
    mean: Floats
    mean_range: Floats
    lower: Floats
    upper: Floats
    screened: Counts
    floored: Marks
    phase: Counts

    @property
    def reach(self) -> Floats:
        """Distance from the average to an uncut limit, shape (k,)."""
        return LIMIT_FACTOR * self.mean_range


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
    phase = np.cumsum(first) - 1
    ranges = _moving_ranges(values, first)
    used = np.ones(values.size, dtype=bool) if baseline is None else place_in_phase(first) < baseline
    mean = np.add.reduceat(np.where(used, values, 0.0), begins) / np.add.reduceat(used, begins, dtype=np.int64)
    kept = used & ~first
    mean_range = _mean_where(ranges, kept, begins)
    before = np.add.reduceat(kept, begins, dtype=np.int64)
    if screen:
        cut = np.where(mean_range > 0, RANGE_LIMIT_FACTOR * mean_range, np.inf)
        kept = kept & (ranges < cut[phase])
        mean_range = _mean_where(ranges, kept, begins)
    lower = mean - LIMIT_FACTOR * mean_range
    floored = np.zeros(n.size, dtype=bool) if floor is None else lower < floor
    return PhaseLimits(
        begins=begins,
        n=n,
        mean=mean,
        mean_range=mean_range,
        lower=lower if floor is None else np.where(floored, floor, lower),
        upper=mean + LIMIT_FACTOR * mean_range,
        screened=before - np.add.reduceat(kept, begins, dtype=np.int64),
        floored=floored,
        phase=phase,
    )


def _moving_ranges(values: Floats, first: Marks) -> Floats:
    ranges: Floats = np.abs(np.diff(values, prepend=values[:1]))
    ranges[first] = 0.0
    return ranges


def _mean_where(values: Floats, kept: Marks, begins: Counts) -> Floats:
    total = np.add.reduceat(np.where(kept, values, 0.0), begins)
    count = np.add.reduceat(kept, begins, dtype=np.int64)
    mean: Floats = np.full(begins.size, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean
