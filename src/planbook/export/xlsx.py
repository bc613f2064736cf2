"""A workbook as XLSX, with marked-up tables and a language, and with the same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from planbook.export.archive import members, packed
from planbook.export.workbook import COVER_WIDTH, LANGUAGE, Sheet, Workbook

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


def number_format(places: int) -> str:
    """``#,##0`` and decimals; ``General`` for a value that is not rounded (-1)."""
    return "General" if places < 0 else "#,##0" + ("." + "0" * places if places else "")


def write_xlsx(workbook: Workbook) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": workbook.title, "subject": workbook.subject, "created": NO_TIME})
    formats = {name: book.add_format(FONT | style) for name, style in STYLES.items()}
    for places in {head.places for sheet in workbook.sheets for head in sheet.heads}:
        style = STYLES["text"] | {"num_format": number_format(places), "align": "right"}
        formats[_number(places)] = book.add_format(FONT | style)
    _write_cover(book.add_worksheet("Cover"), workbook, formats)
    for sheet in workbook.sheets:
        _write_sheet(book.add_worksheet(sheet.tab), sheet, formats)
    book.close()
    return packed((name, _with_language(name, content)) for name, content in members(out.getvalue()))


def _number(places: int) -> str:
    return f"number {places}"


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
                write(number, column, cell, formats["text" if words and not head.number else _number(head.places)])


def _with_language(name: str, content: bytes) -> bytes:
    """The properties with the language, which the library cannot set; every other member as it is."""
    if name != PROPERTIES:
        return content
    language = f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    return content.replace(b"</cp:coreProperties>", language.encode())
