"""The register of paragraph numbers beside the commentary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.edge.paragraph_register import (
    NumbersOutOfStep,
    check_numbers,
    commentary_folder,
    numbering,
    write_register,
)

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places


@pytest.fixture
def folder(tree: Places) -> Path:
    """The commentary of 2014/15 in a copy of the project."""
    return commentary_folder(tree.data, "west_midlands", "fy2014-15")


def test_the_register_of_the_project_is_in_step(places: Places) -> None:
    """Every paragraph of the commentary has its number on record; `planbook paragraphs` puts this right."""
    check_numbers(places.data)


def test_every_milestone_and_section_is_numbered(places: Places) -> None:
    """Commentary on milestones and the sections of the board paper carry numbers, none twice."""
    held = numbering(commentary_folder(places.data, "west_midlands", "fy2014-15"))
    numbers = [number for file in held.present for number, _ in held.of(file)]
    assert {"5.4b.1", "5.4b.2", "A.1", "E.1", "H.1"} <= set(numbers)
    assert len(numbers) == len(set(numbers))


def test_an_edit_without_its_number_is_refused(tree: Places, folder: Path) -> None:
    """The message names the register and the command that brings it into step."""
    path = folder / "M5.4b.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nA new paragraph stands at the end.\n", encoding="utf-8")
    with pytest.raises(NumbersOutOfStep, match=r"commentary/fy2014-15/paragraphs\.csv.*`planbook paragraphs`"):
        check_numbers(tree.data)
    assert ["5.4b.3"] == [entry.number for entry in write_register(folder)]
    check_numbers(tree.data)


def test_a_number_survives_on_disk(folder: Path) -> None:
    """A paragraph removed and another written: the register keeps the old number as retired."""
    path = folder / "M5.4b.md"
    first, _ = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(f"{first}\n\nQuite other words stand here, about another matter.\n", encoding="utf-8")
    write_register(folder)
    held = numbering(folder)
    assert ["5.4b.1", "5.4b.3"] == [number for number, _ in held.of("M5.4b")]
    assert [("5.4b.2", True)] == [(entry.number, entry.retired) for entry in held.register if entry.retired]


def test_a_number_survives_into_the_next_edition(tree: Places, folder: Path) -> None:
    """Commentary copied to 2015/16 and edited there: the numbers are those of 2014/15, a new paragraph has its own."""
    following = commentary_folder(tree.data, "west_midlands", "fy2015-16")
    following.mkdir()
    text = (folder / "M5.4b.md").read_text(encoding="utf-8")
    (following / "M5.4b.md").write_text(
        f"Nothing like it stood here in the edition before.\n\n{text}", encoding="utf-8"
    )
    write_register(following)
    assert ["5.4b.3", "5.4b.1", "5.4b.2"] == [number for number, _ in numbering(following).of("M5.4b")]
    (folder / "M5.4b.md").write_text(f"{text}\nQuite another matter came up in the meantime.\n", encoding="utf-8")
    write_register(folder)
    assert ["5.4b.1", "5.4b.2", "5.4b.4"] == [number for number, _ in numbering(folder).of("M5.4b")]
    check_numbers(tree.data)
