"""The tables of the hand-written pages: sources, measures, words, statuses, revisions, glossary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planbook.claims.status import STATUSES
from planbook.data import registers
from planbook.site.edition_source import EDITION
from planbook.site.render import BlockDirective
from planbook.site.terms import glossary_of
from planbook.statistics.words import WORDS

if TYPE_CHECKING:
    from planbook.site.edition_source import Source


class Sources(BlockDirective):
    """Data tables with publisher, release, licence, hash and what was done."""

    template = "sources.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One record a table."""
        folder = source.places.data / "series"
        tables = [
            (path.name.removesuffix(".provenance.json"), json.loads(path.read_text(encoding="utf-8")))
            for path in sorted(folder.glob("*.provenance.json"))
        ]
        return {"tables": tables}


class MeasureCatalogue(BlockDirective):
    """Measures with definition, unit, direction and span."""

    template = "measures.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """Measures with a series, then those of the plan that were only published."""
        named = {milestone.measure for milestone in source.plan.milestones}
        shown = [measure for measure in source.measures.all if measure.has_series or measure.id in named]
        return {"measures": shown}


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


DIRECTIVES = {
    "planbook-sources": Sources,
    "planbook-measures": MeasureCatalogue,
    "planbook-words": Words,
    "planbook-statuses": Statuses,
    "planbook-appendix": Appendix,
    "planbook-glossary": Glossary,
}
