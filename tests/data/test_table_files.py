"""Reading tables from disk: checked before they are trusted, all problems at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planbook.data import table_files
from planbook.data.table_files import check_data, checked_data, sound_data, table_paths
from planbook.data.tables import DataProblems

DATA = Path(__file__).parents[2] / "data"
QUICK = 6.0
"""Seconds in which all tables are checked, at most: 0.6 alone, and up to five times that beside other work."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_the_data_pass_every_check() -> None:
    """The tables of the project have no problem, and all are counted."""
    assert () == check_data(DATA)
    assert len(table_paths(DATA)) == checked_data(DATA)


def test_all_tables_are_checked_quickly() -> None:
    """Nobody waits until every table is checked; the best of three runs counts."""
    times = []
    for _ in range(3):
        start = time.process_time()
        check_data(DATA)
        times.append(time.process_time() - start)
    assert min(times) < QUICK


def test_pandas_is_not_needed_to_check() -> None:
    """Importing the checks does not import pandas."""
    code = "import sys, planbook.data.table_files; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


def test_problems_of_several_tables_come_in_one_report(copy: Path) -> None:
    """Faults in three tables are raised once, each with its file; another plausible figure is known by the hash."""
    spoil(copy / "series" / "population.csv", "MID-2014,west_midlands", "MID-2014,west_midland")
    spoil(copy / "series" / "asb_incidents.csv", "merseyside,asb_incidents,57329", "merseyside,asb_incidents,57392")
    spoil(copy / "measures" / "areas.csv", "E23000014", "23000014")
    with pytest.raises(DataProblems) as caught:
        checked_data(copy)
    files = ["data/measures/areas.csv", "data/series/asb_incidents.csv", "data/series/population.csv"]
    assert files == sorted({problem.file for problem in caught.value.problems})
    assert "Did you mean west_midlands?" in str(caught.value)
    assert "asb_incidents.csv: changed since its provenance was recorded" in str(caught.value)


@pytest.mark.parametrize(
    ("gone", "what"),
    [
        ("households.schema.json", "no schema beside it"),
        ("households.provenance.json", "no provenance record beside it"),
        ("households.csv", "no table beside its schema"),
    ],
)
def test_a_missing_file_is_named(copy: Path, gone: str, what: str) -> None:
    """A table without schema or record is refused; a table that is gone is missed by what stands beside its place."""
    (copy / "series" / gone).unlink()
    assert [("data/series/households.csv", what)] == [(each.file, each.what) for each in check_data(copy)]


def test_a_broken_schema_is_named(copy: Path) -> None:
    """A schema with a rule that nothing checks is named as itself."""
    path = copy / "series" / "households.schema.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"uniqueKeys": ["period"]}), encoding="utf-8")
    (problem,) = check_data(copy)
    assert "data/series/households.schema.json" == problem.file


def test_hidden_folders_are_left_out(copy: Path) -> None:
    """Copies that editors leave in hidden folders are not data."""
    hidden = copy / "series" / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "population-checkpoint.csv").write_text("period\n", encoding="utf-8")
    assert () == check_data(copy)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",FY2016-17Q4,residential_burglary,,", ",FY2015-16Q4,residential_burglary,,", "has figures up to FY2016-17Q4"),
        (",FY2016-17Q4,residential_burglary,,", ",FY2016-17Q4,,,", "a successor or what ended it"),
        (",FY2016-17Q4,residential_burglary,,", ",,residential_burglary,,", "a successor or what ended it"),
    ],
)
def test_an_end_that_its_table_denies_is_named(copy: Path, old: str, new: str, words: str) -> None:
    """Rows after the last period, an end that nothing follows, a successor of what goes on."""
    spoil(copy / "measures" / "measures.csv", old, new)
    problem = check_data(copy)[0]
    assert ("data/measures/measures.csv", 5, "ended") == (problem.file, problem.row, problem.column)
    assert words in problem.what


def test_tables_that_passed_are_checked_again_only_when_something_changed(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same folder is not checked twice; a fault is told each time; a memory that is no digest excuses nothing."""
    passed, looks = tmp_path / "kept" / "checked", []
    monkeypatch.setattr(table_files, "checked_data", lambda data: looks.append(data) or checked_data(data))
    sound_data(copy, passed)
    sound_data(copy, passed)
    assert [copy] == looks
    spoil(copy / "measures" / "areas.csv", "\nmerseyside,", "\nmersey_side,")
    for before in (None, "", "not a digest"):
        if before is not None:
            passed.write_text(before, encoding="utf-8")
        with pytest.raises(DataProblems, match=r"west_midlands_2014_15/peers\.csv, row 3, column peer: unknown peer"):
            sound_data(copy, passed)
