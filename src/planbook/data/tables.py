"""Checking tables against their schemas, provenance records and each other, and their runs of periods for gaps.

Everything that is wrong is returned as problems with file, row and column; nothing stops at the first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from planbook.data.table_schema import ForeignKey, Problem, Run, Schema
from planbook.data.table_text import Cells, read_cells, unknown_name, value_fault

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


_PERIODS = {
    "quarter": re.compile(r"FY([0-9]{4})-([0-9]{2})Q([1-4])"),
    "year": re.compile(r"FY([0-9]{4})-([0-9]{2})"),
    "mid_year": re.compile(r"MID-([0-9]{4})"),
}
_DOUBTFUL = -1
"""Stands for a period that cannot be read."""


@dataclass(frozen=True)
class _Runs:
    """Where each run of periods has its rows: ordinals of periods, by the values that name the run."""

    rows: dict[tuple[str, ...], dict[int, int]]
    doubtful: dict[int, list[tuple[str | None, ...]]]
    """The names of rows whose run or period is in doubt, by period."""

    def may_hold(self, name: tuple[str, ...], ordinal: int) -> bool:
        """Whether a row with a fault of its own may be the one that is missing."""
        rows = self.doubtful.get(ordinal, []) + self.doubtful.get(_DOUBTFUL, [])
        return any(all(part in {None, own} for part, own in zip(row, name, strict=True)) for row in rows)


def gaps(cells: Cells, run: Run | None, file: str) -> Iterator[Problem]:
    """A problem for each period that a run lacks; ``cells`` holds None in place of what has a fault of its own."""
    if run is None or not all(name in cells.columns for name in (run.field, *run.by)):
        return
    runs = _runs(cells, run)
    spans = _spans(runs, run)
    for name, rows in runs.rows.items():
        for ordinal in spans[name]:
            if ordinal not in rows and not runs.may_hold(name, ordinal):
                yield _gap(file, run, name, rows, ordinal)


def _runs(cells: Cells, run: Run) -> _Runs:
    runs = _Runs(defaultdict(dict), defaultdict(list))
    periods, *names = (cells.columns[name] for name in (run.field, *run.by))
    ordinals = {period: _ordinal(period, run.step) for period in set(periods)}
    for number, period, name in zip(cells.rows, periods, zip(*names, strict=True), strict=True):
        sure = tuple([part for part in name if part is not None])
        if ordinals[period] == _DOUBTFUL or len(sure) < len(name):
            runs.doubtful[ordinals[period]].append(name)
        else:
            runs.rows[sure].setdefault(ordinals[period], number)
    return runs


def _spans(runs: _Runs, run: Run) -> dict[tuple[str, ...], range]:
    """The periods due in each run: the span of all runs aligned with it."""
    places = [run.by.index(name) for name in run.aligned] or list(range(len(run.by)))
    shared = {name: tuple(name[at] for at in places) for name in runs.rows}
    ordinals: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for name, rows in runs.rows.items():
        ordinals[shared[name]] += rows
    return {name: range(min(ordinals[part]), max(ordinals[part]) + 1) for name, part in shared.items()}


def _gap(file: str, run: Run, name: tuple[str, ...], rows: dict[int, int], ordinal: int) -> Problem:
    place = min((row for other, row in rows.items() if other > ordinal), default=max(rows.values()) + 1)
    what = f"missing {run.step.replace('_', ' ')} of {', '.join(name)}"
    return Problem(file, place, run.field, _period_text(ordinal, run.step), what, "Put the row back in at this place")


def _ordinal(period: str | None, step: str) -> int:
    """A number that rises by one from each period to the next."""
    match = _PERIODS[step].fullmatch(period or "")
    if match is None:
        return _DOUBTFUL
    return int(match[1]) * 4 + int(match[3]) - 1 if step == "quarter" else int(match[1])


def _period_text(ordinal: int, step: str) -> str:
    if step == "mid_year":
        return f"MID-{ordinal}"
    year, quarter = divmod(ordinal, 4) if step == "quarter" else (ordinal, None)
    return f"FY{year}-{(year + 1) % 100:02d}" + ("" if quarter is None else f"Q{quarter + 1}")
