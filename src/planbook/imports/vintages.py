"""Adding a vintage to a table: rows, schema and record of provenance, together or not at all."""

import csv
import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from planbook import Refusal
from planbook.data.files import sha256
from planbook.data.periods import Month, Period
from planbook.data.table_files import PROVENANCE_END, PROVENANCE_KEYS, check_table
from planbook.data.tables import SCHEMA_END, parse_schema
from planbook.imports.mapping import KINDS, Mapping
from planbook.imports.names import MIDDLE, period_order
from planbook.imports.observations import CannotImport

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


COLUMNS = ("period", "area", "measure", "value", "status", "vintage")
STAGE, READY = ".import", ".import.ready"  # hidden: the checks of data leave them out


@contextmanager
def one_import(folder: Path) -> Iterator[None]:
    """Let one import at a time change the tables of a folder; first finish one that was killed while it moved files.

    Raises:
        Refusal: another import is at work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder / STAGE, ignore_errors=True)
        _move_in(folder)
        yield
    except BlockingIOError:
        raise Refusal("another import is at work on these tables. Wait until it has ended") from None
    finally:
        os.close(place)


def _move_in(folder: Path) -> None:
    for file in sorted((folder / READY).glob("*")):
        file.replace(folder / file.name)
    shutil.rmtree(folder / READY, ignore_errors=True)


def read_held(path: Path) -> pd.DataFrame:
    """The observations of a table; none where it is not there yet."""
    source, types = path if path.is_file() else io.StringIO(",".join(COLUMNS)), dict.fromkeys(COLUMNS, "str")
    return pd.read_csv(source, dtype={**types, "value": "float64"}, keep_default_na=False)


def add_vintage(
    path: Path, fresh: pd.DataFrame, mapping: Mapping, sources: Sequence[SourceFile], notes: Sequence[str]
) -> None:
    """Add the rows of a vintage, with their status, below those of a table.

    Raises:
        CannotImport: the table would not keep to its schema.
        Refusal: what a record of provenance needs is not said.
    """
    held, schema, record = (_text(path.with_name(path.stem + end)) for end in (".csv", SCHEMA_END, PROVENANCE_END))
    text = _with_rows(held, fresh, mapping.vintage)
    schema = schema_text(schema, fresh, mapping)
    record = provenance_text(record, text, mapping, sources, notes)
    if problems := check_table(text.encode(), parse_schema(schema), path.name).problems:
        raise CannotImport(problems)
    stage = path.parent / STAGE
    stage.mkdir()
    for end, content in ((".csv", text), (SCHEMA_END, schema), (PROVENANCE_END, record)):
        (stage / (path.stem + end)).write_text(content, encoding="utf-8", newline="")
    # From this one step on the import is done: whoever comes next moves what is left to move.
    stage.rename(path.parent / READY)
    _move_in(path.parent)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _with_rows(held: str, fresh: pd.DataFrame, vintage: str) -> str:
    """The text of a table with rows added at its end; what stood there stays as it was, byte for byte."""
    lines = io.StringIO()
    out = csv.writer(lines, lineterminator="\n")
    out.writerows([] if held else [COLUMNS])
    for row in fresh.to_dict("records"):
        out.writerow([row["period"], row["area"], row["measure"], f"{row['value']:.15g}", row["status"], vintage])
    return held + lines.getvalue()


def with_status(fresh: pd.DataFrame, release: pd.DataFrame, declared: str = "") -> pd.DataFrame:
    """Rows with their status: provisional in a last year not complete, revised, or final.

    ``declared`` is the word of a mapping for what is not provisional.
    """
    latest = max(release["period"], key=period_order)
    status = pd.Series("final", fresh.index).mask(fresh["before"].notna(), "revised")
    status = status.mask(status != "", declared) if declared else status
    if _year(latest) and period_order(latest) % 12 != 2:
        status = status.mask(fresh["period"].map(_year) == _year(latest), "provisional")
    return fresh.assign(status=status)


def _year(period: str) -> int:
    """The financial year of a quarter or month; 0 for what is counted by year."""
    parsed = None if MIDDLE.fullmatch(period) else Period.parse(period)
    return parsed.last.financial_year if parsed and parsed.kind in {"quarter", "month"} else 0
