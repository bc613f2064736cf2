"""What the texts of tables mean: cells as values, rows as records, and the nearest name for a misspelt one.

The check of tables and the reader of records use the same ``value_of``, so that what passes the check can be read.
"""

from __future__ import annotations

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
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
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


def nearest(wanted: str, names: Iterable[str], count: int = 3) -> str:
    """Up to ``count`` of the known names most like ``wanted``, as text; ``none`` if nothing is near."""
    matches = get_close_matches(wanted, sorted(names), n=count, cutoff=0.5)
    return ", ".join(matches) if matches else "none"
