"""Claims: ids, display, and the ways in which prose quotes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from planbook.claims.claims import (
    Claim,
    claim_address,
    claim_of,
    claim_text,
)
from planbook.claims.ledger import claim_record
from planbook.claims.records import chart_links, chart_path
from planbook.claims.revisions import split_display
from planbook.claims.statistics_table import UnknownStatistic
from planbook.data.measures import Measure

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition


ROBBERY = Measure("robbery", "Robbery", "robbery offences", "offences", "", "down", "table", "", "", "", "", "", "")


def claimed(name: str, value: float, **more: str) -> Claim:
    """A claim on robbery in 2014/15."""
    return claim_of(ROBBERY, name, value, window="FY2014-15", milestone=("O5", "M5.4b"), source="Home Office", **more)


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
def test_each_statistic_has_one_form(name: str, value: float, display: str) -> None:
    """The table of statistics fixes rounding and unit."""
    assert display == claimed(name, value).display


def test_a_rank_says_of_how_many() -> None:
    """A place without its number of places is never printed."""
    assert "1 of 4 similar forces, lowest first" == claimed("rank", 1, of="4 similar forces").display


@pytest.mark.parametrize(
    ("modifiers", "text"),
    [((), "−9.0 per cent"), (("size",), "9.0 per cent"), (("number",), "−9.0"), (("size", "number"), "9.0")],
)
def test_prose_may_drop_sign_and_unit(modifiers: tuple[str, ...], text: str) -> None:
    """“fell by 9.0 per cent” needs no sign, a table cell no unit."""
    assert text == claim_text(claimed("change_pct", -9.0266), modifiers)


def test_a_value_that_is_not_there_gives_an_absent_claim_with_its_reason() -> None:
    """A missing figure is said to be missing, with the reason, and has no value."""
    absent = claimed("count", math.nan, reason="The measure ended.")

    assert ("absent", None, "not available", "The measure ended.") == (
        absent.status,
        absent.value,
        absent.display,
        absent.reason,
    )


def test_a_misspelt_statistic_names_the_nearest() -> None:
    """The analyst is told what was meant."""
    with pytest.raises(UnknownStatistic, match="change_pct"):
        claimed("chnge_pct", 1)


def test_a_modifier_that_does_not_exist_is_refused() -> None:
    """A misspelt modifier does not pass in silence."""
    with pytest.raises(ValueError, match="nearest: size"):
        claim_text(claimed("count", 1), ("siz",))


@pytest.mark.parametrize(
    ("display", "parts"),
    [
        ("82.7 per cent", ("82.7", "per cent")),
        ("−474 offences", ("−474", "offences")),
        ("£2.18 million", ("£2.18 million", "")),
        ("more than 3,000 applications", ("more than 3,000 applications", "")),
        ("1,473 offences a month", ("1,473", "offences a month")),
    ],
)
def test_ready_made_texts_are_split_only_where_a_number_leads(display: str, parts: tuple[str, str]) -> None:
    """A cited value keeps the report's own words."""
    assert parts == split_display(display)


def test_a_claim_survives_the_ledger() -> None:
    """Written and read back, a claim is the same."""
    claim = claimed("change_pct", -9.0266)

    assert claim == Claim.from_record(claim.as_record())


def test_a_record_holds_the_claim_and_says_where_it_belongs(robbery_change: Claim, edition: Edition) -> None:
    """Everything of the ledger, then address, receipt and edition."""
    record = claim_record(robbery_change, edition)
    assert {**robbery_change.as_record(), "measure": "robbery", "statistic": "change_pct"} == record["claim"]
    assert ("claims/robbery.change_pct.json", "receipts/robbery.change_pct.html") == (
        record["address"],
        record["receipt"],
    )
    assert ("FY2014-15", "West Midlands") == (record["edition"]["period"], record["edition"]["force_name"])


def test_addresses_are_made_of_ids() -> None:
    """A claim and a chart stand where their ids say; links lead there from the page of an outcome."""
    assert "claims/a.b.json" == claim_address("a.b")
    links = [address for _, address in chart_links("a-level")]
    assert [f"../../{chart_path('a-level', ending)}" for ending in ("csv", "svg", "png")] == links
