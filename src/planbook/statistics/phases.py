"""Phases that a series suggests of itself, and how they compare with those declared in the register.

The algorithm is deterministic and runs from left to right. It suggests; it never re-bases a chart.
Sources: Provost and Murray, The Health Care Data Guide (2011); NHS England, Making Data Count; run of 8 in
place of 7 because 7 gives too many false signals on 24 and more points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from planbook.statistics.checks import checked_series
from planbook.statistics.constants import CLOSE, DETECTION_POINTS, REBASE_RUN
from planbook.statistics.phrases import first_month, number, period_noun, period_span
from planbook.statistics.xmr import PhaseStart

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

__all__ = ["Shift", "Suggestion", "break_reason", "compare_phases", "shift_starts", "suggest_phases"]


@dataclass(frozen=True)
class Suggestion:
    """Phase starts that the series suggests, and what the algorithm saw but could not act on."""

    starts: tuple[PhaseStart, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Shift:
    """A confirmed run: where it starts, the average it left, and whether a new phase may start there."""

    start: int
    phase_start: int
    average: float
    above: bool
    allowed: bool


def suggest_phases(
    series: pd.Series,
    *,
    baseline: int = DETECTION_POINTS,
    run: int = REBASE_RUN,
    breaks: Sequence[PhaseStart] = (),
    floor: float | None = 0.0,
) -> Suggestion:
    """Phase starts suggested by a series.

    The average of the first `baseline` points of a phase is locked. From the point after them, `run`
    consecutive points on one side of it confirm a shift, and a new phase starts at the first point of the
    run if that leaves the phase before it at least `baseline` points. The new phase locks its own average.
    Single points and trends never start a phase. A break of definition always does.

    Args:
        series: values by period, shape (n,).
        baseline: points of a phase behind its locked average.
        run: consecutive points that confirm a shift.
        breaks: forced starts.
        floor: smallest value the measure can take.

    Raises:
        SeriesFault: as `control_chart`.
    """
    index, values = checked_series(series, floor)
    forced = {
        int(each.start.ordinal - index[0].ordinal): replace(each, forced=True)
        for each in breaks
        if index[0] < each.start <= index[-1]
    }
    edges = [0, *sorted(forced), len(values)]
    starts: list[PhaseStart] = []
    warnings: list[str] = []
    for begin, end in pairwise(edges):
        starts.extend([forced[begin]] if begin in forced else [])
        for shift in shift_starts(values[begin:end], baseline=baseline, run=run):
            sentence = _evidence(index[begin:end], shift, run, baseline)
            if shift.allowed:
                starts.append(PhaseStart(index[begin + shift.start], sentence))
            else:
                warnings.append(f"Shift too close to the phase start: {sentence}.")
    return Suggestion(tuple(starts), tuple(warnings))


def break_reason(start: pd.Period, end: pd.Period, breaks: Sequence[PhaseStart]) -> str:
    """Why two periods cannot be compared: the first break after `start` and not after `end`, or nothing.

    Args:
        start: first period of the comparison period, of the frequency of the breaks.
        end: last period of the reporting period.
        breaks: breaks of definition of the measure.
    """
    inside = [each for each in breaks if start < each.start <= end]
    if not inside:
        return ""
    first = min(inside, key=lambda each: each.start.ordinal)
    return f"The definition changed in {first_month(first.start)}: {first.reason}."


def shift_starts(
    values: npt.NDArray[np.float64], *, baseline: int = DETECTION_POINTS, run: int = REBASE_RUN
) -> list[Shift]:
    """Every confirmed run of an unbroken stretch of values, those that may not start a phase included."""
    shifts: list[Shift] = []
    begin = 0
    while len(values) - begin > baseline:
        found = _shifts_of_phase(values, begin, baseline, run)
        shifts.extend(found)
        if not found or not found[-1].allowed:
            break
        begin = found[-1].start
    return shifts


def _shifts_of_phase(values: npt.NDArray[np.float64], begin: int, baseline: int, run: int) -> list[Shift]:
    """Runs against the locked average, up to and with the first that may start a phase."""
    average = float(sum(values[begin : begin + baseline].tolist()) / baseline)
    slack = CLOSE * abs(average)
    shifts: list[Shift] = []
    side, start = 0, begin
    for place, value in enumerate(values[begin:].tolist(), begin):
        now = (value > average + slack) - (value < average - slack)
        if now != side or now == 0:
            side, start = now, place
        confirmed = place >= begin + baseline and place == max(start + run - 1, begin + baseline)
        if now and confirmed:
            shifts.append(Shift(start, begin, average, now > 0, start - begin >= baseline))
            if shifts[-1].allowed:
                break
    return shifts


def _evidence(index: pd.PeriodIndex, shift: Shift, run: int, baseline: int) -> str:
    side = "above" if shift.above else "below"
    noun = period_noun(index[0], run)
    locked = period_span(index[shift.phase_start], index[shift.phase_start + baseline - 1])
    return (
        f"{run} or more consecutive {noun} from {first_month(index[shift.start])} {side} "
        f"the average of {number(shift.average)} for {locked}"
    )


def compare_phases(declared: Sequence[PhaseStart], suggested: Suggestion) -> tuple[str, ...]:
    """One sentence for each disagreement between declared and suggested phases.

    A declared phase with no evidence and a suggested phase that is not declared are both warned of; so is
    a shift too close to the start of a phase. A break of definition needs no evidence from the series.
    """
    declared_at = {each.start: each for each in declared}
    suggested_at = {each.start: each for each in suggested.starts}
    missing = [
        f"A phase from {first_month(start)} is suggested and not declared: {suggested_at[start].reason}."
        for start in sorted(set(suggested_at) - set(declared_at), key=lambda each: each.ordinal)
        if not suggested_at[start].forced
    ]
    unfounded = [
        f"The phase declared from {first_month(start)} ({declared_at[start].reason}) has no evidence in the series."
        for start in sorted(set(declared_at) - set(suggested_at), key=lambda each: each.ordinal)
        if not declared_at[start].forced
    ]
    return (*missing, *unfounded, *suggested.warnings)
