"""Faults of a series: one class a mistake, each naming the series, the period and the value.

Every fault is a `ValueError`. Several faults found together are raised together, as `ManyFaults`. The
docstring of a fault is its message: what is wrong, then what to do.
"""

from collections.abc import Sequence


class SeriesFault(ValueError):
    """{series}, {period}: {value} cannot be used."""

    def __init__(self, series: object, period: object = "", value: object = "") -> None:
        """Name the series, the period (empty where the whole series is at fault) and the value as it stood."""
        self.series = str(series)
        self.period = str(period)
        self.value = value
        message = " ".join((self.__doc__ or "").split())
        super().__init__(message.format(series=self.series, period=self.period, value=value))

    def __reduce__(self) -> tuple[type["SeriesFault"], tuple[str, str, object]]:
        """Survive the journey between processes."""
        return (type(self), (self.series, self.period, self.value))


class EmptySeries(SeriesFault):
    """{series}: the series has no points. Give at least one period with a value."""


class NotPeriods(SeriesFault):
    """{series}: the index is {value}, not a PeriodIndex.

    Use pd.PeriodIndex with freq "Q-MAR" (quarters), "M" (months) or "Y-MAR" (financial years).
    """


class UnknownFrequency(SeriesFault):
    """{series}: the frequency {value} is not one of Q-MAR, M or Y-MAR. Quarters of the financial year are Q-MAR."""


class UnsortedSeries(SeriesFault):
    """{series}, {period}: stands after {value}, which is later. Sort the series by period."""


class DuplicatePeriod(SeriesFault):
    """{series}, {period}: stands more than once (value {value}). Keep one row a period."""


class GapInSeries(SeriesFault):
    """{series}, {period}: no value, and the next period held is {value}.

    Fill the gap from the source or start the series after it.
    """


class NotFinite(SeriesFault):
    """{series}, {period}: the value is {value}, not a finite number. Mend it at the source."""


class TooLarge(SeriesFault):
    """{series}, {period}: {value} is beyond 2 to the power 53. Use a larger unit."""


class BelowFloor(SeriesFault):
    """{series}, {period}: {value} lies under the floor of the measure.

    Counts cannot be negative; for another kind of measure pass floor=None.
    """


class NegativeCount(SeriesFault):
    """{series}, {period}: the count {value} is negative. Counts start at zero."""


class ZeroDenominator(SeriesFault):
    """{series}, {period}: the denominator is {value}. Show the counts alone, without a ratio."""


class NumeratorAboveDenominator(SeriesFault):
    """{series}, {period}: numerator and denominator are {value}; a part cannot exceed its whole."""


class UnmatchedPeriods(SeriesFault):
    """{series}, {period}: only one of numerator and denominator is held here ({value})."""


class OverlappingWindows(SeriesFault):
    """{series}, {period}: overlaps the window {value}.

    Compare a rolling figure only with the window that ended before it began.
    """


class UnusableWeight(SeriesFault):
    """{series}, {period}: the weight {value} is not positive. Drop the answer or mend its weight."""


class WindowNotAtEnd(SeriesFault):
    """{series}: the reporting window ends at {period} and the chart at {value}.

    Cut the series at the end of the window before charting: limits must not know the future.
    """


class YearsAlone(SeriesFault):
    """{series}, {period}: counted by year alone. Between two years chance cannot be told from change."""


class NoYearBefore(SeriesFault):
    """{series}, {period}: not held, or counted by another definition. Print the count without a change."""


class UnknownRuleSet(SeriesFault):
    """{series}: the rule set must be one of mdc, weco or nelson; not {value!r}."""


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
