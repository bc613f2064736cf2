"""What a notebook's cell puts on its page beside claims, verdicts and charts: tables, notices, readings, drawings.

They stand in the outputs of the cell and make the page. They are no part of the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from planbook.claims.records import records_of
from planbook.claims.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
    found = (page_record(one.kind, one.data) for one in records_of(notebook) if one.kind == "drawing")
    return {drawing.chart: drawing for drawing in found if isinstance(drawing, ChartDrawing)}


def drawings_of(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ids of charts and their wide SVG."""
    yield from ((name, drawing.wide) for name, drawing in chart_drawings(notebook).items())
