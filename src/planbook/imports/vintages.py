"""Adding a vintage to a table: rows, schema and record of provenance, together or not at all."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from planbook import Refusal
from planbook.data.periods import Period
from planbook.data.table_files import PROVENANCE_END, SCHEMA_END, check_table
from planbook.data.tables import parse_schema
from planbook.imports.mapping import Mapping
from planbook.imports.names import MIDDLE, period_order
from planbook.imports.observations import CannotImport
from planbook.imports.provenance import SourceFile, provenance_text, schema_text

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
    """Move the files that stand ready into place."""
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
