"""Split a file into items: the smallest things in it that a reader can look for by name."""

import csv
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from zipfile import BadZipFile

from lxml.etree import LxmlError

from planbook.audit.binary_items import pdf_items, picture_items
from planbook.audit.ledger import LEDGER
from planbook.audit.markup_items import package_items, page_items, xml_items
from planbook.audit.records import Item
from planbook.audit.text_items import ledger_items, line_items, notebook_items, record_items, script_items, table_items

UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, OSError, csv.Error, zlib.error,
    BadZipFile, LxmlError,
)  # fmt: skip
"""Errors of readers at a file that is not in its form."""
READERS: Mapping[str, Callable[[bytes], Iterator[Item]]] = {
    "html": page_items,
    "csv": table_items,
    "json": record_items,
    "ipynb": notebook_items,
    "xlsx": package_items,
    "ods": package_items,
    "docx": package_items,
    "js": script_items,
    "css": line_items,
    "txt": line_items,
    "bib": line_items,
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
    reader = ledger_items if name == LEDGER else READERS.get(name.rpartition(".")[2], _whole)
    try:
        return tuple(reader(content))
    except UNREADABLE as error:
        return (Item("file", "a file that cannot be read", f"{type(error).__name__}: {error}"), *_whole(content))


def _whole(content: bytes) -> Iterator[Item]:
    yield Item("file", "content", f"SHA-256 {hashlib.sha256(content).hexdigest()}, {len(content)} bytes")
