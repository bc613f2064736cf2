"""A workbook as a record, which XLSX and ODS are both written from.

The shape follows the Government Analysis Function's *Releasing statistics in spreadsheets*: a cover sheet, a list
of contents, a sheet of notes, then one table a sheet from column A, under its title and a few lines of text; no
merged, hidden or empty cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planbook.claims.records import Cell

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
"""The Analysis Function's shorthand: a value that is not available, and one that cannot be."""
COVER_WIDTH = 90
LANGUAGE = "en-GB"


class BadSheets(ValueError):
    """Sheets break rules of accessible spreadsheets; each is named."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__(f"not accessible tables: {'; '.join(faults)}")


@dataclass(frozen=True)
class Head:
    """A column: its heading, its width in characters, whether it holds numbers, and their decimals (-1: unrounded)."""

    text: str
    width: int = 20
    number: bool = False
    places: int = 0


@dataclass(frozen=True)
class Sheet:
    """One table on one sheet, its lines of text between title and table.

    In a ``linked`` sheet the first cell of each row leads to the sheet that it names.
    """

    title: str
    table: str
    lines: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    linked: bool = False

    @property
    def tab(self) -> str:
        """The name of the sheet: ``Table_3`` of ``Table 3: every figure``."""
        return self.title.partition(":")[0].replace(" ", "_")

    @property
    def first_row(self) -> int:
        """The row of the headings, counted from 0."""
        return 1 + len(self.lines)

    @property
    def faults(self) -> Iterator[str]:
        """The rules that the sheet breaks."""
        names = [head.text for head in self.heads]
        if len({name.casefold() for name in names}) < len(names) or not all(names):
            yield f"{self.tab}: headings must differ and must not be empty"
        if not self.rows:
            yield f"{self.tab}: a table needs a row"
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(names) or any(cell in {"", None} for cell in row):
                yield f"{self.tab}: row {number} has an empty cell or the wrong number of cells"


@dataclass(frozen=True)
class Workbook:
    """A title, the paragraphs of the cover (kind and text), and the sheets in order, contents and notes first.

    Raises:
        BadSheets: a reader could not use a sheet.
    """

    title: str
    subject: str
    cover: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        if faults := [fault for sheet in self.sheets for fault in sheet.faults]:
            raise BadSheets(faults)


def filled(value: Any, shorthand: str = NOT_AVAILABLE) -> Cell:  # noqa: ANN401 - a cell of any table
    """A cell that is never empty: the value, or the shorthand that says why there is none."""
    return shorthand if value is None or value == "" else value
