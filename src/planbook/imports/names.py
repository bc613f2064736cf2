"""What the texts in a file stand for: periods, areas, measures and numbers."""

import re
from collections.abc import Callable
from functools import lru_cache

from planbook.data.periods import MONTH_NAMES, BadPeriod, Month, Period
from planbook.data.places import Places
from planbook.data.registers import rows
from planbook.data.tables import Fault, Schema
from planbook.data.values import NUMBER, nearest
from planbook.imports.mapping import Mapping
from planbook.imports.raw import squeezed

BASE = "_base"  # how the measure of those asked is called, after the measure of their answers
MIDDLE = re.compile(r"MID-\d{4}")
_ISO = re.compile(r"(\d{4})-(\d{2})(-\d{2}.*)?")
_WORDS = re.compile(r"(?:\d{1,2} )?([A-Za-z]{3})[a-z]* ?-?(\d{4})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")

Reader = Callable[[str], str | float | Fault]
"""Gives the id or number that a text stands for, or what is wrong with it."""


def readers(places: Places, mapping: Mapping, schema: Schema | None) -> dict[str, Reader]:
    """A reader for each part of an observation; offence codes are read elsewhere, with their periods."""
    folder, areas, measures = places.data / "measures", dict[str, str](), dict[str, str]()
    for row in rows(folder / "areas.csv"):
        others = (other.rpartition(": ")[2] for other in row["alternative_names"].split(";"))
        areas |= {squeezed(name): row["area"] for name in (row["area"], row["name"], row["code"], *others) if name}
    for row in rows(folder / "subgroups.csv"):
        measures |= {squeezed(row[name]): row["offence_group"] for name in ("offence_group", "offence_group_name")}
        measures |= {squeezed(row[name]): row["subgroup"] for name in ("subgroup", "name")}
    for row in rows(folder / "measures.csv"):
        measures |= {squeezed(row[name]): row["measure"] for name in ("label", "measure")}
    # A table may hold more than the registers name: what it was made with is known as well.
    measures |= {name: name for name in enum_of(schema, "measure")}
    measures |= {f"{name}{BASE}": f"{own}{BASE}" for name, own in measures.items()}
    named = {"area": _of_register("area", areas), "measure": _of_register("measure", measures)}
    read = {"period": _period_reader(mapping), **named, "value": number}
    return {part: reader for part, reader in read.items() if part != "measure" or not mapping.offence_codes}


def enum_of(schema: Schema | None, column: str) -> tuple[str, ...]:
    """The values that a table admits in a column; empty where it admits any."""
    return next((field.constraints.enum for field in (schema.fields if schema else ()) if field.name == column), ())


def _of_register(noun: str, known: dict[str, str]) -> Reader:
    def read(text: str) -> str | Fault:
        if squeezed(text) in known:
            return known[squeezed(text)]
        near = nearest(squeezed(text), known, 1)
        guess = f"Did you mean {known[near]}? " if near in known else ""
        remedy = f"{guess}Say so under meanings.{noun} of the mapping, name it under leave_out.{noun}, or add it to"
        return Fault(f"unknown {noun}", f"{remedy} data/measures/{noun}s.csv")

    return read


def _period_reader(mapping: Mapping) -> Reader:
    def read(text: str) -> str | Fault:
        try:
            return _period(mapping.period_text.format(text), mapping)
        except ValueError as error:
            return Fault("no such period", str(error).rstrip("."))

    return read


def _period(text: str, mapping: Mapping) -> str:
    if MIDDLE.fullmatch(text):
        return text
    if mapping.period_form == "written":
        return Period.parse(re.sub(r"(?<=\d) (?=[1-4]$)", " Q", text)).canonical
    month = _month(text)
    if mapping.period_form == "month":
        return Period("month", month, month).canonical
    if mapping.period_form == "year_ending":
        return f"R12-{month}"
    if month.number != 3:
        raise BadPeriod(text, "does not end a financial year", "Use period_form year_ending")
    return Period.financial_year(month.year - 1).canonical


def _month(text: str) -> Month:
    numbers = {name[:3]: number for number, name in enumerate(MONTH_NAMES, 1)}
    if match := _ISO.fullmatch(text):
        return Month(int(match[1]), int(match[2]))
    if (match := _WORDS.fullmatch(text)) and match[1].capitalize() in numbers:
        return Month(int(match[2]), numbers[match[1].capitalize()])
    raise BadPeriod(text, "names no month", "Write it as 2015-03 or March 2015, or see to period_text in the mapping")


@lru_cache(maxsize=4096)
def period_order(period: str) -> int:
    """A number that rises from each period to the next of its kind: its last month."""
    last = Month(int(period[4:]), 6) if MIDDLE.fullmatch(period) else Period.parse(period).last
    return last.year * 12 + last.number - 1


def within(period: str, first: str, last: str) -> bool:
    """Whether a period lies between two others, both included; an empty one sets no bound."""
    order = period_order(period)
    return (not first or order >= period_order(first)) and (not last or order <= period_order(last))


def number(text: str) -> float | Fault:
    """Reads a number, with commas between thousands or without."""
    bare = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if NUMBER.fullmatch(bare):
        return float(bare) + 0.0  # a nought has no sign: one publisher pads with -00
    return Fault("text where a number should be", "Give the figure, or name the text under leave_out.value")
