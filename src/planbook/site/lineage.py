"""The lineage of the edition: its page with drawing and table, and the same as JSON-LD in PROV terms."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from planbook.site.lineage_record import CITED_TABLE, as_prov, flows
from planbook.site.render import BlockDirective, made_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planbook.data.files import Made
    from planbook.site.edition_source import Source
    from planbook.site.lineage_record import Flow

__all__ = ["DIRECTIVES", "LINEAGE_FILE", "lineage_file"]

LINEAGE_FILE = "lineage.json"
REPORT = "The original report"
"""Whom values are attributed to that stand in the register of printed values."""


def lineage_file(source: Source) -> Iterator[Made]:
    """The lineage of the edition as JSON-LD (W3C PROV-O)."""
    record = as_prov(source.ledger, source.quotes, _publishers(source))
    yield LINEAGE_FILE, json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _publishers(source: Source) -> dict[str, str]:
    """Who published each table that has a record of provenance, by path."""
    folder = source.places.data / "series"
    found = {
        f"data/series/{path.name.removesuffix('.provenance.json')}.csv": str(
            json.loads(path.read_text(encoding="utf-8"))["publisher"]
        )
        for path in sorted(folder.glob("*.provenance.json"))
    }
    return {**found, CITED_TABLE: REPORT}


class LineageBlock(BlockDirective):
    """The edition from tables by measures to outcomes, drawn, and every claim in a table that can be searched."""

    template = "lineage.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The drawing, and one row a claim."""
        found = flows(source.ledger)
        tables = sorted({flow.table for flow in found})
        words = (
            f"{len(source.ledger.claims)} figures come from {len(tables)} data tables. "
            "The table below says the same, figure by figure."
        )
        return {
            "drawing": made_html(lineage_drawing(found, _names(source), f"Lineage of the edition. {words}")),
            "words": words,
            "claims": source.ledger.claims,
            "labels": {measure.id: measure.label for measure in source.measures.all},
            "tables": lambda claim: _tables(claim.inputs, published=claim.status == "published"),
            "script": self._static("filter_rows.js"),
            "data": self._beside(LINEAGE_FILE),
            "receipts": self._link("receipts/index"),
        }

    def _static(self, name: str) -> str:
        return self._beside(f"_static/{name}")

    def _beside(self, name: str) -> str:
        return "../" * self.env.docname.count("/") + name


def _tables(inputs: tuple[str, ...], *, published: bool) -> list[str]:
    return [CITED_TABLE] if published else [name for name in inputs if name.startswith("data/")]


def _names(source: Source) -> dict[str, str]:
    """The words of the drawing's boxes."""
    return {
        "": "Printed values, not recomputed",
        **{measure.id: measure.label for measure in source.measures.all},
        **{outcome.id: f"{outcome.position}. {outcome.title}" for outcome in source.plan.outcomes},
        **{table: table.rpartition("/")[2].removesuffix(".csv") for table, _ in source.ledger.edition.data},
    }


DIRECTIVES = {"planbook-lineage": LineageBlock}


WIDTH = 1100
ROW = 30
BOX = 22
LEFT, MIDDLE, RIGHT = (1, 249), (340, 235), (665, 434)
"""Left edge and width of each column, in the units of the drawing."""
TOP = 34
PAD = 8
LETTER = 6.9
"""Mean width of a letter at the drawing's size of type; longer names are cut."""
THICKEST = 9.0
HEADS = (("Data tables", LEFT), ("Measures", MIDDLE), ("Outcomes", RIGHT))


def lineage_drawing(flows: Iterable[Flow], names: Mapping[str, str], alt: str) -> str:
    """One SVG; ``names`` gives the words for tables, measures and outcomes. A line is the thicker, the more claims."""
    listed = tuple(flows)
    columns = [_places(_ordered(getattr(flow, part) for flow in listed)) for part in ("table", "measure", "outcome")]
    tables, measures, outcomes = columns
    first = _summed((flow.table, flow.measure, flow.claims) for flow in listed)
    second = _summed((flow.measure, flow.outcome, flow.claims) for flow in listed)
    most = max([1, *first.values(), *second.values()])
    lines = [_line(tables[a], LEFT, measures[b], MIDDLE, claims / most) for (a, b), claims in first.items()]
    lines += [_line(measures[a], MIDDLE, outcomes[b], RIGHT, claims / most) for (a, b), claims in second.items()]
    boxes = [
        _box(y, column, names.get(name, name))
        for places, (_, column) in zip(columns, HEADS, strict=True)
        for name, y in places.items()
    ]
    heads = [f'<text class="pb-flow-head" x="{column[0]}" y="16">{words}</text>' for words, column in HEADS]
    height = TOP + ROW * max(map(len, columns))
    return (
        f'<svg class="pb-flow" role="img" aria-label="{escape(alt)}" viewBox="0 0 {WIDTH} {height}">'
        f"{''.join((*heads, *lines, *boxes))}</svg>"
    )


def _ordered(names: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(names), key=lambda name: (not name, len(name) if name.startswith("O") else 0, name))


def _places(names: list[str]) -> dict[str, float]:
    return {name: TOP + ROW * place for place, name in enumerate(names)}


def _summed(counted: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for start, end, claims in counted:
        found[start, end] = found.get((start, end), 0) + claims
    return found


def _line(start: float, left: tuple[int, int], end: float, right: tuple[int, int], share: float) -> str:
    x0, x1, y0, y1 = left[0] + left[1], right[0], start + BOX / 2, end + BOX / 2
    bend = (x0 + x1) / 2
    return (
        f'<path class="pb-flow-line" stroke-width="{max(1.0, THICKEST * share):.1f}" '
        f'd="M{x0} {y0:g}C{bend:g} {y0:g} {bend:g} {y1:g} {x1} {y1:g}"/>'
    )


def _box(y: float, column: tuple[int, int], words: str) -> str:
    left, width = column
    room = int((width - 2 * PAD) / LETTER)
    shown = words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
    return (
        f'<rect class="pb-flow-box" x="{left}" y="{y:g}" width="{width}" height="{BOX}" rx="3"/>'
        f'<text class="pb-flow-words" x="{left + PAD}" y="{y + 15.5:g}">{escape(shown)}</text>'
    )
