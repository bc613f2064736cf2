"""Reading age by published formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.prose.readability import Readability, readability


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
