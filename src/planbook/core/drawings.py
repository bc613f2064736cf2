"""The drawings of an executed notebook: the one record of what a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.claims.page_records import ChartDrawing, page_record
from planbook.core.records import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def chart_drawings(notebook: Mapping[str, Any]) -> dict[str, ChartDrawing]:
    """The drawings of each chart by its id, in the order of the notebook's cells."""
    found = (page_record(one.kind, one.data) for one in records_of(notebook) if one.kind == "drawing")
    return {drawing.chart: drawing for drawing in found if isinstance(drawing, ChartDrawing)}


def drawings_of(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ids of charts and their wide SVG."""
    yield from ((name, drawing.wide) for name, drawing in chart_drawings(notebook).items())
