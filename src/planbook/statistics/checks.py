"""What a series must be before a statistic is computed: every fault collected, raised once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from planbook.statistics.constants import LARGEST
from planbook.statistics.errors import (
    BelowFloor,
    DuplicatePeriod,
    EmptySeries,
    GapInSeries,
    NotFinite,
    NotPeriods,
    SeriesFault,
    TooLarge,
    UnknownFrequency,
    UnsortedSeries,
    raise_together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FREQUENCIES", "Floats", "checked_series", "measure_name", "numbers"]

Floats = npt.NDArray[np.float64]

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
    faults = [*_faults_of_order(index, values, name), *_faults_of_value(index, values, name, floor)]
    raise_together(faults)
    return index, values


def _period_index(index: pd.Index, name: str) -> pd.PeriodIndex:
    if len(index) == 0:
        raise EmptySeries(name)
    if not isinstance(index, pd.PeriodIndex):
        raise NotPeriods(name, value=type(index).__name__)
    if index.freqstr not in FREQUENCIES:
        raise UnknownFrequency(name, value=index.freqstr)
    return index


def _faults_of_order(index: pd.PeriodIndex, values: Floats, name: str) -> Iterator[SeriesFault]:
    steps = np.diff(index.asi8)
    if bool((steps == 1).all()):
        return
    seen = index.duplicated()
    for place in np.flatnonzero(seen).tolist():
        yield DuplicatePeriod(name, index[place], values[place])
    for place in np.flatnonzero(steps < 0).tolist():
        if not seen[place + 1]:
            yield UnsortedSeries(name, index[place + 1], index[place])
    if bool((steps >= 0).all()):
        for place in np.flatnonzero(steps > 1).tolist():
            yield GapInSeries(name, index[place] + 1, index[place + 1])


def _faults_of_value(index: pd.PeriodIndex, values: Floats, name: str, floor: float | None) -> Iterator[SeriesFault]:
    finite = np.isfinite(values)
    size = np.abs(np.where(finite, values, 0.0))
    for place in np.flatnonzero(~finite).tolist():
        yield NotFinite(name, index[place], values[place])
    for place in np.flatnonzero(size > LARGEST).tolist():
        yield TooLarge(name, index[place], values[place])
    if floor is not None:
        for place in np.flatnonzero(finite & (values < floor)).tolist():
            yield BelowFloor(name, index[place], values[place])
