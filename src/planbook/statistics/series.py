"""What a series must be before a statistic is computed, and its faults: every one collected, raised once.

A fault is a `ValueError` that names the series, the period and the value. Its docstring is its message: what is
wrong, then what to do. Several faults found together are raised as `ManyFaults`.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planbook.statistics.constants import LARGEST

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

FREQUENCIES = ("Q-MAR", "M", "Y-MAR")
"""Frequencies of a period index that the publication uses."""


@dataclass(frozen=True)
class PhaseStart:
    """Where a phase starts and why; `forced` marks a break of definition or recording.

    `approval` says which role approved a declared phase and when: "Head of Analysis on 30 April 2015".
    """

    start: pd.Period
    reason: str
    forced: bool = False
    approval: str = ""


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


def measure_name(series: pd.Series) -> str:
    """Name of the series for messages: its `name`, or "series" where it has none."""
    return "series" if series.name is None else str(series.name)


def numbers(values: object) -> Floats:
    """Values as floats; what is not a number becomes NaN, without a warning."""
    flat = pd.Series(np.asarray(values, dtype=object).ravel(), dtype=object)
    coerced = pd.to_numeric(flat, errors="coerce")
    return np.asarray(coerced.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def checked_series(series: pd.Series, floor: float | None = None) -> tuple[pd.PeriodIndex, Floats]:
    """Periods and values of a series that is fit for a chart.

    Args:
        series: values by period, shape (n,), index a PeriodIndex of frequency Q-MAR, M or Y-MAR.
        floor: smallest value the measure can take; None where there is none.

    Returns:
        The index, strictly rising without a gap, and the values as finite floats, shape (n,).

    Raises:
        SeriesFault: one of its kinds, or `ManyFaults`, naming series, period and value.
    """
    name = measure_name(series)
    index = _period_index(series.index, name)
    values = series.to_numpy()
    values = values.astype(np.float64) if values.dtype.kind in "iuf" else numbers(values)
    raise_together([*_order_faults(index, values, name), *_value_faults(index, values, name, floor)])
    return index, values


def count_faults(measure: str, counts: Iterable[tuple[object, float]]) -> Iterator[SeriesFault]:
    """Counts that are not finite or negative; each count comes with the name of its place."""
    for place, value in counts:
        if not math.isfinite(value):
            yield NotFinite(measure, place, value)
        elif value < 0:
            yield NegativeCount(measure, place, value)


def _period_index(index: pd.Index, name: str) -> pd.PeriodIndex:
    if len(index) == 0:
        raise EmptySeries(name)
    if not isinstance(index, pd.PeriodIndex):
        raise NotPeriods(name, value=type(index).__name__)
    if index.freqstr not in FREQUENCIES:
        raise UnknownFrequency(name, value=index.freqstr)
    return index


def _order_faults(index: pd.PeriodIndex, values: Floats, name: str) -> Iterator[SeriesFault]:
    steps = np.diff(index.asi8)
    if bool((steps == 1).all()):
        return
    repeated = index.duplicated()
    for place in np.flatnonzero(repeated).tolist():
        yield DuplicatePeriod(name, index[place], values[place])
    for place in np.flatnonzero(steps < 0).tolist():
        if not repeated[place + 1]:
            yield UnsortedSeries(name, index[place + 1], index[place])
    # Gaps mean nothing while the periods are not in order.
    if bool((steps >= 0).all()):
        for place in np.flatnonzero(steps > 1).tolist():
            yield GapInSeries(name, index[place] + 1, index[place + 1])


def _value_faults(index: pd.PeriodIndex, values: Floats, name: str, floor: float | None) -> Iterator[SeriesFault]:
    finite, lowest = np.isfinite(values), -np.inf if floor is None else floor
    kinds: list[tuple[type[SeriesFault], Marks]] = [
        (NotFinite, ~finite),
        (TooLarge, finite & (np.abs(values) > LARGEST)),
        (BelowFloor, finite & (values < lowest)),
    ]
    for fault, where in kinds:
        for place in np.flatnonzero(where).tolist():
            yield fault(name, index[place], values[place])
