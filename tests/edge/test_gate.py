"""The project's own prose, and every kind of file, through the gate."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from planbook.edge.gate import GateFaults, check_prose, checked_prose, prose_files
from planbook.edge.places import Places

ROOT = Path(__file__).parents[2]
LONGEST = 1.5
"""Seconds of processor time allowed for all texts; about 0.3 on a machine that does nothing else."""


@pytest.fixture
def copy(tmp_path: Path) -> Places:
    """The registers, one commentary, one notebook and one page of the project, without an edition."""
    for name in ("plan", "measures", "published"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name)
    shutil.copyfile(ROOT / "data" / "glossary.csv", tmp_path / "data" / "glossary.csv")
    (tmp_path / "data" / "published" / "typed_numbers.csv").unlink()
    for folder in ("data/commentary/fy2014-15", "notebooks", "book"):
        (tmp_path / folder).mkdir(parents=True)
    return Places(tmp_path)


def test_the_projects_own_words_pass() -> None:
    """No commentary, notebook or page holds a fault."""
    assert [] == [str(fault) for fault in check_prose(Places(ROOT))]


def test_all_words_are_checked_quickly() -> None:
    """Nobody waits for the gate."""
    started = time.process_time()
    check_prose(Places(ROOT))
    assert time.process_time() - started < LONGEST


def test_every_kind_of_file_is_looked_at(copy: Places) -> None:
    """Commentary, a notebook's Markdown and pages; a notebook's code is none of it."""
    (copy.data / "commentary" / "fy2014-15" / "M1.1.md").write_text("It has 14 staff.\n", encoding="utf-8")
    (copy.root / "book" / "index.md").write_text("# Front\n\nIt has 15 staff.\n", encoding="utf-8")
    cells = [
        {"cell_type": "code", "source": ["x = '16 staff'"]},
        {"cell_type": "markdown", "source": ["# Title\n", "It has 17 staff."]},
    ]
    (copy.root / "notebooks" / "01_one.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(GateFaults) as caught:
        checked_prose(copy)
    assert [
        ("data/commentary/fy2014-15/M1.1.md", 0, 1, "14"),
        ("notebooks/01_one.ipynb", 2, 2, "17"),
        ("book/index.md", 0, 3, "15"),
    ] == [(fault.file, fault.place.cell, fault.place.line, fault.text) for fault in caught.value.faults]


def test_sound_files_are_counted(copy: Places) -> None:
    """Where nothing is wrong, the number of texts is told."""
    (copy.root / "book" / "index.md").write_text("# Front\n", encoding="utf-8")
    assert 1 == checked_prose(copy) == len(prose_files(copy))
