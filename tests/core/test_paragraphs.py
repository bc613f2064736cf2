"""Numbers of paragraphs: kept through moves and edits, never given to other words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planbook.core.paragraphs import Entry, anchor_of, cited_as, live, renumbered, split_paragraphs

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


def test_a_moved_paragraph_keeps_its_number() -> None:
    """Turning two paragraphs round turns their numbers round."""
    assert ["5.4b.2", "5.4b.1"] == numbers(registered((FIRST, SECOND)), SECOND, FIRST)


def test_an_edited_paragraph_keeps_its_number() -> None:
    """Changed words later in a paragraph, or one changed word at its head, are the same paragraph."""
    edited = FIRST.replace("fell", "dropped").replace("in most years", "in any year")
    assert ["5.4b.1", "5.4b.2"] == numbers(registered((FIRST, SECOND)), edited, SECOND)


def test_a_paragraph_put_between_two_gets_a_new_number() -> None:
    """Those around it keep theirs, so numbers say when a paragraph came, not where it stands."""
    assert ["5.4b.1", "5.4b.3", "5.4b.2"] == numbers(registered((FIRST, SECOND)), FIRST, THIRD, SECOND)


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
def test_numbers_are_unique_and_none_is_lost(before: list[str], after: list[str]) -> None:
    """However a file changes, every number ever given stays in the register once."""
    first = registered(tuple(before))
    second = renumbered(first, {"M5.4b": after})
    given_numbers = [entry.ordinal for entry in second]
    assert given_numbers == sorted(set(given_numbers))
    assert {entry.ordinal for entry in first} <= set(given_numbers)
    assert len(after) == sum(not entry.retired for entry in second)


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_register_in_step_stays_as_it_is(before: list[str], after: list[str]) -> None:
    """Numbering twice changes nothing the second time."""
    register = renumbered(registered(tuple(before)), {"M5.4b": after})
    assert register == renumbered(register, {"M5.4b": after})


@given(PARAGRAPHS, PARAGRAPHS)
def test_unchanged_words_keep_their_number(before: list[str], after: list[str]) -> None:
    """A paragraph that stands in both versions has one number in both."""
    first = registered(tuple(before))
    second = renumbered(first, {"M5.4b": after})
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
