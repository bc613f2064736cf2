"""Lineage: data tables to measures to claims to milestones to pages, in words, as a drawing, and in PROV terms.

PROV-O: The PROV Ontology, W3C Recommendation, 30 April 2013.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from planbook.claims.claims import CITED, ELSEWHERE, Claim
from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.files import Made
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.rows_behind import Rows
from planbook.editions.wording import commentary_of, plan_of, read_ledger
from planbook.site.edition_source import Quote, Source, root_of
from planbook.site.evidence import provenance_records, written_json
from planbook.site.render import BlockDirective, made_html, render

"""Where values stand that were only ever printed."""
REPORT = "The report"
OTHERS = "Other bodies, named in each row"
"""Whom they are attributed to."""
LINEAGE_FILE = "lineage.json"
QUOTED = re.compile(r"\{claim\}`([^`:]+)")
RELATIONS = ("wasDerivedFrom", "used", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith")

Branch = tuple[str, list[str]]
"""A line of a tree, and the lines below it."""


@dataclass(frozen=True)
class Trace:
    """One claim with what it was made from (recursively) and what was made from it."""

    claim: Claim
    inputs: tuple[Trace, ...]
    used_by: tuple[Claim, ...]
    milestones: tuple[str, ...]
    plan: str


def trace(ledger: Ledger, wanted: str) -> Trace:
    """The lineage of one claim.

    Raises:
        UnknownClaim: nothing recorded it; the nearest ids are named.
    """
    # Inputs name claims and data tables alike; the tables of a claim are told from its rows.
    claim, ids = ledger.claim(wanted), {one.id for one in ledger.claims}
    return Trace(
        claim=claim,
        inputs=tuple(trace(ledger, name) for name in claim.inputs if name in ids),
        used_by=tuple(other for other in ledger.claims if wanted in other.inputs),
        milestones=tuple(
            status.milestone
            for status in ledger.milestones
            if status.milestone == claim.milestone or wanted in status.basis
        ),
        plan=ledger.edition.plan,
    )


def derived_tables(claim: Claim) -> list[str]:
    """The data tables that a claim comes from; of a printed value the register of such values."""
    return (
        [claim.register] if claim.status == "published" else [name for name in claim.inputs if name.startswith("data/")]
    )


def rows_words(rows: Rows) -> str:
    """A range of rows in words: ``robbery, kent, FY2014-15Q1 to FY2014-15Q4 (4 rows)``."""
    measures = rows.measures[0] if len(rows.measures) == 1 else f"{len(rows.measures)} measures"
    areas = rows.areas[0] if len(rows.areas) == 1 else f"{len(rows.areas)} areas"
    span = " and ".join(rows.periods) if len(rows.periods) <= 2 else f"{rows.first} to {rows.last}"
    return f"{measures}, {areas}, {span} ({rows.count} {'row' if rows.count == 1 else 'rows'})"


def trace_lines(lineage: Trace, titles: Mapping[str, str], quotes: Iterable[Quote]) -> Iterator[str]:
    """The lineage of a claim for a terminal; ``titles`` names milestones."""
    claim = lineage.claim
    notebook = [f"notebooks/{lineage.plan}/{claim.notebook}, cell {claim.cell}"] if claim.notebook else []
    used = [f"claim      {other.id}  {other.display}" for other in lineage.used_by]
    used += [f"milestone  {name}  {titles[name]}" for name in lineage.milestones if name in titles]
    pages = sorted({(quote.page, quote.heading) for quote in quotes if quote.claim == claim.id})
    used += [f"page       {page}, {heading}" if heading else f"page       {page}" for page, heading in pages]
    yield f"{claim.id}  {claim.display}  ({claim.label}, {claim.window})"
    yield "made from"
    yield from _tree([*_origins(lineage), *((text, []) for text in notebook)])
    yield "used in"
    yield from _tree([(text, []) for text in used])


def _origins(lineage: Trace) -> list[Branch]:
    """The claims and tables that a claim comes from, each claim with its own origins below it."""
    claims = [(f"{part.claim.id}  {part.claim.display}", list(_tree(_origins(part)))) for part in lineage.inputs]
    tables = [f"{rows.path}  {rows_words(rows)}" for rows in lineage.claim.rows]
    if lineage.claim.status == "published":
        tables = [f"{lineage.claim.register}  row {lineage.claim.id}"]
    return [*claims, *((text, []) for text in tables)]


def _tree(branches: list[Branch]) -> Iterator[str]:
    for place, (text, below) in enumerate(branches, start=1):
        turn, stem = ("└─", "   ") if place == len(branches) else ("├─", "│  ")
        yield f"{turn} {text}"
        yield from (f"{stem}{line}" for line in below)


def traced(places: Places, wanted: str) -> list[str]:
    """The lineage of a claim of the edition that was last run, line by line.

    Raises:
        Refusal: no edition has been run.
        UnknownClaim: no such claim; the nearest ids are named.
    """
    ledger = read_ledger(places)
    plan = plan_of(places, ledger)
    titles = {milestone.id: milestone.short_title for milestone in plan.milestones}
    return list(trace_lines(trace(ledger, wanted), titles, _quotes(places, ledger, plan)))


def _quotes(places: Places, ledger: Ledger, plan: Plan) -> Iterator[Quote]:
    """Every quotation in the commentary and in the pages written by hand."""
    # Built pages note their quotations, but this is asked in a terminal before anything is built.
    folder = commentary_of(places, plan, ledger.edition)
    pages = [(path, f"book/{path.stem}", "") for path in sorted((places.root / "book").glob("*.md"))]
    for milestone in plan.milestones:
        path = folder / f"{milestone.id}.md"
        page = f"book/edition/{plan.outcome(milestone.outcome).notebook}"
        if path.is_file():
            pages.append((path, page, f"{milestone.id} {milestone.short_title}"))
    for path, page, heading in pages:
        for claim in QUOTED.findall(path.read_text(encoding="utf-8")):
            yield Quote(claim, page, "", "", heading, "")


def lineage_file(source: Source) -> Iterator[Made]:
    """The lineage of the edition as JSON-LD (W3C PROV-O)."""
    tables = provenance_records(source.places).items()
    publishers = {f"data/series/{table}.csv": str(record["publisher"]) for table, record in tables}
    folder = registers.published(source.places, source.plan).folder
    publishers |= {f"{folder}/{CITED}.csv": REPORT, f"{folder}/{ELSEWHERE}.csv": OTHERS}
    yield LINEAGE_FILE, written_json(as_prov(source.ledger, source.quotes, publishers))


def as_prov(ledger: Ledger, quotes: Iterable[Quote], publishers: Mapping[str, str]) -> dict[str, Any]:
    """The lineage of an edition as JSON-LD in PROV terms.

    Args:
        ledger: the edition.
        quotes: where its claims are quoted.
        publishers: who published each table, by path; attributed to this publication where none is named.
    """
    edition = ledger.edition
    return {
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "dcterms": "http://purl.org/dc/terms/",
            "edition": f"urn:planbook:{edition.force}:{edition.period}:{edition.as_at or 'latest'}:",
            **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in RELATIONS},
            "title": "dcterms:title",
            "value": "prov:value",
            "sha256": "urn:planbook:sha256",
        },
        "@graph": [*_origins_in_prov(ledger, publishers), *_results_in_prov(ledger, quotes)],
    }


def _origins_in_prov(ledger: Ledger, publishers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The agents, the tables, and each notebook as a plan that an activity used with the tables of its claims."""
    edition = ledger.edition
    yield _node("agent/planbook", f"planbook {edition.version}", ["prov:Agent", "prov:SoftwareAgent"])
    for name in sorted(set(publishers.values())):
        yield _node(f"agent/{_slug(name)}", name, ["prov:Agent", "prov:Organization"])
    for path, sha256 in edition.data:
        publisher = f"edition:agent/{_slug(publishers.get(path, 'planbook'))}"
        yield _node(f"file/{path}", path, sha256=sha256, wasAttributedTo=publisher)
    for path, sha256 in edition.notebooks:
        name = path.rpartition("/")[2]
        tables = {table for claim in ledger.claims if claim.notebook == name for table in derived_tables(claim)}
        used = [f"edition:file/{file}" for file in (path, *sorted(tables))]
        yield _node(f"file/{path}", path, sha256=sha256)
        planbook = "edition:agent/planbook"
        yield _node(f"run/{name}", f"Run of {path}", "prov:Activity", used=used, wasAssociatedWith=planbook)


def _results_in_prov(ledger: Ledger, quotes: Iterable[Quote]) -> Iterator[dict[str, Any]]:
    """The claims, the milestones that rest on them, and the pages that quote them."""
    recorded = {path for path, _ in ledger.edition.data}
    for claim in ledger.claims:
        derived = [f"edition:claim/{name}" for name in claim.inputs if not name.startswith("data/")]
        derived += [f"edition:file/{table}" for table in derived_tables(claim) if table in recorded]
        run = f"edition:run/{claim.notebook}" if claim.notebook else ""
        yield _node(f"claim/{claim.id}", claim.label, value=claim.display, wasDerivedFrom=derived, wasGeneratedBy=run)
    for status in ledger.milestones:
        claims = [one.id for one in ledger.claims if one.milestone == status.milestone or one.id in status.basis]
        derived = [f"edition:claim/{claim}" for claim in claims]
        yield _node(f"milestone/{status.milestone}", status.milestone, value=status.word, wasDerivedFrom=derived)
    # A page quotes a claim in many places and is derived from it once.
    by_page: dict[tuple[str, str], set[str]] = {}
    for quote in quotes:
        by_page.setdefault((quote.page, quote.title), set()).add(quote.claim)
    for (page, title), ids in sorted(by_page.items()):
        yield _node(f"page/{page}.html", title, wasDerivedFrom=[f"edition:claim/{claim}" for claim in sorted(ids)])


def _slug(name: str) -> str:
    return "-".join(name.lower().split())


def _node(name: str, title: str, kind: str | list[str] = "prov:Entity", **more: str | list[str]) -> dict[str, Any]:
    """A node of the graph; relations without an object are left out."""
    filled = {relation: value for relation, value in more.items() if value}
    return {"@id": f"edition:{name}", "@type": kind, "title": title, **filled}


def flows(ledger: Ledger) -> Counter[tuple[str, str, str]]:
    """How many claims come from each table by each measure to each outcome; printed values are of no measure."""
    return Counter(
        (table, "" if claim.status == "published" else claim.measure, claim.outcome)
        for claim in ledger.claims
        for table in derived_tables(claim)
    )


class Column(NamedTuple):
    """A column of boxes: its heading, left edge and width in the drawing's units, and the letters that a box holds."""

    heading: str
    x: int
    width: int
    letters: int


COLUMNS = (Column("Data tables", 1, 249, 33), Column("Measures", 340, 235, 31), Column("Outcomes", 665, 434, 60))
"""A column for each part of a flow."""
TOP, ROW, BOX = 34, 30, 22
"""Where the first row begins, and the heights of a row and of a box."""
THICKEST = 9.0


class Box(NamedTuple):
    """A table, measure or outcome as drawn."""

    column: Column
    y: int
    words: str


def lineage_drawing(claims: Counter[tuple[str, str, str]], names: Mapping[str, str], alt: str) -> str:
    """One SVG; ``names`` gives the words for tables, measures and outcomes. A line is the thicker, the more claims."""
    boxes = [_boxes(column, {flow[part] for flow in claims}, names) for part, column in enumerate(COLUMNS)]
    counts: Counter[tuple[Box, Box]] = Counter()
    for part, (starts, ends) in enumerate(pairwise(boxes)):
        for flow, count in sorted(claims.items()):
            counts[starts[flow[part]], ends[flow[part + 1]]] += count
    # Beside flows of hundreds of claims one of a single claim stays wide enough to see.
    most = max(counts.values(), default=1)
    return render(
        "lineage_drawing.html",
        alt=alt,
        width=COLUMNS[-1].x + COLUMNS[-1].width + 1,
        height=TOP + ROW * max(map(len, boxes)),
        columns=COLUMNS,
        lines=[(start, end, max(1.0, THICKEST * count / most)) for (start, end), count in counts.items()],
        boxes=[box for column in boxes for box in column.values()],
        box=BOX,
    )


def _boxes(column: Column, ids: Iterable[str], names: Mapping[str, str]) -> dict[str, Box]:
    """The boxes of a column by id: outcomes by their number, what has no id last."""
    # By text alone O10 would stand before O2.
    order = sorted(ids, key=lambda name: (not name, len(name) if name.startswith("O") else 0, name))
    boxes = {}
    for place, name in enumerate(order):
        words = names.get(name, name)
        short = words if len(words) <= column.letters else f"{words[: column.letters - 1].rstrip()}…"
        boxes[name] = Box(column, TOP + ROW * place, short)
    return boxes


class LineageBlock(BlockDirective):
    """The edition from tables by measures to outcomes, drawn, and every claim in a table that can be searched."""

    template = "lineage.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The drawing, and one row a claim."""
        claims, claims_by_flow = source.ledger.claims, flows(source.ledger)
        words = (
            f"{len(claims)} figures come from {len({table for table, _, _ in claims_by_flow})} data tables. "
            "The table below says the same, figure by figure."
        )
        labels = {measure.id: measure.label for measure in source.measures.all}
        names = {
            "": "Printed values, not recomputed",
            **labels,
            **{outcome.id: f"{outcome.position}. {outcome.title}" for outcome in source.plan.outcomes},
            **{table: table.rpartition("/")[2].removesuffix(".csv") for table, _ in source.ledger.edition.data},
        }
        return {
            "drawing": made_html(lineage_drawing(claims_by_flow, names, f"Lineage of the edition. {words}")),
            "words": words,
            "claims": claims,
            "labels": labels,
            "tables": derived_tables,
            "root": root_of(self.env),
            "file": LINEAGE_FILE,
        }


DIRECTIVES = {"planbook-lineage": LineageBlock}
