"""Prose from Markdown: what a reader reads, with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.prose.findings import Place
from planbook.prose.prose import passages

NO_PROSE = (
    "Run `make 14 things` first.",
    "The sum is $x + 14$ here.",
    "```bash\nsleep 14\n```",
    "```{planbook-words} 14\n```",
    "See <https://example.org/14/offences>.",
    "See [the page](https://example.org/14).",
    "% 14 is a comment",
    "(m14-1)=",
    "$$\n14 = x\n$$",
    "It fell by {claim}`robbery.count14`.",
)


def words(markdown: str) -> list[str]:
    """The texts of a Markdown text."""
    return [passage.text for passage in passages(markdown)]


@pytest.mark.parametrize("markdown", NO_PROSE)
def test_code_addresses_and_formulas_are_no_prose(markdown: str) -> None:
    """What a reader does not read as words is not looked at."""
    assert [] == [text for text in words(markdown) if "14" in text.replace("⟦robbery.count14⟧", "")]


@pytest.mark.parametrize(
    "markdown",
    [
        "It has 14 parts.",
        "- It has 14 parts.",
        "> It has 14 parts.",
        "## It has 14 parts",
        "| a | b |\n|---|---|\n| x | It has 14 parts |",
        "```{note}\nIt has 14 parts.\n```",
        ":::{warning}\nIt has 14 parts.\n:::",
        "[It has 14 parts](page.md)",
        "*It has 14 parts.*",
        "<div>It has 14 parts.</div>",
    ],
)
def test_prose_is_found_wherever_it_stands(markdown: str) -> None:
    """Lists, quotations, tables, notes, links, emphasis and HTML hold prose."""
    assert any("14 parts" in text for text in words(markdown))


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("It fell.\n\nIt has 14 parts.", Place(3, 8)),
        ("It has two\nlines and 14 parts.", Place(2, 11)),
        ("| 14 | 15 |\n|---|---|\n| `14` and | x 14 |", Place(3, 16)),
        ("A {claim}`robbery.count` of 14.", Place(1, 29)),
        ("A [link](there.md) to 14.", Place(1, 23)),
        ("Text.\n\n```{note}\nOf 14.\n```", Place(4, 4)),
        (":::{table} What it holds\n| A |\n|---|\n| 14 |\n:::", Place(4, 3)),
    ],
)
def test_a_character_knows_its_place(markdown: str, place: Place) -> None:
    """Line and column are those of the file, whatever stands before."""
    last = [passage for passage in passages(markdown) if "14" in passage.text][-1]
    assert place == last.place(last.text.rindex("14"))


def test_sentences_do_not_end_at_short_forms() -> None:
    """A full stop after "No" or an initial ends nothing."""
    (passage,) = passages("See (No. 2) of the law. J. Smith spoke. It ended.")
    assert ["See (No. 2) of the law.", "J. Smith spoke.", "It ended."] == [
        passage.text[first:last] for first, last in passage.sentences
    ]


@given(st.text(alphabet="abc 14.*_`[]()|\n{}$#<>-\\", max_size=80))
def test_every_character_has_a_place(markdown: str) -> None:
    """Whatever the text, each character of its prose stands on a line of the file."""
    lines = markdown.count("\n") + 1
    for passage in passages(markdown):
        assert len(passage.places) == len(passage.text)
        assert all(1 <= passage.place(at).line <= lines for at in range(len(passage.text)))
