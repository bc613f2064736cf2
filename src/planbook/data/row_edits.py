"""Write one row of a register and leave every other byte as it is: order, quotation marks and line ends too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from planbook import Refusal
from planbook.data.files import write_whole
from planbook.data.house_form import SEPARATORS
from planbook.data.values import nearest

MARK = "\ufeff"


def set_cells(path: Path, key: str, cells: Mapping[str, str]) -> None:
    """Write cells of the row whose first column is ``key``; nothing is written where they hold this already.

    Raises:
        Refusal: the register has no such row, more than one, or no such column.
    """
    lines, separator = _lines(path)
    header = _texts(lines[0].removeprefix(MARK), separator)
    places = [_place(path, header, column) for column in cells]
    keys = [next(iter(_texts(line, separator)), "") for line in lines]
    if (count := keys[1:].count(key)) != 1:
        near = f"; nearest: {nearest(key, keys[1:])}" if count == 0 else ""
        raise Refusal(f"{path.name}: {count or 'no'} rows have the {header[0]} {key!r}{near}")
    at = keys.index(key, 1)
    # Cells as they stand, quotation marks included, so that those beside the changed ones stay as they are.
    raw, end = _raw_cells(lines[at], separator)
    if short := len(header) - len(raw):
        raise Refusal(f"{path.name}, row {at + 1}: {abs(short)} cells too {'few' if short > 0 else 'many'}; mend it")
    for place, text in zip(places, cells.values(), strict=True):
        raw[place] = _written(text, separator)
    lines[at] = separator.join(raw) + end
    _write(path, lines)


def add_row(path: Path, cells: Mapping[str, str]) -> None:
    """Add a row at the end of a register; columns that are not named stay empty.

    Raises:
        Refusal: a row has the key already, or there is no such column.
    """
    lines, separator = _lines(path)
    header = _texts(lines[0].removeprefix(MARK), separator)
    places = {_place(path, header, column): text for column, text in cells.items()}
    key = places.get(0, "")
    if key in [next(iter(_texts(line, separator)), "") for line in lines[1:]]:
        raise Refusal(f"{path.name}: a row has the {header[0]} {key!r} already; give another id")
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[-1].endswith("\n"):
        lines[-1] += end
    lines.append(separator.join(_written(places.get(at, ""), separator) for at in range(len(header))) + end)
    _write(path, lines)


def _lines(path: Path) -> tuple[list[str], str]:
    """The rows as they stand, a cell of several lines kept whole, and what sets cells apart."""
    rows: list[str] = []
    for line in path.read_bytes().decode(errors="surrogateescape").split("\n"):
        if rows and rows[-1].count('"') % 2:
            rows[-1] += f"\n{line}"
        else:
            rows.append(line)
    rows = [f"{row}\n" for row in rows[:-1]] + [row for row in rows[-1:] if row]
    if not rows:
        raise Refusal(f"{path.name} is empty: restore its header with git")
    return rows, max(SEPARATORS, key=rows[0].count)


def _texts(line: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])


def _raw_cells(line: str, separator: str) -> tuple[list[str], str]:
    body = line.rstrip("\r\n")
    mark = re.escape(separator)
    cells = re.findall(rf'(?:^|{mark})("(?:[^"]|"")*"|[^{mark}]*)', body)
    return cells, line[len(body) :]


def _written(text: str, separator: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(mark in text for mark in (separator, '"', "\n", "\r")) else text


def _place(path: Path, header: list[str], column: str) -> int:
    if column not in header:
        raise Refusal(f"{path.name} has no column {column!r}; nearest: {nearest(column, header)}")
    return header.index(column)


def _write(path: Path, lines: list[str]) -> None:
    data = "".join(lines).encode(errors="surrogateescape")
    if data != path.read_bytes():
        write_whole(path, data)
