"""Promises for a date: in sentences and in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.editions.comparison import newly_due, promises_in
from tests.editions.test_differences import PROMISE


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


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_date_falls_due_once(due: date, before: int, after: int) -> None:
    """Of two stretches that follow each other, exactly one holds a date that lies in both together."""
    promise = replace(PROMISE, due=due.isoformat())
    start, end = date.fromordinal(due.toordinal() - before - 1), date.fromordinal(due.toordinal() + after)
    for middle in (start, due, end):
        assert [True] == [bool(x) for x in (newly_due(promise, start, middle), newly_due(promise, middle, end)) if x]


def test_the_paper_that_will_report_it_has_a_date_too() -> None:
    """“Will report in June” falls due when June has ended; without a date nothing does."""
    promise = replace(PROMISE, elsewhere="a paper", elsewhere_date="2015-06")
    assert "June 2015" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 30))
    assert "" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 29))
    assert "" == newly_due(PROMISE, date(1900, 1, 1), date(2100, 1, 1))
