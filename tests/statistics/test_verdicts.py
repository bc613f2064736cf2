"""Verdicts: every word of the table by its rule, and the sentences."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.change import year_on_year
from planbook.statistics.level import level_of
from planbook.statistics.series import NotFinite
from planbook.statistics.verdicts import change_verdict, level_verdict, record_verdict
from planbook.statistics.words import WORDS, Evidence, holding

STEADY = [1282, 1300, 1264, 1282, 1275, 1290, 1270, 1288, 1292, 1271, 1280, 1284]


def verdict(series, window=4, label="robbery"):
    """The verdict on the last periods of a series."""
    return level_verdict(level_of(series, series.index[-window:]), label=label)


def test_every_word_stands_once_and_has_its_rule():
    """Each word of the table is there once, with a rule and an example."""
    assert len({word.word for word in WORDS}) == len(WORDS)
    assert all(word.rule.endswith(".") and word.example for word in WORDS)


@pytest.mark.parametrize(
    ("values", "word", "sentence"),
    [
        (STEADY[:5], "too few points to say", "Robbery offences have 5 quarters in this phase (April 2012"),
        ([3, 4, 2, 5] * 3, "too few to judge", "Robbery offences were too few to judge a level (April 2012"),
        (STEADY, "stable", "were stable through the year around an expected value of 1,282 a quarter (April 2012"),
        ([*STEADY, 1282, 1500, 1275, 1290], "not stable: high", "stable through the year: July to September 2015 lies"),
        ([*STEADY, 1282, 1050, 1275, 1290], "not stable: low", "2015 lies below the lower limit, around an expected"),
        (np.array(STEADY) * 1.02 ** np.arange(12), "rising", "were rising through the year, by 8.2 per cent a year"),
        (np.array(STEADY) * 0.98 ** np.arange(12), "falling", "were falling through the year, by 7.8 per cent a year"),
        ([*STEADY, 1410, 1430, 1400, 1420], "on a higher level", "stood, through the year, 10.1 per cent above the 12"),
        ([*STEADY, 1140, 1160, 1130, 1150], "on a lower level", "per cent below the 12 quarters before, season allow"),
        ([1500, 900] * 2 + STEADY, "stable", "stable through the year"),
        (
            2000 + 300 * np.sin(np.arange(16) / 16 * 2 * np.pi),
            "no word: neighbours alike",
            "No word on the level of robbery offences: neighbouring quarters stay alike",
        ),
        (
            np.tile([5500, 5000, 4250, 5250], 4) * (1 + np.random.default_rng(16).normal(0, 0.012, 16)),
            "unsettled",
            "unsettled through the year: 8 in a row lie on one side of the expected value",
        ),
    ],
)
def test_each_level_word_is_reached(quarters, values, word, sentence):
    """Each word of the level comes from its rule on the window, and its sentence says why."""
    found = verdict(quarters(np.round(values)))
    assert (found.word, found.licensed[0]) == (word, word)
    assert sentence in found.sentence


def test_every_level_word_is_tested():
    """The series above reach the whole table."""
    (mark,) = test_each_level_word_is_reached.pytestmark
    assert {case[1] for case in mark.args[1]} == {word.word for word in WORDS if word.kind == "level"}


def test_sentences_fit_noun_and_window(quarters):
    """Total recorded crime was, not were; part of a year is named by its months."""
    series = quarters(STEADY, name="total_recorded_crime")
    assert verdict(series, label="").sentence.startswith("Quarterly total recorded crime was stable through the year")
    assert "stable in October 2014 to March 2015 around" in verdict(series, 2).sentence
    assert "stable in January to March 2015 around" in verdict(series, 1).sentence


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
    found = change_verdict(year_on_year(4888, 5373, dispersion=2), label="robbery", baseline="2013/14")
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


@given(values=st.lists(st.integers(0, 400), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_exactly_one_verdict_and_none_from_a_missing_point(quarters, values):
    """Every series has a licensed verdict in one sentence; with a point missing it is refused."""
    series = quarters(values)
    found = verdict(series, min(4, len(values)))
    assert found.word in found.licensed
    assert found.sentence.endswith(".")
    series.iloc[0] = float("nan")
    with pytest.raises(NotFinite):
        verdict(series, min(4, len(values)))
