"""A claim at an address of its own: all that the ledger says of it, and where its receipt and its edition are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.core.claims import Claim

CLAIM_FORMAT = "planbook-claim/1"
SCHEMA = "ledger.schema.json#/$defs/claim_file"


def anchor(claim_id: str) -> str:
    """The id of the row of a page's table that shows a claim: ``claim-robbery-change-pct``."""
    return f"claim-{claim_id.replace('.', '-').replace('_', '-')}"


def claim_address(claim_id: str) -> str:
    """Where the record of a claim stands below the root of its edition: ``claims/robbery.change_pct.json``."""
    return f"claims/{claim_id}.json"


def receipt_address(claim_id: str) -> str:
    """Where the receipt of a claim stands below the root of its edition: ``receipts/robbery.change_pct.html``."""
    return f"receipts/{claim_id}.html"


def claim_record(claim: Claim, edition: Edition) -> dict[str, Any]:
    """The record of one claim as plain data; addresses are below the root of the edition."""
    return {
        "format": CLAIM_FORMAT,
        "schema": SCHEMA,
        "address": claim_address(claim.id),
        "receipt": receipt_address(claim.id),
        "ledger": "ledger.json",
        "edition": {
            "period": edition.period,
            "label": edition.label,
            "as_at": edition.as_at,
            "force": edition.force,
            "force_name": edition.force_name,
            "version": edition.version,
        },
        "claim": {**claim.as_record(), "measure": claim.measure, "statistic": claim.statistic},
    }
