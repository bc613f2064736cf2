"""The project's own prose, and every kind of file, through the gate."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from planbook.claims.ledger import Ledger
from planbook.claims.verdicts import VerdictRecord
from planbook.data.places import Places
from planbook.edge import gate
from planbook.edge.gate import GateFaults, check_changed_prose, check_prose, checked_prose, prose_files
from tests.site.conftest import CLAIM, EDITION

ROOT = Path(__file__).parents[2]
EMPTY = Ledger(EDITION, (), (), (), ())
"""The ledger of an edition in which nothing is claimed."""
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


SOUND = "# Front\n\nIt is sound.\n"
FAULTY = "# Front\n\nIt has 15 staff.\n"


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of texts that went through the gate, in order."""
    names: list[str] = []

    def noting(path: Path, surroundings: gate._Surroundings) -> object:
        names.append(path.name)
        return faults_of(path, surroundings)

    faults_of = gate._faults_of
    monkeypatch.setattr(gate, "_faults_of", noting)
    return names


def write(copy: Places, **pages: str) -> None:
    """Write pages by name."""
    for name, text in pages.items():
        (copy.root / "book" / f"{name}.md").write_text(text, encoding="utf-8")


def test_a_sound_text_is_not_looked_at_again_until_it_changes(copy: Places, looked_at: list[str]) -> None:
    """The other one is; nothing is where neither changed."""
    write(copy, index=SOUND, other=SOUND)
    assert () == check_changed_prose(copy)
    assert () == check_changed_prose(copy)
    write(copy, other=f"{SOUND}\nIt is longer.\n")
    assert () == check_changed_prose(copy)
    assert ["index.md", "other.md", "other.md"] == looked_at


def test_a_faulty_text_is_told_each_time_until_it_is_mended(copy: Places, looked_at: list[str]) -> None:
    """A fault is never remembered as sound."""
    write(copy, index=SOUND, other=FAULTY)
    told = [[str(fault) for fault in check_changed_prose(copy)] for _ in range(2)]
    assert (1, told[0]) == (len(told[0]), told[1])
    assert told[0] == [str(fault) for fault in check_prose(copy)]
    write(copy, other=SOUND)
    looked_at.clear()
    assert () == check_changed_prose(copy)
    assert () == check_changed_prose(copy)
    assert ["other.md"] == looked_at


@pytest.mark.parametrize("what", ["glossary", "numbers", "record"])
def test_a_text_is_looked_at_again_where_what_it_is_checked_against_changed(
    copy: Places, looked_at: list[str], what: str
) -> None:
    """No term, another register of typed numbers, or a record that cannot be read."""
    write(copy, index=SOUND)
    check_changed_prose(copy)
    match what:
        case "glossary":
            path = copy.data / "glossary.csv"
            path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
        case "numbers":
            path = copy.data / "published" / "typed_numbers.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("file,text,reason\nbook/index.md,sound,a word\n", encoding="utf-8")
        case _:
            (copy.cache / "prose_checked.json").write_text("[]", encoding="utf-8")
    assert () == check_changed_prose(copy)
    assert ["index.md", "index.md"] == looked_at


def keep(places: Places, ledger: Ledger) -> None:
    """Put a ledger in place."""
    places.edition.mkdir(parents=True, exist_ok=True)
    (places.edition / "ledger.json").write_text(json.dumps(ledger.as_record()), encoding="utf-8")


@pytest.mark.parametrize("quote", ["`robbery.change_pct:size`", "` robbery.change_pct `", "`robbery.change_pct`"])
def test_a_claim_that_changed_has_the_texts_that_quote_it_looked_at(
    copy: Places, looked_at: list[str], quote: str
) -> None:
    """And no other text: what it says rests on the claim no more than its rules do."""
    write(copy, index=SOUND, other=f"# Other\n\nRobbery changed by {{claim}}{quote}.\n")
    keep(copy, replace(EMPTY, claims=(CLAIM, replace(CLAIM, id="theft.change_pct"))))
    assert () == check_changed_prose(copy)
    looked_at.clear()
    keep(copy, replace(EMPTY, claims=(CLAIM, replace(CLAIM, id="theft.change_pct", number="−8.0", value=-8.0))))
    assert () == check_changed_prose(copy)
    assert [] == looked_at
    keep(copy, replace(EMPTY, claims=(replace(CLAIM, number="−8.0", value=-8.0),)))
    assert () == check_changed_prose(copy)
    assert ["other.md"] == looked_at


def test_a_verdict_that_changed_has_the_commentary_of_its_milestone_looked_at(
    copy: Places, looked_at: list[str]
) -> None:
    """It permits other words."""
    folder = copy.data / "commentary" / "fy2014-15"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("M5.1", "M5.2"):
        (folder / f"{name}.md").write_text("Robbery was recorded.\n", encoding="utf-8")
    common = {"kind": "level", "measure": "robbery", "outcome": "O5", "milestone": "M5.1", "word": "", "sentence": ""}
    stable, fell = (VerdictRecord(**common, licensed=(word,)) for word in ("stable", "fell"))  # type: ignore[arg-type]
    keep(copy, replace(EMPTY, verdicts=(stable,)))
    assert () == check_changed_prose(copy)
    looked_at.clear()
    keep(copy, replace(EMPTY, verdicts=(fell,)))
    assert () == check_changed_prose(copy)
    assert ["M5.1.md"] == looked_at
