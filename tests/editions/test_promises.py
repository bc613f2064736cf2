"""Promises that sentences make for a date."""

from __future__ import annotations

from datetime import date

import pytest

from planbook.editions.words_changed import promises_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force will report in June 2015.", [("June 2015", date(2015, 6, 30))]),
        ("It is due on 1 September 2015. It fell in May 2014.", [("1 September 2015", date(2015, 9, 1))]),
        ("Figures are awaited from March 2015.", [("March 2015", date(2015, 3, 31))]),
        ("Robbery fell in June 2015.", []),
        ("The force will report soon.", []),
        ("It will report on 31 June 2015.", []),
    ],
)
def test_sentences_that_look_ahead_to_a_date_are_found(text: str, expected: list[tuple[str, date]]) -> None:
    """With the date in words and its last day; what looks back or names no day of the calendar is none."""
    assert expected == [(one.when, one.last_day) for one in promises_in(text)]


def test_the_sentence_is_quoted_alone() -> None:
    """Not the paragraph around it."""
    (found,) = promises_in("No figure is given. The force will report in June 2015. Then we shall see.")
    assert "The force will report in June 2015." == found.sentence
