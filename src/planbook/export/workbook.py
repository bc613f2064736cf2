"""A workbook as a record, which XLSX and ODS are both written from.

The shape follows the Government Analysis Function's *Releasing statistics in spreadsheets*: a cover sheet, a list
of contents, a sheet of notes, then one table a sheet from column A, under its title and a few lines of text; no
merged, hidden or empty cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planbook.core.chart_record import Cell

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
"""The Analysis Function's shorthand: a value that is not available, and one that cannot be."""
LONGEST_TAB = 31
COVER_WIDTH = 90
LANGUAGE = "en-GB"


class BadSheet(ValueError):
    """A sheet breaks a rule of accessible spreadsheets."""

    def __init__(self, tab: str, faults: Iterable[str]) -> None:
        super().__init__(f"sheet {tab!r} is not an accessible table: {'; '.join(faults)}")


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

    Raises:
        BadSheet: a reader could not use the sheet; every broken rule is named.
    """

    tab: str
    title: str
    table: str
    lines: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    linked: bool = False

    def __post_init__(self) -> None:
        if faults := tuple(self._faults()):
            raise BadSheet(self.tab, faults)

    @property
    def first_row(self) -> int:
        """The row of the headings, counted from 0."""
        return 1 + len(self.lines)

    def _faults(self) -> Iterable[str]:
        names = [head.text for head in self.heads]
        if not 1 <= len(self.tab) <= LONGEST_TAB:
            yield f"a tab has 1 to {LONGEST_TAB} characters"
        if len({name.casefold() for name in names}) < len(names) or not all(names):
            yield "headings must differ and must not be empty"
        if not self.rows:
            yield "a table needs a row"
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(names) or any(cell in {"", None} for cell in row):
                yield f"row {number} has an empty cell or the wrong number of cells"


@dataclass(frozen=True)
class Workbook:
    """A title, the paragraphs of the cover (kind and text), and the sheets in order, contents and notes first."""

    title: str
    subject: str
    cover: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]


def filled(value: Any, shorthand: str = NOT_AVAILABLE) -> Cell:  # noqa: ANN401 - a cell of any table
    """A cell that is never empty: the value, or the shorthand that says why there is none."""
    return shorthand if value is None or value == "" else value
