"""Prose from Markdown: what a reader reads, with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.prose.findings import Place
from planbook.prose.prose import Readability, passages, readability

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


def test_letters_words_and_sentences_are_counted() -> None:
    """A figure is a word, and its digits are letters."""
    assert Readability(letters=20, words=5, sentences=2) == readability(["Robbery fell.", "It was 4,888."])


def test_the_automated_index_is_that_of_its_authors() -> None:
    """4.71 × 450/100 + 0.5 × 100/5 − 21.43 = 9.765."""
    assert 9.765 == pytest.approx(Readability(450, 100, 5).automated_index)


def test_the_index_of_coleman_and_liau_is_that_of_its_authors() -> None:
    """The example of the formula: 537 letters and 4.20 sentences a hundred words make 14.5."""
    assert 14.5 == pytest.approx(Readability(639, 119, 5).coleman_liau, abs=0.1)


def test_an_age_is_five_years_more_than_the_mean_grade() -> None:
    """A pupil of the first grade is six."""
    text = Readability(450, 100, 5)
    assert (text.automated_index + text.coleman_liau) / 2 + 5 == pytest.approx(text.reading_age)


def test_no_words_have_no_age() -> None:
    """A page of tables alone is not rated."""
    assert readability([]) is None
    assert readability(["—"]) is None


@given(st.lists(st.sampled_from(["cat", "robbery", "integrity"]), min_size=2, max_size=30))
def test_one_long_sentence_is_harder_than_two_short_ones(words: list[str]) -> None:
    """The same words in fewer sentences never ask for less."""
    whole, half = readability([" ".join(words)]), readability([" ".join(words[:1]), " ".join(words[1:])])
    assert whole is not None
    assert half is not None
    assert whole.reading_age > half.reading_age
