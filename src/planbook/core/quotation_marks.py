"""Typographic quotation marks and apostrophes, in a text or in every text of a record."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

__all__ = ["curled", "curled_record"]

Record = TypeVar("Record")
OPENING = re.compile(r"(^|[\s(\[–])(['\"])")
MARKS = {"'": ("\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"), '"': ("“", "”")}


def curled(text: str) -> str:
    """``text`` with straight marks turned: opening after a space or at the start, else closing or an apostrophe."""
    opened = OPENING.sub(lambda found: found[1] + MARKS[found[2]][0], text)
    for straight, (_, closing) in MARKS.items():
        opened = opened.replace(straight, closing)
    return opened


def curled_record(record: Record) -> Record:
    """A frozen record with the marks turned in every text of it, however deep."""
    return cast("Record", _curled(record))


def _curled(value: Any) -> Any:  # noqa: ANN401 - any field of a record
    if isinstance(value, str):
        return curled(value)
    if isinstance(value, tuple):
        return tuple(map(_curled, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _curled(getattr(value, field.name)) for field in fields(value)})
    return value
