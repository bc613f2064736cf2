"""The lineage of the edition: its page with drawing and table, and the same as JSON-LD in PROV terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planbook.core.lineage import CITED_TABLE, as_prov, flows
from planbook.site.lineage_drawing import lineage_drawing
from planbook.site.render import BlockDirective, made_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.edge.placing import Made
    from planbook.site.source import Source

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
