"""Checking tables on disk against their schemas, their records of provenance, and each other.

A table ``NAME.csv`` has ``NAME.schema.json`` beside it and, where it holds figures of a publisher,
``NAME.provenance.json``. Nothing is read before it is checked. All problems are returned with file, row and column;
nothing stops at the first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from planbook.data.files import digest_of, write_whole
from planbook.data.house_form import HouseForm, house_form, read_form
from planbook.data.periods import Period
from planbook.data.tables import (
    SCHEMA_END,
    BadSchema,
    Cells,
    DataProblems,
    ForeignKey,
    Problem,
    Run,
    Schema,
    parse_schema,
    read_cells,
    unknown_name,
    value_fault,
)
from planbook.data.targets import target_problems
from planbook.data.values import value_of

PROVENANCE_END = ".provenance.json"
PROVENANCE_KEYS = (
    *("publisher", "title", "release", "licence", "attribution"),
    *("source_file", "source_sha256", "steps", "sha256", "rows"),
)
PUT_BACK = "Put the file back from a copy"
SHORT_HASH = 12  # characters of a SHA-256 that a message shows


def table_paths(data: Path, plan: str = "") -> tuple[Path, ...]:
    """Every CSV file in the data folder, in order; without those of other plans where ``plan`` names one."""
    plans, own = data / "plans", data / "plans" / plan
    return tuple(
        path
        for path in sorted(data.rglob("*.csv"))
        if not _hidden(path, data) and (not path.is_relative_to(plans) or path.is_relative_to(own))
    )


def check_data(data: Path) -> tuple[Problem, ...]:
    """Check every table of a data folder: schemas, values, provenance and references.

    Returns:
        All problems of all tables, in the order of files; empty when the data can be used.
    """
    problems: list[Problem] = []
    tables = {}
    for path in table_paths(data):
        table, faults = _read(path, _name(path, data))
        problems += faults
        if table:
            tables[path.relative_to(data).with_suffix("").as_posix()] = table
    records = [path for path in data.rglob("*.json") if path.name.endswith((SCHEMA_END, PROVENANCE_END))]
    due = sorted({path.with_name(path.name.split(".")[0] + ".csv") for path in records if not _hidden(path, data)})
    problems += [
        Problem(_name(path, data), None, None, "", "no table beside its schema", PUT_BACK)
        for path in due
        if not path.exists()
    ]
    return (*problems, *check_references(tables), *target_problems(tables), *_endings(tables), *_unexpected(tables))


def _endings(tables: Mapping[str, CheckedTable]) -> Iterator[Problem]:
    """Measures said to have ended that go on in their table, or of which nobody says what follows them."""
    for number, row in _dicts(tables.get("measures/measures")):
        ended, measure = str(row.get("ended") or ""), row.get("measure")
        place = "data/measures/measures.csv", number, "ended", ended
        if bool(ended) != bool(row.get("successor") or row.get("ended_because")):
            what = "a measure that ended has a last period, and a successor or what ended it"
            yield Problem(*place, what, "Fill in ended, and successor or ended_because")
        own = _dicts(tables.get(f"series/{row.get('source_table')}")) if ended else ()
        last = max((str(one["period"]) for _, one in own if one.get("measure") == measure), default="")
        if last > ended:
            yield Problem(*place, f"{measure} has figures up to {last}", "Leave it empty, or take the later rows out")


def _unexpected(tables: Mapping[str, CheckedTable]) -> Iterator[Problem]:
    """Corrections of rows that no longer hold the published value."""
    file, remedy = "data/measures/corrections.csv", "Take the correction out, or write what the row holds"
    for number, row in _dicts(tables.get("measures/corrections")):
        table, published = f"series/{row.get('table')}", row.get("published") or ""
        key = {column: row.get(column) for column in ("period", "area", "measure", "vintage")}.items()
        held = [one.get("value") or "" for _, one in _dicts(tables.get(table)) if key <= one.items()]
        if [value_of(text, "number") for text in held] != [value_of(published, "number")]:
            what = f"data/{table}.csv holds {' and '.join(held) or 'no such row'} here: look at it again"
            yield Problem(file, number, "published", published, what, remedy)


def _dicts(table: CheckedTable | None) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of a table that was taken apart, each with its number."""
    return table.cells.by_row() if table else iter(())


def checked_data(data: Path) -> int:
    """Check every table of a data folder, and count them.

    Raises:
        DataProblems: something is wrong; the message names all of it.
    """
    if problems := check_data(data):
        raise DataProblems(problems)
    return len(table_paths(data))


def mends(data: Path) -> dict[Path, HouseForm]:
    """The tables of a data folder that a spreadsheet left in another form, each in house form."""
    forms = {path: read_form(path) for path in table_paths(data)}
    return {path: form for path, form in forms.items() if form.mended}


def mend_data(data: Path) -> Iterator[str]:
    """Write such tables in house form, and say each thing that was put right."""
    for path, form in mends(data).items():
        write_whole(path, form.data)
        yield from (f"{_name(path, data)}: {words}" for words in form.mended)


def sound_data(data: Path, passed: Path) -> None:
    """Check every table of a data folder, unless all of it is as it was when it passed last.

    ``passed`` is the file that holds one digest of tables, schemas, records of provenance and checks.

    Raises:
        DataProblems: something is wrong; the message names all of it.
    """
    files = sorted(path for path in data.rglob("*") if path.suffix in {".csv", ".json"})
    # The library's own files count: a stricter check must look again at tables that have not changed.
    digest = digest_of((*files, *sorted(Path(__file__).parent.glob("*.py"))))
    if passed.is_file() and passed.read_text(encoding="utf-8") == digest:
        return
    checked_data(data)
    passed.parent.mkdir(parents=True, exist_ok=True)
    passed.write_text(digest, encoding="utf-8")


@dataclass(frozen=True)
class CheckedTable:
    """A table taken apart, with its schema and the problems found in it alone."""

    file: str
    schema: Schema
    form: HouseForm
    cells: Cells
    problems: tuple[Problem, ...]


def _read(path: Path, file: str) -> tuple[CheckedTable | None, tuple[Problem, ...]]:
    def whole(place: str, what: str, remedy: str) -> tuple[None, tuple[Problem, ...]]:
        return None, (Problem(place, None, None, "", what, remedy),)

    try:
        data = path.read_bytes()
        schema = parse_schema(_beside(path, SCHEMA_END).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        if name.endswith(SCHEMA_END):
            return whole(file, "no schema beside it", f"Write {name}, or put it back")
        return whole(file, "no such table", PUT_BACK)
    except (OSError, UnicodeDecodeError) as error:
        return whole(file, f"cannot be read: {error}", "Mend the file")
    except BadSchema as error:
        return whole(_beside(Path(file), SCHEMA_END).as_posix(), error.what, error.remedy)
    table, record = check_table(data, schema, file), _beside(path, PROVENANCE_END)
    problems = table.problems
    if record.exists():
        text, record_file = record.read_text(encoding="utf-8"), _beside(Path(file), PROVENANCE_END).as_posix()
        problems += check_provenance(table.form.data, text, file, record_file)
    elif path.parent.name == "series":
        remedy = f"Write {record.name}, or put it back"
        problems = (*problems, Problem(file, None, None, "", "no provenance record beside it", remedy))
    return table, problems


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.stem + end)


def _name(path: Path, data: Path) -> str:
    return path.relative_to(data.parent).as_posix()


def _hidden(path: Path, data: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(data).parts)


def check_table(data: bytes, schema: Schema, file: str) -> CheckedTable:
    """Check the bytes of one CSV file in house form: text, header, values, keys and runs of periods."""
    form = house_form(data, schema)
    cells = read_cells(form.data, schema.names, file)
    sound, problems = _value_problems(cells, schema, file)
    keys = {schema.primary_key} | {(field.name,) for field in schema.fields if field.constraints.unique}
    for key in sorted(keys):
        if key and cells.columns.keys() >= set(key):
            problems += _repeats(cells, key, file)
    return CheckedTable(file, schema, form, cells, (*cells.problems, *problems, *gaps(sound, schema.run, file)))


def _value_problems(cells: Cells, schema: Schema, file: str) -> tuple[Cells, list[Problem]]:
    """The cells with None in place of faulty ones, and a problem for each of these."""
    sound, problems = dict(cells.columns), []
    for field in schema.fields:
        column = cells.columns.get(field.name, [])
        # Each distinct value is judged once: a column of thousands of cells holds few.
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
            later = "; a later release is added with a vintage of its own" if "vintage" in key else ""
            remedy = f"Keep this row or row {cells.rows[before]}, not both{later}"
            yield Problem(file, cells.rows[at], key[0], ", ".join(map(str, value)), what, remedy)


def check_references(tables: Mapping[str, CheckedTable]) -> tuple[Problem, ...]:
    """Values that must stand in another table and do not.

    ``tables`` is keyed as foreign keys name them: ``measures/areas`` for data/measures/areas.csv; a key may also name
    a table beside its own, ``outcomes``, so that the folder of a plan can be copied.
    """
    return tuple(
        problem
        for name, table in tables.items()
        for key in table.schema.foreign_keys
        for problem in _strangers(table, key, _referred(tables, name, key.reference.resource))
    )


def _referred(tables: Mapping[str, CheckedTable], name: str, resource: str) -> CheckedTable | None:
    """The table that a foreign key of the table ``name`` refers to: itself, one beside it, or one below ``data/``."""
    beside = f"{name.rpartition('/')[0]}/{resource}"
    return tables.get(beside, tables.get(resource)) if resource else tables[name]


def _strangers(table: CheckedTable, key: ForeignKey, other: CheckedTable | None) -> Iterator[Problem]:
    (column,), (target,), resource = key.fields, key.reference.fields, key.reference.resource
    if other is None or target not in other.cells.columns:
        what = f"refers to the table {resource}, which is not there"
        yield Problem(table.file, None, column, "", what, f"Put {resource}.csv back, with a column {target}")
        return
    names = tuple(sorted({value for value in other.cells.columns[target] if value}))
    for row, value in zip(table.cells.rows, table.cells.columns.get(column, []), strict=False):
        if value and value not in table.schema.missing_values and value not in names:
            fault = unknown_name(value, column, names)
            yield Problem(table.file, row, column, value, fault.what, f"{fault.remedy} (in {other.file})")


def check_provenance(data: bytes, record_text: str, file: str, record_file: str) -> tuple[Problem, ...]:
    """Whether the record beside a table is whole, and the table the one that it describes."""
    try:
        record = json.loads(record_text)
    except json.JSONDecodeError as error:
        return (Problem(record_file, error.lineno, None, "", f"not JSON: {error.msg}", "Mend the file there"),)
    if not isinstance(record, dict):
        return (Problem(record_file, None, None, "", "not a record", "Write an object with named values"),)
    problems = [
        Problem(record_file, None, key, "", "missing from the provenance record", f"Say the {key} of {file}")
        for key in PROVENANCE_KEYS
        if not record.get(key) and record.get(key) != 0
    ]
    now = hashlib.sha256(data).hexdigest()
    before = str(record.get("sha256") or now)
    if before != now:
        what = (
            f"changed since its provenance was recorded (SHA-256 {before[:SHORT_HASH]}..., now {now[:SHORT_HASH]}...)"
        )
        remedy = (
            f"Put the file back as it was, or if the change is meant say so under steps in {record_file} "
            f"and write sha256 {now} there"
        )
        problems.append(Problem(file, None, None, "", what, remedy))
    return tuple(problems)


# Not Period.parse: it has no middle of a year, and a faulty period is told of already.
_PERIOD = re.compile(r"(?:FY|MID-)([0-9]{4})(?:-[0-9]{2})?(?:Q([1-4]))?")
_Name = tuple[str | None, ...]
"""The values that name a run; None where a cell has a fault of its own."""


def gaps(cells: Cells, run: Run | None, file: str) -> Iterator[Problem]:
    """A problem for each period that a run lacks; ``cells`` holds None in place of what has a fault of its own."""
    if run is None or not cells.columns.keys() >= {run.field, *run.by}:
        return
    rows: dict[_Name, dict[int, int]] = defaultdict(dict)
    doubtful: dict[int | None, list[_Name]] = defaultdict(list)
    columns = (cells.columns[name] for name in (run.field, *run.by))
    for number, period, *parts in zip(cells.rows, *columns, strict=True):
        name, ordinal = tuple(parts), _ordinal(period)
        if ordinal is None or None in name:
            doubtful[ordinal].append(name)
        else:
            rows[name].setdefault(ordinal, number)
    for name, ordinal in _absent(rows, run):
        # A row with a fault of its own may be the one that is missing: then it is told of already.
        if not any(_may_name(other, name) for other in (*doubtful[ordinal], *doubtful[None])):
            at = min(
                (row for other, row in rows[name].items() if other > ordinal), default=max(rows[name].values()) + 1
            )
            what = f"missing {run.step.replace('_', ' ')} of {', '.join(map(str, name))}"
            yield Problem(file, at, run.field, _period(ordinal, run.step), what, "Put the row back in at this place")


def _absent(rows: Mapping[_Name, Mapping[int, int]], run: Run) -> list[tuple[_Name, int]]:
    """The periods that each run lacks of the span of all runs aligned with it."""
    places = [run.by.index(name) for name in run.aligned] or range(len(run.by))
    spans: dict[_Name, set[int]] = defaultdict(set)
    for name, own in rows.items():
        spans[tuple(name[at] for at in places)] |= own.keys()
    due = {name: spans[tuple(name[at] for at in places)] for name in rows}
    return [(name, at) for name in rows for at in range(min(due[name]), max(due[name]) + 1) if at not in rows[name]]


def _may_name(doubtful: _Name, name: _Name) -> bool:
    return all(part in {None, own} for part, own in zip(doubtful, name, strict=True))


@lru_cache(maxsize=1024)
def _ordinal(period: str | None) -> int | None:
    """A number that rises by one from each quarter, or year, to the next; None for what cannot be read."""
    match = _PERIOD.fullmatch(period or "")
    if match is None:
        return None
    return int(match[1]) * 4 + int(match[2]) - 1 if match[2] else int(match[1])


def _period(ordinal: int, step: str) -> str:
    if step == "mid_year":
        return f"MID-{ordinal}"
    if step == "year":
        return Period.financial_year(ordinal).canonical
    return Period.financial_year(ordinal // 4).quarters[ordinal % 4].canonical
