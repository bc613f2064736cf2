"""What a series must be before a statistic is computed: every fault collected, raised once."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from planbook.statistics import errors
from planbook.statistics.constants import LARGEST
from planbook.statistics.errors import SeriesFault, raise_together

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

FREQUENCIES = ("Q-MAR", "M", "Y-MAR")
"""Frequencies of a period index that the publication uses."""


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
            yield errors.NotFinite(measure, place, value)
        elif value < 0:
            yield errors.NegativeCount(measure, place, value)


def _period_index(index: pd.Index, name: str) -> pd.PeriodIndex:
    if len(index) == 0:
        raise errors.EmptySeries(name)
    if not isinstance(index, pd.PeriodIndex):
        raise errors.NotPeriods(name, value=type(index).__name__)
    if index.freqstr not in FREQUENCIES:
        raise errors.UnknownFrequency(name, value=index.freqstr)
    return index


def _order_faults(index: pd.PeriodIndex, values: Floats, name: str) -> Iterator[SeriesFault]:
    steps = np.diff(index.asi8)
    if bool((steps == 1).all()):
        return
    repeated = index.duplicated()
    for place in np.flatnonzero(repeated).tolist():
        yield errors.DuplicatePeriod(name, index[place], values[place])
    for place in np.flatnonzero(steps < 0).tolist():
        if not repeated[place + 1]:
            yield errors.UnsortedSeries(name, index[place + 1], index[place])
    # Gaps mean nothing while the periods are not in order.
    if bool((steps >= 0).all()):
        for place in np.flatnonzero(steps > 1).tolist():
            yield errors.GapInSeries(name, index[place] + 1, index[place + 1])


def _value_faults(index: pd.PeriodIndex, values: Floats, name: str, floor: float | None) -> Iterator[SeriesFault]:
    finite, lowest = np.isfinite(values), -np.inf if floor is None else floor
    kinds: list[tuple[type[SeriesFault], Marks]] = [
        (errors.NotFinite, ~finite),
        (errors.TooLarge, finite & (np.abs(values) > LARGEST)),
        (errors.BelowFloor, finite & (values < lowest)),
    ]
    for fault, where in kinds:
        for place in np.flatnonzero(where).tolist():
            yield fault(name, index[place], values[place])
