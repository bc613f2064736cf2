"""Ranges of rows, their hashes, and rows that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planbook import Refusal
from planbook.data import registers, series
from planbook.data.rows_behind import Observation, Rows, noting, observed, range_of, rows_fields, rows_hash, selected

if TYPE_CHECKING:
    from planbook.data.places import Places


QUARTERS = tuple(
    Observation("crime", f"FY2014-15Q{number}", "west_midlands", "robbery", 1000.0 + number, "2026-04")
    for number in range(1, 5)
)


def test_a_range_says_table_area_measure_span_and_count() -> None:
    """Four quarters of one series are one range, a row read twice counts once; the ledger keeps all of it."""
    (rows,) = range_of((*QUARTERS, *QUARTERS))
    assert ("crime", ("west_midlands",), ("robbery",), 4) == (rows.table, rows.areas, rows.measures, rows.count)
    assert ("FY2014-15Q1", "FY2014-15Q4") == (rows.first, rows.last)
    assert rows == msgspec.convert(rows_fields(rows.as_record()), Rows)


@given(st.permutations(QUARTERS))
def test_the_order_of_reading_does_not_matter(shuffled: list[Observation]) -> None:
    """The hash is of what was read and not of when."""
    assert rows_hash(QUARTERS) == rows_hash(shuffled)


def test_the_rows_of_a_range_are_those_alone() -> None:
    """Rows of another area, measure or period stay out, and so do the quarters between two that are not neighbours."""
    (rows,), (ends,) = range_of(QUARTERS), range_of((QUARTERS[0], QUARTERS[3]))
    changes = ({"area": "merseyside"}, {"measure": "arson"}, {"period": "FY2015-16Q1"})
    assert QUARTERS == selected(rows, (*(replace(QUARTERS[0], **change) for change in changes), *QUARTERS))
    assert (QUARTERS[0], QUARTERS[3]) == selected(ends, QUARTERS)


def test_a_changed_or_missing_row_is_found() -> None:
    """One digit more, or a row less: the message names the table, the span and what to do."""
    (rows,) = range_of(QUARTERS)
    for place, quarter in enumerate(QUARTERS):
        changed = (*QUARTERS[:place], replace(quarter, value=quarter.value + 1), *QUARTERS[place + 1 :])
        with pytest.raises(Refusal, match=r"crime\.csv, FY2014-15Q1 to FY2014-15Q4.*planbook run"):
            selected(rows, changed)
    with pytest.raises(Refusal, match="holds 3 rows"):
        selected(rows, QUARTERS[:3])


def test_every_row_that_is_handed_over_is_noted(places: Places) -> None:
    """The series of one measure and area, with its values."""
    with noting() as reads:
        counts = series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
    noted = {row.period: row.value for row in observed(reads)}
    assert len(counts) == len(noted)
    assert sum(counts) == sum(noted.values())


def test_sums_of_subgroups_note_their_parts(places: Places) -> None:
    """A force that has no table by measure is added up from subgroups, and each of them counts."""
    with noting() as reads:
        total = series.measure_series(
            places, registers.measures(places, "west_midlands_2014_15")["total_recorded_crime"], "merseyside"
        )
    last = {row.measure: row.value for row in observed(reads, {"FY2014-15Q4"})}
    assert 20 < len(last)
    assert total["2015Q4"] == sum(last.values())


def test_residents_pass_whatever_the_periods(places: Places) -> None:
    """They are of the middle of a year and not of a quarter."""
    with noting() as reads:
        series.denominators(places, "population", ("west_midlands", "merseyside"), 2014)
    assert ["MID-2014"] == [row.period for row in observed(reads, {"FY2014-15Q1"}, {"west_midlands"})]


def test_blocks_stand_inside_each_other(places: Places) -> None:
    """What an inner block notes is not noted again outside, and nothing is noted after the end."""
    with noting() as outer:
        with noting() as inner:
            series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
        series.read_series(places, "recorded_crime_by_measure", "arson", "west_midlands")
    series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
    assert [{"robbery"}, {"arson"}] == [{row.measure for row in observed(reads)} for reads in (inner, outer)]
