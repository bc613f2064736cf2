"""Phases that a series suggests of itself, and how they compare with those declared in the register.

The algorithm is deterministic and runs from left to right. It suggests; it never re-bases a chart.
Sources: Provost and Murray, The Health Care Data Guide (2011); NHS England, Making Data Count. A run of 8
stands in place of 7, because 7 gives too many false signals on 24 and more points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from planbook.statistics.checks import Floats, checked_series
from planbook.statistics.constants import CLOSE, DETECTION_POINTS, REBASE_RUN
from planbook.statistics.sentences import first_month, number, period_noun, period_span
from planbook.statistics.xmr import PhaseStart


@dataclass(frozen=True)
class Suggestion:
    """Phase starts that the series suggests, and what the algorithm saw but could not act on."""

    starts: tuple[PhaseStart, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Shift:
    """A confirmed run: where it starts, the average it left, and whether a new phase may start there."""

    start: int
    phase_start: int
    average: float
    above: bool
    allowed: bool


def suggest_phases(series: pd.Series, *, breaks: Sequence[PhaseStart] = ()) -> Suggestion:
    """Phase starts suggested by a series of counts.

    The average of the first 12 points of a phase is locked. From the point after them, 8 consecutive points
    on one side of it confirm a shift. A new phase starts at the first point of the run if that leaves the
    phase before it at least 12 points. The new phase locks its own average. Single points and trends never
    start a phase. A break of definition always does.

    Args:
        series: values by period, shape (n,).
        breaks: forced starts.

    Raises:
        SeriesFault: as `control_chart`.
    """
    index, values = checked_series(series, 0.0)
    forced = {
        int(each.start.ordinal - index[0].ordinal): replace(each, forced=True)
        for each in breaks
        if index[0] < each.start <= index[-1]
    }
    starts: list[PhaseStart] = []
    warnings: list[str] = []
    for begin, end in pairwise([0, *sorted(forced), len(values)]):
        starts.extend([forced[begin]] if begin in forced else [])
        for shift in _shifts(values[begin:end]):
            evidence = _evidence(index[begin:end], shift)
            if shift.allowed:
                starts.append(PhaseStart(index[begin + shift.start], evidence))
            else:
                warnings.append(f"Shift too close to the phase start: {evidence}.")
    return Suggestion(tuple(starts), tuple(warnings))


def compare_phases(declared: Sequence[PhaseStart], suggested: Suggestion) -> tuple[str, ...]:
    """One sentence for each disagreement between declared and suggested phases.

    A declared phase without evidence and a suggested phase that is not declared are both warned of; so is
    a shift too close to the start of a phase. A break of definition needs no evidence from the series.
    """
    missing = [
        f"A phase from {first_month(each.start)} is suggested and not declared: {each.reason}."
        for each in _only_in(suggested.starts, declared)
    ]
    unfounded = [
        f"The phase declared from {first_month(each.start)} ({each.reason}) has no evidence in the series."
        for each in _only_in(declared, suggested.starts)
    ]
    return (*missing, *unfounded, *suggested.warnings)


def _only_in(these: Sequence[PhaseStart], others: Sequence[PhaseStart]) -> list[PhaseStart]:
    """Starts that are not among the others, breaks left out, in order of time."""
    elsewhere = {each.start for each in others}
    only = [each for each in these if each.start not in elsewhere and not each.forced]
    return sorted(only, key=lambda each: each.start.ordinal)


def _shifts(values: Floats) -> list[_Shift]:
    """Every confirmed run of an unbroken stretch of values, those that may not start a phase included."""
    shifts: list[_Shift] = []
    begin = 0
    while len(values) - begin > DETECTION_POINTS:
        of_phase = _shifts_of_phase(values, begin)
        shifts.extend(of_phase)
        if not of_phase or not of_phase[-1].allowed:
            break
        begin = of_phase[-1].start
    return shifts


def _shifts_of_phase(values: Floats, begin: int) -> list[_Shift]:
    """Runs against the locked average, up to and with the first that may start a phase."""
    judged = begin + DETECTION_POINTS
    average = float(sum(values[begin:judged].tolist()) / DETECTION_POINTS)
    slack = CLOSE * abs(average)
    shifts: list[_Shift] = []
    side, start = 0, begin
    for place, value in enumerate(values[begin:].tolist(), begin):
        now = (value > average + slack) - (value < average - slack)
        if now != side or now == 0:
            side, start = now, place
        # A run may begin inside the baseline, but nothing is confirmed before the baseline is complete.
        confirmed = place >= judged and place == max(start + REBASE_RUN - 1, judged)
        if now and confirmed:
            shifts.append(_Shift(start, begin, average, now > 0, start >= judged))
            if shifts[-1].allowed:
                break
    return shifts


def _evidence(index: pd.PeriodIndex, shift: _Shift) -> str:
    side = "above" if shift.above else "below"
    run = f"{REBASE_RUN} or more consecutive {period_noun(index[0], REBASE_RUN)}"
    locked = period_span(index[shift.phase_start], index[shift.phase_start + DETECTION_POINTS - 1])
    return f"{run} from {first_month(index[shift.start])} {side} the average of {number(shift.average)} for {locked}"
