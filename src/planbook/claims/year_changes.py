"""What changed on the year, by measure, grouped by what the verdicts license."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.claims.ledger import Ledger
    from planbook.data.measures import Measures

LEADS = {
    "significant increase on last year": "Significant increase",
    "significant reduction on last year": "Significant reduction",
    "similar to last year": "Similar",
    "no clear change on last year": "No clear change",
}
"""The words of the year on year verdict, in the order in which the front page tells them."""
WITHOUT_VERDICT = "Without a verdict, as only yearly counts are held"
AS_PUBLISHED = "As published, not recomputable"


@dataclass(frozen=True)
class YearChange:
    """One measure: its name inside a sentence, the change as shown, and the claim that holds it."""

    measure: str
    words: str
    change: str
    claim: str


@dataclass(frozen=True)
class YearGroup:
    """Measures of which the same can be said."""

    lead: str
    changes: tuple[YearChange, ...]


def changes_on_the_year(ledger: Ledger, measures: Measures) -> tuple[YearGroup, ...]:
    """Every change on the same months a year earlier, in groups by verdict; empty groups are left out.

    Changes that judge a milestone and were only ever published come last, as published.
    """
    verdicts = {verdict.measure: verdict.word for verdict in ledger.verdicts if verdict.kind == "year on year"}
    basis = {claim for status in ledger.milestones for claim in status.basis}
    grouped: dict[str, list[YearChange]] = {lead: [] for lead in (*LEADS.values(), WITHOUT_VERDICT, AS_PUBLISHED)}
    for claim in ledger.claims:
        measure, _, statistic = claim.id.partition(".")
        published = claim.status == "published"
        if statistic != "change_pct" or claim.status == "absent" or (published and claim.id not in basis):
            continue
        lead = AS_PUBLISHED if published else LEADS.get(verdicts.get(measure, ""), WITHOUT_VERDICT)
        name = measures[measure].label_inside
        grouped[lead].append(YearChange(measure, name, claim.display, claim.id))
    return tuple(YearGroup(lead, tuple(changes)) for lead, changes in grouped.items() if changes)
