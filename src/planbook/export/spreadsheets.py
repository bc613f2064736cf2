"""A workbook as a record, written as XLSX and as ODS: tables by name, header rows, a language, and fixed bytes.

The shape follows the Government Analysis Function's *Releasing statistics in spreadsheets*: a cover sheet, a list
of contents, a sheet of notes, then one table a sheet from column A, under its title and a few lines of text; no
merged, hidden or empty cells.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from jinja2 import Environment, FunctionLoader
from xlsxwriter.utility import xl_col_to_name

from planbook.claims.records import Cell, cell_text
from planbook.export.archive import members, packed

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
"""The Analysis Function's shorthand: a value that is not available, and one that cannot be."""
COVER_WIDTH = 90
LANGUAGE = "en-GB"
FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 12, "valign": "top"}
NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the properties for the day of making, which an edition does not depend on."""
PROPERTIES = "docProps/core.xml"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "sheet title": {"bold": True, "font_size": 16, "text_wrap": False},
    "heading": {"bold": True, "font_size": 14, "text_wrap": True},
    "line": {},
    "text": {"text_wrap": True},
    "link": {"text_wrap": True, "underline": 1, "font_color": "#0b0cff"},
    "head": {"bold": True, "text_wrap": True, "bottom": 1},
    "head number": {"bold": True, "text_wrap": True, "bottom": 1, "align": "right"},
}
Formats = dict[str, Any]
PARTS = Path(__file__).with_name("ods_parts")
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
START = '<?xml version="1.0" encoding="UTF-8"?>\n'


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
        # Excel takes headings that differ in case alone for the same, and calls the file damaged.
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


def number_format(places: int) -> str:
    """``#,##0`` and decimals; ``General`` for a value that is not rounded (-1)."""
    return "General" if places < 0 else "#,##0" + ("." + "0" * places if places else "")


def write_xlsx(workbook: Workbook) -> bytes:
    """The bytes of the file as XLSX."""
    out = io.BytesIO()
    # Text that looks like an address stays text; sheets of sources would otherwise be full of links.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": workbook.title, "subject": workbook.subject, "created": NO_TIME})
    formats = {name: book.add_format(FONT | style) for name, style in STYLES.items()}
    for places in {head.places for sheet in workbook.sheets for head in sheet.heads}:
        style = STYLES["text"] | {"num_format": number_format(places), "align": "right"}
        formats[f"number {places}"] = book.add_format(FONT | style)
    _write_cover(book.add_worksheet("Cover"), workbook, formats)
    for sheet in workbook.sheets:
        _write_sheet(book.add_worksheet(sheet.tab), sheet, formats)
    book.close()
    # The library cannot set the language, which screen readers need.
    end = b"</cp:coreProperties>"
    language = f"<dc:language>{LANGUAGE}</dc:language>".encode()
    return packed(
        (name, content.replace(end, language + end) if name == PROPERTIES else content)
        for name, content in members(out.getvalue())
    )


def _write_cover(page: Any, workbook: Workbook, formats: Formats) -> None:  # noqa: ANN401 - XlsxWriter's sheet
    page.set_column(0, 0, COVER_WIDTH)
    for place, (kind, text) in enumerate(workbook.cover):
        if kind == "link":
            page.write_url(place, 0, text, formats["link"], text)
        else:
            page.write_string(place, 0, text, formats[kind])
    page.activate()


def _write_sheet(page: Any, sheet: Sheet, formats: Formats) -> None:  # noqa: ANN401 - XlsxWriter's sheet
    page.write_string(0, 0, sheet.title, formats["sheet title"])
    for place, line in enumerate(sheet.lines, start=1):
        page.write_string(place, 0, line, formats["line"])
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, head.width)
    last = sheet.first_row + len(sheet.rows), len(sheet.heads) - 1
    columns = [
        {"header": head.text, "header_format": formats["head number" if head.number else "head"]}
        for head in sheet.heads
    ]
    # Without style and filter buttons, as the Analysis Function asks.
    options = {"name": sheet.table, "style": None, "autofilter": False, "columns": columns}
    page.add_table(sheet.first_row, 0, *last, options)
    for number, row in enumerate(sheet.rows, start=sheet.first_row + 1):
        for column, (head, cell) in enumerate(zip(sheet.heads, row, strict=True)):
            if sheet.linked and column == 0:
                page.write_url(number, column, f"internal:'{cell}'!A1", formats["link"], cell)
            else:
                # A shorthand in a column of numbers is a text, set as the numbers are.
                words = isinstance(cell, str)
                write = page.write_string if words else page.write_number
                write(number, column, cell, formats["text" if words and not head.number else f"number {head.places}"])


def write_ods(workbook: Workbook) -> bytes:
    """The bytes of the file as ODS: the five parts that OpenDocument 1.3 asks for and nothing else."""
    heads = [head for sheet in workbook.sheets for head in sheet.heads]
    values = {
        "workbook": workbook,
        "places": sorted({head.places for head in heads if head.number}),
        "widths": sorted({head.width for head in heads} | {COVER_WIDTH}),
    }
    # OpenDocument wants the media type first and uncompressed.
    parts = {"mimetype": MEDIA_TYPE}
    # A library that makes an object of each cell took far longer and left its own template in the file.
    for name in ("META-INF/manifest.xml", "content.xml", "meta.xml", "styles.xml"):
        parts[name] = START + _environment().get_template(Path(name).name).render(values)
    return packed((name, text.encode("utf-8")) for name, text in parts.items())


# Templates are compiled once; a build writes two workbooks, and tests many.
@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(loader=FunctionLoader(_source), autoescape=False)  # noqa: S701 - XML, escaped by filters
    environment.filters |= {"escaped": escape, "quoted": quoteattr, "plain": cell_text, "letters": xl_col_to_name}
    environment.globals |= {"language": LANGUAGE, "media_type": MEDIA_TYPE, "cover_width": COVER_WIDTH}
    return environment


def _source(name: str) -> str:
    # White space inside a cell is text in OpenDocument, so templates are read without their layout.
    return "".join(line.strip() for line in (PARTS / name).read_text(encoding="utf-8").splitlines())
