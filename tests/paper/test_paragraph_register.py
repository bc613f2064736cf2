"""Numbers of paragraphs: kept through moves and edits, never given to other words, in step with the commentary."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.places import Places
from planbook.data.registers import commentary_folder, read_plan
from planbook.paper.paragraph_register import (
    Entry,
    Numbering,
    NumbersOutOfStep,
    anchor_of,
    check_numbers,
    cited_as,
    numbering,
    split_paragraphs,
    write_register,
)

PLAN = read_plan(Places(Path(__file__).parents[2]), "west_midlands_2014_15")
FIRST = "Robbery fell against the year before, and the fall is larger than chance would give in most years."
SECOND = "The report gives a monthly average for an undated phase of its chart, which is not the average of the year."
THIRD = "No owner is named for this part of the milestone, so it is not clear who answers for it."
EDITED = FIRST.replace("fell", "dropped").replace("in most years", "in any year")
WORDS = st.lists(st.text("abcdefghij", min_size=3, max_size=8), min_size=6, max_size=14, unique=True).map(" ".join)
PARAGRAPHS = st.lists(WORDS, max_size=5, unique=True)

PLAN = "west_midlands_2014_15"


def numbers(register: tuple[Entry, ...], *paragraphs: str, elsewhere: tuple[Entry, ...] = ()) -> list[str]:
    """The numbers that paragraphs of M5.4b carry."""
    return [number for number, _ in Numbering(register, {"M5.4b": paragraphs}, elsewhere).of("M5.4b")]


def registered(*versions: tuple[str, ...], elsewhere: tuple[Entry, ...] = ()) -> tuple[Entry, ...]:
    """The register after M5.4b has read as each of some versions in turn."""
    register: tuple[Entry, ...] = ()
    for paragraphs in versions:
        register = Numbering(register, {"M5.4b": paragraphs}, elsewhere).in_step
    return register


def test_a_number_names_milestone_and_place() -> None:
    """The first paragraph on M5.4b is 5.4b.1, the first on finance E.1; anchors are fit for an address."""
    assert ("5.4b.1", "E.1", "para-5-4b-1") == (cited_as("M5.4b", 1), cited_as("financial", 1), anchor_of("5.4b.1"))


def test_blank_lines_part_paragraphs() -> None:
    """Line breaks inside a paragraph are spaces, and empty ones do not count."""
    assert ("One two.", "Three.") == split_paragraphs("One\ntwo.\n\n \n\nThree.\n")


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ((SECOND, FIRST), ["5.4b.2", "5.4b.1"]),
        ((EDITED, SECOND), ["5.4b.1", "5.4b.2"]),
        ((FIRST, THIRD, SECOND), ["5.4b.1", "5.4b.3", "5.4b.2"]),
    ],
)
def test_a_paragraph_moved_or_edited_keeps_its_number(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    """In the next edition too; a new one between two gets a number that says when it came and not where it stands."""
    before = registered((FIRST, SECOND))
    assert expected == numbers(before, *paragraphs)
    following = registered(paragraphs, elsewhere=before)
    assert expected == numbers(following, *paragraphs, elsewhere=before)


def test_a_retired_number_is_given_again_to_the_same_words_alone() -> None:
    """The next new paragraph gets the number after the highest ever given; one that is put back has its own."""
    register = registered((FIRST, SECOND), (FIRST,), (FIRST, THIRD))
    assert [("5.4b.1", False), ("5.4b.2", True), ("5.4b.3", False)] == [
        (entry.number, entry.retired) for entry in register
    ]
    assert ["5.4b.2"] == numbers(register, SECOND)


def test_a_number_left_behind_is_not_given_to_other_words() -> None:
    """A paragraph that the next edition drops keeps its number to itself there too, and nothing is recorded of it."""
    following = registered((FIRST, THIRD), elsewhere=registered((FIRST, SECOND)))
    assert ["5.4b.1", "5.4b.3"] == [entry.number for entry in following]


@given(PARAGRAPHS, PARAGRAPHS)
def test_however_a_file_changes_its_numbers_stay(before: list[str], after: list[str]) -> None:
    """No number is lost or given twice, unchanged words keep theirs, and numbering twice is numbering once."""
    first = registered(tuple(before))
    second = Numbering(first, {"M5.4b": after}).in_step
    ordinals = [entry.ordinal for entry in second]
    assert ordinals == sorted(set(ordinals))
    assert {entry.ordinal for entry in first} <= set(ordinals)
    assert len(after) == sum(not entry.retired for entry in second)
    assert second == Numbering(second, {"M5.4b": after}).in_step
    agree(
        dict(zip(before, numbers(first, *before), strict=True)), dict(zip(after, numbers(second, *after), strict=True))
    )


@given(PARAGRAPHS, PARAGRAPHS)
def test_editions_share_their_numbers(before: list[str], after: list[str]) -> None:
    """Same words, same number, in both; no number is given twice in one; numbering twice is numbering once."""
    first = registered(tuple(before))
    second = registered(tuple(after), elsewhere=first)
    assert second == Numbering(second, {"M5.4b": after}, first).in_step
    assert first == Numbering(first, {"M5.4b": before}, second).in_step
    new = numbers(second, *after, elsewhere=first)
    assert len(new) == len(set(new))
    agree(dict(zip(before, numbers(first, *before), strict=True)), dict(zip(after, new, strict=True)))


def agree(old: dict[str, str], new: dict[str, str]) -> None:
    """Words that stand in both have one number."""
    assert {text: old[text] for text in old if text in new} == {text: new[text] for text in new if text in old}


@pytest.fixture
def folder(tree: Places) -> Path:
    """The commentary of 2014/15 in a copy of the project."""
    return commentary_folder(tree, read_plan(tree, PLAN), "west_midlands", "fy2014-15")


def test_the_register_of_the_project_is_in_step(places: Places) -> None:
    """Every paragraph on milestones and in sections has its number on record, none twice."""
    check_numbers(places.data)
    commentary = numbering(commentary_folder(places, read_plan(places, PLAN), "west_midlands", "fy2014-15"))
    cited = [number for file in commentary.present for number, _ in commentary.of(file)]
    assert {"5.4b.1", "5.4b.2", "A.1", "E.1", "H.1"} <= set(cited)
    assert len(cited) == len(set(cited))


def test_an_edit_without_its_number_is_refused(tree: Places, folder: Path) -> None:
    """The message names the register and the command, which keeps the number of a paragraph that went as retired."""
    path = folder / "M5.4b.md"
    first, _ = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(f"{first}\n\nQuite other words stand here, about another matter.\n", encoding="utf-8")
    with pytest.raises(NumbersOutOfStep, match=r"commentary/fy2014-15/paragraphs\.csv.*`planbook paragraphs`"):
        check_numbers(tree.data)
    changed = [(entry.number, entry.retired) for entry in write_register(folder)]
    assert [("5.4b.2", True), ("5.4b.3", False)] == changed
    assert ["5.4b.1", "5.4b.3"] == [number for number, _ in numbering(folder).of("M5.4b")]
    check_numbers(tree.data)


def test_a_number_survives_into_the_next_edition(tree: Places, folder: Path) -> None:
    """Commentary copied to 2015/16 and edited there: the numbers are those of 2014/15, a new paragraph has its own."""
    following = commentary_folder(tree, read_plan(tree, PLAN), "west_midlands", "fy2015-16")
    following.mkdir()
    text = (folder / "M5.4b.md").read_text(encoding="utf-8")
    edited = f"Nothing like it stood here in the edition before.\n\n{text}"
    (following / "M5.4b.md").write_text(edited, encoding="utf-8")
    write_register(following)
    assert ["5.4b.3", "5.4b.1", "5.4b.2"] == [number for number, _ in numbering(following).of("M5.4b")]
    (folder / "M5.4b.md").write_text(f"{text}\nQuite another matter came up in the meantime.\n", encoding="utf-8")
    write_register(folder)
    assert ["5.4b.1", "5.4b.2", "5.4b.4"] == [number for number, _ in numbering(folder).of("M5.4b")]
    check_numbers(tree.data)
