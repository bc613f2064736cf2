"""Series as an edition used them, for the force of the plan and for another."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.export.tables import claims_table, series_used

if TYPE_CHECKING:
    from planbook.export.edition_files import EditionExport
    from planbook.export.tables import SeriesCount


def used(export: EditionExport, force: str, period: str = "FY2014-15") -> dict[str, tuple[SeriesCount, ...]]:
    """The observations of each measure in the small edition, for another force or period."""
    edition = replace(export.ledger.edition, force=force, period=period)
    return {one.measure.id: one.observations for one in series_used(export.places, edition, export.measures)}


@pytest.mark.parametrize(
    ("force", "table"),
    [("west_midlands", "recorded_crime_by_measure"), ("merseyside", "recorded_crime_by_subgroup")],
)
def test_each_row_names_the_table_it_comes_from(export: EditionExport, force: str, table: str) -> None:
    """Other forces are counted from the table of offence subgroups, and the row says so."""
    robbery = used(export, force)["robbery"]
    assert {f"data/series/{table}.csv"} == {one.table for one in robbery if one.frequency == "quarter"}


def test_the_period_ends_its_series(export: EditionExport) -> None:
    """What the edition did not use is not published as used; what it used adds up to its count."""
    robbery = used(export, "west_midlands", "FY2013-14Q2")["robbery"]
    assert "FY2013-14Q2" == [one.period for one in robbery if one.frequency == "quarter"][-1]
    assert all(one.period <= "FY2013-14Q2" for one in robbery)
    year = [one.value for one in used(export, "west_midlands")["robbery"] if one.frequency == "quarter"][-4:]
    assert export.ledger.claim("robbery.count").value == sum(year)


def test_people_are_counted_in_the_middle_of_a_year(export: EditionExport) -> None:
    """Residents stand with their mid-years, and measures without a series are left out."""
    series = used(export, "west_midlands")
    assert {"mid-year"} == {one.frequency for one in series["population"]}
    assert "business_crime" not in series


def test_every_figure_has_its_interval_or_says_why_none(export: EditionExport) -> None:
    """In three columns, which the schema describes."""
    table = claims_table(export.ledger)
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8"))))
    assert len(rows) == len(export.ledger.claims)
    assert all(row["interval_note"] and bool(row["low"]) == bool(row["high"]) for row in rows)
    assert table.schema is not None
    assert {"low", "high", "interval_note"} <= {field["name"] for field in table.schema["fields"]}
