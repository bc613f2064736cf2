"""The data files of an edition: what each holds, its format, licence and columns, for readers and for programs.

Programs read a Frictionless Data Package (<https://specs.frictionlessdata.io/data-package/>) and CSV on the Web
metadata (<https://www.w3.org/TR/tabular-metadata/>).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from planbook.claims.ledger import Edition

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
PROFILE = "https://datapackage.org/profiles/1.0/datapackage.json"
CSVW_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
CSVW_TYPES = {"any": "any", "yearmonth": "gYearMonth", "year": "gYear"}
UNSAFE = re.compile(r"[^a-z0-9]+")
PACKAGE_HOLDS = "Titles, columns, units, keys, sources, licences and hashes of all tables, for Frictionless tools."
CSVW_HOLDS = "The same tables described for tools that follow the W3C recommendation."


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
        # "0.0 kB" would read as an empty file.
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


def descriptions(edition: Edition, tables: Sequence[DataFile]) -> tuple[DataFile, DataFile]:
    """``datapackage.json`` and ``csv-metadata.json`` of these tables, both for the root of the site."""
    title = f"Was it kept? {edition.plan_title}, {edition.force_name}, {edition.label}"
    package = {
        "$schema": PROFILE,
        "name": f"planbook-{edition.force.replace('_', '-')}-{edition.period.lower()}",
        "title": title,
        "description": (
            "Figures, milestones, series and chart data of one edition, and the tables that it was made from. "
            f"As known at: {edition.as_at or 'the latest revision'}."
        ),
        "licenses": [asdict(OPEN_GOVERNMENT), asdict(MIT)],
        "keywords": ["police", "recorded crime", "police and crime plan", edition.force_name],
        "resources": [_resource(table) for table in tables],
    }
    csvw = {
        "@context": CSVW_CONTEXT,
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_csvw_table(table) for table in tables],
    }
    return (
        DataFile("datapackage.json", "Data Package", PACKAGE_HOLDS, "edition", MIT, as_json(package)),
        DataFile("csv-metadata.json", "CSV on the Web metadata", CSVW_HOLDS, "edition", MIT, as_json(csvw)),
    )


def _resource(table: DataFile) -> dict[str, Any]:
    return {
        # Foreign keys of the tables in data/ name a table by its path there, without the ending.
        "name": table.path.removeprefix("data/").removesuffix(".csv").lower(),
        "path": table.path,
        "title": table.title,
        "description": table.holds,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{table.sha256}",
        "licenses": [asdict(table.licence)],
        "schema": table.schema,
        **({"sources": [{"title": table.source}]} if table.source else {}),
    }


def _csvw_table(table: DataFile) -> dict[str, Any]:
    schema = table.schema or {}
    columns = [_csvw_column(field) for field in schema["fields"]]
    names = {column["titles"]: column["name"] for column in columns}
    key = [names[name] for name in schema.get("primaryKey", ())]
    return {
        "url": table.path,
        "dc:title": table.title,
        "dc:description": table.holds,
        "dc:license": {"@id": table.licence.path},
        "tableSchema": {"columns": columns, **({"primaryKey": key} if key else {})},
    }


def _csvw_column(field: Mapping[str, Any]) -> dict[str, Any]:
    kind = field.get("type", "string")
    return {
        "name": UNSAFE.sub("_", str(field["name"]).lower()).strip("_"),
        "titles": field["name"],
        "datatype": CSVW_TYPES.get(kind, kind),
        "dc:description": field["description"],
        **({"required": True} if field.get("constraints", {}).get("required") else {}),
    }
