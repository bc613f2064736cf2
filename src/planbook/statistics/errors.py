"""Faults of a series: one class a mistake, each naming the series, the period and the value.

Every fault is a `ValueError`. Where several are found at once they are collected and raised together as
`ManyFaults`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BelowFloor",
    "BreakBetweenPeriods",
    "DuplicatePeriod",
    "EmptySeries",
    "GapInSeries",
    "ManyFaults",
    "NegativeCount",
    "NotFinite",
    "NotPeriods",
    "NumeratorAboveDenominator",
    "OverlappingWindows",
    "SeriesFault",
    "TooLarge",
    "UnknownFrequency",
    "UnknownRuleSet",
    "UnmatchedPeriods",
    "UnsortedSeries",
    "UnusableWeight",
    "WindowNotAtEnd",
    "ZeroDenominator",
    "raise_together",
]


class SeriesFault(ValueError):
    """A value that a statistic cannot be computed from.

    Attributes: `series` (measure id), `period` (as text, empty where the fault is of the whole series) and
    `value` (what stood there, as found).
    """

    message: ClassVar[str] = "{series}, {period}: {value} cannot be used."

    def __init__(self, series: object, period: object = "", value: object = "") -> None:
        """Name the series, the period and the value at fault."""
        self.series = str(series)
        self.period = str(period)
        self.value = value
        super().__init__(self.message.format(series=self.series, period=self.period, value=value))

    def __reduce__(self) -> tuple[type[SeriesFault], tuple[str, str, object]]:
        """Survive the journey between processes."""
        return (type(self), (self.series, self.period, self.value))


class EmptySeries(SeriesFault):
    """A series without a point."""

    message = "{series}: the series has no points. Give at least one period with a value."


class NotPeriods(SeriesFault):
    """An index that is not made of periods."""

    message = (
        "{series}: the index is {value}, not a PeriodIndex. "
        'Use pd.PeriodIndex with freq "Q-MAR" (quarters), "M" (months) or "Y-MAR" (financial years).'
    )


class UnknownFrequency(SeriesFault):
    """A frequency that the publication does not use."""

    message = (
        "{series}: the frequency {value} is not one of Q-MAR, M or Y-MAR. Quarters of the financial year are Q-MAR."
    )


class UnsortedSeries(SeriesFault):
    """A period that stands after a later one."""

    message = "{series}, {period}: stands after {value}, which is later. Sort the series by period."


class DuplicatePeriod(SeriesFault):
    """A period that stands twice."""

    message = "{series}, {period}: stands more than once (value {value}). Keep one row a period."


class GapInSeries(SeriesFault):
    """A period that is missing between two others."""

    message = (
        "{series}, {period}: no value, and the next period held is {value}. "
        "Fill the gap from the source or start the series after it."
    )


class NotFinite(SeriesFault):
    """A value that is missing, infinite or not a number."""

    message = "{series}, {period}: the value is {value}, not a finite number. Mend it at the source."


class TooLarge(SeriesFault):
    """A value too large to be exact."""

    message = "{series}, {period}: {value} is beyond 2 to the power 53. Use a larger unit."


class BelowFloor(SeriesFault):
    """A value under the floor of the measure."""

    message = (
        "{series}, {period}: {value} lies under the floor of the measure. "
        "Counts cannot be negative; for another kind of measure pass floor=None."
    )


class NegativeCount(SeriesFault):
    """A count under zero."""

    message = "{series}, {period}: the count {value} is negative. Counts start at zero."


class ZeroDenominator(SeriesFault):
    """A denominator or a baseline that is zero."""

    message = "{series}, {period}: the denominator is {value}. Show the counts alone, without a ratio."


class NumeratorAboveDenominator(SeriesFault):
    """A part that is larger than its whole."""

    message = "{series}, {period}: numerator and denominator are {value}; a part cannot exceed its whole."


class UnmatchedPeriods(SeriesFault):
    """A numerator and a denominator that do not stand at the same periods."""

    message = "{series}, {period}: only one of numerator and denominator is held here ({value})."


class OverlappingWindows(SeriesFault):
    """Two windows of a rolling figure that share answers."""

    message = (
        "{series}, {period}: overlaps the window {value}. "
        "Compare a rolling figure only with the window that ended before it began."
    )


class UnusableWeight(SeriesFault):
    """Weights that cannot be used."""

    message = "{series}, {period}: the weight {value} is not positive. Drop the answer or mend its weight."


class WindowNotAtEnd(SeriesFault):
    """A reporting window that does not end where the chart ends."""

    message = (
        "{series}: the reporting window ends at {period} and the chart at {value}. "
        "Cut the series at the end of the window before charting: limits must not know the future."
    )


class BreakBetweenPeriods(SeriesFault):
    """A comparison across a change of definition."""

    message = "{series}, {period}: not comparable [b]. {value}"


class UnknownRuleSet(SeriesFault):
    """The name of a rule set that does not exist."""

    message = "{series}: the rule set must be one of mdc, weco or nelson; not {value!r}."


class ManyFaults(ValueError):
    """Several faults of different kinds, found together."""

    def __init__(self, faults: Sequence[SeriesFault]) -> None:
        """Hold the faults in the order found."""
        self.faults = tuple(faults)
        lines = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"{len(faults)} faults:\n{lines}")


def raise_together(faults: Sequence[SeriesFault]) -> None:
    """Raise nothing, the one fault, or all faults as `ManyFaults`."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise ManyFaults(faults)
