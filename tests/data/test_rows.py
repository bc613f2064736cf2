"""Ranges of rows, their hashes, and rows that changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.rows import Observation, Rows, RowsChanged, range_of, rows_hash, selected

QUARTERS = tuple(
    Observation("crime", f"FY2014-15Q{number}", "west_midlands", "robbery", 1000.0 + number, "2026-04")
    for number in range(1, 5)
)


def test_a_range_says_table_area_measure_span_and_count() -> None:
    """Four quarters of one series are one range, a row read twice counts once; the ledger keeps all of it."""
    (rows,) = range_of((*QUARTERS, *QUARTERS))
    assert ("crime", ("west_midlands",), ("robbery",), 4) == (rows.table, rows.areas, rows.measures, rows.count)
    assert ("FY2014-15Q1", "FY2014-15Q4") == (rows.first, rows.last)
    assert rows == Rows.from_record(rows.as_record())


@given(st.permutations(QUARTERS))
def test_the_order_of_reading_does_not_matter(shuffled: list[Observation]) -> None:
    """The hash is of what was read and not of when."""
    assert rows_hash(QUARTERS) == rows_hash(shuffled)


def test_a_quarter_and_the_one_a_year_before_leave_out_what_lies_between() -> None:
    """Two rows that are not neighbours are two rows, not five."""
    ends = (QUARTERS[0], QUARTERS[3])
    (rows,) = range_of(ends)
    assert ends == selected(rows, QUARTERS)


def test_the_rows_of_a_range_are_found_among_others() -> None:
    """Rows of another area, measure or period stay out."""
    (rows,) = range_of(QUARTERS)
    changes = ({"area": "merseyside"}, {"measure": "arson"}, {"period": "FY2015-16Q1"})
    assert QUARTERS == selected(rows, (*(replace(QUARTERS[0], **change) for change in changes), *QUARTERS))


@pytest.mark.parametrize("number", range(4))
def test_one_digit_changed_in_a_row_is_found(number: int) -> None:
    """The message names the table, the span and what to do."""
    (rows,) = range_of(QUARTERS)
    spoilt = [replace(row, value=row.value + 1) if place == number else row for place, row in enumerate(QUARTERS)]
    with pytest.raises(RowsChanged, match=r"crime\.csv, FY2014-15Q1 to FY2014-15Q4.*planbook run"):
        selected(rows, spoilt)


def test_a_missing_row_is_found() -> None:
    """Three rows are not four."""
    (rows,) = range_of(QUARTERS)
    with pytest.raises(RowsChanged, match="holds 3 rows"):
        selected(rows, QUARTERS[:3])
