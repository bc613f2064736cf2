"""Reading series: one measure of one area, in order, as known at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planbook.data import registers, series
from planbook.data.available import NotKnownYet, known_at
from planbook.data.rows import Observation

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places

TABLE = pd.DataFrame(
    {"period": ["FY2014-15"] * 2, "value": [4880.0, 4888.0], "vintage": pd.Categorical(["2018-07", "2026-04"])}
)


@pytest.mark.parametrize(("as_at", "known"), [("2018-07", 1), ("2020-01-01", 1), ("2026-04", 2), ("", 2)])
def test_only_what_was_known_is_read(as_at: str, known: int) -> None:
    """A later revision is not seen from an earlier date."""
    assert known == len(known_at(TABLE, "robbery", as_at))


def test_nothing_was_known_before_the_first_vintage() -> None:
    """The vintages that are held are listed."""
    with pytest.raises(NotKnownYet, match=r"data/series/robbery\.csv was known then; vintages held: 2018-07, 2026-04"):
        known_at(TABLE, "robbery", "2018-06-30")


def test_a_series_is_sorted_by_quarter(places: Places) -> None:
    """Counts in order, without gaps, named for the measure."""
    counts = series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
    assert "robbery" == counts.name
    assert list(pd.period_range("2013Q1", periods=len(counts), freq="Q-MAR")) == list(counts.index)


def test_subgroups_add_up_to_the_measure(places: Places) -> None:
    """What other forces' figures are made of gives the same total for the force of the plan."""
    measure = registers.measures(places)["total_recorded_crime"]
    direct = series.measure_series(places, measure, "west_midlands")
    assert direct.to_dict() == series._from_subgroups(places, measure.id, "west_midlands", "").to_dict()


def test_a_measure_that_nothing_makes_up_is_empty(places: Places) -> None:
    """An empty series, not an exception and not a zero."""
    measure = registers.measures(places)["vehicle_crime"]
    assert 0 == len(series.measure_series(places, measure, "merseyside"))


@pytest.mark.parametrize(("year", "used"), [(2014, "mid-2014"), (1990, "mid-2011"), (2090, "mid-2025")])
def test_residents_are_those_of_the_latest_year_not_after(places: Places, year: int, used: str) -> None:
    """The year used is named, so that a page can say it."""
    found = str(series.denominators(places, "population", ("west_midlands",), year).name)
    held = sorted(registers.rows(places.data / "series" / "population.csv"), key=lambda row: row["period"])
    bounds = {"mid-2011": held[0], "mid-2025": held[-1]}
    assert (f"mid-{bounds[used]['period'].removeprefix('MID-')}" if used in bounds else used) == found


def test_each_period_is_read_in_its_latest_vintage(tmp_path: Path) -> None:
    """Of those known at the date; a period that was not known then is not there."""
    table = tmp_path / "robbery.csv"
    rows = ("FY2014-15,a,robbery,2,revised,2018-07", "FY2013-14,a,robbery,1,revised,2018-07")
    later = ("FY2014-15,a,robbery,3,revised,2026-04", "FY2015-16,a,robbery,4,revised,2026-04")
    table.write_text("\n".join(("period,area,measure,value,status,vintage", *later, *rows, "")), encoding="utf-8")
    assert {"": [1, 3, 4], "2018-07": [1, 2], "2020": [1, 2]} == {
        as_at: [row.value for row in series.by_series(table, as_at)["a", "robbery"]]
        for as_at in ("", "2018-07", "2020")
    }
    assert {} == series.by_series(table, "2018")
    expected = Observation("robbery", "FY2014-15", "a", "robbery", 3.0, "2026-04", "revised")
    assert expected == series.by_series(table)["a", "robbery"][1]


def test_a_register_that_has_changed_is_read_again(tmp_path: Path) -> None:
    """One that stands is read once, and cannot be altered by who reads it."""
    table = tmp_path / "areas.csv"
    table.write_text("area,name\na,One\n", encoding="utf-8")
    first = registers.rows(table)
    assert first is registers.rows(table)
    table.write_text("area,name\na,Another\n", encoding="utf-8")
    assert ["One", "Another"] == [first[0]["name"], registers.rows(table)[0]["name"]]
