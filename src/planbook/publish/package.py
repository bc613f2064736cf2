"""What describes the tables to programs: a Frictionless Data Package, and CSV on the Web metadata.

Frictionless: <https://specs.frictionlessdata.io/data-package/>. CSVW: <https://www.w3.org/TR/tabular-metadata/>.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from planbook.core.downloads import MIT, OPEN_GOVERNMENT, Download, Licence, Published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planbook.claims.ledger import Edition

__all__ = ["as_json", "descriptions", "resource_name"]

PROFILE = "https://datapackage.org/profiles/1.0/datapackage.json"
CSVW_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
CSVW_TYPES = {"any": "any", "yearmonth": "gYearMonth", "year": "gYear"}
UNSAFE = re.compile(r"[^a-z0-9]+")


def as_json(record: Mapping[str, Any]) -> bytes:
    """A record as JSON text, indented, with its own characters."""
    return (json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def descriptions(edition: Edition, tables: Sequence[Published]) -> tuple[Published, Published]:
    """``datapackage.json`` and ``csv-metadata.json`` of these tables, both for the root of the site."""
    title = f"Was it kept? Police and crime plan, {edition.force_name}, {edition.label}"
    return (
        Published(
            Download(
                "datapackage.json",
                "Data Package",
                "Titles, columns, units, keys, sources, licences and hashes of all tables, for Frictionless tools.",
                "edition",
                MIT,
            ),
            as_json(_package(edition, title, tables)),
        ),
        Published(
            Download(
                "csv-metadata.json",
                "CSV on the Web metadata",
                "The same tables described for tools that follow the W3C recommendation.",
                "edition",
                MIT,
            ),
            as_json(_csvw(title, tables)),
        ),
    )


def resource_name(path: str) -> str:
    """The name of a table in the package: its path in ``data/`` without its ending, as foreign keys give it."""
    return path.removeprefix("data/").removesuffix(".csv").lower()


def _package(edition: Edition, title: str, tables: Sequence[Published]) -> dict[str, Any]:
    return {
        "$schema": PROFILE,
        "name": f"planbook-{edition.force.replace('_', '-')}-{edition.period.lower()}",
        "title": title,
        "description": (
            "Figures, milestones, series and chart data of one edition, and the tables that it was made from. "
            f"As known at: {edition.as_at or 'the latest revision'}."
        ),
        "licenses": [_licence(OPEN_GOVERNMENT), _licence(MIT)],
        "keywords": ["police", "recorded crime", "police and crime plan", edition.force_name],
        "resources": [_resource(table) for table in tables],
    }


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.name, "title": licence.title, "path": licence.path}


def _resource(table: Published) -> dict[str, Any]:
    download = table.download
    resource = {
        "name": resource_name(download.path),
        "path": download.path,
        "title": download.title,
        "description": download.holds,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        "licenses": [_licence(download.licence)],
        "schema": download.schema,
    }
    return {**resource, "sources": [{"title": download.source}]} if download.source else resource


def _csvw(title: str, tables: Sequence[Published]) -> dict[str, Any]:
    return {
        "@context": CSVW_CONTEXT,
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_csvw_table(table.download) for table in tables],
    }


def _csvw_table(download: Download) -> dict[str, Any]:
    schema = download.schema or {}
    columns = [_csvw_column(field) for field in schema["fields"]]
    names = {field["name"]: column["name"] for field, column in zip(schema["fields"], columns, strict=True)}
    key = [names[name] for name in schema.get("primaryKey", ())]
    return {
        "url": download.path,
        "dc:title": download.title,
        "dc:description": download.holds,
        "dc:license": {"@id": download.licence.path},
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
