"""A chart as the ledger keeps it: its words, and the numbers drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Cell", "ChartRecord", "cell_text"]

Cell = str | float | None
LARGEST_WHOLE = 1e15
"""Above this a float no longer holds every whole number."""


@dataclass(frozen=True)
class ChartRecord:
    """Title, words and table of one chart; ``places`` gives decimals by column, 0 where not given."""

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

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ChartRecord:
        """Read a chart from the ledger; a ledger of an older format has no description, note or places."""
        words = ("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure")
        return cls(
            **{name: str(record[name]) for name in words},
            description=str(record.get("description", "")),
            note=str(record.get("note", "")),
            columns=tuple(record["columns"]),
            rows=tuple(tuple(_cell(value) for value in row) for row in record["rows"]),
            places=dict(record.get("places", {})),
        )

    def is_number(self, place: int) -> bool:
        """Whether the column at ``place`` holds numbers; a missing number is no text."""
        return not any(isinstance(row[place], str) for row in self.rows)


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
