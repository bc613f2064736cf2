"""Reading series: in order, as known at a date, by month, and of all forces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planbook import Refusal
from planbook.data import registers, series
from planbook.data.available import NotKnownYet
from planbook.data.files import sha256
from planbook.data.places import Places
from planbook.data.rows_behind import Observation

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


LAST = pd.Period("2026Q3", "Q-MAR")
GROUP = ("west_midlands", "greater_manchester", "merseyside", "west_yorkshire")
DISTRICTS = ["Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"]
CLOSE = 0.015
"""How far the sum of three months may lie from the Home Office's quarter."""


REVISED = """period,area,measure,value,status,vintage
FY2014-15,west_midlands,robbery,4880,revised,2018-07
FY2014-15,west_midlands,robbery,4888,revised,2026-04
"""


@pytest.mark.parametrize(("as_at", "value"), [("2018-07", 4880), ("2020-01-01", 4880), ("2026-04", 4888), ("", 4888)])
def test_only_what_was_known_is_read(tmp_path: Path, as_at: str, value: int) -> None:
    """The latest vintage, or that of the date; a later revision is not seen from an earlier date."""
    write(tmp_path / "data" / "series" / "revised.csv", REVISED)
    counts = series.read_series(Places(tmp_path), "revised", "robbery", "west_midlands", as_at)
    assert [value] == counts.tolist()


def test_nothing_was_known_before_the_first_vintage(tmp_path: Path) -> None:
    """The vintages that are held are listed."""
    write(tmp_path / "data" / "series" / "revised.csv", REVISED)
    with pytest.raises(NotKnownYet, match=r"data/series/revised\.csv was known then; vintages held: 2018-07, 2026-04"):
        series.read_series(Places(tmp_path), "revised", "robbery", "west_midlands", "2018-06-30")


def test_a_measure_without_a_table_is_refused_with_what_to_use(places: Places) -> None:
    """One that was published only, one without totals by year, and one whose table is gone."""
    hate_crime = registers.measures(places)["hate_crime"]
    with pytest.raises(Refusal, match=r"measure 'hate_crime' has no such table.*`promise\.cite\(\)`"):
        series.measure_series(places, hate_crime, "west_midlands")
    with pytest.raises(Refusal, match=r"data/series/gone\.csv is not there; measures\.csv names it"):
        series.read_series(places, "gone", "robbery", "west_midlands")


def test_a_series_is_sorted_by_quarter(places: Places) -> None:
    """Counts in order, without gaps, named for the measure."""
    counts = series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
    assert "robbery" == counts.name
    assert list(pd.period_range("2013Q1", periods=len(counts), freq="Q-MAR")) == list(counts.index)


def test_a_measure_that_nothing_makes_up_is_empty(places: Places) -> None:
    """An empty series, not an exception and not a zero."""
    assert series.measure_series(
        places, registers.measures(places, "west_midlands_2014_15")["vehicle_crime"], "merseyside"
    ).empty


def test_residents_are_those_of_the_latest_year_not_after(places: Places) -> None:
    """The year used is named, so that a page can say it; before the first year held, that one is used."""
    rows = registers.rows(places.data / "series" / "population.csv")
    years = sorted(int(row["period"].removeprefix("MID-")) for row in rows)
    used = [series.denominators(places, "population", GROUP, year).name for year in (1990, 2014, 2090)]
    assert [f"mid-{years[0]}", "mid-2014", f"mid-{years[-1]}"] == used


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
    """One that stands is read once."""
    table = tmp_path / "areas.csv"
    table.write_text("area,name\na,One\n", encoding="utf-8")
    first = registers.rows(table)
    assert first is registers.rows(table)
    table.write_text("area,name\na,Another\n", encoding="utf-8")
    assert ["One", "Another"] == [first[0]["name"], registers.rows(table)[0]["name"]]


def test_months_are_those_of_the_seven_districts(places: Places) -> None:
    """The frame has a column a district and a row a month; the months known to be short are empty."""
    counts = series.monthly_counts(places, "robbery", "west_midlands")
    assert DISTRICTS == list(counts.columns)
    empty = [str(month) for month in counts.index[counts.isna().all(axis=1)]]
    assert ["2024-09", "2024-10", "2025-03"] == empty
    assert 316 == counts.loc[pd.Period("2024-04", "M"), "Birmingham"]


@pytest.mark.parametrize("measure", ["robbery", "theft_from_shops"])
def test_months_agree_with_quarters(places: Places, measure: str) -> None:
    """Three whole months are within one and a half per cent of the quarter of the other publisher."""
    months = series.monthly_counts(places, measure, "west_midlands").sum(axis=1, skipna=False)
    sums = months.groupby(months.index.asfreq("Q-MAR")).agg(["sum", "count"])
    whole = sums["sum"][sums["count"] == 3]
    counts = series.measure_series(
        places, registers.measures(places, "west_midlands_2014_15")[measure], "west_midlands"
    )
    quarters = counts.reindex(whole.index).dropna()
    assert 6 == len(quarters)
    assert ((whole.reindex(quarters.index) / quarters - 1).abs() < CLOSE).all()


@pytest.mark.parametrize(("force", "as_at"), [("merseyside", ""), ("west_midlands", "2026-04")])
def test_no_month_held_or_known_is_an_empty_frame(places: Places, force: str, as_at: str) -> None:
    """A force without districts, and a date before the months were known."""
    assert series.monthly_counts(places, "robbery", force, as_at).empty


def test_a_monthly_category_that_differs_says_how(places: Places) -> None:
    """The two that count the same have no reason; every measure by quarter is in the register of categories."""
    reasons = [series.differing_definition(places, name) for name in ("robbery", "theft_from_shops", "criminal_damage")]
    assert [None, None, "the category counts arson too"] == reasons
    measures, categories = (
        registers.rows(places.data / "measures" / f"{name}.csv") for name in ("measures", "monthly_categories")
    )
    assert {row["measure"] for row in measures if row["series"] == "quarterly"} == {
        row["measure"] for row in categories
    }


def test_all_forces_are_held(places: Places) -> None:
    """There are 43 territorial forces, each with counts, residents, households and an outline."""
    names = set(series.force_names(places))
    assert 43 == len(names)
    people = (set(series.force_denominators(places, measure).columns) for measure in ("population", "households"))
    counted = set(series.force_counts(places, LAST)["robbery"].columns)
    assert [names] * 4 == [counted, *people, set(series.force_outlines(places))]


@pytest.mark.parametrize("force", GROUP)
def test_counts_of_all_forces_are_those_of_the_outcome_pages(places: Places, force: str) -> None:
    """For the forces of the group, those that the outcomes are judged by: most are added up from subgroups."""
    counts = series.force_counts(places, LAST)
    for measure in counts.columns.get_level_values(0).unique():
        own = series.measure_series(places, registers.measures(places, "west_midlands_2014_15")[measure], force)
        pd.testing.assert_series_equal(own, counts[measure][force].dropna(), check_names=False, check_freq=False)


def test_no_quarter_after_the_period_is_known(places: Places) -> None:
    """An edition does not see what was counted after its period."""
    last = pd.Period("2015Q4", "Q-MAR")
    assert last == series.force_counts(places, last).index[-1]


@pytest.mark.parametrize("measure", ["population", "households"])
def test_denominators_are_those_of_the_peer_charts(places: Places, measure: str) -> None:
    """Residents and households of the group in mid-2014 are the same in both tables."""
    own = series.denominators(places, measure, GROUP, 2014)
    assert dict(own) == dict(series.force_denominators(places, measure).loc[2014, list(GROUP)])


def test_outlines_are_closed_and_meet_where_the_forces_are(places: Places) -> None:
    """Every ring ends where it begins; West Midlands lies round Birmingham and shares a boundary with Staffordshire."""
    outlines = series.force_outlines(places)
    assert all(ring[0] == ring[-1] for rings in outlines.values() for ring in rings)
    longitudes, latitudes = zip(*outlines["west_midlands"][0], strict=True)
    assert min(longitudes) < -1.9 < max(longitudes)
    assert min(latitudes) < 52.48 < max(latitudes)
    own, other = ({point for ring in outlines[name] for point in ring} for name in ("west_midlands", "staffordshire"))
    assert len(own & other) > 5


def test_outlines_are_the_file_that_its_record_describes(places: Places) -> None:
    """The record beside the outlines holds their hash, publisher and licence."""
    folder = places.data / "geography"
    record = json.loads((folder / "police_force_areas.source.json").read_text(encoding="utf-8"))
    assert record["sha256"] == sha256(folder / "police_force_areas.geojson")
    assert ("Natural Earth", "Public domain") == (record["publisher"], record["licence"])
