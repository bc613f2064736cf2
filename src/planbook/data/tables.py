"""Checking tables against their schemas, provenance records and each other.

Everything that is wrong is returned as problems with file, row and column; nothing stops at the first.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planbook.data.table_runs import gaps
from planbook.data.table_schema import Problem
from planbook.data.table_text import Cells, read_cells, unknown_name, value_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planbook.data.table_schema import ForeignKey, Schema

PROVENANCE_KEYS = (
    "publisher", "title", "release", "licence", "attribution", "source_file", "source_sha256", "steps", "sha256",
    "rows",
)  # fmt: skip
SHORT_HASH = 12
"""Characters of a SHA-256 that a message shows."""


@dataclass(frozen=True)
class CheckedTable:
    """A table taken apart, with its schema and the problems found in it alone."""

    file: str
    schema: Schema
    cells: Cells
    problems: tuple[Problem, ...]


def check_table(data: bytes, schema: Schema, file: str) -> CheckedTable:
    """Check the bytes of one CSV file: text, header, values, keys and runs of periods."""
    cells = read_cells(data, schema.names, file)
    sound, problems = _value_problems(cells, schema, file)
    repeats = _duplicates(cells, schema, file)
    return CheckedTable(file, schema, cells, (*cells.problems, *problems, *repeats, *gaps(sound, schema.run, file)))


def _value_problems(cells: Cells, schema: Schema, file: str) -> tuple[Cells, list[Problem]]:
    """The cells with None in place of faulty ones, and a problem for each of these.

    Each distinct value is judged once: a column of thousands of cells holds few.
    """
    sound, problems = dict(cells.columns), []
    for field in schema.fields:
        column = cells.columns.get(field.name, [])
        values = (value for value in set(column) if value is not None)
        faults = {value: fault for value in values if (fault := value_fault(value, field, schema.missing_values))}
        if faults:
            sound[field.name] = [None if value in faults else value for value in column]
            problems += [
                Problem(file, row, field.name, value, *faults[value])
                for row, value in zip(cells.rows, column, strict=True)
                if value is not None and value in faults
            ]
    return replace(cells, columns=sound), problems


def _duplicates(cells: Cells, schema: Schema, file: str) -> Iterator[Problem]:
    keys = {schema.primary_key} | {(field.name,) for field in schema.fields if field.unique}
    for key in sorted(keys):
        if key and all(name in cells.columns for name in key):
            yield from _repeats(cells, key, file)


def _repeats(cells: Cells, key: tuple[str, ...], file: str) -> Iterator[Problem]:
    values = list(zip(*(cells.columns[name] for name in key), strict=True))
    if len(set(values)) == len(values):
        return
    whole = list(zip(*cells.columns.values(), strict=True))
    first: dict[tuple[str | None, ...], int] = {}
    for at, value in enumerate(values):
        before = first.setdefault(value, at)
        if before != at and None not in value:
            what = "duplicate row" if whole[at] == whole[before] else f"a second row for the same {', '.join(key)}"
            remedy = f"Keep this row or row {cells.rows[before]}, not both"
            yield Problem(file, cells.rows[at], key[0], ", ".join(map(str, value)), what, remedy)


def check_references(tables: Mapping[str, CheckedTable]) -> tuple[Problem, ...]:
    """Values that must stand in another table and do not.

    ``tables`` is keyed as foreign keys name them: ``measures/areas`` for data/measures/areas.csv.
    """
    return tuple(
        problem
        for table in tables.values()
        for key in table.schema.foreign_keys
        for problem in _strangers(table, key, tables)
    )


def _strangers(table: CheckedTable, key: ForeignKey, tables: Mapping[str, CheckedTable]) -> Iterator[Problem]:
    other = tables.get(key.table) if key.table else table
    if other is None or key.target not in other.cells.columns:
        what = f"refers to the table {key.table}, which is not there"
        yield Problem(table.file, None, key.field, "", what, f"Put {key.table}.csv back, with a column {key.target}")
        return
    names = tuple(sorted({value for value in other.cells.columns[key.target] if value}))
    for row, value in zip(table.cells.rows, table.cells.columns.get(key.field, []), strict=False):
        if value and value not in table.schema.missing_values and value not in names:
            fault = unknown_name(value, key.field, names)
            yield Problem(table.file, row, key.field, value, fault.what, f"{fault.remedy} (in {other.file})")


def check_provenance(data: bytes, record_text: str, file: str, record_file: str) -> tuple[Problem, ...]:
    """Whether the record beside a table is whole, and the table the one that it describes.

    The hash is of the file with LF line ends, so that a checkout that changes them is reported as
    just that.
    """
    try:
        record = json.loads(record_text)
    except json.JSONDecodeError as error:
        return (Problem(record_file, error.lineno, None, "", f"not JSON: {error.msg}", "Mend the file there"),)
    if not isinstance(record, dict):
        return (Problem(record_file, None, None, "", "not a record", "Write an object with named values"),)
    missing = tuple(
        Problem(record_file, None, key, "", "missing from the provenance record", f"Say the {key} of {file}")
        for key in PROVENANCE_KEYS
        if not record.get(key) and record.get(key) != 0
    )
    now = hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
    if "sha256" in {problem.column for problem in missing} or record["sha256"] == now:
        return missing
    return (*missing, _changed(record, now, file, record_file))


def _changed(record: Mapping[str, object], now: str, file: str, record_file: str) -> Problem:
    recorded = str(record["sha256"])[:SHORT_HASH]
    what = f"changed since its provenance was recorded (SHA-256 {recorded}..., now {now[:SHORT_HASH]}...)"
    remedy = (
        f"Restore the file with git, or if the change is meant say so under steps in {record_file} "
        f"and write sha256 {now} there"
    )
    return Problem(file, None, None, "", what, remedy)
