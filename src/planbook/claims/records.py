"""What a notebook leaves in its outputs, and how it is found there again.

A record, or several together, stands in an output of its own under the mime type that the Papermill family of tools
uses for stored values (scrapbook's scrap format, version 1), so that other tools can read it. Claims, charts, verdicts
and statuses go to the ledger; tables, notices, readings and drawings make the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from planbook.claims.sentences import Sentence

SCRAP_MIME = "application/scrapbook.scrap.json+json"
SCRAP_VERSION = 1
SEVERAL = "records"
"""The kind of an output that stores records together: a message costs more than what is in it."""


@dataclass(frozen=True)
class Record:
    """One stored value: its kind, name, data and cell.

    The ledger takes the kinds ``claim``, ``chart``, ``verdict`` and ``milestone``; the others make the page.
    """

    kind: str
    name: str
    data: dict[str, Any]
    cell: str = ""


def scrap(name: str, records: Iterable[Record]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The mime bundle and the metadata of one output that stores records under a name."""
    stored = [{"kind": record.kind, "name": record.name, "data": record.data} for record in records]
    payload = {"name": name, "data": {"kind": SEVERAL, SEVERAL: stored}, "encoder": "json", "version": SCRAP_VERSION}
    return {SCRAP_MIME: payload}, {"scrapbook": {"name": name, "data": True, "display": False}}


def records_of(notebook: Mapping[str, Any]) -> Iterator[Record]:
    """The records of an executed notebook, in the order of its cells."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(SCRAP_MIME)
            if payload is not None:
                yield from _records(payload, cell.get("id", ""))


def _records(payload: Mapping[str, Any], cell: str) -> Iterator[Record]:
    """Those that this library stored together, or the one that another tool stored by itself."""
    data = dict(payload["data"])
    if data.get("kind") == SEVERAL:
        yield from (Record(one["kind"], one["name"], dict(one["data"]), cell) for one in data[SEVERAL])
    else:
        yield Record(str(data.pop("kind", "")), payload["name"], data, cell)


Spots = tuple[tuple[int, int], ...]
"""Places of a table's rows on a drawing, in units of its frame."""


class FiguresTable(msgspec.Struct, frozen=True, tag="table", tag_field="kind"):
    """A table of figures under a caption; ``claims`` are their ids, a row each."""

    caption: str
    claims: tuple[str, ...]


class Notice(msgspec.Struct, frozen=True, tag="notice", tag_field="kind"):
    """A sentence in place of a chart or figure that cannot be shown.

    ``anchor`` is the id of the chart that it stands for, where a switch of views looks for it.
    """

    text: str
    anchor: str = ""


class VerdictPair(msgspec.Struct, frozen=True, tag="verdicts", tag_field="kind"):
    """The two verdicts of a measure side by side; under them their meaning in plain words, and warnings."""

    measure: str
    plainly: str = ""
    warnings: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, tag="reading", tag_field="kind"):
    """A chart read in plain English."""

    sentences: tuple[str, ...]


class TrustNotes(msgspec.Struct, frozen=True, tag="trust", tag_field="kind"):
    """How far the verdicts of a measure can be trusted, a sentence an item."""

    measure: str
    sentences: tuple[Sentence, ...]


class ChartDrawing(msgspec.Struct, frozen=True, tag="drawing", tag_field="kind"):
    """The two drawings of a chart as SVG, with the places of its rows; ``folded`` is the title of its fold, if any."""

    chart: str
    wide: str
    narrow: str = ""
    wide_spots: Spots = ()
    narrow_spots: Spots = ()
    along: str = "x"
    folded: str = ""


PageRecord = FiguresTable | Notice | VerdictPair | Reading | TrustNotes | ChartDrawing
KINDS = frozenset({"table", "notice", "verdicts", "reading", "trust", "drawing"})


def page_record(kind: str, data: dict[str, Any]) -> PageRecord:
    """The typed record of stored data.

    Raises:
        msgspec.ValidationError: the data are not as the record of this kind declares.
    """
    record: PageRecord = msgspec.convert({"kind": kind, **data}, PageRecord)
    return record


def chart_drawings(notebook: Mapping[str, Any]) -> dict[str, ChartDrawing]:
    """The drawings of each chart by its id, in the order of the notebook's cells."""
    records = (page_record(one.kind, one.data) for one in records_of(notebook) if one.kind == "drawing")
    return {drawing.chart: drawing for drawing in records if isinstance(drawing, ChartDrawing)}


def drawings_of(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ids of charts and their wide SVG."""
    yield from ((name, drawing.wide) for name, drawing in chart_drawings(notebook).items())
