"""The blocks of the hand-written pages: sources, measures, words, changes, citation, the last accessibility check."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from planbook.claims.status import STATUSES
from planbook.data import registers
from planbook.data.plan import UnknownMilestone
from planbook.editions.differences import KINDS, Difference, Differences, differences
from planbook.editions.wording import Content, wording_at
from planbook.site.edition_source import EDITION, Source, page_of_outcome, source_of
from planbook.site.evidence import citation_of, provenance_records
from planbook.site.milestones import milestone_anchor
from planbook.site.prose_links import glossary_of
from planbook.site.render import BlockDirective
from planbook.statistics.words import WORDS

LONG = 12
"""Rows of a table beyond which it is folded away."""


class Sources(BlockDirective):
    """Data tables with publisher, release, licence, hash and what was done."""

    template = "sources.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One record a table."""
        return {"tables": list(provenance_records(source.places).items())}


class MeasureCatalogue(BlockDirective):
    """Measures with definition, unit, direction and span."""

    template = "measures.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """Measures with a series, then those of the plan that were only published."""
        named = {milestone.measure for milestone in source.plan.milestones}
        return {"measures": [measure for measure in source.measures.all if measure.has_series or measure.id in named]}


class Words(BlockDirective):
    """The statistical words, each with its rule and an example."""

    template = "words.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """The table that the code runs."""
        del source
        return {"words": WORDS}


class Statuses(BlockDirective):
    """The statuses of milestones, each with its rule."""

    template = "statuses.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """The table that the code runs."""
        del source
        return {"statuses": list(STATUSES.values())}


class Appendix(BlockDirective):
    """Every control chart of the edition with the tests that stand behind its verdicts."""

    template = "appendix.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Verdicts by measure, in the order of the edition."""
        verdicts = source.ledger.verdicts
        years = {verdict.measure: verdict for verdict in verdicts if verdict.kind == "year on year"}
        levels = [verdict for verdict in verdicts if verdict.kind == "level"]
        claims = {claim.id: claim for claim in source.ledger.claims}
        return {
            "rows": [(source.measures[level.measure], level, years[level.measure]) for level in levels],
            "claims": claims,
        }


class Glossary(BlockDirective):
    """The terms of the report and of this publication."""

    template = "glossary.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """One row a term, in alphabetical order."""
        pairs = zip(registers.rows(source.places.data / "glossary.csv"), glossary_of(source.places).terms, strict=True)
        return {"terms": sorted(pairs, key=lambda pair: pair[1].name.casefold())}


def changes_since(source: Source) -> Differences | None:
    """What changed since the edition before; nothing where there is none to compare with."""
    if source.before is None:
        return None
    return differences(source.before, Content(source.ledger, wording_at(source.places, source.ledger.edition)))


class Changes(BlockDirective):
    """Every change since the edition before, kind by kind."""

    template = "changes.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The comparison, its kinds in order, and where each milestone stands."""
        changes = changes_since(source)
        kinds = [(kind, changes.of(kind.id)) for kind in KINDS.values() if changes.of(kind.id)] if changes else []
        return {
            "edition": source.ledger.edition,
            "changes": changes,
            "kinds": kinds,
            "sentences": list(zip_longest(changes.sentences, (kind for kind, _ in kinds))) if changes else [],
            "long": LONG,
            "address": lambda difference: self._address(source, difference),
        }

    def _address(self, source: Source, difference: Difference) -> str:
        """Where the milestone of a change stands; empty where this edition has none such."""
        try:
            milestone = source.plan.milestone(difference.milestone)
        except UnknownMilestone:
            return ""
        return self._link(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))


class Cite(BlockDirective):
    """The citation of this edition."""

    template = "cite.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The citation, and the way from this page to the root of the site."""
        return {"citation": citation_of(source), "root": "../" * self.env.docname.count("/")}


@dataclass(frozen=True)
class Check:
    """One rule: what holds, on how many pages it was tried, on how many it failed."""

    what: str
    tried: int
    failed: int


@dataclass(frozen=True)
class Tool:
    """A tool of the check."""

    name: str
    version: str


@dataclass(frozen=True)
class LastCheck:
    """One run of the browser tests; ``checked_on`` is empty where no date was given."""

    checked_on: str
    tools: tuple[Tool, ...]
    pages: int
    widths: tuple[int, ...]
    schemes: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def failed(self) -> int:
        """How many checks failed on some page."""
        return sum(check.failed > 0 for check in self.checks)


def last_check(path: Path) -> LastCheck | None:
    """The result of the last check; nothing where none was kept."""
    return msgspec.json.decode(path.read_bytes(), type=LastCheck) if path.is_file() else None


class AccessibilityCheck(BlockDirective):
    """What the last check tried and found; it says so where there was none, or where something failed."""

    template = "accessibility.html"

    def source(self) -> Source:
        """Nothing of the ledger is shown."""
        return source_of(self.env, EDITION)

    def values(self, source: Source) -> dict[str, Any]:
        """The result."""
        return {"check": last_check(source.places.data / "accessibility" / "last_check.json")}


DIRECTIVES = {
    "planbook-sources": Sources,
    "planbook-measures": MeasureCatalogue,
    "planbook-words": Words,
    "planbook-statuses": Statuses,
    "planbook-appendix": Appendix,
    "planbook-glossary": Glossary,
    "planbook-changes": Changes,
    "planbook-cite": Cite,
    "planbook-accessibility": AccessibilityCheck,
}
