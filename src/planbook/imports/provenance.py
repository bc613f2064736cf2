"""What is said of a table: its schema, and the record of the release that is added and of those before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from planbook import Refusal
from planbook.data.files import sha256
from planbook.data.periods import Month
from planbook.data.table_files import PROVENANCE_KEYS
from planbook.imports.mapping import KINDS, Mapping

TEMPLATE = KINDS / "observations.schema.json"


@dataclass(frozen=True)
class SourceFile:
    """A raw file, or the answer to a query, with the hash of what was read."""

    name: str
    sha256: str


def source_file(path: Path) -> SourceFile:
    """A raw file with its hash; of a folder that of the names and hashes of its tables."""
    if path.is_file():
        return SourceFile(path.name, sha256(path))
    files = sorted(path.rglob("*.csv"))
    return SourceFile(path.name, _one_hash([SourceFile(str(file.relative_to(path)), sha256(file)) for file in files]))


def _one_hash(sources: Sequence[SourceFile]) -> str:
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in sources)
    return sources[0].sha256 if len(sources) == 1 else hashlib.sha256(lines.encode()).hexdigest()


def schema_text(before: str, rows: pd.DataFrame, mapping: Mapping) -> str:
    """The schema of a table, with vintage in its key; of a table without one a new one that admits its rows."""
    schema: dict[str, Any] = json.loads(before or TEMPLATE.read_text(encoding="utf-8"))
    if "vintage" not in schema["primaryKey"]:
        schema["primaryKey"].append("vintage")
    if not before:
        schema["title"] = mapping.source.title
        schema["description"] = f"{mapping.source.title}, as {mapping.source.publisher} published it."
        fields = {field["name"]: field for field in schema["fields"]}
        fields["period"]["example"] = rows["period"].iloc[0]
        fields["measure"]["constraints"]["enum"] = sorted(rows["measure"].unique())
        fields["value"]["type"] = "integer" if (rows["value"] % 1 == 0).all() else "number"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def provenance_text(
    before: str, table: str, mapping: Mapping, sources: Sequence[SourceFile], notes: Sequence[str]
) -> str:
    """The record of a table: the release that is added, and below ``earlier`` those before it.

    Raises:
        Refusal: what a record needs is not said.
    """
    earlier: dict[str, Any] = json.loads(before or "{}")
    kept = {name: earlier.get(name, "") for name in ("publisher", "title", "licence", "licence_url", "attribution")}
    said = {name: text for name, text in msgspec.to_builtins(mapping.source).items() if text}
    month = Month(int(mapping.vintage[:4]), int(mapping.vintage[5:]))
    record = {
        **kept,
        "release": f"Release of {month.label}",
        "release_month": mapping.vintage,
        **said,
        "imported_as": mapping.kind,
        "source_file": ", ".join(file.name for file in sources),
        "source_sha256": _one_hash(sources),
        "steps": [*mapping.steps, *(f"{note[0].upper()}{note[1:]}." for note in notes)] or ["Figures as published."],
        "sha256": hashlib.sha256(table.encode()).hexdigest(),
        "rows": table.count("\n") - 1,
    }
    if missing := [name for name in PROVENANCE_KEYS if not record[name]]:
        raise Refusal(f"nothing is said of {', '.join(missing)}. Write it in [source] of a mapping, and give --mapping")
    record |= {"source_files": {file.name: file.sha256 for file in sources}} if len(sources) > 1 else {}
    # The query alone: where the database is, and who may ask it, is nobody's business.
    record |= {"query": {"sql": mapping.query.sql, "parameters": mapping.query.parameters}} if mapping.query else {}
    older = [{name: own for name, own in earlier.items() if name not in {"earlier", "sha256", "rows"}}]
    record |= {"earlier": [*older, *earlier.get("earlier", [])]} if earlier else {}
    return json.dumps({name: own for name, own in record.items() if own != ""}, indent=2, ensure_ascii=False) + "\n"
