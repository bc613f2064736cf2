"""Numbers of paragraphs: kept through moves and edits, never given to other words, in step with the commentary."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.places import Places
from planbook.data.registers import commentary_folder
from planbook.paper.paragraph_register import (
    Entry,
    NumbersOutOfStep,
    anchor_of,
    check_numbers,
    cited_as,
    live,
    numbering,
    renumbered,
    split_paragraphs,
    write_register,
)

FIRST = "Robbery fell against the year before, and the fall is larger than chance would give in most years."
SECOND = "The report gives a monthly average for an undated phase of its chart, which is not the average of the year."
THIRD = "No owner is named for this part of the milestone, so it is not clear who answers for it."
WORDS = st.lists(st.text("abcdefghij", min_size=3, max_size=8), min_size=6, max_size=14, unique=True).map(" ".join)
PARAGRAPHS = st.lists(WORDS, max_size=5, unique=True)


def numbers(register: tuple[Entry, ...], *paragraphs: str) -> list[str]:
    """The numbers that paragraphs of M5.4b carry."""
    return [number for number, _ in live(register, "M5.4b", paragraphs)]


def registered(*versions: tuple[str, ...]) -> tuple[Entry, ...]:
    """The register after M5.4b has read as each of some versions in turn."""
    register: tuple[Entry, ...] = ()
    for paragraphs in versions:
        register = renumbered(register, {"M5.4b": paragraphs})
    return register


def test_a_number_names_milestone_and_place() -> None:
    """The first paragraph on M5.4b is 5.4b.1, the first on finance E.1; anchors are fit for an address."""
    assert ("5.4b.1", "E.1", "para-5-4b-1") == (cited_as("M5.4b", 1), cited_as("financial", 1), anchor_of("5.4b.1"))


def test_blank_lines_part_paragraphs() -> None:
    """Line breaks inside a paragraph are spaces, and empty ones do not count."""
    assert ("One two.", "Three.") == split_paragraphs("One\ntwo.\n\n \n\nThree.\n")


EDITED = FIRST.replace("fell", "dropped").replace("in most years", "in any year")


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ((SECOND, FIRST), ["5.4b.2", "5.4b.1"]),
        ((EDITED, SECOND), ["5.4b.1", "5.4b.2"]),
        ((FIRST, THIRD, SECOND), ["5.4b.1", "5.4b.3", "5.4b.2"]),
    ],
)
def test_a_paragraph_moved_or_edited_keeps_its_number(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    """A new one between two gets a new number, so numbers say when a paragraph came and not where it stands."""
    assert expected == numbers(registered((FIRST, SECOND)), *paragraphs)


def test_a_retired_number_is_not_given_again() -> None:
    """After a removal the next new paragraph gets the number after the highest ever given."""
    register = registered((FIRST, SECOND), (FIRST,), (FIRST, THIRD))
    assert [("5.4b.1", False), ("5.4b.2", True), ("5.4b.3", False)] == [
        (entry.number, entry.retired) for entry in register
    ]


def test_the_same_words_come_back_under_their_own_number() -> None:
    """A paragraph that is put back is the paragraph that was cited."""
    assert ["5.4b.2"] == numbers(registered((FIRST, SECOND), (FIRST,)), SECOND)


@given(PARAGRAPHS, PARAGRAPHS)
def test_however_a_file_changes_its_numbers_stay(before: list[str], after: list[str]) -> None:
    """No number is lost or given twice, unchanged words keep theirs, and numbering twice is numbering once."""
    first = registered(tuple(before))
    second = renumbered(first, {"M5.4b": after})
    ordinals = [entry.ordinal for entry in second]
    assert ordinals == sorted(set(ordinals))
    assert {entry.ordinal for entry in first} <= set(ordinals)
    assert len(after) == sum(not entry.retired for entry in second)
    assert second == renumbered(second, {"M5.4b": after})
    old, new = dict(_by_words(first, before)), dict(_by_words(second, after))
    assert {text: old[text] for text in old if text in new} == {text: new[text] for text in new if text in old}


def _by_words(register: tuple[Entry, ...], paragraphs: list[str]) -> list[tuple[str, str]]:
    return [(text, number) for number, text in live(register, "M5.4b", paragraphs)]


def test_a_paragraph_carried_to_the_next_edition_keeps_its_number() -> None:
    """Word for word or edited; a new one gets a number that neither edition has given."""
    last_year = registered((FIRST, SECOND))
    edited = SECOND.replace("undated", "still undated")
    held = renumbered((), {"M5.4b": (edited, THIRD, FIRST)}, last_year)
    assert ["5.4b.2", "5.4b.3", "5.4b.1"] == [
        number for number, _ in live(held, "M5.4b", (edited, THIRD, FIRST), last_year)
    ]


def test_a_number_left_behind_is_not_given_to_other_words() -> None:
    """A paragraph that the next edition drops keeps its number to itself there too, and nothing is recorded of it."""
    held = renumbered((), {"M5.4b": (FIRST, THIRD)}, registered((FIRST, SECOND)))
    assert ["5.4b.1", "5.4b.3"] == [entry.number for entry in held]


@given(PARAGRAPHS, PARAGRAPHS)
def test_editions_share_their_numbers(before: list[str], after: list[str]) -> None:
    """Same words, same number, in both; no number is given twice in one; numbering twice is numbering once."""
    first = registered(tuple(before))
    second = renumbered((), {"M5.4b": after}, first)
    again = renumbered(second, {"M5.4b": after}, first)
    assert second == again
    assert first == renumbered(first, {"M5.4b": before}, second)
    old = dict(_by_words(first, before))
    new = {text: number for number, text in live(second, "M5.4b", after, first)}
    assert {text: old[text] for text in old if text in new} == {text: new[text] for text in new if text in old}
    assert len(new) == len(set(new.values()))


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
    assert [("5.4b.2", True)] == [
        (entry.number, entry.retired) for entry in held.register if entry.retired and entry.file == "M5.4b"
    ]


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
