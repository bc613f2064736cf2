"""Sentences as parts: quoted by id, or cut at the figures of claims."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.claims import Claim, UnknownClaim, cut, plain, quoted


def shown(sentence: str, *claims: Claim) -> list[tuple[str, str]]:
    """The figures found, with the claim of each."""
    return [(part.text, part.claim) for part in cut(sentence, claims) if part.claim]


@pytest.fixture
def count(robbery_change: Claim) -> Claim:
    """4,888 offences."""
    return replace(robbery_change, id="robbery.count", number="4,888", unit="offences", value=4888.0)


def test_figures_are_found_with_unit_without_sign_and_bare(robbery_change: Claim, count: Claim) -> None:
    """As a sentence of a verdict writes them."""
    sentence = "Robbery was 9.0 per cent lower (4,888 against 5,373 offences; change −9.0 per cent)."
    assert [
        ("9.0 per cent", "robbery.change_pct"),
        ("4,888", "robbery.count"),
        ("−9.0 per cent", "robbery.change_pct"),
    ] == shown(sentence, robbery_change, count)


def test_a_figure_inside_a_longer_number_is_left_alone(count: Claim) -> None:
    """14,888 and 4,888,000 and −4,888 are other numbers."""
    assert [] == shown("14,888 and 4,888,000 and −4,888 and 4,888.5", count)


def test_a_single_digit_is_no_figure(count: Claim) -> None:
    """A lone digit may be anything."""
    assert [] == shown("7 of 9 years", replace(count, number="7", unit=""))


def test_an_absent_claim_is_never_found(count: Claim) -> None:
    """It shows no figure."""
    assert [] == shown("not available", replace(count, status="absent", value=None, number="", unit=""))


@given(
    st.lists(
        st.sampled_from(["12", "1", "2", "112", "12.5", "+3", "−12", " ", ",", ".", "a", "é", " offences", "x12"])
    ),
    st.lists(st.sampled_from(["12", "112", "12.5", "+3", "−12"]), unique=True, max_size=4),
)
def test_the_longest_figure_that_stands_by_itself_is_found(parts: list[str], numbers: list[str]) -> None:
    """As one pattern of all texts would find them, from left to right."""
    claims = [
        Claim(f"a{place}.count", "Count", 12.0, number, "", "", "", "", "", (), "computed", "")
        for place, number in enumerate(numbers)
    ]
    sentence = "".join(parts)
    texts = {text for claim in claims for text in (claim.number, claim.number.lstrip("+−"))}
    longest_first = sorted((text for text in texts if len(text) > 1), key=lambda text: (-len(text), text))
    pattern = re.compile(r"(?<![\w,.−+])(" + "|".join(map(re.escape, longest_first)) + r")(?!\w|[,.]\d)")
    expected = [found[0] for found in pattern.finditer(sentence)] if longest_first else []
    assert expected == [text for text, _ in shown(sentence, *claims)]


@given(st.text(max_size=80))
def test_the_pieces_put_together_are_the_sentence(sentence: str) -> None:
    """Nothing is lost and nothing added."""
    claim = Claim("a.count", "Count", 12.0, "12", "offences", "", "", "", "", (), "computed", "")
    assert sentence == plain(cut(sentence, (claim,)))


def test_quoted_claims_become_their_words_and_keep_their_ids(robbery_change: Claim) -> None:
    """A register sentence is shown with the figures in it, each of which leads to its claim."""
    claims = {robbery_change.id: robbery_change}
    told = quoted("fell by {claim}`robbery.change_pct:size`.", claims)

    assert [("fell by ", ""), ("9.0 per cent", "robbery.change_pct"), (".", "")] == list(told)
    assert "fell by 9.0 per cent." == plain(told)


def test_an_unknown_claim_names_the_nearest(robbery_change: Claim) -> None:
    """Prose that quotes a claim that nothing recorded is told which ids are near."""
    with pytest.raises(UnknownClaim, match=r"nearest: robbery\.change_pct"):
        quoted("fell by {claim}`robbery.chang_pct`", {robbery_change.id: robbery_change})
