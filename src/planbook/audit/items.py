"""What two copies of an edition are compared by: the smallest things in a file that have a name of their own."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from lxml.etree import LxmlError

from planbook.audit.ledger_items import ledger_items
from planbook.audit.package_items import drawing_items, feed_items, package_items
from planbook.audit.page_items import page_items
from planbook.audit.pdf_items import pdf_items
from planbook.audit.picture_items import picture_items
from planbook.audit.record_items import flattened, record_items, script_items
from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["items_of"]

LEDGER = "ledger.json"
UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, OSError, csv.Error, zlib.error,
    BadZipFile, LxmlError,
)  # fmt: skip
"""What readers raise at a file that is not in its form."""


@lru_cache(maxsize=8)
def items_of(file: str, content: bytes) -> tuple[Item, ...]:
    """The things in a file, in its order: of a page its cells, drawings and texts, of a table its cells.

    Of the ledger they are its claims, statuses, verdicts and rows of charts.

    A file of another form is one thing, its hash.
    """
    try:
        return tuple(_reader(file)(content))
    except UNREADABLE as fault:
        return (Item("file", "a file that cannot be read", f"{type(fault).__name__}: {fault}"), *_hash(content))


def _reader(file: str) -> Callable[[bytes], Iterator[Item]]:
    if file.rpartition("/")[2] == LEDGER:
        return lambda content: ledger_items(json.loads(content))
    readers: dict[str, Callable[[bytes], Iterator[Item]]] = {
        "html": page_items,
        "csv": _table,
        "json": record_items,
        "ipynb": _notebook,
        "xlsx": package_items,
        "ods": package_items,
        "docx": package_items,
        "js": lambda content: script_items(content.decode("utf-8")),
        "css": _lines,
        "txt": _lines,
        "bib": _lines,
        "svg": drawing_items,
        "xml": feed_items,
        "pdf": pdf_items,
        "png": picture_items,
    }
    return readers.get(file.rpartition(".")[2], _hash)


def _table(content: bytes) -> Iterator[Item]:
    """Cells, named by the first cell of their row and the heading of their column."""
    header, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) or [[]]
    yield Item("cell", "the headings", ", ".join(header))
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            column = header[place] if place < len(header) else f"column {place + 1}"
            yield Item("cell", f"line {number} ({row[0]}), column {column!r}", value)


def _notebook(content: bytes) -> Iterator[Item]:
    """Cells, then their outputs."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        name = f"cell {cell.get('id', '?')}"
        yield Item("text", f"{name}, source", _joined(cell["source"]))
        rest = {field: value for field, value in cell.items() if field not in {"id", "source", "outputs"}}
        yield from flattened(rest, f"{name}: ")
        for number, output in enumerate(cell.get("outputs", ()), start=1):
            yield from flattened(output, f"{name}, output {number}: ")
    rest = {name: value for name, value in notebook.items() if name != "cells"}
    yield from flattened(rest, "notebook: ")


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _lines(content: bytes) -> Iterator[Item]:
    """Lines, by number."""
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        yield Item("line", f"line {number}", line)


def _hash(content: bytes) -> Iterator[Item]:
    yield Item("file", "content", f"SHA-256 {hashlib.sha256(content).hexdigest()}, {len(content)} bytes")
