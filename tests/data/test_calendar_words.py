"""Dates of the registers in words."""

from __future__ import annotations

import pytest

from planbook.data.periods import date_words


@pytest.mark.parametrize(
    ("written", "words"),
    [("2015-04-09", "9 April 2015"), ("2015-06", "June 2015"), ("summer", "summer"), ("2015-13", "2015-13"), ("", "")],
)
def test_dates_read_as_people_say_them(written: str, words: str) -> None:
    """Days and months of the registers are written out; anything else stays."""
    assert words == date_words(written)
