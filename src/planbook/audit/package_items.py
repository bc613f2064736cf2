"""The things in a spreadsheet, a document or a drawing: cells by sheet and place, texts and attributes of the rest."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

from lxml import etree

from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Element = Any

__all__ = ["drawing_items", "feed_items", "package_items"]

XML = (".xml", ".rels")
WORKBOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet", "xl/sharedStrings.xml"


def package_items(content: bytes) -> Iterator[Item]:
    """The parts of a package (XLSX, ODS, DOCX): of XML its texts and attributes, of anything else a hash."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    shared = _strings(parts)
    for name, part in parts.items():
        yield Item("file", f"part {name}", "there")
        if name.startswith(SHEET):
            yield from _sheet(_sheet_name(parts, name), part, shared)
        elif name.endswith(XML):
            yield from _xml(name, part, "text")
        else:
            yield Item("file", name, f"SHA-256 {hashlib.sha256(part).hexdigest()}")


def drawing_items(content: bytes) -> Iterator[Item]:
    """Texts and attributes of an SVG drawing."""
    yield from _xml("drawing", content, "drawing")


def feed_items(content: bytes) -> Iterator[Item]:
    """Texts and attributes of a feed or a sitemap."""
    yield from _xml("feed", content, "text")


def _xml(name: str, part: bytes, kind: str) -> Iterator[Item]:
    for number, element in enumerate(_root(part).iter(etree.Element), start=1):
        where = f"{name}, <{etree.QName(element).localname}> {number}"
        words = " ".join(filter(None, (_bare(element.text), _bare(element.tail))))
        if words:
            yield Item(kind, where, words)
        if element.attrib:
            yield Item("drawing" if kind == "drawing" else "attribute", where, _attributes(element))


def _sheet(name: str, part: bytes, shared: tuple[str, ...]) -> Iterator[Item]:
    """Cells by their place, with the text that they stand for; then what else the sheet says."""
    root = _root(part)
    for cell in root.iter("{*}c"):
        value = cell.findtext("{*}v") or "".join(cell.itertext())
        formula = cell.findtext("{*}f")
        shown = shared[int(value)] if cell.get("t") == "s" and value else value
        shown = shown if formula is None else f"={formula}, shown as {shown}"
        yield Item("cell", f"sheet {name!r}, cell {cell.get('r')}", shown)
    for number, element in enumerate(root.iter(etree.Element), start=1):
        if element.attrib:
            where = f"sheet {name!r}, <{etree.QName(element).localname}> {number}"
            yield Item("attribute", where, _attributes(element))


def _root(part: bytes) -> Element:
    """The XML of a part; nothing is fetched for it and no entity of its own is put in."""
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _strings(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The texts that cells of a workbook share."""
    if STRINGS not in parts:
        return ()
    return tuple("".join(one.itertext()) for one in _root(parts[STRINGS]).iter("{*}si"))


def _sheet_name(parts: Mapping[str, bytes], name: str) -> str:
    """The name on the tab of a sheet, which are numbered in the order of the workbook."""
    names = [str(sheet.get("name")) for sheet in _root(parts[WORKBOOK]).iter("{*}sheet")]
    return names[int(name.removeprefix(SHEET).removesuffix(".xml")) - 1]


def _attributes(element: Element) -> str:
    return " ".join(f'{etree.QName(name).localname}="{value}"' for name, value in sorted(element.attrib.items()))


def _bare(text: str | None) -> str:
    return (text or "").strip()
