"""Descriptions of the tables for programs: a Frictionless Data Package, and CSV on the Web metadata.

Frictionless: <https://specs.frictionlessdata.io/data-package/>. CSVW: <https://www.w3.org/TR/tabular-metadata/>.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from planbook.claims.ledger import Edition
from planbook.export.downloads import MIT, OPEN_GOVERNMENT, DataFile, as_json

PROFILE = "https://datapackage.org/profiles/1.0/datapackage.json"
CSVW_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
CSVW_TYPES = {"any": "any", "yearmonth": "gYearMonth", "year": "gYear"}
UNSAFE = re.compile(r"[^a-z0-9]+")
PACKAGE_HOLDS = "Titles, columns, units, keys, sources, licences and hashes of all tables, for Frictionless tools."
CSVW_HOLDS = "The same tables described for tools that follow the W3C recommendation."


def descriptions(edition: Edition, tables: Sequence[DataFile]) -> tuple[DataFile, DataFile]:
    """``datapackage.json`` and ``csv-metadata.json`` of these tables, both for the root of the site."""
    title = f"Was it kept? Police and crime plan, {edition.force_name}, {edition.label}"
    package, csvw = as_json(_package(edition, title, tables)), as_json(_csvw(title, tables))
    return (
        DataFile("datapackage.json", "Data Package", PACKAGE_HOLDS, "edition", MIT, package),
        DataFile("csv-metadata.json", "CSV on the Web metadata", CSVW_HOLDS, "edition", MIT, csvw),
    )


def _package(edition: Edition, title: str, tables: Sequence[DataFile]) -> dict[str, Any]:
    return {
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


def _csvw(title: str, tables: Sequence[DataFile]) -> dict[str, Any]:
    return {
        "@context": CSVW_CONTEXT,
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_csvw_table(table) for table in tables],
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
