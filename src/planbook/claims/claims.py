"""A claim: one published value with an id, and all that a reader needs to check it.

Ids read ``<measure>.<statistic>``; the table of statistics says how each is called, worked out and shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from planbook.claims.display import show_value
from planbook.claims.statistics_table import statistic_of
from planbook.data.rows import Rows, rows_fields
from planbook.data.values import nearest

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.data.measures import Measure


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


ClaimStatus = Literal["computed", "published", "absent"]


class UnknownClaim(KeyError):
    """A claim id that nothing recorded and nothing cites."""

    def __init__(self, wanted: str, ids: tuple[str, ...]) -> None:
        super().__init__(f"no claim {wanted!r}; nearest: {nearest(wanted, ids)}")


@dataclass(frozen=True)
class Claim:
    """One published value.

    ``value`` has full precision and is None for an absent claim, whose ``reason`` then says why.
    ``number`` and ``unit`` make up the display text; ``window`` is a canonical period. ``inputs`` are the claims and
    tables it was computed from, ``rows`` the rows of those tables.
    """

    id: str
    label: str
    value: float | None
    number: str
    unit: str
    window: str
    outcome: str
    milestone: str
    method: str
    inputs: tuple[str, ...]
    status: ClaimStatus
    source: str
    reason: str = ""
    paragraph: str = ""
    notebook: str = ""
    cell: str = ""
    rows: tuple[Rows, ...] = ()

    @property
    def display(self) -> str:
        """The text on the page: number and unit."""
        return f"{self.number} {self.unit}".strip() if self.status != "absent" else "not available"

    @property
    def measure(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def statistic(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    def as_record(self) -> dict[str, Any]:
        """The claim as plain data for the ledger."""
        rows = [rows.as_record() for rows in self.rows]
        # msgspec leaves defaults of what it read on the class; `replace` sets every field, so that none is left out.
        return {**msgspec.to_builtins(replace(self)), "rows": rows, "display": self.display}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Claim:
        """Read a claim back from the ledger."""
        rows = [rows_fields(rows) for rows in record.get("rows", ())]
        return msgspec.convert({**record, "rows": rows}, cls)


def claim_of(
    measure: Measure,
    name: str,
    value: float,
    *,
    window: str,
    milestone: tuple[str, str],
    source: str,
    reason: str = "",
    of: str = "",
) -> Claim:
    """The claim that a statistic of a measure makes; an absent one, with its reason, where ``value`` is NaN.

    Args:
        measure: what is measured.
        name: the statistic; the id is ``<measure>.<name>``.
        value: with full precision; NaN for none.
        window: the canonical period.
        milestone: ids of outcome and milestone.
        source: who published the data.
        reason: why there is no value.
        of: for a rank, the places in words.

    Raises:
        UnknownStatistic: ``name`` is not in the table of statistics.
    """
    statistic, absent = statistic_of(name), math.isnan(value)
    number, unit = ("", "") if absent else show_value(value, statistic.form, measure.unit, of=of, per=measure.per_whom)
    return Claim(
        id=f"{measure.id}.{name}",
        label=statistic.label,
        value=None if absent else value,
        number=number,
        unit=unit,
        window=window,
        outcome=milestone[0],
        milestone=milestone[1],
        method=statistic.method,
        inputs=(),
        status="absent" if absent else "computed",
        source=source,
        reason=reason if absent else "",
    )


def claim_text(claim: Claim, modifiers: tuple[str, ...] = ()) -> str:
    """The words that stand for a claim in prose; ``size`` drops the sign, ``number`` the unit.

    Raises:
        ValueError: a modifier that does not exist.
    """
    unknown = [modifier for modifier in modifiers if modifier not in {"size", "number"}]
    if unknown:
        raise ValueError(
            f"claim modifier {unknown[0]!r} does not exist; nearest: {nearest(unknown[0], ('size', 'number'), 1)}"
        )
    if claim.status == "absent":
        return claim.display
    number = claim.number.lstrip("+−") if "size" in modifiers else claim.number
    return number if "number" in modifiers else f"{number} {claim.unit}".strip()


def split_display(display: str) -> tuple[str, str]:
    """The number and the unit of a ready-made display text; the whole is the number where words lead."""
    head, _, tail = display.partition(" ")
    leads_with_number = head.lstrip("+−£").replace(",", "").replace(".", "").isdigit()
    if leads_with_number and tail.startswith("million"):
        return f"{head} million", tail.removeprefix("million").strip()
    return (head, tail) if leads_with_number else (display, "")
