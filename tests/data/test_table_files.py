"""Reading tables from disk: checked before they are trusted, all problems at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planbook.data.table_files import DataProblems, check_data, checked_data, read_table, sound_data, table_paths

DATA = Path(__file__).parents[2] / "data"
QUICK = 0.5
"""Seconds in which all tables are checked, at most."""


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
    """Checking every table takes well under half a second; the best of three runs counts."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        check_data(DATA)
        times.append(time.perf_counter() - start)
    assert min(times) < QUICK


def test_pandas_is_not_needed_to_check() -> None:
    """Importing the checks does not import pandas."""
    code = "import sys, planbook.data.table_files; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


def test_a_table_is_read_with_the_types_of_its_schema() -> None:
    """Counts are whole numbers, texts are texts, truth values are truth values."""
    series = read_table(DATA / "series" / "recorded_crime_by_measure.csv")
    assert ["period", "area", "measure", "value", "status", "vintage"] == list(series.columns)
    assert "int64" == str(series["value"].dtype)
    assert "str" == str(series["period"].dtype)
    measures = read_table(DATA / "measures" / "measures.csv")
    assert "bool" == str(measures["seasonal"].dtype)
    assert not measures.isna().any().any()


def test_a_table_with_only_a_header_is_read() -> None:
    """The register of phases may be empty and keeps its columns."""
    phases = read_table(DATA / "measures" / "phases.csv")
    assert (0, 7) == phases.shape


def test_a_faulty_table_is_not_read(copy: Path) -> None:
    """Reading a spoilt table raises its problems in place of returning a frame."""
    path = copy / "series" / "population.csv"
    spoil(path, "MID-2014,west_midlands,population,", "MID-2014,west_midlands,population,-")
    with pytest.raises(DataProblems, match="column value: negative"):
        read_table(path)


def test_problems_of_several_tables_come_in_one_report(copy: Path) -> None:
    """Faults in three tables are raised once, each with its file."""
    spoil(copy / "series" / "population.csv", "MID-2014,west_midlands", "MID-2014,west_midland")
    spoil(
        copy / "series" / "asb_incidents.csv",
        "FY2014-15,merseyside,asb_incidents,57329",
        "FY2014-15,merseyside,asb_incidents,many",
    )
    spoil(copy / "measures" / "areas.csv", "E23000014", "23000014")
    with pytest.raises(DataProblems) as caught:
        checked_data(copy)
    assert {"data/series/population.csv", "data/series/asb_incidents.csv", "data/measures/areas.csv"} == {
        problem.file for problem in caught.value.problems
    }
    assert "Did you mean west_midlands?" in str(caught.value)


def test_a_changed_figure_is_noticed_by_its_hash(copy: Path) -> None:
    """A figure replaced by another plausible one passes the schema and fails the hash."""
    spoil(copy / "series" / "asb_incidents.csv", "57329", "57392")
    (problem,) = check_data(copy)
    assert problem.what.startswith("changed since its provenance was recorded")


def test_a_missing_schema_is_named(copy: Path) -> None:
    """A table without a schema is refused."""
    (copy / "series" / "households.schema.json").unlink()
    assert ["no schema beside it"] == [problem.what for problem in check_data(copy)]


def test_a_missing_provenance_record_is_named(copy: Path) -> None:
    """A series without a provenance record is refused."""
    (copy / "series" / "households.provenance.json").unlink()
    assert ["no provenance record beside it"] == [problem.what for problem in check_data(copy)]


def test_a_missing_table_is_named(copy: Path) -> None:
    """A table that is gone is missed by the schema that stands beside its place."""
    (copy / "series" / "households.csv").unlink()
    (problem,) = check_data(copy)
    assert ("data/series/households.csv", "no table beside its schema") == (problem.file, problem.what)


def test_a_broken_schema_is_named(copy: Path) -> None:
    """A schema with a rule that nothing checks is named as itself."""
    path = copy / "series" / "households.schema.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"uniqueKeys": ["period"]}), encoding="utf-8")
    (problem,) = check_data(copy)
    assert "data/series/households.schema.json" == problem.file


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Reading a path without a file raises a problem with the name of the file."""
    with pytest.raises(DataProblems, match=r"nothing\.csv: no such table"):
        read_table(tmp_path / "nothing.csv")


def test_hidden_folders_are_left_out(copy: Path) -> None:
    """Copies that editors leave in hidden folders are not data."""
    hidden = copy / "series" / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "population-checkpoint.csv").write_text("period\n", encoding="utf-8")
    assert () == check_data(copy)


def test_tables_that_passed_are_checked_again_only_when_something_changed(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same folder is not checked twice; of a change only what is concerned, and a fault is told each time."""
    kept, looks, population = tmp_path / "kept" / "checked", [], copy / "series" / "population.csv"
    monkeypatch.setattr(tables, "check_data", lambda data, changed: looks.append(changed) or check_data(data, changed))
    sound_data(copy, kept)
    sound_data(copy, kept)
    assert [None] == looks
    spoil(population, "MID-2014,west_midlands", "MID-2014,west_midland")
    for _ in range(2):
        with pytest.raises(DataProblems, match="Did you mean west_midlands"):
            sound_data(copy, kept)
    spoil(population, "MID-2014,west_midland,", "MID-2014,west_midlands,")
    sound_data(copy, kept)
    assert [None, (population,), (population,)] == looks
    shutil.copyfile(copy / "glossary.csv", copy / "another.csv")
    with pytest.raises(DataProblems, match="no schema beside it"):
        sound_data(copy, kept)


def test_what_refers_to_a_changed_table_is_checked_with_it(copy: Path, tmp_path: Path) -> None:
    """A name that goes from a register is missed in the tables that hold it, which are as they were."""
    kept = tmp_path / "checked"
    sound_data(copy, kept)
    spoil(copy / "measures" / "areas.csv", "\nmerseyside,", "\nmersey_side,")
    with pytest.raises(DataProblems, match=r"measures/peer_groups\.csv, row 3, column peer: unknown peer"):
        sound_data(copy, kept)
    assert {problem.file for problem in check_data(copy)} == {
        problem.file for problem in check_data(copy, (copy / "measures" / "areas.csv",))
    }


@pytest.mark.parametrize("held", ["", "[]", "{}", "not JSON"])
def test_what_is_not_known_to_have_passed_is_checked(copy: Path, tmp_path: Path, held: str) -> None:
    """A memory that cannot be read, or is empty, excuses nothing."""
    kept = tmp_path / "checked"
    kept.write_text(held, encoding="utf-8")
    spoil(copy / "series" / "population.csv", "MID-2014,west_midlands", "MID-2014,west_midland")
    with pytest.raises(DataProblems, match="Did you mean west_midlands"):
        sound_data(copy, kept)
