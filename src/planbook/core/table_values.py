"""Whether one cell of a table holds a value that its column allows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from planbook.core.names import nearest
from planbook.core.periods import BadPeriod, Period
from planbook.core.table_problems import Fault

if TYPE_CHECKING:
    from planbook.core.table_schema import Field

__all__ = ["unknown_name", "value_fault"]

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
