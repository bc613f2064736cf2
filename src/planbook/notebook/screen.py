"""Put things on the notebook's screen: HTML to look at, records to keep."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from IPython.display import HTML, display

from planbook.core.records import scrap, scrap_of_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planbook.charts.chart import RenderedChart
    from planbook.statistics.words import Verdict

__all__ = ["Chart", "keep", "keep_all", "show", "verdict_record"]


def show(html: str) -> None:
    """Show a piece of HTML."""
    display(HTML(html))  # type: ignore[no-untyped-call]


def keep(kind: str, name: str, data: dict[str, Any], words: str = "") -> None:
    """Store a record in the cell's outputs; ``words`` are shown to whoever runs the notebook by hand."""
    bundle, metadata = scrap(kind, name, data)
    display({**bundle, **({"text/plain": words} if words else {})}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def keep_all(name: str, records: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Store several records, given as kind, name and data, in one output."""
    bundle, metadata = scrap_of_all(name, records)
    display(bundle, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Chart:
    """A drawn figure and the measure that it is of."""

    figure: RenderedChart
    measure: str

    def as_record(self, outcome: str, milestone: str) -> dict[str, Any]:
        """What the ledger keeps of a chart: its words and the data behind it."""
        figure = self.figure
        return {
            "chart": figure.kind,
            "id": figure.id,
            "title": figure.title,
            "subtitle": figure.subtitle,
            "alt": figure.alt,
            "description": figure.description,
            "note": figure.note,
            "outcome": outcome,
            "milestone": milestone,
            "measure": self.measure,
            "source": figure.source,
            "columns": [str(column) for column in figure.table.columns],
            "places": dict(figure.places),
            "rows": [[_plain(value) for value in row] for row in figure.table.itertuples(index=False)],
        }


def verdict_record(verdict: Verdict, measure: str, outcome: str, milestone: str) -> dict[str, Any]:
    """What the ledger keeps of a verdict."""
    return {
        "measure": measure,
        "outcome": outcome,
        "milestone": milestone,
        "verdict": verdict.kind,
        "word": verdict.word,
        "sentence": verdict.sentence,
        "licensed": list(verdict.licensed),
    }


def _plain(value: object) -> object:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, float) and math.isnan(plain):
        return None
    return plain if isinstance(plain, str | int | float | bool) or plain is None else str(plain)
