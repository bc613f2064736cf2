"""A workbook as XLSX, with marked-up tables and a language, and with the same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from planbook.export.archive import members, packed
from planbook.export.workbook import COVER_WIDTH, LANGUAGE

if TYPE_CHECKING:
    from planbook.core.chart_record import Cell
    from planbook.export.workbook import Head, Sheet, Workbook

FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 12, "valign": "top"}
NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands in the properties for the day of making, which an edition does not depend on."""
PROPERTIES = "docProps/core.xml"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "heading": {"bold": True, "font_size": 14, "text_wrap": True},
    "line": {},
    "text": {"text_wrap": True},
    "link": {"text_wrap": True, "underline": 1, "font_color": "#0b0cff"},
    "head": {"bold": True, "text_wrap": True, "bottom": 1},
    "head_number": {"bold": True, "text_wrap": True, "bottom": 1, "align": "right"},
}


def number_format(places: int) -> str:
    """``#,##0`` and decimals; ``General`` for a value that is not rounded (-1)."""
    return "General" if places < 0 else "#,##0" + ("." + "0" * places if places else "")


def write_xlsx(workbook: Workbook) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    writer = _Writer(xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}))
    writer.write(workbook)
    return packed((name, _with_language(name, content)) for name, content in members(out.getvalue()))


class _Writer:
    """XlsxWriter's book with the formats that its sheets share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats = {name: book.add_format(FONT | style) for name, style in STYLES.items()}

    def write(self, workbook: Workbook) -> None:
        self.book.set_properties({"title": workbook.title, "subject": workbook.subject, "created": NO_TIME})
        self._cover(workbook.cover)
        for sheet in workbook.sheets:
            self._sheet(sheet)
        self.book.close()

    def _cover(self, paragraphs: tuple[tuple[str, str], ...]) -> None:
        page = self.book.add_worksheet("Cover")
        page.set_column(0, 0, COVER_WIDTH)
        for place, (kind, text) in enumerate(paragraphs):
            if kind == "link":
                page.write_url(place, 0, text, self.formats["link"], text)
            else:
                page.write_string(place, 0, text, self.formats[kind])
        page.activate()

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.tab)
        page.write_string(0, 0, sheet.title, self._style("title", text_wrap=False))
        for place, line in enumerate(sheet.lines, start=1):
            page.write_string(place, 0, line, self.formats["line"])
        for column, head in enumerate(sheet.heads):
            page.set_column(column, column, head.width)
        last = sheet.first_row + len(sheet.rows), len(sheet.heads) - 1
        columns = [self._head(head) for head in sheet.heads]
        form = {"name": sheet.table, "style": None, "autofilter": False, "columns": columns}
        page.add_table(sheet.first_row, 0, *last, form)
        for number, row in enumerate(sheet.rows, start=sheet.first_row + 1):
            for column, (head, cell) in enumerate(zip(sheet.heads, row, strict=True)):
                self._cell(page, (number, column), head, cell, linked=sheet.linked and column == 0)

    def _head(self, head: Head) -> dict[str, Any]:
        return {"header": head.text, "header_format": self.formats["head_number" if head.number else "head"]}

    def _cell(self, page: Any, at: tuple[int, int], head: Head, cell: Cell, *, linked: bool) -> None:  # noqa: ANN401 - XlsxWriter's sheet
        if linked:
            page.write_url(*at, f"internal:'{cell}'!A1", self.formats["link"], cell)
        elif isinstance(cell, str):
            page.write_string(*at, cell, self._number(head.places) if head.number else self.formats["text"])
        else:
            page.write_number(*at, cell, self._number(head.places))

    def _number(self, places: int) -> Any:  # noqa: ANN401 - XlsxWriter's format
        return self._style("text", num_format=number_format(places), align="right")

    def _style(self, base: str, **more: Any) -> Any:  # noqa: ANN401 - XlsxWriter's format
        name = f"{base} {sorted(more.items())}"
        if name not in self.formats:
            self.formats[name] = self.book.add_format(FONT | STYLES[base] | more)
        return self.formats[name]


def _with_language(name: str, content: bytes) -> bytes:
    """The properties with the language, which the library cannot set; every other member as it is."""
    if name != PROPERTIES:
        return content
    language = f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    return content.replace(b"</cp:coreProperties>", language.encode())
