"""The project's own prose, and every kind of file, through the gate."""

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from planbook.claims.ledger import Ledger, VerdictRecord
from planbook.data.places import Places
from planbook.prose.gate import GateFaults, check_prose, checked_prose, prose_files
from tests.site.conftest import EDITION

ROOT = Path(__file__).parents[2]
PLAN = "data/plans/west_midlands_2014_15"
EMPTY = Ledger(EDITION, (), (), (), ())
"""The ledger of an edition in which nothing is claimed."""
LONGEST = 4.0
"""Seconds of processor time allowed for all texts; 0.5 alone, up to four times that beside other tests."""


@pytest.fixture
def copy(tmp_path: Path) -> Places:
    """The registers, one commentary, one notebook and one page of the project, without an edition."""
    for name in ("plans", "measures"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name, ignore=shutil.ignore_patterns("fy*", "pages"))
    shutil.copyfile(ROOT / "data" / "glossary.csv", tmp_path / "data" / "glossary.csv")
    (tmp_path / PLAN / "typed_numbers.csv").unlink()
    for folder in (f"{PLAN}/commentary/fy2014-15", "notebooks/west_midlands_2014_15", "book"):
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
    (copy.plan("west_midlands_2014_15") / "commentary" / "fy2014-15" / "M1.1.md").write_text(
        "It has 14 staff.\n", encoding="utf-8"
    )
    (copy.root / "book" / "index.md").write_text("# Front\n\nIt has 15 staff.\n", encoding="utf-8")
    cells = [
        {"cell_type": "code", "source": ["x = '16 staff'"]},
        {"cell_type": "markdown", "source": ["# Title\n", "It has 17 staff."]},
    ]
    notebook = copy.notebook("west_midlands_2014_15", "01_one")
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(GateFaults) as caught:
        checked_prose(copy)
    assert [
        ("data/plans/west_midlands_2014_15/commentary/fy2014-15/M1.1.md", 0, 1, "14"),
        ("notebooks/west_midlands_2014_15/01_one.ipynb", 2, 2, "17"),
        ("book/index.md", 0, 3, "15"),
    ] == [(fault.file, fault.place.cell, fault.place.line, fault.text) for fault in caught.value.faults]


def test_sound_files_are_counted(copy: Places) -> None:
    """Where nothing is wrong, the number of texts is told."""
    (copy.root / "book" / "index.md").write_text("# Front\n", encoding="utf-8")
    assert 1 == checked_prose(copy) == len(prose_files(copy))


def keep(places: Places, ledger: Ledger) -> None:
    """Put a ledger in place."""
    places.edition.mkdir(parents=True, exist_ok=True)
    (places.edition / "ledger.json").write_text(json.dumps(ledger.as_record()), encoding="utf-8")


def test_a_registered_number_passes_in_its_own_file_alone(copy: Places) -> None:
    """The register of typed numbers names file and words."""
    for name in ("index", "other"):
        (copy.root / "book" / f"{name}.md").write_text("# Front\n\nIt has 15 staff.\n", encoding="utf-8")
    register = copy.data / "typed_numbers.csv"
    register.write_text("file,text,reason\nbook/index.md,15 staff,a number\n", encoding="utf-8")
    assert ["book/other.md"] == [fault.file for fault in check_prose(copy)]


def test_a_verdict_permits_words_in_the_commentary_of_its_milestone_and_edition(copy: Places) -> None:
    """Not of another milestone, not in another period, and not where the verdict says something else."""
    for folder, name in (("fy2014-15", "M5.1"), ("fy2014-15", "M5.2"), ("fy2013-14", "M5.1")):
        path = copy.root / PLAN / "commentary" / folder / f"{name}.md"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("Robbery was stable.\n", encoding="utf-8")
    words = {"kind": "level", "measure": "robbery", "outcome": "O5", "milestone": "M5.1", "word": "", "sentence": ""}
    verdict = VerdictRecord(**words, licensed=("stable",))
    keep(copy, replace(EMPTY, verdicts=(verdict,)))
    stopped = [(fault.file.removeprefix(f"{PLAN}/commentary/"), fault.text) for fault in check_prose(copy)]
    assert [("fy2014-15/M5.2.md", "stable")] == stopped
    keep(copy, replace(EMPTY, verdicts=(structs.replace(verdict, licensed=("fell",)),)))
    assert ["M5.1.md", "M5.2.md"] == [Path(fault.file).name for fault in check_prose(copy)]


def test_a_text_that_passed_is_looked_at_again_when_it_or_what_it_quotes_changes(copy: Places) -> None:
    """A fault is told each time until it is put right; a text that passed stops once its number is not registered."""
    page, memory = copy.root / "book" / "index.md", copy.cache / "passed"
    page.write_text("# Front\n\nIt has 15 staff.\n", encoding="utf-8")
    register = copy.data / "typed_numbers.csv"
    assert [1, 1] == [len(check_prose(copy, memory)) for _ in range(2)]
    register.write_text("file,text,reason\nbook/index.md,15 staff,a number\n", encoding="utf-8")
    assert [0, 0] == [len(check_prose(copy, memory)) for _ in range(2)]
    register.unlink()
    assert 1 == len(check_prose(copy, memory))
    page.write_text("# Front\n\nIt has many staff.\n", encoding="utf-8")
    assert 0 == len(check_prose(copy, memory))
