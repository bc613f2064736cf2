"""The record of one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.chart_record import chart_links, chart_path
from planbook.claims.claims import claim_address, claim_record

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition


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
