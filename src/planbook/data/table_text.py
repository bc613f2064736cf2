"""From the bytes of a CSV file to its cells: encoding, line ends, header and shape of rows.

Follows RFC 4180 (Shafranovich 2005) in UTF-8 without a byte-order mark, lines ended by LF.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from planbook.data.names import nearest
from planbook.data.periods import BadPeriod, Period
from planbook.data.table_schema import Fault, Field, Problem
from planbook.data.values import INTEGER, NUMBER, TRUTHS

NAMES_SHOWN = 12
"""Valid names that a remedy lists in full; of more, it gives the nearest."""

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


def unknown_name(value: str, noun: str, names: tuple[str, ...]) -> Fault:
    """The fault of a name that is not among those known, with the nearest of them."""
    near = nearest(re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_"), names, 1)
    near = nearest(value, names, 1) if near not in names else near
    guess = f"Did you mean {near}? " if near in names else ""
    listed = f"Known: {', '.join(names)}" if len(names) <= NAMES_SHOWN else f"{len(names)} are known"
    return Fault(f"unknown {noun}", guess + listed)


def _blank(field: Field) -> Fault:
    example = f", such as {field.example}" if field.example else ""
    return Fault("blank where a value is required", f"Give the {field.name}{example}, or take the row out")


def _type_fault(value: str, field: Field) -> Fault | None:
    match field.type:
        case "integer" | "number":
            return _number_fault(value, whole=field.type == "integer")
        case "boolean" if value not in TRUTHS:
            return Fault("neither true nor false", "Write true or false")
        case "date" | "yearmonth" | "year":
            return _form_fault(value, field.type)
        case _:
            return None


def _number_fault(value: str, *, whole: bool) -> Fault | None:
    if (INTEGER if whole else NUMBER).fullmatch(value):
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
    try:
        good = bool(form.fullmatch(value) and (kind != "date" or date.fromisoformat(value)))
    except ValueError:
        good = False
    return None if good else Fault(f"not a {kind}", f"Write it as {example}")


def _rule_fault(value: str, field: Field) -> Fault | None:
    if not field.fits(value):
        return _pattern_fault(value, field)
    if field.is_period and (fault := _period_fault(value)):
        return fault
    if field.enum and value not in field.enum:
        return unknown_name(value, field.name, field.enum)
    return _bound_fault(value, field)


def _bound_fault(value: str, field: Field) -> Fault | None:
    if field.minimum is not None and float(value) < field.minimum:
        if field.minimum == 0:
            return Fault("negative", "A count cannot be below 0: see whether it corrects an earlier period")
        return Fault(f"below {field.minimum:g}, the lowest value allowed", "Look the figure up again")
    if field.maximum is not None and float(value) > field.maximum:
        return Fault(f"above {field.maximum:g}, the highest value allowed", "Look the figure up again")
    return None


def _pattern_fault(value: str, field: Field) -> Fault:
    if field.is_period:
        return Fault("wrong form of period", _period_remedy(value, field))
    example = f"such as {field.example}" if field.example else f"matching {field.pattern}"
    return Fault(f"wrong form of {field.name}", f"Write it in the form required, {example}")


def _period_remedy(value: str, field: Field) -> str:
    try:
        canonical = Period.parse(value).canonical
    except BadPeriod:
        canonical = ""
    if canonical and field.fits(canonical):
        return f"Write {canonical}"
    return f"Write it as {field.example}"


def _period_fault(value: str) -> Fault | None:
    try:
        Period.parse(value)
    except BadPeriod as error:
        return Fault("no such period", str(error).rstrip("."))
    return None


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


@dataclass(frozen=True)
class _Report:
    """The problems of one file, as they are met."""

    file: str
    problems: list[Problem]

    def add(self, what: str, remedy: str, row: int | None = None, column: str | None = None, value: str = "") -> None:
        self.problems.append(Problem(self.file, row, column, value, what, remedy))


def read_cells(data: bytes, names: tuple[str, ...], file: str) -> Cells:
    """Take a file apart into the columns named, with a problem for whatever does not fit.

    Columns misspelt or missing are absent from the result; columns that nobody asked for are left out.
    """
    report = _Report(file, [])
    rows = _split(_even_lines(_decode(data, report), report), report)
    if not rows:
        report.add("the file is empty", FETCH_AGAIN)
        return Cells((), {}, tuple(report.problems))
    header = _header(rows[0], names, report)
    for number in (number for number, row in enumerate(rows, 1) if not row):
        report.add("blank row", "Take it out", number)
    numbered = [(number, row) for number, row in enumerate(rows[1:], start=2) if row]
    shaped = [_shape(row, header, number, report) for number, row in numbered]
    columns = {name: [row[at] for row in shaped] for at, name in enumerate(header) if name in names}
    return Cells(tuple(number for number, _ in numbered), columns, tuple(report.problems))


def _decode(data: bytes, report: _Report) -> str:
    if wide := _utf16(data):
        report.add("wrong encoding: UTF-16 in place of UTF-8", SAVE_UTF8)
        return data.decode(wide, "replace")
    if data.startswith(codecs.BOM_UTF8):
        report.add("a byte-order mark before the first column", SAVE_UTF8, 1)
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    header = lines[0].decode("cp1252", "replace").split(",")
    return "\n".join(_decode_line(line, row, header, report) for row, line in enumerate(lines, start=1))


def _utf16(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in data[:4]:
        return "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    return ""


def _decode_line(line: bytes, row: int, header: list[str], report: _Report) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        at, cells = len(_cells_of(line[: error.start])) - 1, _cells_of(line)
        column = header[at].strip() if at < len(header) else None
        value = cells[at] if at < len(cells) else ""
        report.add("wrong encoding: not UTF-8, perhaps Windows-1252", SAVE_UTF8, row, column, value)
        return line.decode("cp1252", "replace")


def _cells_of(line: bytes) -> list[str]:
    text = line.decode("cp1252", "replace").replace("\r", "")
    try:
        return next(csv.reader([text]), [""]) or [""]
    except csv.Error:
        return [text]


def _even_lines(text: str, report: _Report) -> str:
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        remedy = "Save with LF; Git does so with `*.csv text eol=lf`"
        report.add("line ends of another system (CR) in place of LF", remedy, row)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and not text.endswith("\n"):
        row, last = text.count("\n") + 1, text.rpartition("\n")[2]
        report.add("the last line has no end: the file may be cut short", FETCH_AGAIN, row, value=last)
    return text


def _split(text: str, report: _Report) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error as error:
        report.add(f"quotation marks do not match: {error}", "Close the quotes", len(rows) + 1)
    return rows


def _header(header: list[str], names: tuple[str, ...], report: _Report) -> list[str]:
    if len(header) == 1 and (mark := next((mark for mark in OTHER_SEPARATORS if mark in header[0]), "")):
        report.add(f"cells are set apart by {OTHER_SEPARATORS[mark]}", "Save the file with commas", 1, value=header[0])
        return [""]
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
                missing.remove(near)
                report.add("misspelt column", f"Did you mean {near}?", 1, name, name)
            else:
                report.add("extra column", f"Take it out; the columns are {', '.join(names)}", 1, name, name)
    for name in missing:
        report.add("missing column", f"Add the column {name}", 1, name)


def _shape(row: list[str], header: list[str], number: int, report: _Report) -> list[str | None]:
    width = len(header)
    if len(row) == width:
        return list(row)
    if header == [""]:
        return [None]
    wrong_width = f"{len(row)} cells where {width} are due"
    if len(row) < width:
        report.add(wrong_width, FETCH_AGAIN, number, header[len(row)], ",".join(row))
        return [*row[:-1], *[None] * (width - len(row) + 1)]
    at = _split_number(row) if len(row) == width + 1 else None
    if at is not None and at < width:
        what = "thousands separator that splits the number into two cells"
        report.add(what, f"Write {row[at]}{row[at + 1]}", number, header[at], f"{row[at]},{row[at + 1]}")
        return [*row[:at], None, *row[at + 2 :]]
    report.add(wrong_width, "Put cells that hold a comma in quotes", number, value=",".join(row))
    return [*row[:width]]


def _split_number(row: list[str]) -> int | None:
    """The place of the first of two cells that are one number; None where there is none."""
    for at, (left, right) in enumerate(pairwise(row)):
        if _HEAD_OF_THOUSANDS.fullmatch(left) and _TAIL_OF_THOUSANDS.fullmatch(right):
            return at
    return None
