"""Write cells of one row of a register and leave every other byte as it is."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from planbook import Refusal
from planbook.data.files import write_whole
from planbook.data.house_form import SEPARATORS
from planbook.data.values import nearest

MARK = "\ufeff"


def set_cells(path: Path, key: str, cells: Mapping[str, str]) -> None:
    """Write cells, by column, of the row whose first column is ``key``.

    A byte-order mark, ends of lines and what sets cells apart stay as a spreadsheet left them.

    Raises:
        Refusal: the register has no such row or column, or is written in a way that would change elsewhere too.
    """
    text = path.read_bytes().decode("utf-8")
    mark, plain = (MARK, text[1:]) if text.startswith(MARK) else ("", text)
    first = plain.partition("\n")[0]
    form = max(SEPARATORS, key=first.count), "\r\n" if first.endswith("\r") else "\n"
    rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter=form[0]))
    if _written(rows, *form) != plain:
        raise Refusal(f"{path.name}: not in the form kept here; write it so with `planbook check --mend`, then again")
    header, keys = rows[0], [row[0] for row in rows[1:]]
    if key not in keys:
        raise Refusal(f"{path.name}: no row has the {header[0]} {key!r}; nearest: {nearest(key, keys)}")
    for column, cell in cells.items():
        if column not in header:
            raise Refusal(f"{path.name} has no column {column!r}; nearest: {nearest(column, header)}")
        rows[1 + keys.index(key)][header.index(column)] = cell
    write_whole(path, f"{mark}{_written(rows, *form)}".encode())


def _written(rows: Sequence[Sequence[str]], separator: str, end: str) -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator, lineterminator=end).writerows(rows)
    return lines.getvalue()
