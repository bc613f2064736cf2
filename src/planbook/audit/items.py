"""Split a file into items: the smallest things in it that a reader can look for by name."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

from lxml import etree, html

from planbook.audit.binary_items import pdf_items, picture_items
from planbook.audit.records import DAMAGED, Item
from planbook.editions.library_files import LEDGER, hash_of

Element = Any
CELLS = frozenset({"td", "th"})
BLOCKS = CELLS | {
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "summary", "caption", "figcaption", "pre", "div",
    "section", "main", "header", "footer", "nav", "aside", "title", "button", "label", "option", "blockquote", "text",
    "script", "style",
}  # fmt: skip
"""Elements whose text is one item, together with the text of the other elements inside them."""
# White space of a page. A no-break space is a character: it differs from a space.
SPACE = re.compile(r"[ \t\r\n\f]+")
WORKBOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet", "xl/sharedStrings.xml"
ASSIGNMENT = re.compile(r"\s*(?:window\.|const |var |let )(?P<name>\w+) ?= ?(?P<record>[\[{].*[\]}]);?\s*")
"""A line of a script that sets a variable to a record."""
# A forger may write anything: whatever a reader says to it, the file is then compared whole.
UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, OSError, csv.Error, etree.LxmlError,
    *DAMAGED,
)  # fmt: skip


def flatten(record: Any, path: str = "") -> Iterator[Item]:  # noqa: ANN401 - any JSON
    """The single values of a record, each named by its path."""
    if isinstance(record, dict) and record:
        joint = "" if not path or path.endswith(" ") else "."
        for name, value in record.items():
            yield from flatten(value, f"{path}{joint}{name}")
    elif isinstance(record, list) and record:
        for place, value in enumerate(record):
            yield from flatten(value, f"{path}[{place}]")
    else:
        yield Item("value", path or "the record", json.dumps(record, ensure_ascii=False))


def _values(text: str, path: str = "") -> list[Item]:
    """The values of a JSON text; none where it is not one, so that it is told as a text."""
    try:
        return [*flatten(json.loads(text), path)]
    except ValueError:
        return []


def ledger_items(content: bytes) -> Iterator[Item]:
    """The value of each claim, then its other fields; then statuses, verdicts, charts with their rows, and the rest."""
    record = json.loads(content)
    for claim in record.pop("claims"):
        yield Item("claim", f"{claim['id']}, value", _text(claim.pop("value")), claim["id"])
        yield from _fields("detail", claim["id"], claim)
    for status in record.pop("milestones"):
        yield from _fields("verdict", f"status of {status['milestone']}", status)
    for verdict in record.pop("verdicts"):
        yield from _fields("verdict", f"{verdict.get('verdict')} of {verdict.get('measure')}", verdict)
    for chart in record.pop("charts"):
        name, rows = f"chart {chart['id']}", chart.pop("rows")
        yield from _fields("chart", name, chart)
        yield from (Item("chart", f"{name}, row {row[0] if row else '?'}", _text(row)) for row in rows)
    for name, value in record.items():
        yield from _fields("value", name, value if isinstance(value, dict) else {"": value})


def _fields(kind: str, name: str, record: Mapping[str, Any]) -> Iterator[Item]:
    for field, value in record.items():
        yield Item(kind, f"{name}, {field}" if field else name, _text(value))


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def table_items(content: bytes) -> Iterator[Item]:
    """Cells, named by the first cell of their row and the heading of their column."""
    # The reader drops a byte order mark; where that is all that differs, the bytes are told.
    header, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) or [[]]
    yield Item("cell", "the headings", ", ".join(header))
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            column = header[place] if place < len(header) else f"column {place + 1}"
            yield Item("cell", f"line {number} ({row[0]}), column {column!r}", value)


def notebook_items(content: bytes) -> Iterator[Item]:
    """The source of each cell, its other fields and its outputs; then the fields of the notebook."""
    notebook = json.loads(content)
    for cell in notebook.pop("cells"):
        name, source, outputs = f"cell {cell.pop('id', '?')}", cell.pop("source"), cell.pop("outputs", ())
        yield Item("text", f"{name}, source", "".join(source))
        yield from flatten(cell, f"{name}: ")  # a tag among these may hide the cell
        for number, output in enumerate(outputs, start=1):
            yield from flatten(output, f"{name}, output {number}: ")
    yield from flatten(notebook, "notebook: ")


def line_items(content: bytes) -> Iterator[Item]:
    """Lines by number; of a line of a script that sets a variable to a record, the values of the record."""
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        assignment = ASSIGNMENT.fullmatch(line)
        values = _values(assignment["record"], f"{assignment['name']}: ") if assignment else []
        yield Item("line", f"line {number}", line[: assignment.end("name")] if assignment and values else line)
        yield from values


def page_items(content: bytes) -> Iterator[Item]:
    """Texts by their block in the order of the page, then the attributes of each element.

    Every character of text and every attribute belongs to one item.
    """
    page: Element = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    for block, texts in groupby(page.xpath("//text()"), key=_block):
        text, where = "".join(texts), f"{_nearest_id(block)}, {block.tag}"
        value = SPACE.sub(" ", text).strip(" ")
        if block.tag == "script" and "json" in str(block.get("type")):
            yield from _values(text, f"{where}: ") or [Item("text", where, text)]
        elif block.tag in CELLS and value:
            yield Item("cell", _cell_name(block), value)
        elif value:
            yield Item("drawing" if _in_drawing(block) else "text", where, value)
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


def _attributes(element: Element) -> str:
    return " ".join(f'{name.rpartition("}")[2]}="{value}"' for name, value in sorted(element.attrib.items()))


def _root(content: bytes) -> Element:
    # Evidence comes from anywhere: nothing is fetched for it, and no entity of its own is put in.
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


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
        elif name.endswith((".xml", ".rels")):
            yield from xml_items(part, name)
        else:
            yield Item("file", name, f"SHA-256 {hash_of(part)}")


def _sheet_items(part: str, parts: Mapping[str, bytes]) -> Iterator[Item]:
    """Cells by their place, with formula and text; then the attributes of the sheet."""
    sheets = [str(sheet.get("name")) for sheet in _root(parts[WORKBOOK]).iter("{*}sheet")]
    name = sheets[int(part.removeprefix(SHEET).removesuffix(".xml")) - 1]
    strings = _root(parts[STRINGS]).iter("{*}si") if STRINGS in parts else ()
    texts = ["".join(one.itertext()) for one in strings]
    for cell in _root(parts[part]).iter("{*}c"):
        value, formula = cell.findtext("{*}v") or "".join(cell.itertext()), cell.findtext("{*}f")
        text = texts[int(value)] if cell.get("t") == "s" and value else value
        text = text if formula is None else f"={formula}, shown as {text}"
        yield Item("cell", f"sheet {name!r}, cell {cell.get('r')}", text)
    # The texts of a sheet are its cells, which have a better name already.
    yield from (item for item in xml_items(parts[part], f"sheet {name!r}") if item.kind == "attribute")


READERS: Mapping[str, Callable[[bytes], Iterator[Item]]] = {
    "html": page_items,
    "csv": table_items,
    "json": lambda content: flatten(json.loads(content)),
    "ipynb": notebook_items,
    **dict.fromkeys(("xlsx", "ods", "docx"), package_items),
    **dict.fromkeys(("js", "css", "txt", "bib"), line_items),
    "svg": partial(xml_items, name="drawing", kinds=("drawing", "drawing")),
    "xml": partial(xml_items, name="feed"),
    "pdf": pdf_items,
    "png": picture_items,
}
"""The reader of each form of file, by the ending of its name."""


# A differing file is read once for its differences and once for the counts.
@lru_cache(maxsize=8)
def items_of(file: str, content: bytes) -> tuple[Item, ...]:
    """The items of a file in its order.

    A page has cells, drawings, texts and attributes; a table has cells; the ledger has claims, statuses, verdicts and
    chart rows. A file of an unknown form, or one that cannot be read, is one item: its hash.
    """
    name = file.rpartition("/")[2]
    whole = (Item("file", "content", f"SHA-256 {hash_of(content)}, {len(content)} bytes"),)
    reader = ledger_items if name == LEDGER else READERS.get(name.rpartition(".")[2])
    try:
        return tuple(reader(content)) if reader else whole
    except UNREADABLE as error:
        return (Item("file", "a file that cannot be read", f"{type(error).__name__}: {error}"), *whole)
