"""The page of two clocks: published against revised figures, and the judgements that today's data would change."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.display import signed_text, whole_text
from planbook.claims.report_check import check_report, report_claims
from planbook.claims.revisions import KINDS, direction_effects, entry_for, lowest_effects
from planbook.data import registers
from planbook.data.files import digest_of
from planbook.data.periods import Period, date_words
from planbook.editions.library_files import Shelf
from planbook.editions.revised_figures import release_today, revision_entries, revisions_of, years_as_known
from planbook.editions.vintages import standings
from planbook.export.store import library_digest, stored_files
from planbook.site.edition_source import page_of_outcome
from planbook.site.milestones import milestone_anchor
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planbook.claims.claims import Claim
    from planbook.claims.revisions import Effect, Entry, Revision
    from planbook.data.files import Made
    from planbook.data.plan import Milestone
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "TABLE", "effects_of", "revisions_file"]

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


def effects_of(source: Source, revisions: Sequence[Revision]) -> tuple[Effect, ...]:
    """Every conclusion about years that the two vintages give, those that stay the same too."""
    area = source.ledger.edition.force
    whole = [one for one in revisions if "Q" not in one.period]
    years = [one for one in whole if one.period.startswith("FY")]
    return (*direction_effects(whole), *lowest_effects(years, years_as_known(source.places, area)))


class TwoClocks(BlockDirective):
    """Milestones and printed figures of the edition on each clock."""

    template = "two_clocks.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The standings, and pairs of a printed and a recomputed figure with the effect."""
        found = standings(source.places, source.plan, source.measures, source.ledger, source.period)
        return {
            "edition": source.ledger.edition,
            "known": source.known,
            "standings": found,
            "changed": [row for row in found.rows if row.changes],
            "printed": _printed(source),
            "address": lambda milestone: self._milestone(source, milestone),
        }

    def _milestone(self, source: Source, milestone: Milestone) -> str:
        return self._link(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))


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
        revisions, entries = revisions_of(source.places, source.ledger.edition.force), revision_entries(source.places)
        effects = effects_of(source, revisions)
        by_figure = {(one.measure, one.period): entry_for(entries, one) for one in revisions}
        in_scope = source.ledger.edition.plan_in_force and source.period.months == source.plan.year.months
        findings = check_report(report_claims(registers.published(source.places)), source.ledger, source.measures)
        return {
            "compared": len(effects),
            "force": source.ledger.edition.force_name,
            "today": date_words(release_today(source.places, source.ledger.edition.force)),
            "changed": [(one, _cause(one, by_figure)) for one in effects if one.changes],
            "period": lambda text: Period.parse(text).label,
            "contradicted": [one for one in findings if one.reading == "contradicted"] if in_scope else [],
        }


def _cause(effect: Effect, entries: dict[tuple[str, str], Entry | None]) -> Entry | None:
    """The entry behind a change of conclusion: one that names the measure, of the period or of the year before."""
    before = Period.parse(effect.period).comparison.canonical
    found = [entries.get((effect.measure, period)) for period in (effect.period, before)]
    return next((one for one in found if one and one.measures), found[0] or found[1])


class Figures(BlockDirective):
    """Every figure that two releases give, measure by measure."""

    template = "revisions.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Measures in the order of their labels, with their figures."""
        found: dict[str, list[Revision]] = {}
        for one in revisions_of(source.places, source.ledger.edition.force):
            found.setdefault(one.label, []).append(one)
        measures = [MeasureRevisions(label, tuple(found[label])) for label in sorted(found)]
        return {
            "measures": measures,
            "force": source.ledger.edition.force_name,
            "period": lambda text: Period.parse(text).label,
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
        revisions, entries = revisions_of(source.places, source.ledger.edition.force), revision_entries(source.places)
        explained = [(one, entry_for(entries, one)) for one in revisions]
        by_figure = {(one.measure, one.period): entry for one, entry in explained}
        flipped = [_cause(one, by_figure) for one in effects_of(source, revisions) if one.changes]
        return {
            "kinds": [
                (
                    kind,
                    [
                        (one, _effect_words(one, explained, flipped.count(one)))
                        for one in entries
                        if one.kind == kind.id
                    ],
                )
                for kind in KINDS.values()
            ],
            "period": lambda text: Period.parse(text).label,
            "corrections": _corrections(source),
        }


def _effect_words(entry: Entry, explained: Sequence[tuple[Revision, Entry | None]], flipped: int) -> str:
    figures = sum(own is entry and one.changed for one, own in explained)
    if not figures:
        return "No figure on this site rests on what was corrected, so no conclusion changes."
    changed = (
        "no conclusion changes" if not flipped else f"{flipped} conclusion{'s' if flipped > 1 else ''} would change"
    )
    differ = "1 figure held here differs" if figures == 1 else f"{whole_text(figures)} figures held here differ"
    return f"{differ}; {changed}."


def _corrections(source: Source) -> list[tuple[str, str]]:
    """Corrected revisions of the editions of earlier periods in the library, with their reasons.

    Those of the edition itself are left out: it would differ from itself once it is published. They stand in the
    line at the head of each published page.
    """
    own = source.ledger.edition
    listed = Shelf(source.places.library).read().editions
    return [
        (f"{one.title}, revision {one.revision}", one.reason)
        for one in listed
        if one.reason and one.force == own.force and Period.parse(one.period).end < source.period.end
    ]


def revisions_file(source: Source) -> Iterator[Made]:
    """Every figure that two releases give, as CSV; kept for as long as the tables and registers are the same."""
    places, force = source.places, source.ledger.edition.force
    files = sorted((*(places.data / "series").iterdir(), *(places.data / "measures").glob("*.csv")))
    made_of = digest_of(files, library_digest(), force)
    yield from stored_files(places.cache, "revisions_file", made_of, lambda: _table(source)).items()


def _table(source: Source) -> Iterator[tuple[str, bytes]]:
    entries = revision_entries(source.places)
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in revisions_of(source.places, source.ledger.edition.force):
        entry = entry_for(entries, one) if one.changed else None
        figures = [f"{value:.0f}" for value in (one.published, one.revised, one.difference)]
        kind = entry.kind if entry else ""
        writer.writerow((one.measure, one.period, figures[0], one.before, figures[1], one.after, figures[2], kind))
    yield TABLE, held.getvalue().encode()


DIRECTIVES = {
    "planbook-clocks": TwoClocks,
    "planbook-verdicts-changed": Changed,
    "planbook-revisions": Figures,
    "planbook-revision-reasons": Reasons,
}
