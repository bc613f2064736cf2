"""What is read is noted, by whatever path, and only where somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.data import registers, series
from planbook.data.noted_rows import noting, observed

if TYPE_CHECKING:
    from planbook.data.places import Places


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
        total = series.measure_series(places, registers.measures(places)["total_recorded_crime"], "merseyside")
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
