"""The schema of a table, read from Frictionless Table Schema (version 2, 2024).

Only what the project's tables use is understood; anything else in a schema is refused, so that no
rule is written down and then not checked. One rule is our own: ``run`` names the field that counts
periods, the fields that tell one run of periods from another (``by``), the ``step`` (``quarter``,
``year`` or ``mid_year``) and the fields whose runs must all span the same periods (``aligned``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from planbook.data.names import nearest

LIKE_IT_SHOWN = 10
"""Problems of one kind in one column that a report prints one by one before it counts the rest."""


class Fault(NamedTuple):
    """What is wrong with one value, and what to do about it, without its place."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one table.

    ``row`` counts as a spreadsheet does: the header is row 1. It is None where the problem is the
    whole file's, as ``column`` is where it is the whole row's. ``value`` is the text found.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    what: str
    remedy: str

    @property
    def place(self) -> str:
        """File, row and column, as far as the problem has them."""
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", column {self.column}"
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        found = f": {self.value!r}" if self.value else ""
        end = "" if self.remedy.endswith("?") else "."
        return f"{self.place}: {self.what}{found}. {self.remedy}{end}"


class DataProblems(ValueError):
    """Tables that cannot be used; ``problems`` holds each, the message all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problem_report(self.problems))


def problem_report(problems: Sequence[Problem]) -> str:
    """A readable report: a heading with the count, then one line a problem, by file.

    More than :data:`LIKE_IT_SHOWN` problems of one kind in one column are counted, with their rows.
    """
    files = len({problem.file for problem in problems})
    lines = [f"{_count(len(problems), 'problem')} in {_count(files, 'file')} of data; nothing was built."]
    kinds = [tuple(alike) for _, alike in groupby(sorted(problems, key=_kind), key=_kind)]
    for alike in sorted(kinds, key=lambda alike: (alike[0].file, min(problem.row or 0 for problem in alike))):
        lines += [f"  {problem}" for problem in alike[:LIKE_IT_SHOWN]]
        if rest := alike[LIKE_IT_SHOWN:]:
            rows = ", ".join(str(problem.row) for problem in rest)
            lines.append(f"  {rest[0].file}: {len(rest):,} more like it ({rest[0].what}), rows {rows}.")
    return "\n".join(lines)


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.column or "", problem.what


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


TYPES = ("any", "boolean", "date", "integer", "number", "string", "year", "yearmonth")
CONSTRAINTS = ("enum", "maximum", "minimum", "pattern", "required", "unique")
FIELD_KEYS = ("constraints", "description", "example", "name", "title", "type")
SCHEMA_KEYS = ("$schema", "description", "fields", "foreignKeys", "missingValues", "name", "primaryKey", "run", "title")
STEPS = ("quarter", "year", "mid_year")


class BadSchema(ValueError):
    """A schema that is not JSON, or asks for something that is not checked here."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what}. {remedy}.")


@dataclass(frozen=True)
class Field:
    """One column: its name, type and constraints."""

    name: str
    type: str = "string"
    example: str = ""
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""

    @property
    def is_period(self) -> bool:
        """Whether the column holds periods of financial years: its example says so."""
        return self.example.startswith("FY")

    def fits(self, text: str) -> bool:
        """Whether a text has the form that the pattern asks for."""
        return not self.pattern or re.search(self.pattern, text) is not None


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values must stand in a column of another table.

    ``table`` is the other table's path in the data folder without its ending, ``measures/areas``; the
    empty text names the table itself.
    """

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Run:
    """Which rows make an unbroken run of periods."""

    field: str
    by: tuple[str, ...]
    step: str
    aligned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """The rules of one table."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    missing_values: frozenset[str]
    foreign_keys: tuple[ForeignKey, ...]
    run: Run | None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(field.name for field in self.fields)


def parse_schema(text: str) -> Schema:
    """Read a schema.

    Raises:
        BadSchema: not JSON, without fields, with a key, type or constraint not checked here, or of another form.
    """
    try:
        return _schema(json.loads(text))
    except BadSchema:
        raise
    except json.JSONDecodeError as error:
        raise BadSchema(f"not JSON: {error}", "Mend the file at that place") from error
    except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise BadSchema(f"not a schema: {error}", "Write a Frictionless Table Schema") from error


def _schema(record: Any) -> Schema:
    if not isinstance(record, dict) or not isinstance(record.get("fields"), list):
        raise BadSchema("holds no list of fields", "Write a Frictionless Table Schema")
    _refuse_unknown("schema key", record, SCHEMA_KEYS)
    schema = Schema(
        tuple(map(_field, record["fields"])),
        _names(record.get("primaryKey", ())),
        frozenset(record.get("missingValues", [""])),
        tuple(map(_foreign_key, record.get("foreignKeys", ()))),
        _run(record["run"]) if "run" in record else None,
    )
    run = (schema.run.field, *schema.run.by, *schema.run.aligned) if schema.run else ()
    foreign = (key.field for key in schema.foreign_keys)
    _refuse_unknown("column", (*schema.primary_key, *run, *foreign), schema.names)
    return schema


def _field(record: dict[str, Any]) -> Field:
    rules = record.get("constraints", {})
    _refuse_unknown("field key", record, FIELD_KEYS)
    _refuse_unknown("type", [record.get("type", "string")], TYPES)
    _refuse_unknown("constraint", rules, CONSTRAINTS)
    return msgspec.convert({**record, **rules}, Field)


def _foreign_key(record: dict[str, Any]) -> ForeignKey:
    reference = record["reference"]
    (field,), (target,) = _names(record["fields"]), _names(reference["fields"])
    return ForeignKey(field, reference["resource"], target)


def _run(record: dict[str, Any]) -> Run:
    _refuse_unknown("step of a run", [record["step"]], STEPS)
    return msgspec.convert({**record, "by": _names(record["by"]), "aligned": _names(record.get("aligned", ()))}, Run)


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _refuse_unknown(noun: str, names: Iterable[str], valid: tuple[str, ...]) -> None:
    for name in names:
        if name not in valid:
            raise BadSchema(f"{noun} {name!r} is not known here", f"Nearest: {nearest(str(name), valid, 1)}")
