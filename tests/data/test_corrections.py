"""Known errors of a source: the right value is read, and the check asks once the table holds another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planbook.data import series
from planbook.data.places import Places
from planbook.data.table_files import check_data

DATA = Path(__file__).parents[2] / "data"
TABLE = "recorded_crime_by_measure"
ROW = f"{TABLE},FY2014-15Q1,west_midlands,robbery,2026-04"
WORDS = "made up for this test,nobody"


def with_error(folder: Path, published: str, right: str, row: str = ROW) -> Path:
    """A copy of the data with one correction that is made up."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    with (data / "measures" / "corrections.csv").open("a", encoding="utf-8") as register:
        register.write(f"{row},{published},{right},{WORDS}\n")
    return data


def held(data: Path) -> dict[str, tuple[float, str]]:
    """Value and status of robbery by quarter, as read."""
    rows = series.by_series(data / "series" / f"{TABLE}.csv")["west_midlands", "robbery"]
    return {row.period: (row.value, row.status) for row in rows}


PUBLISHED, _ = held(DATA)["FY2014-15Q1"]


@pytest.mark.parametrize(("right", "read"), [("1001", (1001.0, "corrected")), ("missing", None)])
def test_a_known_error_is_put_right(tmp_path: Path, right: str, read: tuple[float, str] | None) -> None:
    """The right value is read in place of the published one; without one there is no row. All others stay."""
    data = with_error(tmp_path, f"{PUBLISHED:g}", right)
    assert () == check_data(data)
    expected = {**held(DATA), "FY2014-15Q1": read}
    assert {period: row for period, row in expected.items() if row} == held(data)
    counts = series.read_series(Places(tmp_path), TABLE, "robbery", "west_midlands")
    assert len(held(data)) == len(counts)


@pytest.mark.parametrize(
    ("published", "row", "words"),
    [
        ("7", ROW, f"data/series/{TABLE}.csv holds {PUBLISHED:g} here: look at it again"),
        ("7", ROW.replace("robbery", "robery"), f"data/series/{TABLE}.csv holds no such row here: look at it again"),
        ("7", ROW.replace(TABLE, "gone"), "data/series/gone.csv holds no such row here: look at it again"),
    ],
)
def test_a_correction_holds_while_its_table_does(tmp_path: Path, published: str, row: str, words: str) -> None:
    """Another value, or no such row, stops the check with the row of the register; the table's value is read."""
    data = with_error(tmp_path, published, "1001", row)
    (problem,) = check_data(data)
    assert ("data/measures/corrections.csv", 2, "published", words) == (
        problem.file, problem.row, problem.column, problem.what,
    )  # fmt: skip
    assert held(DATA) == held(data)
