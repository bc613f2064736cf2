"""Limits, phases and rules of many series at once: the same answers as one by one, in a fraction of the time.

The series are laid end to end, each a phase or more of its own, so that the arithmetic of `limits` and
`runs` serves one series and ten thousand alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from planbook.statistics.constants import CLOSE, DETECTION_POINTS, LARGEST, REBASE_RUN
from planbook.statistics.errors import (
    BelowFloor,
    EmptySeries,
    NotFinite,
    SeriesFault,
    TooLarge,
    raise_together,
)
from planbook.statistics.limits import phase_limits
from planbook.statistics.runs import RuleSet, rule_set, takes_part

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ManyCharts", "many_charts", "many_phase_starts"]

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
BLOCKED = -(2**15)


@dataclass(frozen=True, eq=False)
class ManyCharts:
    """Charts of s series of n points; every array has shape (s, n), in the unit of the series.

    Attributes:
        first: True on the first point of every phase. phase: number of the phase, from 1.
        mean, lower, upper: process average and limits at every point.
        signals: for each rule of the set, whether each point takes part in it.
    """

    first: Marks
    phase: npt.NDArray[np.int64]
    mean: Floats
    lower: Floats
    upper: Floats
    signals: Mapping[str, Marks]

    @property
    def any_signal(self) -> Marks:
        """Whether each point takes part in any rule."""
        found = np.zeros(self.first.shape, dtype=bool)
        for marks in self.signals.values():
            found |= marks
        return found


def many_charts(
    values: npt.ArrayLike,
    *,
    starts: npt.ArrayLike | None = None,
    rules: str | RuleSet = "mdc",
    screen: bool = True,
    floor: float | None = 0.0,
) -> ManyCharts:
    """Charts of many series of equal length.

    Args:
        values: one series a row, shape (s, n).
        starts: True where a phase starts, shape (s, n); None for one phase a series. `many_phase_starts`
            suggests them.
        rules: as for `control_chart`.
        screen: as for `control_chart`.
        floor: as for `control_chart`.

    Raises:
        EmptySeries: no series or no points. NotFinite, TooLarge, BelowFloor: a value that cannot be used,
        named by row and column.
    """
    table = _checked(values, floor)
    first = np.zeros(table.shape, dtype=bool) if starts is None else np.array(starts, dtype=bool)
    first[:, 0] = True
    flat, marks = table.ravel(), first.ravel()
    limits = phase_limits(flat, marks, screen=screen, floor=floor)
    track = limits.track(flat, marks)
    shape = table.shape
    return ManyCharts(
        first=first,
        phase=np.cumsum(first, axis=1),
        mean=track.mean.reshape(shape),
        lower=np.repeat(limits.lower, limits.n).reshape(shape),
        upper=np.repeat(limits.upper, limits.n).reshape(shape),
        signals={rule.name: takes_part(rule, track).reshape(shape) for rule in rule_set(rules).rules},
    )


def many_phase_starts(
    values: npt.ArrayLike,
    *,
    baseline: int = DETECTION_POINTS,
    run: int = REBASE_RUN,
    floor: float | None = 0.0,
) -> Marks:
    """Phase starts suggested for many series by the algorithm of `suggest_phases`, shape (s, n).

    The first point of every series is marked. Runs too close to the start of a phase start none.
    """
    table = _checked(values, floor)
    count, length = table.shape
    first = np.zeros((count, length), dtype=bool)
    first[:, 0] = True
    if length <= baseline:
        return first
    averages = _averages(table, baseline)
    columns = np.ascontiguousarray(table.T)
    rows = np.arange(count)
    begin = np.zeros(count, dtype=np.int64)
    average = averages[0].copy()
    side = np.zeros(count, dtype=np.int8)
    steps = np.zeros(count, dtype=np.int32)
    for place in range(baseline, length):
        fresh = np.flatnonzero(begin + baseline == place)
        if fresh.size:
            average[fresh] = averages[begin[fresh], fresh]
            side[fresh] = _side(columns[place - 1, fresh], average[fresh])
            steps[fresh] = BLOCKED
        now = _side(columns[place], average)
        steps = np.where(now == side, steps + 1, 1)
        side = now
        found = np.flatnonzero((steps == run) & (now != 0) & (begin + baseline <= place))
        begin[found] = place - run + 1
        first[rows[found], begin[found]] = True
    return first


def _averages(table: Floats, baseline: int) -> Floats:
    """Average of the `baseline` points from each place on, added in order of time, shape (n, s)."""
    columns = np.ascontiguousarray(table.T)
    places = columns.shape[0] - baseline + 1
    total = columns[:places].copy()
    for ahead in range(1, baseline):
        total += columns[ahead : places + ahead]
    total /= baseline
    return total


def _side(values: Floats, average: Floats) -> npt.NDArray[np.int8]:
    slack = CLOSE * np.abs(average)
    above, below = values > average + slack, values < average - slack
    return above.astype(np.int8) - below.astype(np.int8)


def _checked(values: npt.ArrayLike, floor: float | None) -> Floats:
    table = np.ascontiguousarray(values, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        raise EmptySeries("series", value=table.shape)
    finite = np.isfinite(table)
    if not finite.all():
        _raise_at(NotFinite, ~finite, table)
    if float(np.abs(table).max()) > LARGEST:
        _raise_at(TooLarge, np.abs(table) > LARGEST, table)
    if floor is not None and float(table.min()) < floor:
        _raise_at(BelowFloor, table < floor, table)
    return table


def _raise_at(fault: type[SeriesFault], where: Marks, table: Floats) -> None:
    raise_together([fault(f"row {row}", f"column {column}", table[row, column]) for row, column in np.argwhere(where)])
