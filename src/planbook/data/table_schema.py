"""The rules of a table, what breaks them in a cell, and the report of what is wrong.

A schema is a Frictionless Table Schema (version 2, 2024). Only what the project's tables use is read; any other rule
is refused, so that none is written down and then not checked. One rule is our own: ``run`` names the field that
counts periods, the fields that tell one run of periods from another (``by``), the ``step`` (``quarter``, ``year`` or
``mid_year``) and the fields whose runs must all span the same periods (``aligned``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from planbook.data.periods import BadPeriod, Period
from planbook.data.values import nearest, value_of

LIKE_IT_SHOWN = 10
"""Problems of one kind in one column that a report prints one by one before it counts the rest."""
NAMES_SHOWN = 12
"""Valid names that a remedy lists in full; of more, it gives the nearest."""


class Fault(NamedTuple):
    """What is wrong with one value, and what to do about it, without its place."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one table.

    ``row`` counts as a spreadsheet does: the header is row 1. It is None where the problem is the whole file's, as
    ``column`` is where it is the whole row's. ``value`` is the text of the cell.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    what: str
    remedy: str

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", column {self.column}"
        value = f": {self.value!r}" if self.value else ""
        end = "" if self.remedy.endswith("?") else "."
        return f"{self.file}{row}{column}: {self.what}{value}. {self.remedy}{end}"


class DataProblems(ValueError):
    """Tables that cannot be used; ``problems`` holds each, the message all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problem_report(self.problems))


def problem_report(problems: Sequence[Problem]) -> str:
    """A readable report: a heading with the count, then one line a problem, by file.

    More than :data:`LIKE_IT_SHOWN` problems of one kind in one column are counted, with their rows.
    """

    def kind(problem: Problem) -> tuple[str, str, str]:
        return problem.file, problem.column or "", problem.what

    def count(number: int, noun: str) -> str:
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

    files = len({problem.file for problem in problems})
    lines = [f"{count(len(problems), 'problem')} in {count(files, 'file')} of data; nothing was built."]
    kinds = [tuple(alike) for _, alike in groupby(sorted(problems, key=kind), key=kind)]
    for alike in sorted(kinds, key=lambda alike: (alike[0].file, min(problem.row or 0 for problem in alike))):
        lines += [f"  {problem}" for problem in alike[:LIKE_IT_SHOWN]]
        if rest := alike[LIKE_IT_SHOWN:]:
            rows = ", ".join(str(problem.row) for problem in rest)
            lines.append(f"  {rest[0].file}: {len(rest):,} more like it ({rest[0].what}), rows {rows}.")
    return "\n".join(lines)


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

    ``table`` is the other table's path in the data folder without its ending, ``measures/areas``; the empty text
    names the table itself.
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


VALID = {
    "schema key": (
        *("$schema", "description", "fields", "foreignKeys", "missingValues"),
        *("name", "primaryKey", "run", "title"),
    ),
    "field key": ("constraints", "description", "example", "name", "title", "type"),
    "type": ("any", "boolean", "date", "integer", "number", "string", "year", "yearmonth"),
    "constraint": ("enum", "maximum", "minimum", "pattern", "required", "unique"),
    "step of a run": ("quarter", "year", "mid_year"),
}


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
    _refuse_unknown("schema key", record)
    fields = tuple(map(_field, record["fields"]))
    primary_key, foreign_keys = _names(record.get("primaryKey", ())), []
    for key in record.get("foreignKeys", ()):
        (field,), (target,) = _names(key["fields"]), _names(key["reference"]["fields"])
        foreign_keys.append(ForeignKey(field, key["reference"]["resource"], target))
    columns, run = [*primary_key, *(key.field for key in foreign_keys)], None
    if "run" in record:
        rule = record["run"]
        _refuse_unknown("step of a run", [rule["step"]])
        run = Run(rule["field"], _names(rule["by"]), rule["step"], _names(rule.get("aligned", ())))
        columns += [run.field, *run.by, *run.aligned]
    missing = frozenset(record.get("missingValues", [""]))
    schema = Schema(fields, primary_key, missing, tuple(foreign_keys), run)
    _refuse_unknown("column", columns, schema.names)
    return schema


def _field(record: dict[str, Any]) -> Field:
    rules = record.get("constraints", {})
    _refuse_unknown("field key", record)
    _refuse_unknown("type", [record.get("type", "string")])
    _refuse_unknown("constraint", rules)
    return msgspec.convert({**record, **rules}, Field)


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _refuse_unknown(noun: str, names: Iterable[str], valid: tuple[str, ...] = ()) -> None:
    valid = valid or VALID.get(noun, ())
    for name in names:
        if name not in valid:
            raise BadSchema(f"{noun} {name!r} is not known here", f"Nearest: {nearest(str(name), valid, 1)}")


_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([,' \u00a0\u2009\u202f][0-9]{3})+(\.[0-9]+)?")
_ABSENT = re.compile(r"[+-]?(nan|inf|infinity)|#?n/?a!?|null|none|[-.:]+|#div/0!", re.IGNORECASE)
_DECIMALS = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_EXAMPLES = {"date": "2015-04-30", "yearmonth": "2015-04", "year": "2015"}


def value_fault(value: str, field: Field, missing: frozenset[str]) -> Fault | None:
    """What is wrong with a cell's text, or None.

    A cell has one fault at most: the first of blank, wrong type, outside the rules, spaces around it.
    """
    bare = value.strip()
    if bare in missing:
        if value not in missing:
            return Fault("spaces in a blank cell", "Leave it empty")
        example = f", such as {field.example}" if field.example else ""
        remedy = f"Give the {field.name}{example}, or take the row out"
        return Fault("blank where a value is required", remedy) if field.required else None
    fault = _rule_fault(bare, field) if value_of(bare, field.type) is not None else _type_fault(bare, field.type)
    if fault is None and value != bare:
        return Fault("spaces around the value", f"Write {bare}")
    return fault


def unknown_name(value: str, noun: str, names: tuple[str, ...]) -> Fault:
    """The fault of a name that is not among the valid ``names``, with the nearest of them."""
    # An id misspelt as its label (West Midlands) is nearer as an id than letter by letter.
    near = nearest(re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_"), names, 1)
    near = nearest(value, names, 1) if near not in names else near
    guess = f"Did you mean {near}? " if near in names else ""
    listed = f"Known: {', '.join(names)}" if len(names) <= NAMES_SHOWN else f"{len(names)} are known"
    return Fault(f"unknown {noun}", guess + listed)


def _type_fault(value: str, kind: str) -> Fault:
    if kind == "boolean":
        return Fault("neither true nor false", "Write true or false")
    if kind in _EXAMPLES:
        return Fault(f"not a {kind}", f"Write it as {_EXAMPLES[kind]}")
    if _THOUSANDS.fullmatch(value):
        return Fault("thousands separator in a number", f"Write {re.sub('[^0-9.+-]', '', value)}")
    if _ABSENT.fullmatch(value):
        return Fault("a word for no number or no end", "Give the figure, or take the row out and say so in the record")
    if kind == "integer" and _DECIMALS.fullmatch(value):
        return Fault("decimals where a whole number is due", "Give the count as it was published")
    return Fault("text in a number", "Write digits only")


def _rule_fault(value: str, field: Field) -> Fault | None:
    if field.is_period and (fault := _period_fault(value, field)):
        return fault
    if not field.fits(value):
        example = f"such as {field.example}" if field.example else f"matching {field.pattern}"
        return Fault(f"wrong form of {field.name}", f"Write it in the form required, {example}")
    if field.enum and value not in field.enum:
        return unknown_name(value, field.name, field.enum)
    return None if field.minimum is None and field.maximum is None else _bound_fault(float(value), field)


def _bound_fault(value: float, field: Field) -> Fault | None:
    if field.minimum == 0 and value < 0:
        return Fault("negative", "A count cannot be below 0: see whether it corrects an earlier period")
    if field.minimum is not None and value < field.minimum:
        return Fault(f"below {field.minimum:g}, the lowest value allowed", "Look the figure up again")
    if field.maximum is not None and value > field.maximum:
        return Fault(f"above {field.maximum:g}, the highest value allowed", "Look the figure up again")
    return None


def _period_fault(value: str, field: Field) -> Fault | None:
    canonical, reason = "", ""
    try:
        canonical = Period.parse(value).canonical
    except BadPeriod as error:
        reason = str(error).rstrip(".")
    if field.fits(value):
        return Fault("no such period", reason) if reason else None
    right = canonical if canonical and field.fits(canonical) else f"it as {field.example}"
    return Fault("wrong form of period", f"Write {right}")
