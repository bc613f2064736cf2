"""A workbook as ODS, from the same record as XLSX: header rows, named tables, a language, and fixed bytes.

The file holds the five parts that OpenDocument 1.3 asks for and nothing else. They are written as text: a library
that makes an object of each cell took ten times as long and left its own template in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from planbook.core.chart_record import cell_text
from planbook.publish.archive import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.core.chart_record import Cell
    from planbook.core.workbook import Head, Sheet, Workbook

__all__ = ["write_ods"]

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
LANGUAGE = "en-GB"
NO_TIME = "1980-01-01T00:00:00"
"""Stands in the properties for the day of making, which an edition does not depend on."""
CHARACTER = 0.25
"""Width of a character in centimetres."""
COVER_WIDTH = 90
VERSION = "1.3"
URN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in (
        ("office", f"{URN}:office:1.0"),
        ("style", f"{URN}:style:1.0"),
        ("table", f"{URN}:table:1.0"),
        ("text", f"{URN}:text:1.0"),
        ("number", f"{URN}:datastyle:1.0"),
        ("meta", f"{URN}:meta:1.0"),
        ("fo", f"{URN}:xsl-fo-compatible:1.0"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("xlink", "http://www.w3.org/1999/xlink"),
    )
)
START = '<?xml version="1.0" encoding="UTF-8"?>\n'
TEXT = {"title": (16, True, False), "heading": (14, True, True), "line": (12, False, False)}
CELL = {"text": (12, False, True), "link": (12, False, True), "head": (12, True, True), "headnumber": (12, True, True)}
"""Type size, whether bold, whether the text wraps."""


def write_ods(workbook: Workbook) -> bytes:
    """The bytes of the file."""
    parts = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": _manifest(("content.xml", "meta.xml", "styles.xml")),
        "content.xml": _content(workbook),
        "meta.xml": _meta(workbook),
        "styles.xml": _default_style(),
    }
    return packed((name, text.encode("utf-8")) for name, text in parts.items())


def _manifest(names: tuple[str, ...]) -> str:
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    files = "".join(entry.format(name, "text/xml") for name in names)
    head = f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0" manifest:version="{VERSION}">'
    return f"{START}{head}{entry.format('/', MEDIA_TYPE)}{files}</manifest:manifest>"


def _part(name: str, inside: str) -> str:
    return f'{START}<office:{name} {SPACES} office:version="{VERSION}">{inside}</office:{name}>'


def _meta(workbook: Workbook) -> str:
    said = (
        f"<meta:generator>planbook</meta:generator><dc:title>{escape(workbook.title)}</dc:title>"
        f"<dc:subject>{escape(workbook.subject)}</dc:subject><dc:language>{LANGUAGE}</dc:language>"
        f"<meta:creation-date>{NO_TIME}</meta:creation-date>"
    )
    return _part("document-meta", f"<office:meta>{said}</office:meta>")


def _default_style() -> str:
    language, _, country = LANGUAGE.partition("-")
    spoken = f'fo:language="{language}" fo:country="{country}"'
    text = f'<style:text-properties fo:font-family="Arial" fo:font-size="12pt" {spoken}/>'
    style = f'<style:default-style style:family="table-cell">{text}</style:default-style>'
    return _part("document-styles", f"<office:styles>{style}</office:styles>")


def _content(workbook: Workbook) -> str:
    sheets = "".join((_cover(workbook), *map(_table, workbook.sheets)))
    ranges = "".join(map(_range, workbook.sheets))
    body = f"<office:spreadsheet>{sheets}<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet>"
    styles = f"<office:automatic-styles>{''.join(_styles(workbook))}</office:automatic-styles>"
    return _part("document-content", f"{styles}<office:body>{body}</office:body>")


def _styles(workbook: Workbook) -> Iterator[str]:
    for name, (size, bold, wrap) in (TEXT | CELL).items():
        yield _cell_style(name, size, bold=bold, wrap=wrap, right=name == "headnumber")
    for places in sorted({head.places for sheet in workbook.sheets for head in sheet.heads if head.number}):
        yield from _number_styles(places)
    widths = {head.width for sheet in workbook.sheets for head in sheet.heads} | {COVER_WIDTH}
    for width in sorted(widths):
        across = f'<style:table-column-properties style:column-width="{width * CHARACTER:.2f}cm"/>'
        yield f'<style:style style:name="width{width}" style:family="table-column">{across}</style:style>'


def _cell_style(name: str, size: int, *, bold: bool, wrap: bool, right: bool = False, data: str = "") -> str:
    aligned = '<style:paragraph-properties fo:text-align="end"/>' if right else ""
    cell = f'fo:wrap-option="{"wrap" if wrap else "no-wrap"}" style:vertical-align="top"'
    text = f'fo:font-size="{size}pt" fo:font-weight="{"bold" if bold else "normal"}"'
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data}><style:table-cell-properties {cell}/>'
        f"{aligned}<style:text-properties {text}/></style:style>"
    )


def _number_styles(places: int) -> tuple[str, ...]:
    if places < 0:
        return (_cell_style(_number_name(places), 12, bold=False, wrap=True, right=True),)
    form = (
        f'<number:number-style style:name="N{places}"><number:number number:decimal-places="{places}" '
        f'number:min-decimal-places="{places}" number:min-integer-digits="1" number:grouping="true"/>'
        "</number:number-style>"
    )
    data = f' style:data-style-name="N{places}"'
    return form, _cell_style(_number_name(places), 12, bold=False, wrap=True, right=True, data=data)


def _number_name(places: int) -> str:
    return f"number{places if places >= 0 else 'plain'}"


def _cover(workbook: Workbook) -> str:
    rows = "".join(
        _row(_text_cell(text, kind, address=text if kind == "link" else "")) for kind, text in workbook.cover
    )
    return f'<table:table table:name="Cover">{_column(COVER_WIDTH)}{rows}</table:table>'


def _table(sheet: Sheet) -> str:
    columns = "".join(_column(head.width) for head in sheet.heads)
    words = "".join((_row(_text_cell(sheet.title, "title")), *(_row(_text_cell(line, "line")) for line in sheet.lines)))
    heads = "".join(_text_cell(head.text, "headnumber" if head.number else "head") for head in sheet.heads)
    rows = "".join(_row("".join(_cells(sheet, row))) for row in sheet.rows)
    top = f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    return f'<table:table table:name="{sheet.tab}">{columns}{words}{top}{rows}</table:table>'


def _cells(sheet: Sheet, row: tuple[Cell, ...]) -> Iterator[str]:
    for place, (head, cell) in enumerate(zip(sheet.heads, row, strict=True)):
        address = f"#{cell}.A1" if sheet.linked and place == 0 else ""
        yield _text_cell(str(cell), "link", address=address) if address else _cell(head, cell)


def _column(width: int) -> str:
    return f'<table:table-column table:style-name="width{width}"/>'


def _row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(head: Head, cell: Cell) -> str:
    style = _number_name(head.places) if head.number else "text"
    if cell is None or isinstance(cell, str):
        return _text_cell(cell_text(cell), style)
    value = cell_text(cell)
    kind = f'office:value-type="float" office:value="{value}"'
    return f'<table:table-cell table:style-name="{style}" {kind}><text:p>{value}</text:p></table:table-cell>'


def _text_cell(text: str, style: str, address: str = "") -> str:
    words = escape(text)
    if address:
        words = f'<text:a xlink:type="simple" xlink:href={quoteattr(address)}>{words}</text:a>'
    kind = 'office:value-type="string"'
    return f'<table:table-cell table:style-name="{style}" {kind}><text:p>{words}</text:p></table:table-cell>'


def _range(sheet: Sheet) -> str:
    """A table by name, with its header row."""
    first, last = sheet.first_row + 1, sheet.first_row + 1 + len(sheet.rows)
    place = f"{sheet.tab}.A{first}:{sheet.tab}.{_letters(len(sheet.heads))}{last}"
    return (
        f'<table:database-range table:name="{sheet.table}" table:target-range-address="{place}" '
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _letters(number: int) -> str:
    """The letters of a column counted from 1."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
