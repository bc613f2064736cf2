"""From the bytes of a CSV file to its cells: encoding, line ends, header and shape of rows.

Follows RFC 4180 (Shafranovich 2005) in UTF-8 without a byte-order mark, lines ended by LF.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from planbook.data.names import nearest
from planbook.data.periods import BadPeriod, Period
from planbook.data.table_schema import Fault, Problem

if TYPE_CHECKING:
    from planbook.data.table_schema import Field


BOOLEANS = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")
"""What Frictionless Table Schema (version 2, 2024) reads as true or false."""

NAMES_SHOWN = 12
"""Valid names that a remedy lists in full; of more, it gives the nearest."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DECIMALS = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([,' \u00a0\u2009\u202f][0-9]{3})+(\.[0-9]+)?")
_ABSENT = re.compile(r"[+-]?(nan|inf|infinity)|#?n/?a!?|null|none|[-.:]+|#div/0!", re.IGNORECASE)
_FORMS = {
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "2015-04-30"),
    "yearmonth": (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), "2015-04"),
    "year": (re.compile(r"[0-9]{4}"), "2015"),
}


def value_fault(value: str, field: Field, missing: frozenset[str]) -> Fault | None:
    """What is wrong with a cell's text, or None.

    A cell has one fault at most: the first of blank, wrong type, outside the rules, spaces around it.
    """
    bare = value.strip()
    if bare in missing:
        if value not in missing:
            return Fault("spaces in a blank cell", "Leave it empty")
        return _blank(field) if field.required else None
    fault = _type_fault(bare, field) or _rule_fault(bare, field)
    if fault is None and value != bare:
        return Fault("spaces around the value", f"Write {bare}")
    return fault


def unknown_name(value: str, noun: str, known: tuple[str, ...]) -> Fault:
    """The fault of a name that is not among those known, with the nearest of them."""
    near = nearest(re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_"), known, 1)
    near = nearest(value, known, 1) if near not in known else near
    guess = f"Did you mean {near}? " if near in known else ""
    listed = f"Known: {', '.join(known)}" if len(known) <= NAMES_SHOWN else f"{len(known)} are known"
    return Fault(f"unknown {noun}", guess + listed)


def _blank(field: Field) -> Fault:
    example = f", such as {field.example}" if field.example else ""
    return Fault("blank where a value is required", f"Give the {field.name}{example}, or take the row out")


def _type_fault(value: str, field: Field) -> Fault | None:
    match field.type:
        case "integer" | "number":
            return _number_fault(value, whole=field.type == "integer")
        case "boolean" if value not in BOOLEANS:
            return Fault("neither true nor false", "Write true or false")
        case "date" | "yearmonth" | "year":
            return _form_fault(value, field.type)
        case _:
            return None


def _number_fault(value: str, *, whole: bool) -> Fault | None:
    if (_INTEGER if whole else _NUMBER).fullmatch(value):
        return None
    if _THOUSANDS.fullmatch(value):
        return Fault("thousands separator in a number", f"Write {re.sub('[^0-9.+-]', '', value)}")
    if _ABSENT.fullmatch(value):
        return Fault("a word for no number or no end", "Give the figure, or take the row out and say so in the record")
    if whole and _DECIMALS.fullmatch(value):
        return Fault("decimals where a whole number is due", "Give the count as it was published")
    return Fault("text in a number", "Write digits only")


def _form_fault(value: str, kind: str) -> Fault | None:
    form, example = _FORMS[kind]
    fault = Fault(f"not a {kind}", f"Write it as {example}")
    if not form.fullmatch(value):
        return fault
    if kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return fault
    return None


def _rule_fault(value: str, field: Field) -> Fault | None:
    if field.pattern and not field.pattern.search(value):
        return _pattern_fault(value, field)
    if field.is_period and (fault := _period_fault(value)):
        return fault
    if field.enum and value not in field.enum:
        return unknown_name(value, field.name, field.enum)
    if field.minimum is not None and float(value) < field.minimum:
        return _too_low(field.minimum)
    if field.maximum is not None and float(value) > field.maximum:
        return Fault(f"above {field.maximum:g}, the highest value allowed", "Look the figure up again")
    return None


def _pattern_fault(value: str, field: Field) -> Fault:
    if field.is_period:
        return Fault("wrong form of period", _period_remedy(value, field))
    example = f"such as {field.example}" if field.example else f"matching {field.pattern and field.pattern.pattern}"
    return Fault(f"wrong form of {field.name}", f"Write it in the form required, {example}")


def _period_remedy(value: str, field: Field) -> str:
    try:
        canonical = Period.parse(value).canonical
    except BadPeriod:
        canonical = ""
    if field.pattern and field.pattern.search(canonical):
        return f"Write {canonical}"
    return f"Write it as {field.example}"


def _period_fault(value: str) -> Fault | None:
    try:
        Period.parse(value)
    except BadPeriod as error:
        return Fault("no such period", str(error).rstrip("."))
    return None


def _too_low(minimum: float) -> Fault:
    if minimum == 0:
        return Fault("negative", "A count cannot be below 0: see whether it corrects an earlier period")
    return Fault(f"below {minimum:g}, the lowest value allowed", "Look the figure up again")


SAVE_UTF8 = "Save the file again as UTF-8 without a byte-order mark"
FETCH_AGAIN = "Fetch the file again, or put back the cells that are missing"
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}

_HEAD_OF_THOUSANDS = re.compile(r"-?[0-9]{1,3}")
_TAIL_OF_THOUSANDS = re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class Cells:
    """The cells of a table by column, each column as long as ``rows``.

    ``rows`` holds the row numbers of a spreadsheet. A cell is None where it is missing from its row
    or has already been reported.
    """

    rows: tuple[int, ...]
    columns: dict[str, list[str | None]]
    problems: tuple[Problem, ...]


def read_cells(data: bytes, names: tuple[str, ...], file: str) -> Cells:
    """Take a file apart into the columns named, with a problem for whatever does not fit.

    Columns misspelt or missing are absent from the result; columns that nobody asked for are left out.
    """
    problems: list[Problem] = []
    text = _even_lines(_decode(data, file, problems), file, problems)
    rows = _split(text, file, problems)
    if not rows:
        problems.append(Problem(file, None, None, "", "the file is empty", FETCH_AGAIN))
        return Cells((), {}, tuple(problems))
    header = _header(rows[0], names, file, problems)
    problems += [
        Problem(file, number, None, "", "blank row", "Take it out") for number, row in enumerate(rows, 1) if not row
    ]
    numbered = [(number, row) for number, row in enumerate(rows[1:], start=2) if row]
    shaped = [_shape(row, header, number, file, problems) for number, row in numbered]
    columns = {name: [row[at] for row in shaped] for at, name in enumerate(header) if name in names}
    return Cells(tuple(number for number, _ in numbered), columns, tuple(problems))


def _decode(data: bytes, file: str, problems: list[Problem]) -> str:
    if wide := _utf16(data):
        problems.append(Problem(file, None, None, "", "wrong encoding: UTF-16 in place of UTF-8", SAVE_UTF8))
        return data.decode(wide, "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem(file, 1, None, "", "a byte-order mark before the first column", SAVE_UTF8))
        data = data[3:]
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _decode_lines(data, file, problems)


def _utf16(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in data[:4]:
        return "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    return ""


def _decode_lines(data: bytes, file: str, problems: list[Problem]) -> str:
    lines = data.split(b"\n")
    header = lines[0].decode("cp1252", "replace").split(",")
    for at, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            problems.append(_wrong_encoding(line, error.start, at + 1, header, file))
    return "\n".join(_either(line) for line in lines)


def _either(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _wrong_encoding(line: bytes, start: int, row: int, header: list[str], file: str) -> Problem:
    at = len(_cells_of(line[:start])) - 1
    cells = _cells_of(line)
    column = header[at].strip() if at < len(header) else None
    value = cells[at] if at < len(cells) else ""
    return Problem(file, row, column, value, "wrong encoding: not UTF-8, perhaps Windows-1252", SAVE_UTF8)


def _cells_of(line: bytes) -> list[str]:
    text = line.decode("cp1252", "replace").replace("\r", "")
    try:
        return next(csv.reader([text]), [""]) or [""]
    except csv.Error:
        return [text]


def _even_lines(text: str, file: str, problems: list[Problem]) -> str:
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        what = "line ends of another system (CR) in place of LF"
        problems.append(Problem(file, row, None, "", what, "Save with LF; Git does so with `*.csv text eol=lf`"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and not text.endswith("\n"):
        row = text.count("\n") + 1
        what = "the last line has no end: the file may be cut short"
        problems.append(Problem(file, row, None, text.rsplit("\n", 1)[-1], what, FETCH_AGAIN))
    return text


def _split(text: str, file: str, problems: list[Problem]) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        row = len(rows) + 1
        problems.append(Problem(file, row, None, "", f"quotation marks do not match: {error}", "Close the quotes"))
    return rows


def _header(header: list[str], names: tuple[str, ...], file: str, problems: list[Problem]) -> list[str]:
    if len(header) == 1 and (mark := next((mark for mark in OTHER_SEPARATORS if mark in header[0]), "")):
        what = f"cells are set apart by {OTHER_SEPARATORS[mark]}"
        problems.append(Problem(file, 1, None, header[0], what, "Save the file with commas"))
        return [""]
    clean = [name.strip() for name in header]
    spaced = [(name, bare) for name, bare in zip(header, clean, strict=True) if name != bare]
    problems.extend(
        Problem(file, 1, bare, name, "spaces around a column's name", f"Write {bare}") for name, bare in spaced
    )
    problems.extend(_header_faults(clean, names, file))
    return clean


def _header_faults(header: list[str], names: tuple[str, ...], file: str) -> list[Problem]:
    missing = [name for name in names if name not in header]
    faults = []
    for at, name in enumerate(header):
        if name in header[:at]:
            faults.append(Problem(file, 1, name, name, "a column that stands twice", "Take one of them out"))
        elif name not in names:
            near = nearest(name, missing, 1)
            if near in missing:
                missing.remove(near)
                faults.append(Problem(file, 1, name, name, "misspelt column", f"Did you mean {near}?"))
            else:
                remedy = f"Take it out; the columns are {', '.join(names)}"
                faults.append(Problem(file, 1, name, name, "extra column", remedy))
    faults += [Problem(file, 1, name, "", "missing column", f"Add the column {name}") for name in missing]
    if not faults and tuple(header) != names:
        what, remedy = "columns in another order", f"Write them as {', '.join(names)}"
        faults.append(Problem(file, 1, None, ", ".join(header), what, remedy))
    return faults


def _shape(row: list[str], header: list[str], number: int, file: str, problems: list[Problem]) -> list[str | None]:
    width = len(header)
    if len(row) == width:
        return list(row)
    if header == [""]:
        return [None]
    if len(row) < width:
        what = f"{len(row)} cells where {width} are due"
        problems.append(Problem(file, number, header[len(row)], ",".join(row), what, FETCH_AGAIN))
        return [*row[:-1], *[None] * (width - len(row) + 1)]
    at = _split_number(row) if len(row) == width + 1 else None
    if at is not None and at < width:
        value, whole = f"{row[at]},{row[at + 1]}", row[at] + row[at + 1]
        what = "thousands separator that splits the number into two cells"
        problems.append(Problem(file, number, header[at], value, what, f"Write {whole}"))
        return [*row[:at], None, *row[at + 2 :]]
    what = f"{len(row)} cells where {width} are due"
    problems.append(Problem(file, number, None, ",".join(row), what, "Put cells that hold a comma in quotes"))
    return [*row[:width]]


def _split_number(row: list[str]) -> int | None:
    pairs = pairwise(row)
    return next(
        (
            at
            for at, (left, right) in enumerate(pairs)
            if _HEAD_OF_THOUSANDS.fullmatch(left) and _TAIL_OF_THOUSANDS.fullmatch(right)
        ),
        None,
    )
