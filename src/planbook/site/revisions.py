"""Figures beside other figures of the same thing: published and revised ones, the original report and open data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planbook.claims.claims import Claim
from planbook.claims.display import signed_text, whole_text
from planbook.claims.report_check import (
    REVISION_MARGIN_PCT,
    Finding,
    check_report,
    report_claims,
    report_contradictions,
)
from planbook.claims.revisions import KINDS, Effect, Entry, Revision, direction_effects, entry_for, lowest_effects
from planbook.claims.sentences import Part
from planbook.data import registers
from planbook.data.files import Made
from planbook.data.periods import Period, date_words
from planbook.data.plan import Milestone, paragraph_text
from planbook.editions.library_files import read_library
from planbook.editions.vintages import release_today, revision_entries, revisions_of, standings, years_as_known
from planbook.site.edition_source import Source, page_of_outcome
from planbook.site.milestones import milestone_anchor
from planbook.site.render import BlockDirective

TABLE = "revisions.csv"
"""The file of every figure that two releases give, at the root of the site."""
PAGE = "book/revisions"
COLUMNS = ("measure", "period", "published", "vintage_published", "revised", "vintage_revised", "difference", "kind")


@dataclass(frozen=True)
class Printed:
    """A printed figure beside the recomputed one, and what becomes of the judgement that rests on it."""

    published: Claim
    recomputed: Claim
    effect: str

    @property
    def difference(self) -> str:
        """Recomputed less printed, in the unit of the two."""
        gap = (self.recomputed.value or 0) - (self.published.value or 0)
        if self.published.unit == "per cent":
            return f"{signed_text(gap, 1)} percentage points"
        return signed_text(gap, 0)


@dataclass(frozen=True)
class MeasureRevisions:
    """The figures of one measure that two releases give."""

    label: str
    figures: tuple[Revision, ...]

    @property
    def changed(self) -> int:
        """How many differ."""
        return sum(one.changed for one in self.figures)

    @property
    def largest(self) -> Revision | None:
        """The figure with the largest difference in per cent; None where none differs."""
        return max((one for one in self.figures if one.changed), key=lambda one: abs(one.percent or 0), default=None)


@dataclass(frozen=True)
class ExplainedRevisions:
    """The revised figures of a force and the conclusions about years, each with the entry of the register behind it."""

    entries: tuple[Entry, ...]
    figures: tuple[tuple[Revision, Entry | None], ...]
    effects: tuple[tuple[Effect, Entry | None], ...]


def explained_revisions(source: Source) -> ExplainedRevisions:
    """Every figure and conclusion that the two vintages give, those that stay the same too."""
    area, entries = source.ledger.edition.force, revision_entries(source.places)
    figures = tuple((one, entry_for(entries, one)) for one in revisions_of(source.places, area))
    whole = [one for one, _ in figures if "Q" not in one.period]
    years = [one for one in whole if one.period.startswith("FY")]
    effects = (*direction_effects(whole), *lowest_effects(years, years_as_known(source.places, area)))
    by_figure = {(one.measure, one.period): entry for one, entry in figures}
    return ExplainedRevisions(entries, figures, tuple((one, _cause(one, by_figure)) for one in effects))


def _cause(effect: Effect, entries: Mapping[tuple[str, str], Entry | None]) -> Entry | None:
    """The entry behind a change of conclusion: one that names the measure, of the period or of the year before."""
    before = Period.parse(effect.period).comparison.canonical
    own, earlier = (entries.get((effect.measure, period)) for period in (effect.period, before))
    return next((one for one in (own, earlier) if one and one.measures), own or earlier)


def _period_label(text: str) -> str:
    return Period.parse(text).label


class TwoClocks(BlockDirective):
    """Milestones and printed figures of the edition on each clock."""

    template = "two_clocks.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The standings, and pairs of a printed and a recomputed figure with the effect."""
        judged = standings(source.places, source.plan, source.measures, source.ledger, source.period)

        def address(milestone: Milestone) -> str:
            return self._link(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))

        return {
            "edition": source.ledger.edition,
            "standings": judged,
            "changed": [row for row in judged.rows if row.changes],
            "printed": _printed(source),
            "address": address,
        }


def _printed(source: Source) -> list[Printed]:
    claims = {claim.id: claim for claim in source.ledger.claims}
    pairs = (
        (published, claims.get(published.id.replace(".published_", ".")))
        for published in claims.values()
        if published.status == "published" and ".published_" in published.id
    )
    return [
        Printed(published, own, _effect(published, own))
        for published, own in pairs
        if own is not None and own.status == "computed" and own.value is not None and published.value is not None
    ]


def _effect(published: Claim, recomputed: Claim) -> str:
    """Whether two figures lead to one conclusion: the side of zero of a change, the place of a rank."""
    first, second = published.value or 0, recomputed.value or 0
    if published.statistic.endswith("rank"):
        return "same place" if first == second else "another place"
    if "change" not in published.statistic:
        return "no conclusion rests on it"
    return "same direction" if (first > 0) == (second > 0) else "direction reversed"


class Changed(BlockDirective):
    """The past verdicts that today's data would change."""

    template = "verdicts_changed.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The effects that change, each with the entry that explains it, and the report's contradicted statements."""
        edition, effects = source.ledger.edition, explained_revisions(source).effects
        return {
            "compared": len(effects),
            "force": edition.force_name,
            "today": date_words(release_today(source.places, edition.force)),
            "changed": [(one, entry) for one, entry in effects if one.changes],
            "period": _period_label,
            "contradicted": [one for one in report_findings(source) if one.reading == "contradicted"],
        }


class Figures(BlockDirective):
    """Every figure that two releases give, measure by measure."""

    template = "revisions.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Measures in the order of their labels, with their figures."""
        by_label: dict[str, list[Revision]] = {}
        for one in revisions_of(source.places, source.ledger.edition.force):
            by_label.setdefault(one.label, []).append(one)
        return {
            "measures": [MeasureRevisions(label, tuple(figures)) for label, figures in sorted(by_label.items())],
            "force": source.ledger.edition.force_name,
            "period": _period_label,
            "when": date_words,
            "whole": whole_text,
            "change": lambda value: signed_text(value, 0),
            "percent": lambda value: "" if value is None else f"{signed_text(value, 1)}%",
            "table": f"../{TABLE}",
        }


class Reasons(BlockDirective):
    """Why figures were revised: planned revisions and corrections apart."""

    template = "revision_reasons.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Entries by kind, each with its effect worked out, and corrections of earlier editions in the library."""
        explained = explained_revisions(source)
        words = [(entry, _effect_words(entry, explained)) for entry in explained.entries]
        return {
            "kinds": [(kind, [pair for pair in words if pair[0].kind == kind.id]) for kind in KINDS.values()],
            "period": _period_label,
            "corrections": _corrections(source),
        }


def _effect_words(entry: Entry, explained: ExplainedRevisions) -> str:
    figures = sum(own is entry and one.changed for one, own in explained.figures)
    flipped = sum(own is entry and one.changes for one, own in explained.effects)
    if not figures:
        return "No figure on this site rests on what was corrected, so no conclusion changes."
    conclusions = f"{flipped} conclusion{'s' if flipped > 1 else ''} would change"
    changed = conclusions if flipped else "no conclusion changes"
    differ = "1 figure held here differs" if figures == 1 else f"{whole_text(figures)} figures held here differ"
    return f"{differ}; {changed}."


def _corrections(source: Source) -> list[tuple[str, str]]:
    """Corrected revisions of the editions of earlier periods in the library, with their reasons.

    Those of the edition itself are left out: it would differ from itself once it is published. They stand in the
    line at the head of each published page.
    """
    own = source.ledger.edition
    return [
        (f"{one.title}, revision {one.revision}", one.reason)
        for one in read_library(source.places.library).editions
        if one.reason and one.force == own.force and Period.parse(one.period).end < source.period.end
    ]


def revisions_file(source: Source) -> Iterator[Made]:
    """Every figure that two releases give, as CSV."""
    entries = revision_entries(source.places)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in revisions_of(source.places, source.ledger.edition.force):
        entry = entry_for(entries, one) if one.changed else None
        figures = [f"{value:.0f}" for value in (one.published, one.revised, one.difference)]
        kind = entry.kind if entry else ""
        writer.writerow((one.measure, one.period, figures[0], one.before, figures[1], one.after, figures[2], kind))
    yield TABLE, text.getvalue()


def report_findings(source: Source) -> tuple[Finding, ...]:
    """What the check of the report finds; nothing where the edition is not of the report's force and year."""
    if not source.ledger.edition.plan_in_force or source.period.months != source.plan.year.months:
        return ()
    return check_report(report_claims(registers.published(source.places)), source.ledger, source.measures)


class ReportCheck(BlockDirective):
    """Each recorded-crime claim of the report beside the recomputed value."""

    template = "report_check.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The findings, and how many of each reading."""
        findings = report_findings(source)
        readings = ("agrees", "agrees within revision", "contradicted", "not recomputable")
        return {
            "findings": findings,
            "counts": [(reading, sum(finding.reading == reading for finding in findings)) for reading in readings],
            "margin": REVISION_MARGIN_PCT,
            "edition": source.ledger.edition,
            "report_year": source.plan.year.label,
            "report_force": registers.area_name(source.places, registers.PLAN_FORCE),
            "paragraph_text": paragraph_text,
            "parts": lambda finding: [Part(finding.recomputed, finding.recomputed_id)],
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


DIRECTIVES = {
    "planbook-report-check": ReportCheck,
    "planbook-report-arithmetic": ReportArithmetic,
    "planbook-clocks": TwoClocks,
    "planbook-verdicts-changed": Changed,
    "planbook-revisions": Figures,
    "planbook-revision-reasons": Reasons,
}
