"""One table: its rules, its cells, and the report of what is wrong with them.

A table is a CSV file after RFC 4180 (Shafranovich 2005) in UTF-8 without a byte-order mark, lines ended by LF, once
``house_form`` has put right what a spreadsheet did to it. Its schema is a Frictionless Table Schema (version 2, 2024)
with one rule of our own: ``run`` names the field that counts periods, the fields that tell one run of periods from
another (``by``), the ``step``, and the fields whose runs must all span the same periods (``aligned``).
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, NamedTuple, get_args

import msgspec

from planbook.data.periods import BadPeriod, Period
from planbook.data.values import LOST_DIGITS, counted, nearest, unspoilt, value_of

SCHEMA_END = ".schema.json"
LIKE_IT_SHOWN = 10  # problems of one kind in one column that a report prints one by one before it counts the rest
NAMES_SHOWN = 12  # valid names that a remedy lists in full; of more, it gives the nearest


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

    files = len({problem.file for problem in problems})
    lines = [f"{counted(len(problems), 'problem')} in {counted(files, 'file')} of data; nothing was built."]
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


# Only what is checked here is a field of these classes: any other rule is refused, and none stands there unchecked.
ColumnType = Literal["any", "boolean", "date", "integer", "number", "string", "year", "yearmonth"]
Step = Literal["quarter", "year", "mid_year"]


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the values of a column must keep to."""

    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column. An example that begins with FY says that it holds periods of financial years."""

    name: str
    type: ColumnType = "string"
    title: str = ""
    description: str = ""
    example: str = ""
    constraints: Constraints = Constraints()


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of another table: its path in the data folder (``measures/areas``), empty for the same table."""

    resource: str
    fields: tuple[str]


class ForeignKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column whose values must stand in a column of another table."""

    fields: tuple[str]
    reference: Reference


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows make an unbroken run of periods."""

    field: str
    by: tuple[str, ...]
    step: Step
    aligned: tuple[str, ...] = ()


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The rules of one table."""

    fields: tuple[Field, ...]
    profile: str = msgspec.field(name="$schema", default="")
    name: str = ""
    title: str = ""
    description: str = ""
    primary_key: tuple[str, ...] = ()
    missing_values: frozenset[str] = frozenset([""])
    foreign_keys: tuple[ForeignKey, ...] = ()
    run: Run | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(field.name for field in self.fields)


def parse_schema(text: str) -> Schema:
    """Read a schema.

    Raises:
        BadSchema: not JSON, not a schema, with a rule not checked here, or with a rule for a column that is not there.
    """
    try:
        schema = msgspec.convert(json.loads(text), Schema)
    except json.JSONDecodeError as error:
        raise BadSchema(f"not JSON: {error}", "Mend the file at that place") from error
    except msgspec.ValidationError as error:
        kinds, words = (Schema, Field, Constraints, ForeignKey, Run), (*get_args(ColumnType), *get_args(Step))
        remedy = nearest_key(str(error), kinds, "Write a Frictionless Table Schema", words)
        raise BadSchema(f"not a schema: {error}", remedy) from error
    run = (schema.run.field, *schema.run.by, *schema.run.aligned) if schema.run else ()
    for name in (*schema.primary_key, *run, *(key.fields[0] for key in schema.foreign_keys)):
        if name not in schema.names:
            raise BadSchema(f"column {name!r} is not known here", f"Nearest: {nearest(name, schema.names, 1)}")
    return schema


def nearest_key(error: str, kinds: Iterable[type[msgspec.Struct]], otherwise: str, words: Iterable[str] = ()) -> str:
    """The remedy for a key or word that no record of these kinds has; ``otherwise`` for another error of msgspec."""
    unknown = re.search(r"(?:unknown field `|enum value ')([^`']+)", error)
    keys = {*words, *(key for kind in kinds for key in kind.__struct_encode_fields__)}
    return f"Nearest: {nearest(unknown[1], keys, 1)}" if unknown else otherwise


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
        return Fault("blank where a value is required", remedy) if field.constraints.required else None
    if len(meant := readings(bare, field, missing)) > 1:
        return Fault("a spreadsheet wrote it in a form that can be read in two ways", f"Write {' or '.join(meant)}")
    if field.type in {"integer", "number"} and LOST_DIGITS.fullmatch(bare):
        remedy = "Write the figure in full as it was published, in a column that the spreadsheet holds as text"
        return Fault("a spreadsheet may have cut digits off this number", remedy)
    # Type and rules are of the bare text: spaces around a number are told as spaces, not as text in a number.
    fault = _rule_fault(bare, field) if value_of(bare, field.type) is not None else _type_fault(bare, field.type)
    if fault is None and value != bare:
        return Fault("spaces around the value", f"Write {bare}")
    return fault


def readings(text: str, field: Field, missing: frozenset[str]) -> tuple[str, ...]:
    """What a cell may have held before a spreadsheet wrote it in its own form; empty where it stands as it should."""
    if field.type == "boolean":
        return (text.lower(),) if text in {"TRUE", "FALSE"} else ()
    if field.type == "integer":
        return ()
    found = dict.fromkeys(unspoilt(text, field.type))
    if not found or text in missing or _fits(text, field):
        return ()
    return tuple(one for one in found if _fits(one, field))


def _fits(text: str, field: Field) -> bool:
    return value_of(text, field.type) is not None and _rule_fault(text, field) is None


def unknown_name(value: str, noun: str, names: tuple[str, ...]) -> Fault:
    """The fault of a name that is not among the valid ``names``, with the nearest of them."""
    # An id misspelt as its label (Thames Valley) is nearer as an id than letter by letter.
    near = nearest(re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_"), names, 1)
    near = nearest(value, names, 1) if near not in names else near
    guess = f"Did you mean {near}? " if near in names else ""
    choice = f"Known: {', '.join(names)}" if len(names) <= NAMES_SHOWN else f"{len(names)} are known"
    return Fault(f"unknown {noun}", guess + choice)


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
    rules = field.constraints
    if field.example.startswith("FY") and (fault := _period_fault(value, field)):
        return fault
    if not re.search(rules.pattern, value):
        example = f"such as {field.example}" if field.example else f"matching {rules.pattern}"
        return Fault(f"wrong form of {field.name}", f"Write it in the form required, {example}")
    if rules.enum and value not in rules.enum:
        return unknown_name(value, field.name, rules.enum)
    return None if rules.minimum is None and rules.maximum is None else _bound_fault(float(value), rules)


def _bound_fault(value: float, rules: Constraints) -> Fault | None:
    if rules.minimum is not None and value < rules.minimum:
        if rules.minimum == 0:
            return Fault("negative", "A count cannot be below 0: see whether it corrects an earlier period")
        return Fault(f"below {rules.minimum:g}, the lowest value allowed", "Look the figure up again")
    if rules.maximum is not None and value > rules.maximum:
        return Fault(f"above {rules.maximum:g}, the highest value allowed", "Look the figure up again")
    return None


def _period_fault(value: str, field: Field) -> Fault | None:
    fits = re.compile(field.constraints.pattern).search
    try:
        canonical, fault = Period.parse(value).canonical, None
    except BadPeriod as error:
        canonical, fault = "", Fault("no such period", str(error).rstrip("."))
    if fits(value):
        return fault
    right = canonical if canonical and fits(canonical) else f"it as {field.example}"
    return Fault("wrong form of period", f"Write {right}")


SAVE_UTF8 = "Save the file again as UTF-8"
FETCH_AGAIN = "Fetch the file again, or put back the cells that are missing"


@dataclass(frozen=True)
class Cells:
    """The cells of a table by column, each column as long as ``rows``.

    ``rows`` holds the row numbers of a spreadsheet. A cell is None where its row lacks it or a problem tells of it.
    """

    rows: tuple[int, ...]
    columns: dict[str, list[str | None]]
    problems: tuple[Problem, ...]

    def by_row(self) -> Iterator[tuple[int, dict[str, str | None]]]:
        """The cells of each row by column, with its number."""
        for number, *row in zip(self.rows, *self.columns.values(), strict=True):
            yield number, dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True)
class _Report:
    """The problems of one file, in the order in which they are met."""

    file: str
    problems: list[Problem]

    def add(self, what: str, remedy: str, row: int | None = None, column: str | None = None, value: str = "") -> None:
        self.problems.append(Problem(self.file, row, column, value, what, remedy))


def read_cells(data: bytes, names: tuple[str, ...], file: str) -> Cells:
    """Take a file apart into the columns named, with a problem for whatever does not fit.

    Misspelt and missing columns are absent from the result; columns beyond ``names`` are left out.
    """
    report, rows = _Report(file, []), list[list[str]]()
    text = data.decode(errors="surrogateescape")  # what is not UTF-8 is read once more cell by cell, to name its place
    _last_line(text, report)
    try:
        # One by one: the rows before an open quotation mark are still checked.
        rows.extend(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error as error:
        report.add(f"quotation marks do not match: {error}", "Close the quotes", len(rows) + 1)
    if not rows:
        report.add("the file is empty", FETCH_AGAIN)
        return Cells((), {}, tuple(report.problems))
    if not text.isascii():
        _reread(rows, report)
    header = _header(rows[0], names, report)
    for number in (number for number, row in enumerate(rows, 1) if not row):
        report.add("blank row", "Take it out", number)
    shaped = {number: _shape(row, header, number, report) for number, row in enumerate(rows[1:], start=2) if row}
    columns = {name: [row[at] for row in shaped.values()] for at, name in enumerate(header) if name in names}
    return Cells(tuple(shaped), columns, tuple(report.problems))


def _reread(rows: list[list[str]], report: _Report) -> None:
    """Read cells that are not UTF-8 as Windows-1252, and tell of each."""
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if not cell.isascii() and re.search("[\udc80-\udcff]", cell):
                row[at] = cell.encode(errors="surrogateescape").decode("cp1252", "replace")
                column = rows[0][at].strip() if at < len(rows[0]) else None
                report.add("wrong encoding: not UTF-8, perhaps Windows-1252", SAVE_UTF8, number, column, row[at])


def _last_line(text: str, report: _Report) -> None:
    if text and not text.endswith("\n"):
        row, last = text.count("\n") + 1, text.rpartition("\n")[2].encode(errors="replace").decode()
        report.add("the last line has no end: the file may be cut short", FETCH_AGAIN, row, value=last)


def _header(header: list[str], names: tuple[str, ...], report: _Report) -> list[str]:
    for name in header:
        if name != name.strip():
            report.add("spaces around a column's name", f"Write {name.strip()}", 1, name.strip(), name)
    clean = [name.strip() for name in header]
    before = len(report.problems)
    _column_faults(clean, names, report)
    if len(report.problems) == before and tuple(clean) != names:
        report.add("columns in another order", f"Write them as {', '.join(names)}", 1, value=", ".join(clean))
    return clean


def _column_faults(header: list[str], names: tuple[str, ...], report: _Report) -> None:
    missing = [name for name in names if name not in header]
    for at, name in enumerate(header):
        if name in header[:at]:
            report.add("a column that stands twice", "Take one of them out", 1, name, name)
        elif name not in names:
            near = nearest(name, missing, 1)
            if near in missing:
                # Misspelt is not missing as well: one slip is one problem.
                missing.remove(near)
                report.add("misspelt column", f"Did you mean {near}?", 1, name, name)
            else:
                report.add("extra column", f"Take it out; the columns are {', '.join(names)}", 1, name, name)
    for name in missing:
        report.add("missing column", f"Add the column {name}", 1, name)


def _shape(row: list[str], header: list[str], number: int, report: _Report) -> list[str | None]:
    """The row as long as the header; None where a cell is missing or cannot be told."""
    width = len(header)
    if len(row) == width:
        return list(row)
    wrong_width = f"{len(row)} cells where {width} are due"
    if len(row) < width:
        report.add(wrong_width, FETCH_AGAIN, number, header[len(row)], ",".join(row))
        return [*row[:-1], *[None] * (width - len(row) + 1)]
    if len(row) == width + 1:
        for at, (left, right) in enumerate(pairwise(row)):
            if re.fullmatch(r"-?[0-9]{1,3}", left) and re.fullmatch(r"[0-9]{3}", right):
                what = "thousands separator that splits the number into two cells"
                report.add(what, f"Write {left}{right}", number, header[at], f"{left},{right}")
                return [*row[:at], None, *row[at + 2 :]]
    report.add(wrong_width, "Put cells that hold a comma in quotes", number, value=",".join(row))
    return [*row[:width]]
