"""Checking tables against their schemas, provenance records and each other.

Everything that is wrong is returned as problems with file, row and column; nothing stops at the first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.data.table_schema import Problem
from planbook.data.table_text import Cells, read_cells, unknown_name, value_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planbook.data.table_schema import ForeignKey, Run, Schema

PROVENANCE_KEYS = (
    "publisher",
    "title",
    "release",
    "licence",
    "attribution",
    "source_file",
    "source_sha256",
    "steps",
    "sha256",
    "rows",
)
SHORT_HASH = 12
"""Characters of a SHA-256 that a message shows."""

_PERIODS = {
    "quarter": re.compile(r"FY([0-9]{4})-([0-9]{2})Q([1-4])"),
    "year": re.compile(r"FY([0-9]{4})-([0-9]{2})"),
    "mid_year": re.compile(r"MID-([0-9]{4})"),
}


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
    faulty, problems = _value_problems(cells, schema, file)
    found = (
        *cells.problems,
        *problems,
        *_duplicates(cells, schema, file),
        *_gaps(cells, schema, faulty, file),
    )
    return CheckedTable(file, schema, cells, found)


def _value_problems(cells: Cells, schema: Schema, file: str) -> tuple[set[tuple[str, str]], list[Problem]]:
    """The faulty (column, value) pairs, and a problem for each cell that holds one.

    Each distinct value is judged once: a column of thousands of cells holds few.
    """
    faulty: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for field in schema.fields:
        column = cells.columns.get(field.name, [])
        verdicts = {
            value: value_fault(value, field, schema.missing_values) for value in set(column) if value is not None
        }
        faults = {value: fault for value, fault in verdicts.items() if fault}
        faulty |= {(field.name, value) for value in faults}
        if faults:
            problems += [
                Problem(file, row, field.name, value, *faults[value])
                for row, value in zip(cells.rows, column, strict=True)
                if value is not None and value in faults
            ]
    return faulty, problems


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
        if None in value:
            continue
        if value in first:
            same = whole[at] == whole[first[value]]
            what = "duplicate row" if same else f"a second row for the same {', '.join(key)}"
            remedy = f"Keep this row or row {cells.rows[first[value]]}, not both"
            yield Problem(file, cells.rows[at], key[0], ", ".join(map(str, value)), what, remedy)
        else:
            first[value] = at


@dataclass
class _Runs:
    """Where each run of periods has its rows: ordinals of periods, by the values that name the run."""

    rows: dict[tuple[str, ...], dict[int, int]]
    doubtful: dict[int, list[tuple[str | None, ...]]]
    """Rows whose run or period is in doubt, by period (-1 if that is the doubtful part)."""

    def may_hold(self, name: tuple[str, ...], ordinal: int) -> bool:
        """Whether a row with a fault of its own may be the one that is missing."""
        rows = self.doubtful.get(ordinal, []) + self.doubtful.get(-1, [])
        return any(all(part is None or part == known for part, known in zip(row, name, strict=True)) for row in rows)


def _gaps(cells: Cells, schema: Schema, faulty: set[tuple[str, str]], file: str) -> Iterator[Problem]:
    run = schema.run
    if run is None or not all(name in cells.columns for name in (run.field, *run.by)):
        return
    runs = _runs(cells, run, faulty)
    spans = _spans(runs, run)
    for name, rows in runs.rows.items():
        for ordinal in range(spans[name][0], spans[name][1] + 1):
            if ordinal not in rows and not runs.may_hold(name, ordinal):
                yield _gap(file, run, name, rows, ordinal)


def _runs(cells: Cells, run: Run, faulty: set[tuple[str, str]]) -> _Runs:
    runs = _Runs(defaultdict(dict), defaultdict(list))
    names = (run.field, *run.by)
    columns = [cells.columns[name] for name in names]
    ordinals = {value: _ordinal(value, run.step) for value in set(columns[0]) if value is not None}
    doubted = any(name in names for name, _ in faulty)
    for number, row in zip(cells.rows, zip(*columns, strict=True), strict=True):
        sure = _sure(row, names, faulty) if doubted else row
        ordinal = -1 if sure[0] is None else ordinals[sure[0]]
        named = tuple([value for value in sure[1:] if value is not None])
        if ordinal == -1 or len(named) < len(run.by):
            runs.doubtful[ordinal].append(sure[1:])
        else:
            runs.rows[named].setdefault(ordinal, number)
    return runs


def _sure(row: tuple[str | None, ...], names: tuple[str, ...], faulty: set[tuple[str, str]]) -> tuple[str | None, ...]:
    """The values of a row, None in the place of one that is faulty."""
    return tuple(
        value if value is not None and (name, value) not in faulty else None
        for name, value in zip(names, row, strict=True)
    )


def _spans(runs: _Runs, run: Run) -> dict[tuple[str, ...], tuple[int, int]]:
    """First and last period due in each run: the span of all runs aligned with it."""
    places = [run.by.index(name) for name in run.aligned] or list(range(len(run.by)))
    ends: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for name, rows in runs.rows.items():
        ends[tuple(name[at] for at in places)] += [min(rows), max(rows)]
    shared = {name: ends[tuple(name[at] for at in places)] for name in runs.rows}
    return {name: (min(ordinals), max(ordinals)) for name, ordinals in shared.items()}


def _gap(file: str, run: Run, name: tuple[str, ...], rows: dict[int, int], ordinal: int) -> Problem:
    later = [row for other, row in rows.items() if other > ordinal]
    place = min(later) if later else max(rows.values()) + 1
    what = f"missing {run.step.replace('_', ' ')} of {', '.join(name)}"
    return Problem(file, place, run.field, _period_text(ordinal, run.step), what, "Put the row back in at this place")


def _ordinal(value: str, step: str) -> int:
    """A number that rises by one from each period to the next; -1 where the text is no period."""
    found = _PERIODS[step].fullmatch(value)
    if found is None:
        return -1
    return int(found[1]) * 4 + int(found[3]) - 1 if step == "quarter" else int(found[1])


def _period_text(ordinal: int, step: str) -> str:
    year = ordinal // 4 if step == "quarter" else ordinal
    if step == "mid_year":
        return f"MID-{year}"
    quarter = f"Q{ordinal % 4 + 1}" if step == "quarter" else ""
    return f"FY{year}-{(year + 1) % 100:02d}{quarter}"


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
    known = tuple(sorted({value for value in other.cells.columns[key.target] if value}))
    for row, value in zip(table.cells.rows, table.cells.columns.get(key.field, []), strict=False):
        if value and value not in table.schema.missing_values and value not in known:
            fault = unknown_name(value, key.field, known)
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
    found = hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
    if "sha256" in {problem.column for problem in missing} or record["sha256"] == found:
        return missing
    return (*missing, _changed(record, found, file, record_file))


def _changed(record: Mapping[str, object], found: str, file: str, record_file: str) -> Problem:
    known = str(record["sha256"])[:SHORT_HASH]
    what = f"changed since its provenance was recorded (SHA-256 {known}..., now {found[:SHORT_HASH]}...)"
    remedy = (
        f"Restore the file with git, or if the change is meant say so under steps in {record_file} "
        f"and write sha256 {found} there"
    )
    return Problem(file, None, None, "", what, remedy)
