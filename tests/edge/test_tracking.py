"""What a kernel notes of its reads, seen from outside: which change makes a notebook run again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planbook.data.places import Places

pytestmark = pytest.mark.slow
READING = """
import pandas as pd
from pathlib import Path
counts = outcome.quarters("robbery")
own = pd.read_csv(outcome.places.root / "own.csv")
Path("later.txt").is_file() and Path("later.txt").read_text()
"""


@pytest.fixture
def reader(tree: Places) -> Places:
    """A project whose one notebook reads robbery, a file of its own and, where there is one, another."""
    path = tree.notebooks / "10_national_policing.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    opening = next(place for place, cell in enumerate(notebook["cells"]) if "open_outcome(" in "".join(cell["source"]))
    cell = {**notebook["cells"][opening], "id": "reading", "source": READING, "metadata": {}}
    notebook["cells"].insert(opening + 1, cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (tree.root / "own.csv").write_text("a\n1\n", encoding="utf-8")
    assert 1 == ran(tree)
    return tree


def ran(tree: Places, *words: str) -> int:
    """How many notebooks run for the edition now."""
    done = subprocess.run(
        [sys.executable, "-m", "planbook.cli", "run", "--outcome", "O10", *words],
        env={**os.environ, "PLANBOOK_ROOT": str(tree.root)},
        cwd=tree.root,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split(" of ")[0])


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a file; the change must be one."""
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def next_value(measure: str) -> Callable[[str], str]:
    """A change of the first count of a measure in the force."""

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        place = next(at for at, line in enumerate(lines) if f",west_midlands,{measure}," in line)
        cells = lines[place].split(",")
        column = lines[0].strip().split(",").index("value")
        cells[column] = str(int(float(cells[column])) + 1)
        return "".join([*lines[:place], ",".join(cells), *lines[place + 1 :]])

    return change


def rehash(tree: Places) -> None:
    """The table's record of provenance, made to match its content again."""
    table = tree.data / "series" / "recorded_crime_by_measure.csv"
    record = table.with_name("recorded_crime_by_measure.provenance.json")
    provenance = json.loads(record.read_text(encoding="utf-8"))
    provenance["sha256"] = hashlib.sha256(table.read_bytes()).hexdigest()
    record.write_text(json.dumps(provenance), encoding="utf-8")


def test_only_a_row_of_its_measure_makes_a_notebook_run(reader: Places) -> None:
    """Burglary may be revised and robbery may not; commentary is not read by notebooks at all."""
    table = reader.data / "series" / "recorded_crime_by_measure.csv"
    edit(table, next_value("burglary_dwelling"))
    rehash(reader)
    edit(next((reader.data / "commentary" / "fy2014-15").glob("*.md")), lambda text: text + "\nMore.\n")
    assert 0 == ran(reader)
    edit(table, next_value("robbery"))
    rehash(reader)
    assert 1 == ran(reader)


def test_a_file_opened_by_the_analyst_counts(reader: Places) -> None:
    """Whoever opens it, and without being told."""
    edit(reader.root / "own.csv", lambda text: text + "2\n")
    assert [1, 0] == [ran(reader), ran(reader)]


def test_asking_for_all_anew_runs_all(reader: Places) -> None:
    """What is kept is not used."""
    assert 1 == ran(reader, "--fresh")
