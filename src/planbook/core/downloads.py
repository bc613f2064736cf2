"""What an edition publishes as data: each file with what it holds, its format, its licence and its columns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "FORMATS",
    "GROUPS",
    "MIT",
    "OPEN_GOVERNMENT",
    "Column",
    "Download",
    "Licence",
    "Listed",
    "Published",
    "columns_schema",
]

GROUPS = {
    "edition": "Files that hold the whole edition or describe it",
    "spreadsheets": "Spreadsheets with all tables",
    "measures": "The series of each measure as the edition used it",
    "charts": "Data and pictures of each chart",
    "tables": "Published copies of the tables, with path, licence and hash",
    "claims": "The record of each figure",
}
"""The groups of the page of data, in its order, with the captions of their tables."""

FORMATS = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "ods": ("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "txt": ("Text", "text/plain"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Name and media type of a file by its ending."""


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


@dataclass(frozen=True)
class Download:
    """One file: where it stands below the root of the site, and what a reader must know of it.

    ``schema`` is a Frictionless Table Schema, for tables alone; ``rows`` counts its rows.
    """

    path: str
    title: str
    holds: str
    group: str
    licence: Licence
    source: str = ""
    rows: int | None = None
    schema: Mapping[str, Any] | None = None
    listed: bool = True

    @property
    def ending(self) -> str:
        """The end of the file's name."""
        return self.path.rpartition(".")[2]

    @property
    def format(self) -> str:
        """The format as a reader knows it."""
        return FORMATS[self.ending][0]


@dataclass(frozen=True)
class Published:
    """A file and its bytes."""

    download: Download
    content: bytes

    @property
    def listing(self) -> Listed:
        """What the page of data and the manifest say of the file."""
        download = self.download
        return Listed(
            path=download.path,
            title=download.title,
            holds=download.holds,
            group=download.group,
            format=download.format,
            licence=download.licence.title,
            source=download.source,
            rows=download.rows,
            bytes=len(self.content),
            sha256=hashlib.sha256(self.content).hexdigest(),
            listed=download.listed,
        )


@dataclass(frozen=True)
class Listed:
    """A line of the manifest."""

    path: str
    title: str
    holds: str
    group: str
    format: str
    licence: str
    source: str
    rows: int | None
    bytes: int
    sha256: str
    listed: bool = True

    @property
    def kilobytes(self) -> str:
        """The size to one decimal, in kB of 1,000 bytes; never nothing."""
        return f"{max(0.1, self.bytes / 1000):,.1f}"

    def as_record(self) -> dict[str, Any]:
        """The line as plain data."""
        return dict(vars(self))


def columns_schema(
    columns: Iterable[Column], title: str, description: str, key: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The Frictionless Table Schema of columns."""
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/1.0/tableschema.json",
        "title": title,
        "description": description,
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
    }
    return {**schema, "primaryKey": list(key)} if key else schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.name}
    field["description"] = column.description
    return {**field, "unit": column.unit} if column.unit else field
