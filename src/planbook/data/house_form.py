"""Tables in the form in which this project keeps them, whatever spreadsheet saved them last.

A spreadsheet adds a byte-order mark, ends lines with CR and LF, sets cells apart by semicolons or tabs, adds empty
rows and columns, and writes TRUE, 25/04/2015 and Apr-26. What can mean one thing alone is put right, for the check and
the reader alike; what can mean two, or has lost digits, stays as it is, for the check to name.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from planbook.data.tables import SCHEMA_END, BadSchema, Schema, parse_schema, readings

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ROWS_NAMED = 5  # rows of one slip that the words name before they count the rest


@dataclass(frozen=True)
class HouseForm:
    """A table as it is kept, each thing that was put right in it, and its rows, header first."""

    data: bytes
    mended: tuple[str, ...]
    rows: list[list[str]]


def read_form(path: Path) -> HouseForm:
    """A table in house form after the schema beside it."""
    try:
        schema = parse_schema(path.with_name(path.stem + SCHEMA_END).read_text(encoding="utf-8"))
    except (FileNotFoundError, BadSchema):  # the check tells of it
        schema = Schema(())
    return house_form(path.read_bytes(), schema)


def read_table(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a table as texts by column, in house form."""
    header, *rows = read_form(path).rows or [[]]
    return tuple(dict(zip(header, row, strict=False)) for row in rows if row)


def house_form(data: bytes, schema: Schema) -> HouseForm:
    """Put right what a spreadsheet did to a table, as far as it can be told."""
    text, mended = _plain_text(data)
    try:
        separator, rows = _rows(text, schema.names)
    except csv.Error:  # quotation marks that do not match: the check names their place
        return HouseForm(_encoded(text), tuple(mended), [])
    slips = [*_separator(separator), *_empty_ends(rows), *_cells(rows, schema)]
    if slips:
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(rows)
        text = lines.getvalue()
    return HouseForm(_encoded(text), (*mended, *slips), rows)


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


def _plain_text(data: bytes) -> tuple[str, list[str]]:
    """The text with lines that end with LF; what is not UTF-8 is kept, for the check to name its cells."""
    mended = []
    wide = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    if not wide and b"\x00" in data[:4]:
        wide = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    if wide:
        mended.append("UTF-16 written as UTF-8")
        data = data.decode(wide, "replace").encode()
    if data.startswith(codecs.BOM_UTF8):
        mended.append("a byte-order mark taken out")
        data = data.removeprefix(codecs.BOM_UTF8)
    if b"\r" in data:
        mended.append("line ends of another system (CR) written as LF")
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.decode(errors="surrogateescape"), mended


def _rows(text: str, names: tuple[str, ...]) -> tuple[str, list[list[str]]]:
    """What sets the cells apart, commas unless the header says otherwise, and the rows."""
    header = text.partition("\n")[0]

    def known(separator: str) -> int:
        cells = next(csv.reader([header], delimiter=separator), [])
        return len({cell.strip() for cell in cells} & set(names))

    separator = max(SEPARATORS, key=known)
    return separator, list(csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True))


def _separator(separator: str) -> Iterator[str]:
    if separator != ",":
        yield f"{SEPARATORS[separator]} between cells written as commas"


def _empty_ends(rows: list[list[str]]) -> Iterator[str]:
    """Take out rows of empty cells below the last row, and columns without name and cells after the last one."""
    before = len(rows)
    while rows and len(rows[-1]) > 1 and not any(rows[-1]):
        del rows[-1]
    if rows and len(rows) < before:
        yield f"{_counted(before - len(rows), 'empty row')} at the end taken out"
    width = len(rows[0]) if rows else 0
    named = max((at for at, name in enumerate(rows[0], start=1) if name), default=width) if rows else 0
    if named < width and all(len(row) == width and not any(row[named:]) for row in rows):
        for row in rows:
            del row[named:]
        yield f"{_counted(width - named, 'empty column')} at the end taken out"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _cells(rows: list[list[str]], schema: Schema) -> Iterator[str]:
    """Write cells as the house does where a spreadsheet wrote them in another form that means one thing alone."""
    fields = {field.name: field for field in schema.fields}
    columns = list(zip_longest(*rows, fillvalue=""))
    for at, (name, *texts) in enumerate(columns):
        if field := fields.get(name.strip()):
            # Each distinct text is read once: a column of thousands of cells holds few.
            found = ((text, readings(text, field, schema.missing_values)) for text in dict.fromkeys(texts))
            for text, house in [(text, meant[0]) for text, meant in found if len(meant) == 1]:
                numbers = [number for number, other in enumerate(texts, start=2) if other == text]
                for number in numbers:
                    rows[number - 1][at] = house
                named = ", ".join(map(str, numbers[:ROWS_NAMED]))
                more = f" and {len(numbers) - ROWS_NAMED} more" if len(numbers) > ROWS_NAMED else ""
                yield f"column {field.name}: {text} written as {house} (row {named}{more})"
