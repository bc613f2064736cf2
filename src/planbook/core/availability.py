"""Why a figure of a measure is not there, in one sentence for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.periods import Period

if TYPE_CHECKING:
    from planbook.core.measures import Measure, Measures

__all__ = ["absence"]


def absence(measure: Measure, period: Period, area: str, catalogue: Measures) -> str:
    """The reason why ``measure`` has no figure for ``period``, or for the same months a year earlier.

    A measure that ended names its successor; one that has not begun says when it begins.
    """
    if not measure.has_series:
        return f"{measure.label}: only published values exist, no open series by force."
    last = Period.parse(measure.last_period)
    if period.last > last.last:
        return _ended(measure, last, catalogue)
    first = Period.parse(measure.first_period)
    if period.first < first.first:
        return f"{measure.label}: the series begins in {first.label}."
    if period.comparison.first < first.first:
        return (
            f"{measure.label}: the series begins in {first.label}, so there is nothing a year earlier to compare with."
        )
    return f"{measure.label}: no figure for {area} is held for {period.label}."


def _ended(measure: Measure, last: Period, catalogue: Measures) -> str:
    ended = f"{measure.label}: the measure ended with {last.label}"
    if not measure.successor:
        return f"{ended}; no later figure is held."
    return f"{ended}; its successor is {catalogue[measure.successor].label.lower()}, which cannot be set against it."
