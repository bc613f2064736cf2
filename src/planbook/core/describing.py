"""An edition in one sentence, for links in other places, feeds and catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.status import GROUPS

if TYPE_CHECKING:
    from planbook.core.ledger import Edition
    from planbook.core.summary import Summary


def description(edition: Edition, summary: Summary) -> str:
    """How many promises stand where; where no plan is on record, what the figures are of."""
    total = sum(count for _, count in summary.counts)
    if not total:
        return f"Recorded crime in {edition.force_name}, {edition.long_label}: every figure traced to open data."
    counts = ", ".join(f"{count} {GROUPS[group].words}" for group, count in summary.counts if count)
    return (
        f"Of the {total} promises of the Police and Crime Plan {edition.plan_year} of {edition.force_name}: {counts}. "
        "Every figure is traced to its data."
    )
