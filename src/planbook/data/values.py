"""What the text of a cell means: one reading, for the check of tables and for the records that are made of them."""

from __future__ import annotations

import re
import typing
from typing import TypeVar

import msgspec

if typing.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Record = TypeVar("Record")

TRUTHS = dict.fromkeys(("true", "True", "TRUE", "1"), True) | dict.fromkeys(("false", "False", "FALSE", "0"), False)
"""What Frictionless Table Schema (version 2, 2024) reads as true or false."""
INTEGER = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def value_of(text: str, kind: object) -> object:
    """The value of a cell that holds a truth value or a number (``kind``); any other text is given back."""
    if kind is bool:
        return TRUTHS.get(text, text)
    if kind is int and INTEGER.fullmatch(text):
        return int(text)
    return float(text) if kind is float and NUMBER.fullmatch(text) else text


def records(rows: Iterable[Mapping[str, object]], kind: type[Record]) -> tuple[Record, ...]:
    """Rows as records: a column is the field of its name; an empty cell of a field that may be None is None.

    Raises:
        msgspec.ValidationError: a cell is not what its field holds; ``planbook check`` names file and row.
    """
    hints = {name: typing.get_args(hint) or (hint,) for name, hint in typing.get_type_hints(kind).items()}
    return tuple(
        msgspec.convert({name: _cell(cell, hints.get(name, ())) for name, cell in row.items()}, kind) for row in rows
    )


def _cell(cell: object, kinds: tuple[object, ...]) -> object:
    if not isinstance(cell, str) or not kinds:
        return cell
    return None if not cell and type(None) in kinds else value_of(cell, kinds[0])
