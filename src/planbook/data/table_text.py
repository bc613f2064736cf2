"""From the bytes of a CSV file to its cells: encoding, line ends, header and shape of rows.

Follows RFC 4180 (Shafranovich 2005) in UTF-8 without a byte-order mark, lines ended by LF.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from itertools import pairwise

from planbook.data.table_schema import Problem
from planbook.data.values import nearest

SAVE_UTF8 = "Save the file again as UTF-8 without a byte-order mark"
FETCH_AGAIN = "Fetch the file again, or put back the cells that are missing"
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Cells:
    """The cells of a table by column, each column as long as ``rows``.

    ``rows`` holds the row numbers of a spreadsheet. A cell is None where its row lacks it or a problem tells of it.
    """

    rows: tuple[int, ...]
    columns: dict[str, list[str | None]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Report:
    """The problems of one file, in the order in which they are met."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, what: str, remedy: str, row: int | None = None, column: str | None = None, value: str = "") -> None:
        self.problems.append(Problem(self.file, row, column, value, what, remedy))


def read_cells(data: bytes, names: tuple[str, ...], file: str) -> Cells:
    """Take a file apart into the columns named, with a problem for whatever does not fit.

    Misspelt and missing columns are absent from the result; columns beyond ``names`` are left out.
    """
    report, rows = _Report(file), list[list[str]]()
    text = _even_lines(_decode(data, report), report)
    try:
        # One by one: the rows before an open quotation mark are still checked.
        rows.extend(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error as error:
        report.add(f"quotation marks do not match: {error}", "Close the quotes", len(rows) + 1)
    if not rows:
        report.add("the file is empty", FETCH_AGAIN)
        return Cells((), {}, tuple(report.problems))
    header = _header(rows[0], names, report)
    for number in (number for number, row in enumerate(rows, 1) if not row):
        report.add("blank row", "Take it out", number)
    shaped = {number: _shape(row, header, number, report) for number, row in enumerate(rows[1:], start=2) if row}
    columns = {name: [row[at] for row in shaped.values()] for at, name in enumerate(header) if name in names}
    return Cells(tuple(shaped), columns, tuple(report.problems))


def _decode(data: bytes, report: _Report) -> str:
    wide = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    if not wide and b"\x00" in data[:4]:
        wide = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    if wide:
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
    if header == [""]:  # other separators: told once, in the header
        return [None]
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
