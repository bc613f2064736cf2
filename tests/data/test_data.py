"""The data folder as a whole: complete, described, independent of anything outside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from frictionless import Package, Resource, Schema

from planbook.data import registers
from planbook.data.table_files import check_data, table_paths
from planbook.export.edition_files import with_whole_names

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[2] / "data"
TABLES = table_paths(DATA)
LARGEST = 2_000_000
"""Bytes that a file of the data folder may hold at most."""


def name_of(path: Path) -> str:
    """The name of a table as foreign keys give it."""
    return path.relative_to(DATA).with_suffix("").as_posix()


def schema_of(path: Path) -> dict[str, Any]:
    """The schema beside a table."""
    return cast(dict[str, Any], json.loads(path.with_name(f"{path.stem}.schema.json").read_text(encoding="utf-8")))


def whole(path: Path) -> dict[str, Any]:
    """The schema of a table with the whole names of the tables that its keys refer to."""
    return with_whole_names(schema_of(path), path, DATA)


def rows_of(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table by its name."""
    return registers.rows(DATA / f"{name}.csv")


def test_an_independent_tool_finds_the_tables_valid() -> None:
    """Frictionless validates every table, and the keys between tables, against the same schemas."""
    resources = [
        Resource(name=name, path=f"{name}.csv", basepath=str(DATA), schema=Schema.from_descriptor(whole(path)))
        for name, path in ((name_of(path), path) for path in TABLES)
    ]
    report = Package(resources=resources).validate()
    assert [] == report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_the_data_need_nothing_outside_their_folder(tmp_path: Path) -> None:
    """A copy of the folder in another place passes every check; no file is a link or larger than two megabytes."""
    copy = Path(shutil.copytree(DATA, tmp_path / "elsewhere" / "data"))
    assert () == check_data(copy)
    assert [] == [path for path in DATA.rglob("*") if path.is_symlink()]
    assert [] == [path.name for path in DATA.rglob("*") if path.is_file() and path.stat().st_size > LARGEST]


@pytest.mark.parametrize("path", TABLES, ids=name_of)
def test_every_column_is_described(path: Path) -> None:
    """Each table has a title and a description, and so has each of its columns."""
    schema = schema_of(path)
    assert [] == [record for record in (schema, *schema["fields"]) if not (record["title"] and record["description"])]


@pytest.mark.parametrize("path", sorted((DATA / "series").glob("*.csv")), ids=name_of)
def test_every_series_says_where_it_comes_from(path: Path) -> None:
    """Publisher, open licence, attribution and how many rows; these are sorted, so that a change shows as its lines."""
    record = json.loads(path.with_name(f"{path.stem}.provenance.json").read_text(encoding="utf-8"))
    rows = rows_of(f"series/{path.stem}")
    assert record["publisher"] in {"Home Office", "Office for National Statistics", "police.uk"}
    assert "Open Government Licence v3.0" == record["licence"]
    assert "Contains public sector information licensed under the Open Government Licence v3.0" == record["attribution"]
    assert len(rows) == record["rows"]
    assert "/" not in record["source_file"]
    keys = [(row["measure"], row["area"], row["period"], row["vintage"]) for row in rows]
    assert sorted(keys) == keys


def test_each_measure_with_a_series_has_its_rows() -> None:
    """In the table that it names; without a series, or as a share of others, it names none."""
    for measure in rows_of("measures/measures"):
        table = measure["source_table"]
        held = {row["measure"] for row in rows_of(f"series/{table}")} if table else set()
        assert (measure["series"] not in {"none", "share"}) == (measure["measure"] in held)


def test_subgroups_are_described() -> None:
    """The lookup of subgroups holds the subgroups of the series."""
    held = {row["measure"] for row in rows_of("series/recorded_crime_by_subgroup")}
    assert held == {row["subgroup"] for row in rows_of("measures/subgroups")}


def test_no_phase_is_declared_without_approval() -> None:
    """The register of phases is empty until someone approves one."""
    assert all(row["approved_by"] and row["approved_on"] for row in rows_of("measures/phases"))
