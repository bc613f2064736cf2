"""What a notebook leaves in its outputs, how it is found there again, and a chart as the ledger keeps it.

A record, or several together, stands in an output of its own under the mime type that the Papermill family of tools
uses for stored values (scrapbook's scrap format, version 1), so that other tools can read it. Claims, charts, verdicts
and statuses go to the ledger; tables, notices, readings and drawings make the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from planbook.claims.claims import Sentence
from planbook.claims.display import listed_words, whole_text
from planbook.data.measures import Measure

SCRAP_MIME = "application/scrapbook.scrap.json+json"
SCRAP_VERSION = 1
FOR_THE_SCREEN = {"planbook": "for the screen"}  # metadata of an output that is no part of the notebook's result
SEVERAL = "records"  # the kind of an output that stores records together: a message costs more than what is in it


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
    outputs = ((cell.get("id", ""), output) for cell in notebook["cells"] for output in cell.get("outputs", ()))
    for cell, output in outputs:
        payload = output.get("data", {}).get(SCRAP_MIME)
        if payload is None:
            continue
        data = dict(payload["data"])
        if data.get("kind") == SEVERAL:
            yield from (Record(one["kind"], one["name"], dict(one["data"]), cell) for one in data[SEVERAL])
        else:  # another tool of the family stored one value by itself
            yield Record(str(data.pop("kind", "")), payload["name"], data, cell)


Spots = tuple[tuple[int, int], ...]  # places of a table's rows on a drawing, in units of its frame


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
    drawings = (
        msgspec.convert({"kind": "drawing", **record.data}, ChartDrawing)
        for record in records_of(notebook)
        if record.kind == "drawing"
    )
    return {drawing.chart: drawing for drawing in drawings}


CHART_FILES = {"csv": "Data of this chart (CSV)", "svg": "Picture (SVG)", "png": "Picture (PNG)"}


def chart_path(chart_id: str, ending: str) -> str:
    """Where a file of a chart stands below the root of the site: ``downloads/charts/<id>.csv``."""
    return f"downloads/charts/{chart_id}.{ending}"


def chart_links(chart_id: str) -> tuple[tuple[str, str], ...]:
    """Pairs of link text and address, relative to the page of an outcome."""
    # Pages of outcomes stand at book/edition/<page>.html, two folders below the root.
    return tuple((words, f"../../{chart_path(chart_id, ending)}") for ending, words in CHART_FILES.items())


# What is drawn: the control chart of a measure, the same without its season, columns by month or by year, rates of
# similar forces, the changes of an outcome, the map of all forces, a share by quarter, single shares with intervals.
ChartKind = Literal["level", "without-season", "months", "years", "peers", "changes", "map", "share", "intervals"]
Cell = str | int | float | None
SIMILAR = "most similar group"  # how the table of all forces marks those of the group of the force
LARGEST_WHOLE = 1e15  # above this a float no longer holds every whole number


class ChartRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Title, words and table of one chart; ``places`` gives decimals by column, 0 where not given."""

    kind: ChartKind | None
    id: str
    title: str
    subtitle: str
    alt: str
    description: str = ""
    note: str = ""
    source: str
    outcome: str
    milestone: str
    measure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: dict[str, int] = {}
    notebook: str = ""
    cell: str = ""

    def as_record(self) -> dict[str, Any]:
        """The chart as plain data for the ledger."""
        return dict(msgspec.to_builtins(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ChartRecord:
        """Read a chart from the ledger."""
        # A ledger of an older format has no field for the kind: the end of the chart's id said it, or nothing did.
        name, kinds = str(record.get("kind", record["id"])), get_args(ChartKind)
        kind = next((kind for kind in kinds if name.endswith(kind)), None)
        rows = [[_cell(value) for value in row] for row in record["rows"]]
        return msgspec.convert({**record, "kind": kind, "rows": rows}, cls)

    def is_number(self, place: int) -> bool:
        """Whether the column at ``place`` holds numbers; a missing number is no text."""
        return not any(isinstance(row[place], str) for row in self.rows)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"  # no file must show a truth as a count
    if isinstance(value, int | float):
        return None if math.isnan(value) else value
    return None if value is None else str(value)


def cell_text(value: Cell) -> str:
    """A value as published data hold it: unrounded, without commas, whole where it is whole, empty where missing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    whole = float(value).is_integer() and abs(value) < LARGEST_WHOLE
    return str(int(value)) if whole else repr(float(value))


NO_CAUSE = "none"
COUNT_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class ChartRow:
    """One quarter of a chart of a level: its count, what was expected of it with limits, and its signal, if any."""

    label: str
    value: float
    mean: float
    lower: float
    upper: float
    cause: str

    @property
    def signals(self) -> bool:
        """Whether the quarter stands out."""
        return self.cause != NO_CAUSE


def chart_rows(chart: ChartRecord) -> tuple[ChartRow, ...]:
    """The rows of a chart of a level as the ledger keeps it; quarters without count or expected value are left out."""
    # By place: ledgers of older formats have other names for the columns.
    whole = (row for row in chart.rows if None not in row[1:5])
    return tuple(msgspec.convert(dict(zip(ChartRow.__match_args__, row, strict=False)), ChartRow) for row in whole)


def read_chart(rows: Sequence[ChartRow], quarters: int, period: str, measure: Measure) -> tuple[str, ...]:
    """What the chart shows: how to read its lines, and what the period shows.

    Args:
        rows: of the chart, up to the end of the period; at least one.
        quarters: how many of the last rows belong to the period.
        period: the period's label, ``2014/15``.
        measure: what is counted.
    """
    last, window, many = rows[-1], rows[-quarters:], min(quarters, len(rows))
    lines = (
        "Each point is a quarter, and the steps are what level and season let expect of it: of the last one "
        f"{whole_text(last.mean)} {measure.unit}. As long as nothing new is at work, nearly all quarters lie in the "
        f"band around the steps, there {whole_text(last.lower)} to {whole_text(last.upper)}."
    )
    which = f"All {COUNT_WORDS[many]} quarters" if many > 2 else "Both quarters" if many == 2 else "The quarter"
    causes = {row.cause for row in window}
    if len(causes) == 1 and window[0].signals:
        return (
            lines,
            f"{which} of {period} {'is' if many == 1 else 'are'} {window[0].cause}; the chart does not say why.",
        )
    if named := [f"{row.label} ({row.cause})" for row in window if row.signals]:
        verb = "stands" if len(named) == 1 else "stand"
        return lines, (
            f"In {period}, {listed_words(named)} {verb} out: more than the usual ups and downs, and the chart does "
            "not say why."
        )
    usual = "only the ups and downs that the series has anyway, so none needs a cause of its own"
    return lines, f"{which} of {period} {'shows' if many == 1 else 'show'} {usual}."
