"""Periods, numbers and intervals in prose."""

import math

import pandas as pd
import pytest

from planbook.statistics.sentences import (
    join_words,
    number,
    per_cent,
    period_name,
    period_span,
    plain_interval,
    subject,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1281.6, 0, "1,282"), (-0.04, 1, "0.0"), (-1276, 0, "\N{MINUS SIGN}1,276"), (0, 0, "0")],
)
def test_numbers(value, decimals, text):
    """Thousands are separated, minus is a minus sign, and nothing is minus zero."""
    assert number(value, decimals) == text


def test_percentages():
    """One decimal and the words per cent; a sign where asked for."""
    texts = (per_cent(9), per_cent(1.04, signed=True), per_cent(0.04, signed=True))
    assert texts == ("9.0 per cent", "+1.0 per cent", "0.0 per cent")


def test_periods_are_named_by_month():
    """Quarters of the financial year are named by their months."""
    assert period_name(pd.Period("2015Q2", "Q-MAR")) == "July to September 2014"
    assert period_name(pd.Period("2015-03", "M")) == "March 2015"
    assert period_span(pd.Period("2015", "Y-MAR"), pd.Period("2015", "Y-MAR")) == "April 2014 to March 2015"


def test_words_in_a_row():
    """The last two are joined by and."""
    assert [join_words(list(words)) for words in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("label", "noun", "was"),
    [("robbery", "robbery offences", "were"), ("total recorded crime", "total recorded crime", "was")],
)
def test_subjects_agree_with_their_verb(label, noun, was):
    """A counted measure takes the plural, an uncounted one the singular."""
    about = subject(label, "offences")
    assert (about.noun, about.was) == (noun, was)


@pytest.mark.parametrize(
    ("low", "high", "between", "ends"),
    [
        (-17.04, 0.1, "a fall of 17.0 per cent and a rise of 0.1 per cent", "so chance alone could explain it."),
        (-14.0, -3.2, "a fall of 14.0 per cent and a fall of 3.2 per cent", "chance alone is an unlikely reason."),
        (2.1, 13.9, "a rise of 2.1 per cent and a rise of 13.9 per cent", "chance alone is an unlikely reason."),
        (-0.04, 3.0, "no change and a rise of 3.0 per cent", "so chance alone could explain it."),
    ],
)
def test_an_interval_is_said_with_directions_and_chance(low, high, between, ends):
    """A reader needs no sign to know a fall from a rise, and is told whether chance is enough."""
    sentence = plain_interval(low, high)
    assert sentence.startswith(f"The underlying change could plausibly lie between {between}. ")
    assert sentence.endswith(ends)


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1.0), (-100.0, math.inf)])
def test_an_open_end_is_not_said(low, high):
    """Where the interval has no end, there is no sentence."""
    assert "" == plain_interval(low, high)
