"""A chart as the ledger keeps it: its words, and the numbers drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHART_FILES", "chart_links", "chart_path"]


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
Cell = str | float | None
LARGEST_WHOLE = 1e15
"""Above this a float no longer holds every whole number."""


@dataclass(frozen=True)
class ChartRecord:
    """Title, words and table of one chart; ``places`` gives decimals by column, 0 where not given."""

    kind: ChartKind | None
    id: str
    title: str
    subtitle: str
    alt: str
    description: str
    note: str
    source: str
    outcome: str
    milestone: str
    measure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: Mapping[str, int]
    notebook: str = ""
    cell: str = ""

    def as_record(self) -> dict[str, Any]:
        """The chart as plain data for the ledger."""
        lists = {"columns": list(self.columns), "rows": [list(row) for row in self.rows], "places": dict(self.places)}
        return {**vars(self), **lists}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ChartRecord:
        """Read a chart from the ledger; a ledger of an older format has no kind, description, note or places."""
        words = ("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure")
        return cls(
            kind=chart_kind(record),
            **{name: str(record[name]) for name in words},
            description=str(record.get("description", "")),
            note=str(record.get("note", "")),
            columns=tuple(record["columns"]),
            rows=tuple(tuple(_cell(value) for value in row) for row in record["rows"]),
            places=dict(record.get("places", {})),
            notebook=str(record.get("notebook", "")),
            cell=str(record.get("cell", "")),
        )

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
