"""Charts as they are published: the drawing with title, note and source round it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.charts.framed import Caption, framed
from planbook.core.chart_record import ChartRecord
from planbook.core.drawings import drawings_of
from planbook.core.records import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["framing", "framings_in"]


def framing(chart: ChartRecord, drawing: str) -> str:
    """A chart as a file of its own: SVG with its words."""
    return framed(drawing, Caption(chart.id, chart.title, chart.subtitle, chart.note, chart.source, chart.alt))


def framings_in(cell: Mapping[str, Any]) -> Iterator[str]:
    """The charts that an executed cell shows, as files."""
    alone = {"cells": [cell]}
    drawn = dict(drawings_of(alone))
    for record in records_of(alone):
        if record.kind == "chart" and record.name in drawn:
            place = {"notebook": "", "cell": record.cell}
            yield framing(ChartRecord.from_record({**record.data, **place}), drawn[record.name])
