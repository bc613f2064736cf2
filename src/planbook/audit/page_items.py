"""The things on a page: cells of tables, drawings of charts, texts, and the attributes that carry them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import html

from planbook.audit.record_items import record_items
from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

__all__ = ["page_items"]

CELLS = frozenset({"td", "th"})
BLOCKS = frozenset(
    [
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "dd",
        "summary",
        "caption",
        "figcaption",
        "pre",
        "div",
        "section",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "title",
        "button",
        "label",
        "option",
        "blockquote",
        "td",
        "th",
        "text",
        "script",
        "style",
    ]
)
SPACE = re.compile(r"[ \t\r\n\f]+")
"""White space of a page; a no-break space is a character."""


def page_items(content: bytes) -> Iterator[Item]:
    """Texts by the block that holds them, in the order of the page, then what its elements refer to and are called.

    Every character of text and every attribute belongs to one thing.
    """
    page = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    yield from _texts(page)
    for number, element in enumerate(page.iter(html.etree.Element), start=1):
        if element.attrib:
            yield Item(_carrier(element), f"{_whereabouts(element)}, <{element.tag}> {number}", _attributes(element))


def _texts(page: Element) -> Iterator[Item]:
    """Runs of text that lie in one block, joined."""
    held: list[str] = []
    block: Element = None
    for text in page.xpath("//text()"):
        home = text.getparent()
        home = home.getparent() if text.is_tail else home
        mine = _block(home)
        if mine is not block and block is not None:
            yield from _item(block, held)
            held = []
        block = mine
        held.append(str(text))
    if block is not None:
        yield from _item(block, held)


def _item(block: Element, held: list[str]) -> Iterator[Item]:
    if block.tag == "script" and "json" in str(block.get("type")):
        yield from _record(block, "".join(held))
        return
    value = SPACE.sub(" ", "".join(held)).strip(" ")
    if value:
        kind = "cell" if block.tag in CELLS else "drawing" if _in_drawing(block) else "text"
        yield Item(kind, _cell(block) if kind == "cell" else f"{_whereabouts(block)}, {block.tag}", value)


def _record(block: Element, text: str) -> Iterator[Item]:
    """The values of a record that a script or a machine reads; a text that is none as it stands."""
    where = f"{_whereabouts(block)}, {block.tag}"
    try:
        yield from [*record_items(text, f"{where}: ")]
    except ValueError:
        yield Item("text", where, text)


def _block(element: Element) -> Element:
    """The nearest element around a text that stands as a block of its own."""
    while element.tag not in BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _cell(cell: Element) -> str:
    """A cell by its table, the heading of its row and that of its column."""
    row = cell.getparent()
    place = [other for other in row if other.tag in CELLS].index(cell)
    table = next(iter(cell.iterancestors("table")), None)
    heads = table.xpath(".//thead//tr[last()]/*") if table is not None else []
    column = _plain(heads[place]) if place < len(heads) else f"column {place + 1}"
    caption = table.find("caption") if table is not None else None
    named = f"table {_plain(caption)!r}" if caption is not None else f"{_whereabouts(cell)}, table"
    return f"{named}, row {_plain(row[0])!r}, column {column!r}"


def _whereabouts(element: Element) -> str:
    """The nearest id around an element, as a reader can look for it."""
    for around in (element, *element.iterancestors()):
        if around.get("id"):
            return f"#{around.get('id')}"
    return "page"


def _in_drawing(element: Element) -> bool:
    return element.tag == "svg" or next(element.iterancestors("svg"), None) is not None


def _carrier(element: Element) -> str:
    return "drawing" if _in_drawing(element) else "attribute"


def _attributes(element: Element) -> str:
    return " ".join(f'{name}="{value}"' for name, value in sorted(element.attrib.items()))


def _plain(element: Element) -> str:
    return SPACE.sub(" ", str(element.text_content())).strip()[:80]
