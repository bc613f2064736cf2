"""When a promise falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.plan import day_text, last_day_of, newly_due
from planbook.editions.wording import Promise

PROMISE = Promise("M4.4", "Staff", "Staff", "awaiting_data", "Force", "", "none set", "", "", "", "", "")


@pytest.mark.parametrize(
    ("written", "last", "said"),
    [
        ("2015-06", date(2015, 6, 30), "June 2015"),
        ("2016-02", date(2016, 2, 29), "February 2016"),
        ("2015-09-01", date(2015, 9, 1), "1 September 2015"),
    ],
)
def test_a_month_means_its_last_day(written: str, last: date, said: str) -> None:
    """A day is itself, a month is due when it ends, and both are said in words."""
    assert (last, said) == (last_day_of(written), day_text(written))


def test_no_date_is_never_due() -> None:
    """A promise without a date does not fall due."""
    assert "" == newly_due(PROMISE, date(1900, 1, 1), date(2100, 1, 1))


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_date_falls_due_once(due: date, before: int, after: int) -> None:
    """Of two stretches that follow each other, exactly one holds a date that lies in both together."""
    promise = replace(PROMISE, due=due.isoformat())
    start, end = date.fromordinal(due.toordinal() - before - 1), date.fromordinal(due.toordinal() + after)
    for middle in (start, due, end):
        assert [True] == [bool(x) for x in (newly_due(promise, start, middle), newly_due(promise, middle, end)) if x]


def test_the_paper_that_will_report_it_has_a_date_too() -> None:
    """“Will report in June” falls due when June has ended."""
    promise = replace(PROMISE, elsewhere="a paper", elsewhere_date="2015-06")
    assert "June 2015" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 30))
    assert "" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 29))
