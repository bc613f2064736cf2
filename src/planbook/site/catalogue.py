"""The blocks of the hand-written pages: registers, words, changes, citation, accessibility, and the published files."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Any

from planbook.claims.claims import claim_address
from planbook.claims.display import full_text
from planbook.claims.records import chart_path
from planbook.claims.report import Finding
from planbook.claims.status import STATUSES
from planbook.data import registers
from planbook.data.available import span
from planbook.data.rows_behind import period_words
from planbook.data.series import corrections
from planbook.data.values import nearest
from planbook.editions.differences import KINDS, differences
from planbook.editions.wording import Content, wording_at
from planbook.export.downloads import GROUPS, MANIFEST
from planbook.site.edition_source import EDITION, Source, root_of
from planbook.site.evidence import citation_of, provenance_records
from planbook.site.prose import glossary_of
from planbook.site.render import BlockDirective, block
from planbook.site.revisions import report_findings, report_words
from planbook.statistics.error_rates import ERROR_RATES
from planbook.statistics.words import WORDS


def sources(source: Source) -> dict[str, Any]:
    """Data tables with publisher, release, licence, hash and what was done."""
    return {"tables": list(provenance_records(source.places).items())}


def measures(source: Source) -> dict[str, Any]:
    """Measures with a series, then those of the plan that were only published."""
    named = {milestone.measure for milestone in source.plan.milestones}
    shown = [measure for measure in source.measures.all if measure.has_series or measure.id in named]
    return {"measures": [(measure, tuple(map(period_words, span(source.places, measure)))) for measure in shown]}


def known_errors(source: Source) -> dict[str, Any]:
    """Published values that are known to be wrong, and what is used in their place."""
    errors = corrections(source.places.data)
    return {"corrections": [(error, period_words(error.period)) for error in errors], "full": full_text}


def rules(_: Source) -> dict[str, Any]:
    """The statistical words and the statuses, each with its rule, from the tables that the code runs."""
    return {"words": WORDS, "statuses": list(STATUSES.values())}


def error_rates(_: Source) -> dict[str, Any]:
    """How often the words err, as simulated."""
    return {"rates": ERROR_RATES}


def appendix(source: Source) -> dict[str, Any]:
    """Every control chart of the edition, in its order, with the tests that stand behind its verdicts."""
    verdicts = source.ledger.verdicts
    years = {verdict.measure: verdict for verdict in verdicts if verdict.kind == "year on year"}
    # A share has no alternatives that it was tried against: its spread comes from its chart.
    levels = [verdict for verdict in verdicts if verdict.kind == "level" and verdict.alternatives]
    rows = [(source.measures[level.measure], level, years[level.measure]) for level in levels if level.measure in years]
    return {"rows": rows, "claims": source.claims}


PLACES = {"front": "index", "report_checked": "report_checked", "board_paper": "board_paper"}
"""The pages beside those of outcomes to which a paragraph of the report may lead, by their name in the register."""


def paragraphs(source: Source) -> dict[str, Any]:
    """Each paragraph of the report with its subject, where it is treated, and its statements as read."""
    register = registers.rows_of(source.places.plan(source.plan.id) / registers.REPORT / "paragraphs.csv")
    milestones = {milestone.id: milestone for milestone in source.plan.milestones}
    read: dict[str, list[Finding]] = {}
    for finding in report_findings(source):
        read.setdefault(finding.claim.paragraph, []).append(finding)
    return {
        "rows": [(row, milestones.get(row["place"]), read.get(row["paragraph"], ())) for row in register],
        "places": PLACES,
        "own": bool(read),
        **report_words(source),
    }


def glossary(source: Source) -> dict[str, Any]:
    """The terms of the report and of this publication, in alphabetical order."""
    # A term as links explain it has no note; the row of the register has.
    pairs = zip(registers.rows(source.places.data / "glossary.csv"), glossary_of(source.places).terms, strict=True)
    return {"terms": sorted(pairs, key=lambda pair: pair[1].name.casefold())}


def changes(source: Source) -> dict[str, Any]:
    """Every change since the edition before, kind by kind, and the outcome of each milestone."""
    if source.before is None:
        return {"changes": None}
    now = Content(source.ledger, wording_at(source.places, source.ledger.edition))
    compared = differences(source.before, now)
    kinds = [(kind, compared.of(kind.id)) for kind in KINDS.values() if compared.of(kind.id)]
    # Each kind of change has its sentence; the one that says that nothing changed leads nowhere.
    return {
        "changes": compared,
        "kinds": kinds,
        "sentences": list(zip_longest(compared.sentences, (kind for kind, _ in kinds))),
        "outcomes": {milestone.id: milestone.outcome for milestone in source.plan.milestones},
    }


def accessibility(source: Source) -> dict[str, Any]:
    """The last run of the browser tests, its date empty where none was given; None where no result is kept."""
    path = source.places.data / "accessibility" / "last_check.json"
    return {"check": json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None}


class Cite(BlockDirective):
    """The citation of this edition."""

    template = "cite.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The citation, and the way to its files."""
        return {"citation": citation_of(source), "root": root_of(self.env)}


class DataFiles(BlockDirective):
    """The published files of one group, which the argument names."""

    template = "data.html"
    required_arguments = 1

    def values(self, source: Source) -> dict[str, Any]:
        """The files of the group, and every file by its path: a chart has three, a figure its record."""
        group = self.arguments[0]
        if group not in GROUPS:
            raise self.error(f"no group of files {group!r}; nearest: {nearest(group, GROUPS)}")
        return {
            "group": group,
            "caption": GROUPS[group],
            "files": [file for file in source.export.files if file.group == group and file.listed],
            "by_path": {file.path: file for file in source.export.files},
            "charts": source.ledger.charts,
            "chart_path": chart_path,
            "claims": source.ledger.claims,
            "claim_address": claim_address,
            "manifest": MANIFEST,
            "root": root_of(self.env),
        }


DIRECTIVES = {
    "planbook-sources": block("sources.html", sources),
    "planbook-measures": block("measures.html", measures),
    "planbook-corrections": block("corrections.html", known_errors),
    "planbook-words": block("words.html", rules, (EDITION,)),
    "planbook-error-rates": block("error_rates.html", error_rates, (EDITION,)),
    "planbook-statuses": block("statuses.html", rules, (EDITION,)),
    "planbook-appendix": block("appendix.html", appendix),
    "planbook-paragraphs": block("paragraphs.html", paragraphs),
    "planbook-glossary": block("glossary.html", glossary, (EDITION,)),
    "planbook-changes": block("changes.html", changes),
    "planbook-cite": Cite,
    "planbook-accessibility": block("accessibility.html", accessibility, (EDITION,)),
    "planbook-data": DataFiles,
}
