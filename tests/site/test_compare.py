"""What the page of all forces shows is what the tables of the data hold."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.site.compare import chooser, force_map, force_table, forces_of
from planbook.site.render import render

PLACES = Places(Path(__file__).parents[2])


def source(period: str = "FY2014-15") -> Any:
    """The source of a build, as far as this page asks for it."""
    edition = SimpleNamespace(force="west_midlands", as_at="")
    return SimpleNamespace(
        places=PLACES,
        plan=SimpleNamespace(id="west_midlands_2014_15"),
        period=Period.parse(period),
        measures=registers.measures(PLACES, "west_midlands_2014_15"),
        ledger=SimpleNamespace(edition=edition),
    )


def test_rates_are_those_of_the_outcome_pages() -> None:
    """62.8 crimes per 1,000 residents of West Midlands, from 176,280 offences; burglary is divided by households."""
    forces = forces_of(source())
    total, burglary = (
        next(measure for measure in forces.measures if measure.id == name)
        for name in ("total_recorded_crime", "burglary_dwelling")
    )
    assert 176280 == forces.twelve_months(total)["west_midlands"]
    assert 62.8 == pytest.approx(forces.rates(total)["west_midlands"], abs=0.05)
    assert 2014 == forces.mid_year
    households = forces.denominators["households"].loc[2014, "kent"]
    assert forces.rates(burglary)["kent"] == 1000 * forces.twelve_months(burglary)["kent"] / households


@pytest.mark.parametrize(
    ("period", "there", "gone"),
    [
        ("FY2014-15", "burglary_dwelling", "residential_burglary"),
        ("FY2024-25", "residential_burglary", "burglary_dwelling"),
    ],
)
def test_only_measures_counted_throughout_are_offered(period: str, there: str, gone: str) -> None:
    """A measure that ended or has not begun is not offered for the period."""
    offered = {measure.id for measure in forces_of(source(period)).measures}
    assert there in offered
    assert gone not in offered


def test_the_chooser_holds_every_force_and_quarter() -> None:
    """JSON without a closing tag: 43 forces, the quarters up to the period's end, residents of the year of each."""
    text = chooser(source())["data"]
    record = json.loads(text)
    assert "<" not in text
    assert 43 == len(record["areas"])
    assert ("Apr–Jun 2012", "Jan–Mar 2015") == (record["quarters"][0], record["quarters"][-1])
    assert all(len(row) == len(record["quarters"]) for rows in record["counts"].values() for row in rows)
    assert ["greater_manchester", "merseyside", "west_yorkshire"] == record["group"]
    year_of = {quarter: record["years"][year] for quarter, year in zip(record["quarters"], record["year"], strict=True)}
    assert (2013, 2014) == (year_of["Jan–Mar 2014"], year_of["Apr–Jun 2014"])


def test_the_map_states_the_rank_and_the_tables_hold_43_forces() -> None:
    """The title of the map is made from the rates, and each table has a row for every force."""
    assert "Total recorded crime: 29 of 42 forces have a lower rate than West Midlands" in force_map(source())["figure"]
    page = BeautifulSoup(
        render("force_table.html", edition=source().ledger.edition, **force_table(source())), "html.parser"
    )
    rates, counts = page.select("table")
    assert [44, 44] == [len(table.select("tr")) for table in (rates, counts)]
    own = [[cell.get_text() for cell in table.select(".pb-own th, .pb-own td")][:2] for table in (rates, counts)]
    assert [["West Midlands", "62.8"], ["West Midlands", "176,280"]] == own
