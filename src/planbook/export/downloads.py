"""The data files of an edition: what each holds, its format, licence and columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

MANIFEST = "downloads/manifest.json"
"""The list of all data files, below the root of the site."""

GROUPS = {
    "edition": "Files that hold the whole edition or describe it",
    "spreadsheets": "Spreadsheets with all tables",
    "measures": "The series of each measure as the edition used it",
    "charts": "Data and pictures of each chart",
    "tables": "Published copies of the tables, with path, licence and hash",
    "claims": "The record of each figure",
}
"""The groups of the page of data, in its order, with the captions of their tables."""

FORMATS = {"csv": "CSV", "json": "JSON", "ods": "ODS", "png": "PNG", "svg": "SVG", "txt": "Text", "xlsx": "XLSX"}
"""The format as readers name it, by the end of a file's name."""


@dataclass(frozen=True)
class Licence:
    """A licence: its short name (SPDX or Open Definition), title and address."""

    name: str
    title: str
    path: str


OPEN_GOVERNMENT = Licence(
    "OGL-UK-3.0",
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
MIT = Licence("MIT", "MIT License", "https://opensource.org/license/mit")
"""Of the project's own tables: registers, schemas, definitions."""


@dataclass(frozen=True)
class Column:
    """A column of a published table; ``type`` is ``string``, ``number`` or ``integer``, ``unit`` may be empty."""

    name: str
    type: str
    description: str
    unit: str = ""

    def as_field(self) -> dict[str, str]:
        """The column as a field of a Frictionless Table Schema."""
        words = {"name": self.name, "type": self.type, "title": self.name, "description": self.description}
        return {**words, "unit": self.unit} if self.unit else words


@dataclass(frozen=True)
class DataFile:
    """A published file: its path below the root of the site, what a reader must know of it, and its bytes.

    A table also has ``schema``, its Frictionless Table Schema, and ``rows``, the number of its rows. The page of data
    leaves a file out that is not ``listed``; the manifest holds it.
    """

    path: str
    title: str
    holds: str
    group: str
    licence: Licence
    content: bytes = field(repr=False)
    source: str = ""
    rows: int | None = None
    schema: Mapping[str, Any] | None = None
    listed: bool = True

    @property
    def format(self) -> str:
        """The format as readers name it."""
        return FORMATS[self.path.rpartition(".")[2]]

    @property
    def kilobytes(self) -> str:
        """The size to one decimal, in kB of 1,000 bytes; at least 0.1."""
        return f"{max(0.1, len(self.content) / 1000):,.1f}"

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """The file's line in the manifest."""
        words = {name: getattr(self, name) for name in ("path", "title", "holds", "group", "format")}
        origin = {"licence": self.licence.title, "source": self.source, "rows": self.rows}
        return {**words, **origin, "bytes": len(self.content), "sha256": self.sha256, "listed": self.listed}


def as_json(record: Mapping[str, Any]) -> bytes:
    """A record as JSON text, indented, with its own characters."""
    return (json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def manifest(files: Iterable[DataFile]) -> bytes:
    """The list of these files, as JSON."""
    return as_json({"files": [file.as_record() for file in files]})


def table_schema(columns: Iterable[Column], title: str, description: str, key: tuple[str, ...] = ()) -> dict[str, Any]:
    """The Frictionless Table Schema of columns."""
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/1.0/tableschema.json",
        "title": title,
        "description": description,
        "fields": [column.as_field() for column in columns],
        "missingValues": [""],
    }
    return {**schema, "primaryKey": list(key)} if key else schema
