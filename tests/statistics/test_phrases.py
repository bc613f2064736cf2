"""Periods and numbers in prose."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.statistics.phrases import join_words, number, per_cent, period_name, period_span, subject


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1281.6, 0, "1,282"), (-0.04, 1, "0.0"), (-1276, 0, "\N{MINUS SIGN}1,276"), (0, 0, "0")],
)
def test_numbers(value, decimals, text):
    """Thousands are separated, minus is a minus sign, and nothing is minus zero."""
    assert number(value, decimals) == text


def test_percentages():
    """One decimal and the words per cent; a sign where asked for."""
    assert (per_cent(9), per_cent(1.04, signed=True), per_cent(0.04, signed=True)) == (
        "9.0 per cent",
        "+1.0 per cent",
        "0.0 per cent",
    )


def test_periods_are_named_by_month():
    """Quarters of the financial year are named by their months."""
    assert period_name(pd.Period("2015Q2", "Q-MAR")) == "July to September 2014"
    assert period_name(pd.Period("2015-03", "M")) == "March 2015"
    assert period_span(pd.Period("2015", "Y-MAR"), pd.Period("2015", "Y-MAR")) == "April 2014 to March 2015"


def test_words_in_a_row():
    """The last two are joined by and."""
    assert [join_words(list(words)) for words in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


def test_subjects_agree_with_their_verb():
    """A counted measure takes the plural, an uncounted one the singular."""
    found = [subject("robbery", "offences"), subject("total recorded crime", "offences")]
    assert [(each.noun, each.was) for each in found] == [
        ("robbery offences", "were"),
        ("total recorded crime", "was"),
    ]
