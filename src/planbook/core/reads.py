"""What a notebook read, so that its result can be kept for as long as none of it changes.

A read is noted when it happens, not declared: a file, the rows of a table that match, the values of a column,
the names in a folder, or that a file was not there. Its digest is taken from what stands on disk.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ABSENT",
    "FILE",
    "FOLDER",
    "MODULE",
    "READS",
    "ROWS",
    "VALUES",
    "Read",
    "digest",
    "sorted_reads",
]

FILE, ROWS, VALUES, FOLDER, MODULE = "file", "rows", "values", "folder", "module"
READS = "PLANBOOK_READS"
"""The environment variable that names the file in which a kernel notes its reads."""

ABSENT = "absent"
"""The digest of a file or folder that is not there."""


@dataclass(frozen=True, order=True)
class Read:
    """One thing that was read.

    ``path`` is relative to the project where it lies in it; a module is named, not located. ``where`` pairs columns
    with the texts of the rows read; for ``values`` it names the column alone.
    """

    kind: str
    path: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def rows(cls, path: str, **where: str | Iterable[str]) -> Read:
        """The rows of a table whose columns hold one of the texts given."""
        pairs = ((column, (held,) if isinstance(held, str) else tuple(sorted(held))) for column, held in where.items())
        return cls(ROWS, path, tuple(sorted(pairs)))

    @classmethod
    def values(cls, path: str, column: str) -> Read:
        """The distinct values of a column."""
        return cls(VALUES, path, ((column, ()),))

    def to_line(self) -> str:
        """One line of JSON."""
        return json.dumps([self.kind, self.path, self.where], ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Read:
        """Read a line back."""
        kind, path, where = json.loads(line)
        return cls(kind, path, tuple((column, tuple(texts)) for column, texts in where))


def sorted_reads(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Each read once, in a fixed order; rows and values of a table that was also read whole are left out."""
    held = set(reads)
    whole = {read.path for read in held if read.kind == FILE}
    return tuple(sorted(read for read in held if read.kind not in {ROWS, VALUES} or read.path not in whole))


def digest(read: Read, table: Table) -> str:
    """The SHA-256 of what a read took from a file: all of it, the rows that match, or a column's values."""
    if read.kind == ROWS:
        return _sha256(table.matching(read.where))
    if read.kind == VALUES:
        return _sha256(sorted(table.distinct(read.where[0][0])))
    return hashlib.sha256(table.content).hexdigest()


@dataclass(frozen=True)
class Table:
    """A file's content, read as CSV where rows or values of it are asked for; rows are found by an index."""

    content: bytes

    @cached_property
    def lines(self) -> list[list[str]]:
        """The header and the rows, as texts."""
        return list(csv.reader(io.StringIO(self.content.decode("utf-8", errors="replace"), newline="")))

    @cached_property
    def _indexes(self) -> dict[tuple[str, ...], dict[tuple[str, ...], list[list[str]]]]:
        return {}

    def distinct(self, column: str) -> set[str]:
        """The texts that a column holds; none where the table lacks the column."""
        header, rows = self.lines[0] if self.lines else [], self.lines[1:]
        if column not in header:
            return set()
        place = header.index(column)
        return {row[place] for row in rows if len(row) > place}

    def matching(self, where: tuple[tuple[str, tuple[str, ...]], ...]) -> list[list[str]]:
        """The header and the rows that match; every row where a column that is asked for is not there."""
        if not self.lines or not {column for column, _ in where} <= set(self.lines[0]):
            return self.lines
        index = self._index(tuple(column for column, _ in where))
        keys = product(*(texts for _, texts in where))
        return [self.lines[0], *(row for key in keys for row in index.get(key, ()))]

    def _index(self, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[list[str]]]:
        """Rows by their texts in the columns given."""
        if columns not in self._indexes:
            places = [self.lines[0].index(column) for column in columns]
            found: dict[tuple[str, ...], list[list[str]]] = {}
            for row in self.lines[1:]:
                found.setdefault(tuple(row[at] if at < len(row) else "" for at in places), []).append(row)
            self._indexes[columns] = found
        return self._indexes[columns]


def _sha256(record: object) -> str:
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()
