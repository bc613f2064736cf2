"""Split pages, drawings, feeds, spreadsheets and documents into items: cells, texts, and attributes."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from lxml import etree, html

from planbook.audit.records import Item
from planbook.audit.text_items import flattened

Element = Any
CELLS = frozenset({"td", "th"})
BLOCKS = CELLS | {
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "summary", "caption", "figcaption", "pre", "div",
    "section", "main", "header", "footer", "nav", "aside", "title", "button", "label", "option", "blockquote", "text",
    "script", "style",
}  # fmt: skip
"""Elements whose text is one item, together with the text of the other elements inside them."""
SPACE = re.compile(r"[ \t\r\n\f]+")
"""White space of a page; a no-break space is a character."""
XML = (".xml", ".rels")
WORKBOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet", "xl/sharedStrings.xml"


def page_items(content: bytes) -> Iterator[Item]:
    """Texts by their block in the order of the page, then the attributes of each element.

    Every character of text and every attribute belongs to one item.
    """
    page: Element = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    for block, texts in groupby(page.xpath("//text()"), key=_block):
        yield from _block_items(block, "".join(texts))
    for number, element in enumerate(page.iter(etree.Element), start=1):
        if element.attrib:
            kind = "drawing" if _in_drawing(element) else "attribute"
            yield Item(kind, f"{_nearest_id(element)}, <{element.tag}> {number}", _attributes(element))


def _block(text: Any) -> Element:  # noqa: ANN401 - lxml's text with its parent
    """The block around a text; the tail of an element belongs to the block around that element."""
    element = text.getparent().getparent() if text.is_tail else text.getparent()
    while element.tag not in BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _block_items(block: Element, text: str) -> Iterator[Item]:
    where = f"{_nearest_id(block)}, {block.tag}"
    if block.tag == "script" and "json" in str(block.get("type")):
        try:
            # As a list: a record that breaks off half-way is told as one text.
            yield from [*flattened(json.loads(text), f"{where}: ")]
        except ValueError:
            yield Item("text", where, text)
    elif value := SPACE.sub(" ", text).strip(" "):
        if block.tag in CELLS:
            yield Item("cell", _cell_name(block), value)
        else:
            yield Item("drawing" if _in_drawing(block) else "text", where, value)


def _cell_name(cell: Element) -> str:
    """The name of a cell: its table, the heading of its row, and that of its column."""
    row = cell.getparent()
    place = [other for other in row if other.tag in CELLS].index(cell)
    table = next(cell.iterancestors("table"), None)
    headings = table.xpath(".//thead//tr[last()]/*") if table is not None else []
    column = _plain(headings[place]) if place < len(headings) else f"column {place + 1}"
    caption = table.find("caption") if table is not None else None
    name = f"table {_plain(caption)!r}" if caption is not None else f"{_nearest_id(cell)}, table"
    return f"{name}, row {_plain(row[0])!r}, column {column!r}"


def _nearest_id(element: Element) -> str:
    around = (one.get("id") for one in (element, *element.iterancestors()))
    return next((f"#{name}" for name in around if name), "page")


def _in_drawing(element: Element) -> bool:
    return element.tag == "svg" or next(element.iterancestors("svg"), None) is not None


def _plain(element: Element) -> str:
    return SPACE.sub(" ", str(element.text_content())).strip()[:80]


def xml_items(content: bytes, name: str, kinds: tuple[str, str] = ("text", "attribute")) -> Iterator[Item]:
    """Texts and attributes of an XML file, by element; ``kinds`` are those of the two."""
    for number, element in enumerate(_root(content).iter(etree.Element), start=1):
        where = f"{name}, <{etree.QName(element).localname}> {number}"
        text = " ".join(filter(None, ((words or "").strip() for words in (element.text, element.tail))))
        if text:
            yield Item(kinds[0], where, text)
        if element.attrib:
            yield Item(kinds[1], where, _attributes(element))


def package_items(content: bytes) -> Iterator[Item]:
    """The parts of an XLSX, ODS or DOCX file: cells of sheets, texts and attributes of XML, hashes of other parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        yield Item("file", f"part {name}", "there")
        if name.startswith(SHEET):
            yield from _sheet_items(name, parts)
        elif name.endswith(XML):
            yield from xml_items(part, name)
        else:
            yield Item("file", name, f"SHA-256 {hashlib.sha256(part).hexdigest()}")


def _sheet_items(part: str, parts: Mapping[str, bytes]) -> Iterator[Item]:
    """Cells by their place, with formula and text; then the attributes of the sheet."""
    sheets = [str(sheet.get("name")) for sheet in _root(parts[WORKBOOK]).iter("{*}sheet")]
    name = sheets[int(part.removeprefix(SHEET).removesuffix(".xml")) - 1]
    strings = _root(parts[STRINGS]).iter("{*}si") if STRINGS in parts else ()
    texts = ["".join(one.itertext()) for one in strings]
    root = _root(parts[part])
    for cell in root.iter("{*}c"):
        value, formula = cell.findtext("{*}v") or "".join(cell.itertext()), cell.findtext("{*}f")
        text = texts[int(value)] if cell.get("t") == "s" and value else value
        text = text if formula is None else f"={formula}, shown as {text}"
        yield Item("cell", f"sheet {name!r}, cell {cell.get('r')}", text)
    for number, element in enumerate(root.iter(etree.Element), start=1):
        if element.attrib:
            where = f"sheet {name!r}, <{etree.QName(element).localname}> {number}"
            yield Item("attribute", where, _attributes(element))


def _root(content: bytes) -> Element:
    # Evidence comes from anywhere: nothing is fetched for it, and no entity of its own is put in.
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _attributes(element: Element) -> str:
    return " ".join(f'{name.rpartition("}")[2]}="{value}"' for name, value in sorted(element.attrib.items()))
