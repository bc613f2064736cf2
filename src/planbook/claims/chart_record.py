"""A chart as the ledger keeps it, with its words and the numbers drawn, and a control chart read in plain English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from planbook.claims.display import whole_text
from planbook.claims.summary import listed_words
from planbook.data.measures import Measure

CHART_FILES = {"csv": "Data of this chart (CSV)", "svg": "Picture (SVG)", "png": "Picture (PNG)"}
"""Words of the link by the ending of the file."""
FROM_OUTCOME_PAGE = "../../"
"""From ``book/edition/<page>.html``, where charts are shown, to the root of the site."""


def chart_path(chart_id: str, ending: str) -> str:
    """Where a file of a chart stands below the root of the site: ``downloads/charts/<id>.csv``."""
    return f"downloads/charts/{chart_id}.{ending}"


def chart_links(chart_id: str) -> tuple[tuple[str, str], ...]:
    """Pairs of link text and address, relative to the page of an outcome."""
    return tuple((words, f"{FROM_OUTCOME_PAGE}{chart_path(chart_id, ending)}") for ending, words in CHART_FILES.items())


ChartKind = Literal["level", "without-season", "months", "years", "peers", "changes", "map"]
"""What is drawn: the control chart of a measure, the same without its season, columns by month or by year, rates of
similar forces, the changes of an outcome, the map of all forces."""
Cell = str | int | float | None
LARGEST_WHOLE = 1e15
"""Above this a float no longer holds every whole number."""


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
        record: dict[str, Any] = msgspec.to_builtins(self)
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ChartRecord:
        """Read a chart from the ledger; a ledger of an older format has no kind, description, note or places."""
        rows = [[_cell(value) for value in row] for row in record["rows"]]
        return msgspec.convert({**record, "kind": chart_kind(record), "rows": rows}, cls)

    def is_number(self, place: int) -> bool:
        """Whether the column at ``place`` holds numbers; a missing number is no text."""
        return not any(isinstance(row[place], str) for row in self.rows)


def chart_kind(record: Mapping[str, Any]) -> ChartKind | None:
    """The kind of a chart in a ledger; before the field was there, the end of the id told it, or nothing did."""
    kinds: tuple[ChartKind, ...] = get_args(ChartKind)
    name = str(record.get("kind", record["id"]))
    return next((kind for kind in kinds if name.endswith(kind)), None)


def cell_text(value: Cell) -> str:
    """A value as published data hold it: unrounded, without commas, whole where it is whole, empty where missing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    whole = float(value).is_integer() and abs(value) < LARGEST_WHOLE
    return str(int(value)) if whole else repr(float(value))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return None if value != value else value  # noqa: PLR0124 - a missing number differs from itself
    return None if value is None else str(value)


NO_CAUSE = "none"
LINES = ("Mean", "Lower limit", "Upper limit")
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class ChartRow:
    """One quarter of a control chart: its count, the lines at that quarter, and the special cause found, if any."""

    label: str
    value: float
    mean: float
    lower: float
    upper: float
    cause: str

    @property
    def signals(self) -> bool:
        """Whether a rule found a special cause at this quarter."""
        return self.cause != NO_CAUSE


def chart_rows(chart: ChartRecord) -> tuple[ChartRow, ...]:
    """The rows of a control chart as the ledger keeps it; quarters without a count are left out."""
    rows = (_chart_row(chart.columns, row) for row in chart.rows)
    return tuple(row for row in rows if row is not None)


def _chart_row(columns: Sequence[str], row: Sequence[Any]) -> ChartRow | None:
    """One row by the names of its columns; the first names the quarter, the second holds the count."""
    cells = dict(zip(columns, row, strict=True))
    drawn = (row[1], *(cells[name] for name in LINES))
    if any(number is None or math.isnan(number) for number in drawn):
        return None
    value, mean, lower, upper = drawn
    return ChartRow(str(row[0]), value, mean, lower, upper, str(cells["Special cause"]))


def read_chart(rows: Sequence[ChartRow], quarters: int, period: str, measure: Measure) -> tuple[str, ...]:
    """What the chart shows: how to read its lines, and what the period shows.

    Args:
        rows: of the chart, up to the end of the period; at least one.
        quarters: how many of the last rows belong to the period.
        period: the period's label, ``2014/15``.
        measure: what is counted.
    """
    return _lines(rows, measure), _window(rows[-quarters:], period)


def _lines(rows: Sequence[ChartRow], measure: Measure) -> str:
    last = rows[-1]
    stretch = "" if rows[0].mean == last.mean else " of the present stretch"
    return (
        f"Each point is a quarter. The middle line is the average{stretch}, {whole_text(last.mean)} {measure.unit}; "
        f"as long as nothing new is at work, nearly all quarters lie between the outer lines, "
        f"{whole_text(last.lower)} and {whole_text(last.upper)}."
    )


def _window(window: Sequence[ChartRow], period: str) -> str:
    signals = [row for row in window if row.signals]
    if signals:
        told = listed_words([f"{row.label} ({row.cause})" for row in signals])
        verb = "stands" if len(signals) == 1 else "stand"
        return f"In {period}, {told} {verb} out: more than the usual ups and downs, and the chart does not say why."
    many = len(window)
    which = f"All {COUNTED[many]} quarters" if many > 2 else "Both quarters" if many == 2 else "The quarter"
    verb = "shows" if many == 1 else "show"
    usual = "only the ups and downs that the series has anyway, so none needs a cause of its own"
    return f"{which} of {period} {verb} {usual}."
