"""Claims: ids, display, the ways in which prose quotes them, and sentences as parts that show claims."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.claims import Claim, UnknownClaim, claim_of, claim_text, cut, plain, quoted
from planbook.claims.statistics_table import UnknownStatistic

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.data.measures import Measure

NUMBERS = ["12", "112", "12.5", "+3", "−12"]


@pytest.fixture
def claimed(robbery: Measure) -> Callable[..., Claim]:
    """Makes a claim on robbery in 2014/15."""

    def make(name: str, value: float, **more: str) -> Claim:
        return claim_of(robbery, name, value, window="FY2014-15", milestone=("O5", "M5.4b"), source="", **more)

    return make


@pytest.fixture
def count(robbery_change: Claim) -> Claim:
    """4,888 offences."""
    return replace(robbery_change, id="robbery.count", number="4,888", unit="offences", value=4888.0)


def figures(sentence: str, *claims: Claim) -> list[tuple[str, str]]:
    """The figures of a sentence, with the claim of each."""
    return [(part.text, part.claim) for part in cut(sentence, claims) if part.claim]


@pytest.mark.parametrize(
    ("name", "value", "display"),
    [
        ("count", 4888, "4,888 offences"),
        ("change", -485, "−485 offences"),
        ("change_pct", -9.0266, "−9.0 per cent"),
        ("gap_points", 15.8, "+15.8 percentage points"),
        ("process_average", 1310.4, "1,310 offences a quarter"),
        ("rate", 62.82, "62.8 offences per 1,000 residents"),
        ("dispersion", 4.71, "4.7"),
    ],
)
def test_each_statistic_has_one_form(claimed: Callable[..., Claim], name: str, value: float, display: str) -> None:
    """The table of statistics fixes rounding and unit."""
    assert display == claimed(name, value).display


def test_a_rank_says_of_how_many(claimed: Callable[..., Claim]) -> None:
    """A place without its number of places is never printed."""
    assert "1 of 4 similar forces, lowest first" == claimed("rank", 1, of="4 similar forces").display


@pytest.mark.parametrize(
    ("modifiers", "text"),
    [((), "−9.0 per cent"), (("size",), "9.0 per cent"), (("number",), "−9.0"), (("size", "number"), "9.0")],
)
def test_prose_may_drop_sign_and_unit(robbery_change: Claim, modifiers: tuple[str, ...], text: str) -> None:
    """“fell by 9.0 per cent” needs no sign, a table cell no unit."""
    assert text == claim_text(robbery_change, modifiers)


def test_a_value_that_is_not_there_gives_an_absent_claim_with_its_reason(claimed: Callable[..., Claim]) -> None:
    """A missing figure is said to be missing, with the reason, and has no value: nothing reads “nan”."""
    absent = claimed("count", math.nan, reason="The measure ended.")
    assert ("absent", None, "", "") == (absent.status, absent.value, absent.number, absent.unit)
    assert ("not available", "The measure ended.") == (absent.display, absent.reason)


def test_misspelt_names_are_told_the_nearest(claimed: Callable[..., Claim], robbery_change: Claim) -> None:
    """A statistic, a modifier and a claim that do not exist: the analyst is told what was meant."""
    with pytest.raises(UnknownStatistic, match="change_pct"):
        claimed("chnge_pct", 1)
    with pytest.raises(ValueError, match="nearest: size"):
        claim_text(robbery_change, ("siz",))
    with pytest.raises(UnknownClaim, match=r"nearest: robbery\.change_pct"):
        quoted("fell by {claim}`robbery.chang_pct`", {robbery_change.id: robbery_change})


def test_a_claim_survives_the_ledger(robbery_change: Claim) -> None:
    """Written and read back, a claim is the same."""
    assert robbery_change == Claim.from_record(robbery_change.as_record())


def test_quoted_claims_become_their_words_and_keep_their_ids(robbery_change: Claim) -> None:
    """A register sentence is shown with the figures in it, each of which leads to its claim."""
    parts = quoted("fell by {claim}`robbery.change_pct:size`.", {robbery_change.id: robbery_change})
    assert [("fell by ", ""), ("9.0 per cent", "robbery.change_pct"), (".", "")] == list(parts)
    assert "fell by 9.0 per cent." == plain(parts)


def test_figures_are_found_with_unit_without_sign_and_bare(robbery_change: Claim, count: Claim) -> None:
    """As a sentence of a verdict writes them."""
    sentence = "Robbery was 9.0 per cent lower (4,888 against 5,373 offences; change −9.0 per cent)."
    assert [
        ("9.0 per cent", "robbery.change_pct"),
        ("4,888", "robbery.count"),
        ("−9.0 per cent", "robbery.change_pct"),
    ] == figures(sentence, robbery_change, count)


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        ("14,888 and 4,888,000 and −4,888 and 4,888.5", {}),
        ("7 of 9 years", {"number": "7", "unit": ""}),
        ("not available", {"status": "absent", "value": None, "number": "", "unit": ""}),
    ],
)
def test_what_is_no_figure_of_a_claim_is_left_alone(count: Claim, sentence: str, changes: dict[str, str]) -> None:
    """Other numbers that hold the same digits, a lone digit, the words of an absent claim."""
    assert [] == figures(sentence, replace(count, **changes))


@given(
    st.lists(st.sampled_from([*NUMBERS, "1", "2", " ", ",", ".", "a", "é", " offences", "x12"])),
    st.lists(st.sampled_from(NUMBERS), unique=True, max_size=4),
)
def test_the_longest_figure_that_stands_by_itself_is_found(parts: list[str], numbers: list[str]) -> None:
    """As one pattern of all texts would find them, from left to right; put together, the parts are the sentence."""
    claims = [
        Claim(f"a{place}.count", "Count", 12.0, number, "", "", "", "", "", (), "computed", "")
        for place, number in enumerate(numbers)
    ]
    sentence = "".join(parts)
    texts = {text for claim in claims for text in (claim.number, claim.number.lstrip("+−"))}
    longest_first = sorted((text for text in texts if len(text) > 1), key=lambda text: (-len(text), text))
    pattern = re.compile(r"(?<![\w,.−+])(" + "|".join(map(re.escape, longest_first)) + r")(?!\w|[,.]\d)")
    expected = [match[0] for match in pattern.finditer(sentence)] if longest_first else []
    assert expected == [text for text, _ in figures(sentence, *claims)]
    assert sentence == plain(cut(sentence, claims))
