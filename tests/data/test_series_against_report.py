"""The series against the report of 2014/15, against each other, and year by year."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from planbook.data import registers

DATA = Path(__file__).parents[2] / "data"
BEFORE, AFTER = "FY2013-14", "FY2014-15"
FORCE = "west_midlands"


@cache
def counts(table: str) -> dict[tuple[str, str, str], int]:
    """The counts of a table by area, measure and period."""
    rows = registers.rows(DATA / "series" / f"{table}.csv")
    return {(row["area"], row["measure"], row["period"]): int(row["value"]) for row in rows}


@cache
def year_totals(table: str) -> dict[tuple[str, str, str], int]:
    """Totals of a table by area, measure and financial year."""
    totals: Counter[tuple[str, str, str]] = Counter()
    for (area, measure, period), count in counts(table).items():
        totals[area, measure, period.split("Q")[0]] += count
    return totals


def total(measure: str, year: str) -> int:
    """Offences of a measure in West Midlands in one financial year."""
    return year_totals("recorded_crime_by_measure")[FORCE, measure, year]


@pytest.mark.parametrize(
    ("measure", "before", "after", "change_pct", "tolerance", "change"),
    [
        ("total_recorded_crime", 174_524, 176_280, 1.1, 0.2, None),
        ("robbery", 5_373, 4_888, -8.8, 0.3, -474),
        ("burglary_dwelling", 12_726, 11_425, -10.0, 0.5, -1_276),
        ("vehicle_crime", 22_372, 21_920, -1.6, 0.5, -362),
        ("theft_from_shops", 15_895, 17_142, 7.8, 0.1, None),
    ],
)
def test_the_years_of_the_report_agree_with_it_within_revision(
    measure: str, before: int, after: int, change_pct: float, tolerance: float, change: int | None
) -> None:
    """The totals are those of today's Home Office table; the changes lie near the published ones.

    In per cent within half a percentage point, in offences within one per cent of the year's level.
    """
    assert (before, after) == (total(measure, BEFORE), total(measure, AFTER))
    assert change_pct == pytest.approx(100 * (after - before) / before, abs=tolerance)
    assert change is None or abs(after - before - change) < 0.01 * before


def test_vehicle_crime_agrees_only_without_interference() -> None:
    """With code 126 vehicle crime would rise by 3.6 per cent, against the fall that was published; the note says so."""
    before, after = (total("vehicle_crime", year) + total("vehicle_interference", year) for year in (BEFORE, AFTER))
    assert (23_599, 24_455, "3.6") == (before, after, f"{100 * (after - before) / before:.1f}")
    subgroups = year_totals("recorded_crime_by_subgroup")
    assert [before, after] == [subgroups[FORCE, "vehicle_offences", year] for year in (BEFORE, AFTER)]


@pytest.mark.parametrize(
    ("measure", "figures"),
    [
        ("vehicle_crime", "1,227; 2,535; 23,599; 24,455; 3.6 per cent; 22,372; 21,920; 2.0 per cent"),
        ("criminal_damage", "24,215; 23,579; 982; 896; 25,197; 24,475; 2.9 per cent; 2.6 per cent"),
    ],
)
def test_the_note_of_a_measure_gives_those_figures(measure: str, figures: str) -> None:
    """The note beside the measure says what another code would change, in the figures of the series."""
    notes = {row["measure"]: row["note"] for row in registers.rows(DATA / "measures" / "measures.csv")}
    assert [] == [figure for figure in figures.split("; ") if figure not in notes[measure]]


@cache
def subgroups_of() -> dict[str, list[str]]:
    """The subgroups that add up to each measure."""
    listed = registers.rows(DATA / "measures" / "subgroups.csv")
    parts = {"total_recorded_crime": [row["subgroup"] for row in listed]}
    for row in listed:
        if row["measure"]:
            parts.setdefault(row["measure"], []).append(row["subgroup"])
    return parts


@pytest.mark.parametrize("measure", sorted(subgroups_of()))
def test_subgroups_add_up_to_the_measure_in_every_quarter(measure: str) -> None:
    """In each quarter the subgroups of West Midlands add up to the measure."""
    whole = {
        period: count for (_, name, period), count in counts("recorded_crime_by_measure").items() if name == measure
    }
    added: Counter[str] = Counter()
    for (area, name, period), count in counts("recorded_crime_by_subgroup").items():
        if area == FORCE and name in subgroups_of()[measure]:
            added[period] += count
    assert whole == added


@pytest.mark.parametrize("area", [FORCE, "greater_manchester", "merseyside", "west_yorkshire"])
@pytest.mark.parametrize("year", ["FY2012-13", BEFORE, AFTER])
def test_two_publications_agree_within_one_per_cent(area: str, year: str) -> None:
    """The year totals of the other publisher lie within one per cent of the quarters added up."""
    quarters = sum(
        count
        for (place, _, when), count in year_totals("recorded_crime_by_subgroup").items()
        if (place, when) == (area, year)
    )
    published = year_totals("recorded_crime_year_ending_march")[area, "total_recorded_crime", year]
    assert quarters == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize("measure", ["robbery", "burglary_dwelling"])
def test_robbery_and_burglary_were_lowest_since_records_began(measure: str) -> None:
    """2014/15 is the lowest year to March since 2002/03, as the report says."""
    totals = year_totals("recorded_crime_year_ending_march")
    years = {year: totals[key] for key in totals if key[:2] == (FORCE, measure) and (year := key[2]) <= AFTER}
    assert (13, AFTER) == (len(years), min(years, key=lambda year: years[year]))


@pytest.mark.parametrize(
    ("area", "total_rate", "violence_rate"),
    [
        (FORCE, 62.8, 7.38),
        ("greater_manchester", 73.4, 6.82),
        ("merseyside", 69.8, 6.76),
        ("west_yorkshire", 69.8, 6.00),
    ],
)
def test_rates_per_thousand_residents(area: str, total_rate: float, violence_rate: float) -> None:
    """Rates of 2014/15 per 1,000 residents of mid-2014, total recorded crime and violence with injury."""
    residents = year_totals("population")[area, "population", "MID-2014"]
    totals = year_totals("recorded_crime_by_subgroup")
    crimes = sum(count for (place, _, year), count in totals.items() if (place, year) == (area, AFTER))
    assert total_rate == round(1000 * crimes / residents, 1)
    assert violence_rate == round(1000 * totals[area, "violence_with_injury", AFTER] / residents, 2)


def test_anti_social_behaviour_of_the_report_year() -> None:
    """Incidents fell from 71,067 to 65,550 between 2013/14 and 2014/15."""
    incidents = year_totals("asb_incidents")
    assert (71_067, 65_550) == tuple(incidents[FORCE, "asb_incidents", year] for year in (BEFORE, AFTER))
