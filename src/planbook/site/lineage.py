"""Lineage: data tables to measures to claims to milestones to pages, as a graph, in words, and in PROV terms.

PROV-O: The PROV Ontology, W3C Recommendation, 30 April 2013.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planbook.claims.claims import Claim, UnknownClaim
from planbook.claims.ledger import Ledger
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.rows import Rows
from planbook.editions.wording import commentary_path, plan_of, read_ledger

CITED_TABLE = "data/published/cited.csv"
"""Where values stand that were only ever printed."""
PROV = "http://www.w3.org/ns/prov#"
QUOTED = re.compile(r"\{claim\}`([^`:]+)")
RELATIONS = ("wasDerivedFrom", "used", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith")


@dataclass(frozen=True, order=True)
class Quote:
    """A place where a claim is quoted: page, its title, anchor on it, heading above it, and the words around it."""

    claim: str
    page: str
    title: str
    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Trace:
    """One claim with what it was made from (recursively) and what was made from it."""

    claim: Claim
    inputs: tuple[Trace, ...]
    used_by: tuple[Claim, ...]
    milestones: tuple[str, ...]


def trace(ledger: Ledger, wanted: str) -> Trace:
    """The lineage of one claim.

    Raises:
        UnknownClaim: nothing recorded it; the nearest ids are named.
    """
    claims = {claim.id: claim for claim in ledger.claims}
    if wanted not in claims:
        raise UnknownClaim(wanted, tuple(claims))
    claim = claims[wanted]
    resting = {status.milestone for status in ledger.milestones if wanted in status.basis}
    order = [status.milestone for status in ledger.milestones]
    return Trace(
        claim=claim,
        inputs=tuple(trace(ledger, name) for name in claim.inputs if name in claims),
        used_by=tuple(other for other in ledger.claims if wanted in other.inputs),
        milestones=tuple(name for name in order if name == claim.milestone or name in resting),
    )


def rows_words(rows: Rows) -> str:
    """A range of rows in words: ``robbery, west_midlands, FY2014-15Q1 to FY2014-15Q4 (4 rows)``."""
    measures = rows.measures[0] if len(rows.measures) == 1 else f"{len(rows.measures)} measures"
    areas = rows.areas[0] if len(rows.areas) == 1 else f"{len(rows.areas)} areas"
    span = " and ".join(rows.periods) if len(rows.periods) <= 2 else f"{rows.first} to {rows.last}"
    return f"{measures}, {areas}, {span} ({rows.count} {'row' if rows.count == 1 else 'rows'})"


def trace_lines(lineage: Trace, titles: Mapping[str, str], quotes: Iterable[Quote]) -> Iterator[str]:
    """The lineage of a claim for a terminal; ``titles`` names milestones."""
    yield f"{lineage.claim.id}  {lineage.claim.display}  ({lineage.claim.label}, {lineage.claim.window})"
    yield "made from"
    yield from _made_from(lineage, "")
    yield "used in"
    used = [f"claim      {claim.id}  {claim.display}" for claim in lineage.used_by]
    used += [f"milestone  {name}  {titles[name]}" for name in lineage.milestones if name in titles]
    pages = sorted({(quote.page, quote.heading) for quote in quotes if quote.claim == lineage.claim.id})
    used += [f"page       {page}, {heading}" if heading else f"page       {page}" for page, heading in pages]
    yield from _branches(used, "")


def _made_from(lineage: Trace, indent: str) -> Iterator[str]:
    tables = [f"{rows.path}  {rows_words(rows)}" for rows in lineage.claim.rows]
    if lineage.claim.status == "published":
        tables = [f"{CITED_TABLE}  row {lineage.claim.id}"]
    notebook = [f"notebooks/{lineage.claim.notebook}, cell {lineage.claim.cell}"] if lineage.claim.notebook else []
    leaves = tables if indent else [*tables, *notebook]
    total = len(leaves) + len(lineage.inputs)
    for place, part in enumerate(lineage.inputs, start=1):
        last = place == total
        yield f"{indent}{'└─' if last else '├─'} {part.claim.id}  {part.claim.display}"
        yield from _made_from(part, f"{indent}{'   ' if last else '│  '}")
    yield from _branches(leaves, indent)


def _branches(texts: list[str], indent: str) -> Iterator[str]:
    for place, text in enumerate(texts, start=1):
        yield f"{indent}{'└─' if place == len(texts) else '├─'} {text}"


def traced(places: Places, wanted: str) -> list[str]:
    """The lineage of a claim of the edition that was last run, line by line.

    Raises:
        NothingToSign: no edition has been run.
        UnknownClaim: no such claim; the nearest ids are named.
    """
    ledger = read_ledger(places)
    plan = plan_of(places, ledger)
    titles = {milestone.id: milestone.short_title for milestone in plan.milestones}
    return list(trace_lines(trace(ledger, wanted), titles, _quotes(places, ledger, plan)))


def _quotes(places: Places, ledger: Ledger, plan: Plan) -> Iterator[Quote]:
    """Every quotation in the commentary and in the pages written by hand."""
    edition, period = ledger.edition, Period.parse(ledger.edition.period)
    for milestone in plan.milestones:
        path = commentary_path(places, period, edition.force, milestone.id)
        page = f"book/edition/{plan.outcome(milestone.outcome).notebook}"
        for claim in QUOTED.findall(path.read_text(encoding="utf-8")) if path.is_file() else ():
            yield Quote(claim, page, "", "", f"{milestone.id} {milestone.short_title}", "")
    for path in sorted((places.root / "book").glob("*.md")):
        for claim in QUOTED.findall(path.read_text(encoding="utf-8")):
            yield Quote(claim, f"book/{path.stem}", "", "", "", "")


def as_prov(ledger: Ledger, quotes: Iterable[Quote], publishers: Mapping[str, str]) -> dict[str, Any]:
    """The lineage of an edition as JSON-LD in PROV terms.

    Args:
        ledger: the edition.
        quotes: where its claims are quoted.
        publishers: who published each table, by path; attributed to this publication where none is named.
    """
    edition = ledger.edition
    graph = [
        _agent("planbook", f"planbook {edition.version}", "prov:SoftwareAgent"),
        *(_agent(_slug(name), name, "prov:Organization") for name in sorted(set(publishers.values()))),
        *_tables(ledger, publishers),
        *_runs(ledger),
        *(_claim(claim, ledger) for claim in ledger.claims),
        *(_milestone(status.milestone, status.word, ledger) for status in ledger.milestones),
        *_pages(quotes),
    ]
    return {
        "@context": {
            "prov": PROV,
            "dcterms": "http://purl.org/dc/terms/",
            "edition": f"urn:planbook:{edition.force}:{edition.period}:{edition.as_at or 'latest'}:",
            **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in RELATIONS},
            "title": "dcterms:title",
            "value": "prov:value",
            "sha256": "urn:planbook:sha256",
        },
        "@graph": graph,
    }


def _slug(name: str) -> str:
    return "-".join(name.lower().split())


def _agent(slug: str, title: str, kind: str) -> dict[str, Any]:
    return {"@id": f"edition:agent/{slug}", "@type": ["prov:Agent", kind], "title": title}


def _file(path: str) -> str:
    return f"edition:file/{path}"


def _tables(ledger: Ledger, publishers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for path, sha256 in ledger.edition.data:
        by = _slug(publishers[path]) if path in publishers else "planbook"
        yield _entity(_file(path), path, sha256=sha256, wasAttributedTo=f"edition:agent/{by}")


def _runs(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Each notebook as a plan that an activity used, with the tables that its claims came from."""
    for path, sha256 in ledger.edition.notebooks:
        name = path.rpartition("/")[2]
        tables = {table for claim in ledger.claims if claim.notebook == name for table in derived_tables(claim)}
        yield _entity(_file(path), path, sha256=sha256)
        yield {
            "@id": f"edition:run/{name}",
            "@type": "prov:Activity",
            "title": f"Run of {path}",
            "used": [_file(path), *(_file(table) for table in sorted(tables))],
            "wasAssociatedWith": "edition:agent/planbook",
        }


def derived_tables(claim: Claim) -> list[str]:
    """The data tables that a claim comes from; of a printed value the register of such values."""
    return [CITED_TABLE] if claim.status == "published" else [name for name in claim.inputs if name.startswith("data/")]


def _claim(claim: Claim, ledger: Ledger) -> dict[str, Any]:
    recorded = {path for path, _ in ledger.edition.data}
    tables = [_file(table) for table in derived_tables(claim) if table in recorded]
    claims = [f"edition:claim/{name}" for name in claim.inputs if not name.startswith("data/")]
    run = {"wasGeneratedBy": f"edition:run/{claim.notebook}"} if claim.notebook else {}
    return _entity(
        f"edition:claim/{claim.id}", claim.label, value=claim.display, wasDerivedFrom=[*claims, *tables], **run
    )


def _milestone(milestone: str, word: str, ledger: Ledger) -> dict[str, Any]:
    status = ledger.status(milestone)
    rests = {claim.id for claim in ledger.claims if claim.milestone == milestone} | set(status.basis if status else ())
    derived = [f"edition:claim/{claim.id}" for claim in ledger.claims if claim.id in rests]
    return _entity(f"edition:milestone/{milestone}", milestone, value=word, wasDerivedFrom=derived)


def _pages(quotes: Iterable[Quote]) -> Iterator[dict[str, Any]]:
    quoted: dict[tuple[str, str], set[str]] = {}
    for quote in quotes:
        quoted.setdefault((quote.page, quote.title), set()).add(quote.claim)
    for (page, title), claims in sorted(quoted.items()):
        derived = [f"edition:claim/{claim}" for claim in sorted(claims)]
        yield _entity(f"edition:page/{page}.html", title, wasDerivedFrom=derived)


def _entity(name: str, title: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"@id": name, "@type": "prov:Entity", "title": title, **{key: value for key, value in more.items() if value}}


@dataclass(frozen=True, order=True)
class Flow:
    """How many claims of an outcome come from a table by way of a measure (empty for values only printed)."""

    table: str
    measure: str
    outcome: str
    claims: int


def flows(ledger: Ledger) -> tuple[Flow, ...]:
    """The whole edition as flows from tables by measures to outcomes, in order."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for claim in ledger.claims:
        measure = "" if claim.status == "published" else claim.measure
        counted.update((table, measure, claim.outcome) for table in sorted(derived_tables(claim)))
    return tuple(Flow(*flow, claims) for flow, claims in sorted(counted.items()))
