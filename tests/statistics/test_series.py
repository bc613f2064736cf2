"""The matrix of bad input: each kind gives its own error with series, period and value."""

import pickle

import numpy as np
import pandas as pd
import pytest

from planbook.statistics import series as errors
from planbook.statistics.series import checked_series


def at(*periods: str, values=None) -> pd.Series:
    """A quarterly series at given periods."""
    index = pd.PeriodIndex(periods, freq="Q-MAR")
    return pd.Series(values or list(range(len(periods))), index=index, name="robbery")


@pytest.mark.parametrize(
    ("series", "fault", "period"),
    [
        (at("2013Q2", "2013Q1", "2013Q3"), errors.UnsortedSeries, "2013Q1"),
        (at("2013Q1", "2013Q1", "2013Q2"), errors.DuplicatePeriod, "2013Q1"),
        (at("2013Q1", "2013Q3"), errors.GapInSeries, "2013Q2"),
        (at("2013Q1", "2013Q2", values=[1, np.nan]), errors.NotFinite, "2013Q2"),
        (at("2013Q1", "2013Q2", values=[np.inf, 1]), errors.NotFinite, "2013Q1"),
        (at("2013Q1", "2013Q2", values=[1, "many"]), errors.NotFinite, "2013Q2"),
        (at("2013Q1", "2013Q2", values=[1, None]), errors.NotFinite, "2013Q2"),
        (at("2013Q1", "2013Q2", values=[1, 1e300]), errors.TooLarge, "2013Q2"),
        (at(), errors.EmptySeries, ""),
        (at("2013Q1").to_timestamp(), errors.NotPeriods, ""),
        (pd.Series([1.0], pd.PeriodIndex(["2014Q2"], freq="Q-DEC"), name="robbery"), errors.UnknownFrequency, ""),
    ],
)
def test_each_fault_names_its_period(series, fault, period):
    """Every kind of bad series has a fault of its own, which names series and period and survives pickling."""
    with pytest.raises(fault) as caught:
        checked_series(series)
    assert (caught.value.series, caught.value.period) == ("robbery", period)
    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301


def test_a_message_says_what_is_wrong_and_what_to_do():
    """The text of a fault is one line."""
    message = "robbery, 2013Q2: no value, and the next period held is 2013Q3."
    remedy = "Fill the gap from the source or start the series after it."
    assert f"{message} {remedy}" == str(errors.GapInSeries("robbery", "2013Q2", "2013Q3"))


def test_faults_are_collected():
    """Several faults are raised once, all named."""
    with pytest.raises(errors.ManyFaults, match="2 faults") as caught:
        checked_series(at("2013Q1", "2013Q3", values=[np.nan, 1]))
    assert {type(fault) for fault in caught.value.faults} == {errors.GapInSeries, errors.NotFinite}
