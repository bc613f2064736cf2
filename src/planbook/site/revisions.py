"""Figures beside other figures of the same thing: published and revised ones, the report and open data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from planbook.claims.claims import Claim, Part
from planbook.claims.display import signed_text, whole_text
from planbook.claims.report import READINGS, Finding, check_report, report_claims, report_contradictions
from planbook.claims.revisions import (
    KINDS,
    Effect,
    Entry,
    Revision,
    direction_effects,
    entry_for,
    lowest_effects,
)
from planbook.data import registers
from planbook.data.files import Made
from planbook.data.periods import Period, date_words
from planbook.editions.library_files import read_library
from planbook.editions.vintages import release_today, revision_entries, revisions_of, standings, years_as_known
from planbook.export.tables import csv_text
from planbook.site.edition_source import EDITION, Source
from planbook.site.render import block

TABLE = "revisions.csv"
"""The file of every figure that two releases give, at the root of the site."""
PAGE = "book/revisions"
COLUMNS = ("measure", "period", "published", "vintage_published", "revised", "vintage_revised", "difference", "kind")


@dataclass(frozen=True)
class ExplainedRevisions:
    """The revised figures of a force and the conclusions about years, each with the entry of the register behind it."""

    entries: tuple[Entry, ...]
    figures: tuple[tuple[Revision, Entry | None], ...]
    effects: tuple[tuple[Effect, Entry | None], ...]

    def effect_words(self, entry: Entry) -> str:
        """What the corrections of an entry do to figures and conclusions."""
        figures = sum(own is entry and one.changed for one, own in self.figures)
        flipped = sum(own is entry and one.changes for one, own in self.effects)
        if not figures:
            return "No figure on this site rests on what was corrected, so no conclusion changes."
        conclusions = f"{flipped} conclusion{'s' if flipped > 1 else ''} would change"
        changed = conclusions if flipped else "no conclusion changes"
        differ = "1 figure held here differs" if figures == 1 else f"{whole_text(figures)} figures held here differ"
        return f"{differ}; {changed}."


def explained_revisions(source: Source) -> ExplainedRevisions:
    """Every figure and conclusion that the two vintages give, those that stay the same too."""
    area, entries = source.ledger.edition.force, revision_entries(source.places)
    figures = tuple((one, entry_for(entries, one)) for one in revisions_of(source.places, area))
    # Conclusions are drawn about years; a single quarter is compared as a figure alone.
    whole = [one for one, _ in figures if "Q" not in one.period]
    years = [one for one in whole if one.period.startswith("FY")]
    effects = (*direction_effects(whole), *lowest_effects(years, years_as_known(source.places, area)))
    by_figure = {(one.measure, one.period): entry for one, entry in figures}
    explained = []
    for effect in effects:
        before = Period.parse(effect.period).comparison.canonical
        own, earlier = (by_figure.get((effect.measure, period)) for period in (effect.period, before))
        # A conclusion rests on two years: the cause is the entry that names the measure, of either year.
        explained.append((effect, next((one for one in (own, earlier) if one and one.measures), own or earlier)))
    return ExplainedRevisions(entries, figures, tuple(explained))


def two_clocks(source: Source) -> dict[str, Any]:
    """Milestones on each clock, and pairs of a printed and a recomputed figure."""
    judgements = standings(source.places, source.plan, source.measures, source.ledger, source.period)
    return {"standings": judgements, "printed": list(_printed(source.claims))}


def _printed(claims: Mapping[str, Claim]) -> Iterator[tuple[Claim, Claim, str, str]]:
    """Each printed figure, the recomputed one, their difference, and whether they lead to one conclusion."""
    for published in claims.values():
        # The report's value of a statistic and ours differ in this part of the id alone.
        own = claims.get(published.id.replace(".published_", "."))
        if published.status != "published" or own is None or own.status != "computed":
            continue
        first, second = published.value, own.value
        if first is None or second is None:
            continue
        percent = published.unit == "per cent"
        difference = signed_text(second - first, 1 if percent else 0)
        if published.statistic.endswith("rank"):
            effect = "same place" if first == second else "another place"
        elif "change" in published.statistic:
            effect = "same direction" if (first > 0) == (second > 0) else "direction reversed"
        else:
            effect = "no conclusion rests on it"
        yield published, own, f"{difference} percentage points" if percent else difference, effect


def verdicts_changed(source: Source) -> dict[str, Any]:
    """The past verdicts that today's data would change, and the report's contradicted statements."""
    edition, effects = source.ledger.edition, explained_revisions(source).effects
    return {
        "compared": len(effects),
        "force": edition.force_name,
        "today": date_words(release_today(source.places, edition.force)),
        "changed": [(one, entry) for one, entry in effects if one.changes],
        "period": Period.parse,
        "contradicted": [one for one in report_findings(source) if one.reading == "contradicted"],
    }


def figures(source: Source) -> dict[str, Any]:
    """Every figure that two releases give, measure by measure, with those revised and the largest revision."""
    measures, by_label = [], attrgetter("label")
    revisions = sorted(revisions_of(source.places, source.ledger.edition.force), key=by_label)
    for label, group in groupby(revisions, by_label):
        both = list(group)
        revised = [one for one in both if one.changed]
        largest = max(revised, key=lambda one: abs(one.percent or 0), default=None)
        measures.append((label, both, revised, largest))
    return {
        "measures": measures,
        "force": source.ledger.edition.force_name,
        "period": Period.parse,
        "when": date_words,
        "whole": whole_text,
        "change": lambda value: signed_text(value, 0),
        "percent": lambda value: "" if value is None else f"{signed_text(value, 1)}%",
        "table": f"../{TABLE}",
    }


def reasons(source: Source) -> dict[str, Any]:
    """Why figures were revised, by kind, and corrections of earlier editions in the library."""
    explained, own = explained_revisions(source), source.ledger.edition
    words = [(entry, explained.effect_words(entry)) for entry in explained.entries]
    # A corrected revision of this very edition is left out: it would differ from itself once it is published.
    # Its reason stands in the line at the head of each published page.
    corrections = [
        (f"{one.title}, revision {one.revision}", one.reason)
        for one in read_library(source.places.library).editions
        if one.reason and one.force == own.force and Period.parse(one.period).end < source.period.end
    ]
    return {
        "kinds": [(kind, [pair for pair in words if pair[0].kind == kind.id]) for kind in KINDS.values()],
        "period": Period.parse,
        "corrections": corrections,
    }


def revisions_file(source: Source) -> Iterator[Made]:
    """Every figure that two releases give, as CSV."""
    entries, rows = revision_entries(source.places), []
    for one in revisions_of(source.places, source.ledger.edition.force):
        entry = entry_for(entries, one) if one.changed else None
        figures = (one.published, one.before, one.revised, one.after, one.difference)
        rows.append((one.measure, one.period, *figures, entry.kind if entry else ""))
    yield TABLE, csv_text(COLUMNS, rows)


def report_findings(source: Source) -> tuple[Finding, ...]:
    """What the check of the report finds; nothing where the edition is not of the report's force and year."""
    # Beside the report's figures, those of another year would look like contradictions.
    if not source.plan.reports_on(source.ledger.edition.force, source.period):
        return ()
    published = registers.published(source.places, source.plan)
    return check_report(report_claims(published), source.ledger, source.measures)


def report_words(source: Source) -> dict[str, str]:
    """What pages say of the report of the plan: whose it is, and of which period; empty where there is none."""
    report = source.plan.report
    if report is None:
        return {"report_force": "", "report_year": ""}
    return {"report_force": registers.area_name(source.places, report.force), "report_year": report.year.label}


def report_check(source: Source) -> dict[str, Any]:
    """Each statement of the report on recorded crime beside what open data give, and how many of each reading."""
    findings = report_findings(source)
    return {
        "findings": findings,
        "counts": [(one, sum(finding.reading == one.id for finding in findings)) for one in READINGS.values()],
        **report_words(source),
        "parts": lambda finding: [Part(finding.recomputed, finding.recomputed_id)],
    }


def readings(_: Source) -> dict[str, Any]:
    """The readings of the report's statements with their rules."""
    return {"readings": READINGS.values()}


def report_arithmetic(source: Source) -> dict[str, Any]:
    """What cannot all be true among the report's own figures."""
    reported = source.plan.reports_on(source.ledger.edition.force, source.period)
    published = registers.published(source.places, source.plan)
    return {"contradictions": report_contradictions(published) if reported else ()}


DIRECTIVES = {
    "planbook-report-check": block("report_check.html", report_check),
    "planbook-readings": block("readings.html", readings, (EDITION,)),
    "planbook-report-arithmetic": block("report_arithmetic.html", report_arithmetic),
    "planbook-clocks": block("two_clocks.html", two_clocks),
    "planbook-verdicts-changed": block("verdicts_changed.html", verdicts_changed),
    "planbook-revisions": block("revisions.html", figures),
    "planbook-revision-reasons": block("revision_reasons.html", reasons),
}
