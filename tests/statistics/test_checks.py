"""The matrix of bad input: each kind gives its own error with series, period and value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.statistics.checks import checked_series
from planbook.statistics.errors import (
    DuplicatePeriod,
    EmptySeries,
    GapInSeries,
    ManyFaults,
    NotFinite,
    NotPeriods,
    TooLarge,
    UnknownFrequency,
    UnsortedSeries,
)


def at(periods: list[str], values: list[object] | None = None) -> pd.Series:
    """A quarterly series at given periods."""
    index = pd.PeriodIndex(periods, freq="Q-MAR")
    return pd.Series(values or list(range(len(periods))), index=index, name="robbery")


@pytest.mark.parametrize(
    ("series", "fault", "period"),
    [
        (at(["2013Q2", "2013Q1", "2013Q3"]), UnsortedSeries, "2013Q1"),
        (at(["2013Q1", "2013Q1", "2013Q2"]), DuplicatePeriod, "2013Q1"),
        (at(["2013Q1", "2013Q3"]), GapInSeries, "2013Q2"),
        (at(["2013Q1", "2013Q2"], [1, np.nan]), NotFinite, "2013Q2"),
        (at(["2013Q1", "2013Q2"], [np.inf, 1]), NotFinite, "2013Q1"),
        (at(["2013Q1", "2013Q2"], [1, "many"]), NotFinite, "2013Q2"),
        (at(["2013Q1", "2013Q2"], [1, None]), NotFinite, "2013Q2"),
        (at(["2013Q1", "2013Q2"], [1, 1e300]), TooLarge, "2013Q2"),
    ],
)
def test_each_fault_names_its_period(series, fault, period):
    """Unsorted, duplicate, missing, infinite and non-numeric values are told apart and placed."""
    with pytest.raises(fault) as caught:
        checked_series(series)
    assert (caught.value.series, caught.value.period) == ("robbery", period)


def test_index_must_be_periods():
    """Timestamps and calendar quarters are refused with what to use."""
    with pytest.raises(NotPeriods, match="DatetimeIndex"):
        checked_series(pd.Series([1.0], index=pd.DatetimeIndex(["2014-04-01"]), name="robbery"))
    calendar = pd.Series([1.0], index=pd.PeriodIndex(["2014Q2"], freq="Q-DEC"))
    with pytest.raises(UnknownFrequency, match="Q-DEC"):
        checked_series(calendar)


def test_empty_series_is_refused():
    """A series without points is an error and not a chart."""
    with pytest.raises(EmptySeries, match="robbery"):
        checked_series(at([]))


def test_faults_are_collected():
    """Several faults are raised once, all named."""
    with pytest.raises(ManyFaults) as caught:
        checked_series(at(["2013Q1", "2013Q3"], [np.nan, 1]))
    assert {type(fault) for fault in caught.value.faults} == {GapInSeries, NotFinite}
    assert "2 faults" in str(caught.value)
