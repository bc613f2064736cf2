"""Verdicts: every word of the table by its rule, and the sentences."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.change import year_on_year
from planbook.statistics.errors import NotFinite, WindowNotAtEnd
from planbook.statistics.words import WORDS, Evidence, change_verdict, holding, level_verdict, record_verdict
from planbook.statistics.xmr import PhaseStart, control_chart

STEADY = [1282, 1300, 1264, 1282] * 3
STEPPED = [*[449, 455, 443] * 4, *[409, 415, 403, 409, 412, 406, 409, 409]]


def level(series, window=4, starts=(), label="", rules="mdc"):
    """The verdict on the last periods of a series."""
    return level_verdict(control_chart(series, starts=starts, rules=rules), series.index[-window:], label=label)


def test_every_word_stands_once():
    """Each word of the table is there once, with a rule and an example."""
    assert len({word.word for word in WORDS}) == len(WORDS)
    assert all(word.rule.endswith(".") and word.example for word in WORDS)


def test_stable_sentence(quarters):
    """A stable series gives the plain sentence with average, span and points."""
    found = level(quarters(STEADY), label="robbery")
    assert found.word == "stable"
    assert found.sentence == (
        "Quarterly robbery offences were stable through the year around an average of 1,282 a quarter "
        "(April 2012 to March 2015, 12 quarters)."
    )


def test_uncounted_noun_takes_the_singular(quarters):
    """Total recorded crime was, not were."""
    sentence = level(quarters(STEADY, name="total_recorded_crime")).sentence
    assert sentence.startswith("Quarterly total recorded crime was stable")


@pytest.mark.parametrize(
    ("values", "word", "sentence"),
    [
        (STEADY[:5], "too few points to say", "Robbery offences have 5 quarters in this phase (April 2012"),
        (STEADY[:11], "stable (trial limits)", "were stable (trial limits) through the year around"),
        (STEADY, "stable", "were stable through the year around an average of 1,282 a quarter"),
        ([*STEADY, 1500], "not stable: high", "April to June 2015 lies above the upper limit"),
        ([*STEADY, 1500, 1282], "not stable: high", "April to June 2015 lies above the upper limit, around"),
        ([*STEADY, 1100], "not stable: low", "April to June 2015 lies below the lower limit"),
        ([1282, 1264] * 6 + [1275 + place for place in range(7)], "rising", "were rising through the year, around"),
        ([1282, 1300] * 6 + [1285 - place for place in range(7)], "falling", "were falling through the year, around"),
        ([1290, 1270] * 8 + [1292, 1291, 1292, 1290, 1293, 1291, 1292, 1290], "unsettled", "runs on one side of"),
        ([1282, 1700, 864, 1282, *STEADY], "stable", "were stable"),
    ],
)
def test_level_words(quarters, values, word, sentence):
    """Each word of the level comes from its rule on the window, and its sentence names the points."""
    found = level(quarters(values), label="robbery")
    assert found.word == word
    assert sentence in found.sentence


def test_step_is_reported_for_twelve_months(months):
    """A phase change is a verdict for 12 months and then stops being news."""
    series = months([*[449, 455, 443] * 4, *[409, 415, 403, 409] * 4], start="2013-04")
    start = PhaseStart(series.index[12], "new unit")
    words = [level(series.iloc[:length], 12, [start]).word for length in (24, 25)]
    assert words == ["significant decrease in level", "stable"]


def test_monthly_step(months):
    """Eight months of a new phase are a significant decrease in level, stable licensed beside it."""
    series = months(STEPPED, start="2013-08")
    found = level(series, 12, [PhaseStart(series.index[12], "new unit")], label="robbery")
    assert found.word == "significant decrease in level"
    assert "stable (trial limits)" in found.licensed
    assert found.sentence == (
        "Monthly robbery offences fell in level in August 2014, from an average of 449 to 409 a month, "
        "a step of 40 (August 2014 to March 2015, 8 months)."
    )


def test_break_is_never_a_step(months):
    """A change of definition is no significant change in level."""
    series = months(STEPPED, start="2013-08")
    start = PhaseStart(series.index[12], "redefined", forced=True)
    assert level(series, 12, [start]).word == "stable (trial limits)"


def test_limits_must_not_know_the_future(quarters):
    """A window that ends before its chart is refused."""
    series = quarters(STEADY)
    with pytest.raises(WindowNotAtEnd, match="ends at 2014Q4 and the chart at 2015Q4"):
        level_verdict(control_chart(series), series.index[:8])


@pytest.mark.parametrize(
    ("count", "baseline", "phi", "word"),
    [
        (5, 9, 1, "too few to compare"),
        (17142, 15895, 2, "significant increase on last year"),
        (4888, 5373, 2, "significant reduction on last year"),
        (100_100, 100_000, 1, "similar to last year"),
        (21920, 22372, 8, "no clear change on last year"),
    ],
)
def test_change_words(count, baseline, phi, word):
    """Each word of the year comes from its interval."""
    assert change_verdict(year_on_year(count, baseline, dispersion=phi)).word == word


def test_change_sentence():
    """The sentence of a change gives size, counts, interval and dispersion, then the word."""
    found = change_verdict(year_on_year(4888, 5373, dispersion=2), label="robbery", against="2013/14")
    assert found.sentence == (
        "Robbery offences were 9.0 per cent lower than 2013/14 (4,888 against 5,373 offences; 95 per cent "
        "interval \N{MINUS SIGN}13.9 to \N{MINUS SIGN}3.9 per cent, dispersion 2.0): a significant reduction."
    )


def test_small_counts_have_no_percentage():
    """Under 20 in all the sentence holds the counts and no percentage."""
    sentence = change_verdict(year_on_year(5, 9), label="hate crime").sentence
    assert "5 against 9 offences" in sentence
    assert not any(mark in sentence for mark in ("64", "44", "%"))


@pytest.mark.parametrize(
    ("rules", "low", "high", "words"),
    [
        ((), 1, 9, ["elevated but stable"]),
        ((), -9, -1, ["reduced but stable"]),
        ((), -1, 1, []),
        (("shift",), 1, 9, []),
    ],
)
def test_combined_word_needs_both(rules, low, high, words):
    """Elevated or reduced but stable needs a stable level and a significant change."""
    evidence = Evidence(n=12, rules=frozenset(rules), change_low=low, change_high=high)
    assert words == [each.word for each in holding("level and year on year", evidence)]


def test_record_needs_rank_one():
    """Lowest on record is said with the first year and the number of years; a middle year says nothing."""
    years = pd.Series([9, 7, 8, 5], index=pd.period_range("2003", periods=4, freq="Y-MAR"))
    found = record_verdict(years, label="robbery")
    assert found is not None
    assert found.sentence == "Robbery offences were the lowest of 4 years since 2002/03 (5)."
    assert record_verdict(years.iloc[:3], label="robbery") is None


@given(values=st.lists(st.integers(0, 400), min_size=2, max_size=40), data=st.data())
@settings(max_examples=60, deadline=None)
def test_suppressed_point_creates_no_claim(quarters, values, data):
    """A series with a point suppressed is refused and says nothing; a rest under six points says too little."""
    series = quarters(values)
    series.iloc[data.draw(st.integers(0, len(values) - 1))] = float("nan")
    with pytest.raises(NotFinite):
        control_chart(series)
    assert level(quarters(values).iloc[-5:], 1).word == "too few points to say"


@given(values=st.lists(st.integers(0, 400), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_exactly_one_verdict(quarters, values):
    """Every series has a verdict, and it is licensed."""
    found = level(quarters(values), rules="nelson")
    assert found.word in found.licensed
    assert found.sentence.endswith(".")
