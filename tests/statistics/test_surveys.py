"""Survey percentages against published examples and statsmodels, and the rules for bases and windows."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from planbook.statistics import errors
from planbook.statistics.surveys import (
    Difference,
    SurveyWindow,
    base_mark,
    compare_areas,
    compare_windows,
    difference,
    difference_in_differences,
    discoveries,
    effective_sample,
    may_rank,
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


@given(p=st.lists(st.floats(0, 1), max_size=30))
@settings(max_examples=80, deadline=None)
def test_discoveries_agree_with_statsmodels(p):
    """Benjamini and Hochberg's choice is that of statsmodels."""
    expected = multipletests(p, alpha=0.1, method="fdr_bh")[0].tolist() if p else []
    assert discoveries(p).tolist() == expected


@pytest.mark.parametrize(("answers", "mark"), [(29, "suppressed"), (30, "low base"), (99, "low base"), (100, "")])
def test_small_bases_are_marked(answers, mark):
    """Under 30 nothing is shown, under 100 with a mark."""
    found = proportion(answers // 2, answers)
    assert (base_mark(answers), found.mark, found.shown) == (mark, mark, answers >= 30)


def test_ranking_needs_a_hundred_everywhere():
    """One area under 100 answers stops the ranking."""
    assert may_rank([100, 4000])
    assert not may_rank([99, 4000])


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


@pytest.mark.parametrize(
    ("positives", "word", "stable"), [(860, "rose", False), (740, "fell", False), (805, "no clear change", True)]
)
def test_words_follow_the_interval(positives, word, stable):
    """Rose and fell need an interval clear of zero; otherwise the figure is stable."""
    found = difference(positives, 1000, 800, 1000)
    assert (found.word, found.stable) == (word, stable)


def test_many_areas_at_once():
    """Ten areas are tested together, each with its interval and the mark of its smaller base."""
    frame = pd.DataFrame({"positives": [80, 450], "answers": [90, 500], "positives0": [60, 449], "answers0": [90, 500]})
    table = compare_areas(frame)
    assert table["found"].tolist() == [True, False]
    assert table["mark"].tolist() == ["low base", ""]


def test_difference_in_differences_squares_and_adds():
    """The interval of a difference in differences is as wide as both together."""
    found = difference_in_differences(Difference(10, 7, 13, 0.01), Difference(2, -2, 6, 0.3))
    assert found == pytest.approx((8, 3, 13))


@pytest.mark.parametrize(
    ("positives", "answers", "fault"),
    [(1, 0, errors.ZeroDenominator), (5, 4, errors.NumeratorAboveDenominator), (math.nan, 4, errors.NotFinite)],
)
def test_bad_shares_are_refused(positives, answers, fault):
    """A base of zero, a part above its whole and a missing value are refused by name."""
    with pytest.raises(fault, match="confidence"):
        wilson(positives, answers, measure="confidence")
