"""The page that sets the original report beside open data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.claims.report_check import REVISION_MARGIN_PCT, check_report, report_claims, report_contradictions
from planbook.claims.sentences import Part
from planbook.data import registers
from planbook.data.plan import paragraph_text
from planbook.site.milestones import milestone_anchor
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES"]


class ReportCheck(BlockDirective):
    """Each recorded-crime claim of the report beside the recomputed value."""

    template = "report_check.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The findings, and how many of each reading."""
        findings = check_report(report_claims(registers.published(source.places)), source.ledger, source.measures)
        in_scope = source.ledger.edition.plan_in_force and source.period.months == source.plan.year.months
        readings = ("agrees", "agrees within revision", "contradicted", "not recomputable")
        return {
            "findings": findings if in_scope else (),
            "counts": [(reading, sum(finding.reading == reading for finding in findings)) for reading in readings],
            "margin": REVISION_MARGIN_PCT,
            "edition": source.ledger.edition,
            "report_year": source.plan.year.label,
            "report_force": registers.area_name(source.places, registers.PLAN_FORCE),
            "paragraph_text": paragraph_text,
            "shown": lambda finding: [Part(finding.recomputed, finding.recomputed_id)],
        }


class ReportArithmetic(BlockDirective):
    """What cannot all be true among the report's own figures."""

    template = "report_arithmetic.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The contradictions between the report's figures."""
        return {
            "contradictions": report_contradictions(registers.published(source.places)),
            "anchor": milestone_anchor,
        }


DIRECTIVES = {"planbook-report-check": ReportCheck, "planbook-report-arithmetic": ReportArithmetic}
