"""Two texts are shown where they part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.audit.report import text_pair

LONG = "Offences of robbery in the force area, counted by quarter from April 2012 to March 2015, "


def test_what_differs_is_in_view_however_far_on_it_stands() -> None:
    """A digit at the end of a long text."""
    one, other = text_pair(f"{LONG}4,888", f"{LONG}4,889", 60)
    assert (True, True) == (one.endswith("4,888"), other.endswith("4,889"))
    assert len(one) <= 62


@pytest.mark.parametrize(
    ("published", "rebuilt", "texts"),
    [
        ("-9.0", "−9.0", ("⟨U+002D⟩9.0", "⟨U+2212⟩9.0")),
        ("a\u00a0b", "a b", ("a⟨U+00A0⟩b", "a⟨U+0020⟩b")),
        ("4\u200b,888", "4,888", ("4⟨U+200B⟩,888", "4⟨no character⟩,888")),
        ("1177 ", "1177", ("1177⟨U+0020⟩", "1177⟨no character⟩")),
    ],
)
def test_characters_that_look_alike_are_told_by_their_numbers(
    published: str, rebuilt: str, texts: tuple[str, str]
) -> None:
    """Hyphen and minus, spaces of two kinds, and what cannot be seen."""
    assert texts == text_pair(published, rebuilt, 60)


def test_a_thing_that_is_not_there_is_nothing() -> None:
    """On either side."""
    assert ("nothing", "a") == text_pair(None, "a", 60)


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from([20, 60, 160]))
def test_two_texts_that_differ_never_look_the_same(one: str, other: str, width: int) -> None:
    """Unless all that differs is plain white space between words, which is told by its place in the file."""
    texts = text_pair(one, other, width)
    assert (one == other) == (texts[0] == texts[1])
