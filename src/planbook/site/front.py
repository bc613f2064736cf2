"""The front page: the edition in three sentences, and every milestone with its status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.core.summary import summarise
from planbook.notebook.markup import anchor
from planbook.site.milestones import milestone_anchor, status_class
from planbook.site.render import BlockDirective
from planbook.site.source import page_of_outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.core.claims import Claim
    from planbook.core.measures import Measure
    from planbook.core.plan import Milestone
    from planbook.core.status import MilestoneStatus
    from planbook.site.source import Source

__all__ = ["DIRECTIVES"]

GROUP_WORDS = {"met": "met", "part": "met in part", "missed": "not met", "open": "not judged"}


class EditionLine(BlockDirective):
    """What this edition is: force, period, plan and revision of the data."""

    template = "edition.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The edition's record."""
        return {"edition": source.ledger.edition}


class SummaryBlock(BlockDirective):
    """The edition in a minute: sentences, counts, and the promises that figures can judge."""

    template = "summary.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Sentences, counts, and judged milestones with target, baseline, actual and gap."""
        summary = summarise(source.plan, source.ledger.milestones)
        pairs = _pairs(source)
        return {
            "sentences": summary.sentences,
            "counts": [(GROUP_WORDS[group], count) for group, count in summary.counts],
            "signals": source.ledger.signals,
            "fragile": sum(bool(verdict.get("fragile")) for verdict in source.ledger.verdicts),
            "verdicts": len(source.ledger.verdicts),
            "total": len(source.plan.promises),
            "judged": [(milestone, status) for milestone, status in pairs if status.change],
            "address": lambda milestone: self._link(
                page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id)
            ),
            "status_class": status_class,
            "basis": source.ledger.basis,
        }


class FiguresTable(BlockDirective):
    """What recorded crime shows in the period, measure by measure."""

    template = "figures.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One row a measure with a count: the two counts, the change, the two verdicts."""
        claims = {claim.id: claim for claim in source.ledger.claims}
        words = {(verdict["measure"], verdict["verdict"]): verdict for verdict in source.ledger.verdicts}
        counted = [
            claim for claim in source.ledger.claims if claim.statistic == "count" and claim.status != "published"
        ]
        rows = [
            FigureRow(
                measure=source.measures[count.measure],
                count=count,
                baseline=claims[f"{count.measure}.baseline"],
                change=claims[f"{count.measure}.change_pct"],
                level=words.get((count.measure, "level")),
                year=words.get((count.measure, "year on year")),
            )
            for count in counted
        ]
        return {"rows": rows, "edition": source.ledger.edition, "address": lambda claim: self._address(source, claim)}

    def _address(self, source: Source, claim: Claim) -> str:
        return self._link(page_of_outcome(source, claim.outcome), anchor(claim.id))


@dataclass(frozen=True)
class FigureRow:
    """One measure on the front page."""

    measure: Measure
    count: Claim
    baseline: Claim
    change: Claim
    level: Mapping[str, Any] | None
    year: Mapping[str, Any] | None


class MilestoneTables(BlockDirective):
    """All milestones, outcome by outcome."""

    template = "milestones.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Outcomes with their milestones and statuses."""
        pairs = _pairs(source)
        return {
            "outcomes": [
                (
                    outcome,
                    page_of_outcome(source, outcome.id),
                    [pair for pair in pairs if pair[0].outcome == outcome.id],
                )
                for outcome in source.plan.outcomes
            ],
            "anchor": milestone_anchor,
            "in_force": source.ledger.edition.plan_in_force,
            "status_class": status_class,
            "basis": source.ledger.basis,
        }


def _pairs(source: Source) -> list[tuple[Milestone, MilestoneStatus]]:
    statuses = {status.milestone: status for status in source.ledger.milestones}
    return [(milestone, statuses[milestone.id]) for milestone in source.plan.milestones if milestone.id in statuses]


DIRECTIVES = {
    "planbook-edition": EditionLine,
    "planbook-summary": SummaryBlock,
    "planbook-figures": FiguresTable,
    "planbook-milestones": MilestoneTables,
}
