"""What the texts of tables mean: cells as values, rows as records, and the nearest name for a misspelt one.

The check of tables and the reader of records use the same ``value_of``, so that what passes the check can be read.
"""

import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from types import NoneType
from typing import TypeVar

import msgspec

Record = TypeVar("Record")

TRUTHS = dict.fromkeys(("true", "True", "TRUE", "1"), True) | dict.fromkeys(("false", "False", "FALSE", "0"), False)
LOST_DIGITS = re.compile(r"[+-]?[0-9](\.[0-9]+)?E[+-][0-9]{2,3}")  # 1.0E+05, as a spreadsheet shows a wide number
NUMBER = re.compile(rf"(?!{LOST_DIGITS.pattern}$)[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# Python's own readers take more than Frictionless Table Schema (version 2, 2024) allows: 1_000, nan, 20150430.
READERS: dict[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "boolean": (re.compile("|".join(TRUTHS)), TRUTHS.__getitem__),
    "integer": (re.compile(r"[+-]?[0-9]+"), int),
    "number": (NUMBER, float),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
    "yearmonth": (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), str),
    "year": (re.compile(r"[0-9]{4}"), str),
}
# The type of Table Schema for a type of Python; the cells of all other fields stay texts.
TYPES = {bool: "boolean", int: "integer", float: "number", date: "date"}


def value_of(text: str, kind: str) -> object:
    """The value of a cell whose column has a type of Table Schema; None where the text is no such value."""
    form, reader = READERS.get(kind, (None, str))
    try:
        return reader(text) if form is None or form.fullmatch(text) else None
    except ValueError:  # 30 February has the form of a date
        return None


_DAY = re.compile(r"([0-9]{1,4})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{1,2})")
_MONTH = re.compile(r"([A-Z][a-z]{2})-([0-9]{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def unspoilt(text: str, kind: str) -> Iterator[str]:
    """Texts of a column of a type that a spreadsheet may have turned into ``text``: dates, months, decimals, codes."""
    if kind == "number" and (parts := re.fullmatch(r"([+-]?[0-9]+),([0-9]+)", text)):
        yield f"{parts[1]}.{parts[2]}"
        if len(parts[2]) == 3:  # a comma before three digits is one of thousands as well
            yield f"{parts[1]}{parts[2]}"
    if match := _DAY.fullmatch(text):
        for year, month, day in ((3, 2, 1), (3, 1, 2), (1, 2, 3)):
            whole = f"{match[year]}-{match[month]:0>2}-{match[day]:0>2}"
            if value_of(whole, "date"):
                yield from (whole, whole[:7]) if whole.endswith("-01") else (whole,)
    if (match := _MONTH.fullmatch(text)) and match[1] in _MONTHS:
        yield f"20{match[2]}-{_MONTHS.index(match[1]) + 1:02d}"
    if text.isdecimal() and kind == "string":  # zeros at the front of a code are lost
        yield from (text.zfill(length) for length in range(len(text) + 1, len(text) + 4))


def records(rows: Iterable[Mapping[str, object]], kind: type[Record]) -> tuple[Record, ...]:
    """Rows as records: a column is the field of its name; an empty cell of a field that may be None is None.

    Raises:
        msgspec.ValidationError: a cell is not what its field holds; ``planbook check`` names file and row.
    """
    hints = {name: typing.get_args(hint) or (hint,) for name, hint in typing.get_type_hints(kind).items()}
    typed = [(name, TYPES[kinds[0]], NoneType in kinds) for name, kinds in hints.items() if kinds[0] in TYPES]

    def values(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        for name, type_name, optional in typed:
            text = row.get(name)
            if isinstance(text, str):
                value = value_of(text, type_name)
                # A text that is no such value goes on, for msgspec to refuse it with its place.
                yield name, text if value is None and (text or not optional) else value

    return tuple(msgspec.convert({**row, **dict(values(row))}, kind) for row in rows)


def counted(number: int, noun: str, more: str = "") -> str:
    """A number with its noun: ``1 problem``, ``2,000 problems``."""
    return f"{number:,} {noun if number == 1 else more or f'{noun}s'}"


def nearest(wanted: str, names: Iterable[str], count: int = 3) -> str:
    """Up to ``count`` of the known names most like ``wanted``, as text; ``none`` if nothing is near."""
    matches = get_close_matches(wanted, sorted(names), n=count, cutoff=0.5)
    return ", ".join(matches) if matches else "none"
