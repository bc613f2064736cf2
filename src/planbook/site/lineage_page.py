"""The page of the edition's lineage, with drawing and table, and the same lineage as JSON-LD in PROV terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from planbook.data.files import Made
from planbook.site.edition_source import Source
from planbook.site.evidence import provenance_records, written_json
from planbook.site.lineage import CITED_TABLE, Flow, as_prov, derived_tables, flows
from planbook.site.render import BlockDirective, made_html, render

LINEAGE_FILE = "lineage.json"
REPORT = "The original report"
"""Whom values are attributed to that stand in the register of printed values."""


class Column(NamedTuple):
    """A column of boxes: the part of a flow that it shows, its heading, left edge and width in the drawing's units."""

    part: str
    heading: str
    x: int
    width: int


COLUMNS = (
    Column("table", "Data tables", 1, 249),
    Column("measure", "Measures", 340, 235),
    Column("outcome", "Outcomes", 665, 434),
)
TOP, ROW, BOX = 34, 30, 22
"""Where the first row begins, and the heights of a row and of a box."""
PAD = 8
LETTER = 6.9
"""Mean width of a letter at the drawing's size of type; longer names are cut."""
THICKEST = 9.0


@dataclass(frozen=True)
class Box:
    """A table, measure or outcome as drawn."""

    column: Column
    y: int
    words: str

    @property
    def short_words(self) -> str:
        """The words, cut where the box has no room for them."""
        room = int((self.column.width - 2 * PAD) / LETTER)
        return self.words if len(self.words) <= room else f"{self.words[: room - 1].rstrip()}…"


def lineage_file(source: Source) -> Iterator[Made]:
    """The lineage of the edition as JSON-LD (W3C PROV-O)."""
    tables = provenance_records(source.places).items()
    publishers = {f"data/series/{table}.csv": str(record["publisher"]) for table, record in tables}
    yield LINEAGE_FILE, written_json(as_prov(source.ledger, source.quotes, {**publishers, CITED_TABLE: REPORT}))


class LineageBlock(BlockDirective):
    """The edition from tables by measures to outcomes, drawn, and every claim in a table that can be searched."""

    template = "lineage.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The drawing, and one row a claim."""
        edition_flows = flows(source.ledger)
        words = (
            f"{len(source.ledger.claims)} figures come from {len({flow.table for flow in edition_flows})} data tables. "
            "The table below says the same, figure by figure."
        )
        root = "../" * self.env.docname.count("/")
        return {
            "drawing": made_html(lineage_drawing(edition_flows, _names(source), f"Lineage of the edition. {words}")),
            "words": words,
            "claims": source.ledger.claims,
            "labels": {measure.id: measure.label for measure in source.measures.all},
            "tables": derived_tables,
            "script": f"{root}_static/filter_rows.js",
            "data": f"{root}{LINEAGE_FILE}",
            "receipts": self._link("receipts/index"),
        }


def _names(source: Source) -> dict[str, str]:
    """The words of the drawing's boxes."""
    return {
        "": "Printed values, not recomputed",
        **{measure.id: measure.label for measure in source.measures.all},
        **{outcome.id: f"{outcome.position}. {outcome.title}" for outcome in source.plan.outcomes},
        **{table: table.rpartition("/")[2].removesuffix(".csv") for table, _ in source.ledger.edition.data},
    }


def lineage_drawing(edition_flows: Iterable[Flow], names: Mapping[str, str], alt: str) -> str:
    """One SVG; ``names`` gives the words for tables, measures and outcomes. A line is the thicker, the more claims."""
    listed = tuple(edition_flows)
    boxes = [_boxes(column, listed, names) for column in COLUMNS]
    claims = [_claims(listed, *ends) for ends in (("table", "measure"), ("measure", "outcome"))]
    most = max([1, *(count for counts in claims for count in counts.values())])
    lines = [
        (left[start], right[end], max(1.0, THICKEST * count / most))
        for left, right, counts in zip(boxes, boxes[1:], claims, strict=False)
        for (start, end), count in counts.items()
    ]
    return render(
        "lineage_drawing.html",
        alt=alt,
        width=COLUMNS[-1].x + COLUMNS[-1].width + 1,
        height=TOP + ROW * max(map(len, boxes)),
        columns=COLUMNS,
        lines=lines,
        boxes=[box for column in boxes for box in column.values()],
        box=BOX,
        pad=PAD,
    )


def _boxes(column: Column, listed: Iterable[Flow], names: Mapping[str, str]) -> dict[str, Box]:
    """The boxes of a column by id: outcomes by their number, what has no id last."""
    ids = {getattr(flow, column.part) for flow in listed}
    order = sorted(ids, key=lambda name: (not name, len(name) if name.startswith("O") else 0, name))
    return {name: Box(column, TOP + ROW * place, names.get(name, name)) for place, name in enumerate(order)}


def _claims(listed: Iterable[Flow], start: str, end: str) -> Counter[tuple[str, str]]:
    """How many claims go from each start to each end."""
    counts: Counter[tuple[str, str]] = Counter()
    for flow in listed:
        counts[getattr(flow, start), getattr(flow, end)] += flow.claims
    return counts


DIRECTIVES = {"planbook-lineage": LineageBlock}
