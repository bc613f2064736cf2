"""Survey percentages against published examples and statsmodels, and the rules for bases and windows."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from planbook.statistics import series as errors
from planbook.statistics.surveys import (
    SurveyWindow,
    compare_windows,
    difference,
    effective_sample,
    newcombe,
    proportion,
    wilson,
)

shares = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(first=shares, second=shares)
@settings(max_examples=80, deadline=None)
def test_intervals_agree_with_statsmodels(first, second):
    """Wilson's and Newcombe's intervals are those of statsmodels for any shares."""
    other = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff", correction=False)
    assert wilson(*first) == pytest.approx(proportion_confint(*first, method="wilson"), abs=1e-9)
    assert newcombe(*first, *second) == pytest.approx(other, abs=1e-9)


@given(first=shares, second=shares)
@settings(max_examples=60, deadline=None)
def test_difference_turns_sign_with_order(first, second):
    """Exchanging the samples mirrors the interval."""
    one, other = difference(*first, *second), difference(*second, *first)
    assert (one.points, one.low, one.high) == pytest.approx((-other.points, -other.high, -other.low), abs=1e-9)


@pytest.mark.parametrize(("answers", "mark"), [(29, "suppressed"), (30, "low base"), (99, "low base"), (100, "")])
def test_small_bases_are_marked(answers, mark):
    """Under 30 nothing is shown, under 100 with a mark."""
    found = proportion(answers // 2, answers)
    assert found.mark == mark


def test_effective_sample_of_kish():
    """Equal weights lose nothing; unequal ones lose 1 + cv squared."""
    weights = np.array([1.0, 1, 2, 4])
    cv = weights.std() / weights.mean()
    assert effective_sample([3.0] * 50) == pytest.approx(50)
    assert effective_sample(weights) == pytest.approx(4 / (1 + cv**2))
    with pytest.raises(errors.UnusableWeight):
        effective_sample([1, 0, 2])


def window(positives: float, start: str, end: str) -> SurveyWindow:
    """A window of 600 interviews."""
    return SurveyWindow(positives, 600, pd.Period(start, "M"), pd.Period(end, "M"))


def test_overlapping_windows_are_refused():
    """A rolling figure is never compared with a window that shares a month."""
    now = window(500, "2014-04", "2015-03")
    with pytest.raises(errors.OverlappingWindows, match="2014-04 to 2015-03: overlaps the window 2014-03 to 2015-02"):
        compare_windows(now, window(480, "2014-03", "2015-02"))
    assert compare_windows(now, window(480, "2013-04", "2014-03")).word == "no clear change"


@pytest.mark.parametrize(("positives", "word"), [(860, "rose"), (740, "fell"), (805, "no clear change")])
def test_words_follow_the_interval(positives, word):
    """Rose and fell need an interval clear of zero."""
    assert difference(positives, 1000, 800, 1000).word == word


@pytest.mark.parametrize(
    ("positives", "answers", "fault"),
    [(1, 0, errors.ZeroDenominator), (5, 4, errors.NumeratorAboveDenominator), (math.nan, 4, errors.NotFinite)],
)
def test_bad_shares_are_refused(positives, answers, fault):
    """A base of zero, a part above its whole and a missing value are refused by name."""
    with pytest.raises(fault, match="confidence"):
        wilson(positives, answers, measure="confidence")
