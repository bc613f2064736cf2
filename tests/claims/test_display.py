"""Numbers as readers see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.display import (
    MINUS,
    decimal_text,
    listed_words,
    ordinal_low_first,
    rate_text,
    signed_text,
    whole_text,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (5373, 0, "5,373"),
        (-1276, 0, f"{MINUS}1,276"),
        (0.25, 1, "0.3"),
        (-0.25, 1, f"{MINUS}0.3"),
        (2.675, 2, "2.68"),
        (-0.01, 1, "0.0"),
    ],
)
def test_halves_go_away_from_zero_and_thousands_have_commas(value: float, places: int, text: str) -> None:
    """A printed number is what a reader with a calculator would write."""
    assert text == decimal_text(value, places)


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    """Commas and the true minus sign lose nothing."""
    assert value == int(whole_text(value).replace(",", "").replace(MINUS, "-"))


@pytest.mark.parametrize(("value", "text"), [(1.04, "+1.0"), (-9.03, f"{MINUS}9.0"), (0.04, "0.0"), (-0.04, "0.0")])
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value: float, text: str) -> None:
    """Zero is neither a rise nor a fall."""
    assert text == signed_text(value, 1)


@pytest.mark.parametrize(
    ("value", "text"), [(62.82, "62.8"), (7.382, "7.38"), (0.5, "0.500"), (123.4, "123"), (0, "0")]
)
def test_rates_have_three_significant_figures(value: float, text: str) -> None:
    """Neighbouring rates can be told apart, and no rate pretends to more."""
    assert text == rate_text(value)


@pytest.mark.parametrize(
    ("place", "of", "words"),
    [(1, 4, "lowest"), (2, 4, "second lowest"), (4, 4, "highest"), (9, 43, "number 9 from the lowest")],
)
def test_places_are_said_in_words(place: int, of: int, words: str) -> None:
    """A place among so many is never a bare number."""
    assert words == ordinal_low_first(place, of)


@pytest.mark.parametrize(("items", "words"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), ("abc", "a, b and c")])
def test_a_list_reads_as_a_sentence_does(items: tuple[str, ...], words: str) -> None:
    """Commas, and one "and"."""
    assert words == listed_words(tuple(items))
