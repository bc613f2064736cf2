"""The schema of a table, read from Frictionless Table Schema (version 2, 2024).

Only what the project's tables use is understood; anything else in a schema is refused, so that no
rule is written down and then not checked. One rule is our own: ``run`` names the field that counts
periods, the fields that tell one run of periods from another (``by``), the ``step`` (``quarter``,
``year`` or ``mid_year``) and the fields whose runs must all span the same periods (``aligned``).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from planbook.core.names import nearest

__all__ = ["BadSchema", "Field", "ForeignKey", "Run", "Schema", "parse_schema"]

TYPES = ("any", "boolean", "date", "integer", "number", "string", "year", "yearmonth")
CONSTRAINTS = ("enum", "maximum", "minimum", "pattern", "required", "unique")
FIELD_KEYS = ("constraints", "description", "example", "name", "title", "type")
SCHEMA_KEYS = (
    "$schema",
    "description",
    "fields",
    "foreignKeys",
    "missingValues",
    "name",
    "primaryKey",
    "run",
    "title",
)
STEPS = ("quarter", "year", "mid_year")


class BadSchema(ValueError):
    """A schema that is not JSON, or asks for something that is not checked here."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what}. {remedy}.")


@dataclass(frozen=True)
class Field:
    """One column: its name, type and constraints."""

    name: str
    type: str
    example: str
    required: bool
    unique: bool
    minimum: float | None
    maximum: float | None
    enum: tuple[str, ...]
    pattern: re.Pattern[str] | None

    @property
    def is_period(self) -> bool:
        """Whether the column holds periods of financial years: its example says so."""
        return self.example.startswith("FY")


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values must stand in a column of another table.

    ``table`` is the other table's path in the data folder without its ending, ``measures/areas``; the
    empty text names the table itself.
    """

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Run:
    """Which rows make an unbroken run of periods."""

    field: str
    by: tuple[str, ...]
    step: str
    aligned: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The rules of one table."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    missing_values: frozenset[str]
    foreign_keys: tuple[ForeignKey, ...]
    run: Run | None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(field.name for field in self.fields)


def parse_schema(text: str) -> Schema:
    """Read a schema.

    Raises:
        BadSchema: not JSON, without fields, or with a key, type or constraint not checked here.
    """
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadSchema(f"not JSON: {error}", "Mend the file at that place") from error
    if not isinstance(record, dict) or not isinstance(record.get("fields"), list):
        raise BadSchema("holds no list of fields", "Write a Frictionless Table Schema")
    _refuse_unknown("schema key", record, SCHEMA_KEYS)
    schema = Schema(
        tuple(_field(field) for field in record["fields"]),
        _names(record.get("primaryKey", ())),
        frozenset(record.get("missingValues", [""])),
        tuple(_foreign_key(key) for key in record.get("foreignKeys", ())),
        _run(record["run"]) if "run" in record else None,
    )
    _refuse_unknown("column", _columns_named(schema), schema.names)
    return schema


def _field(record: dict[str, Any]) -> Field:
    _refuse_unknown("field key", record, FIELD_KEYS)
    _refuse_unknown("type", [record.get("type", "string")], TYPES)
    rules = record.get("constraints", {})
    _refuse_unknown("constraint", rules, CONSTRAINTS)
    return Field(
        name=record["name"],
        type=record.get("type", "string"),
        example=record.get("example", ""),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        enum=tuple(str(value) for value in rules.get("enum", ())),
        pattern=re.compile(rules["pattern"]) if "pattern" in rules else None,
    )


def _foreign_key(record: dict[str, Any]) -> ForeignKey:
    reference = record["reference"]
    (field,), (target,) = _names(record["fields"]), _names(reference["fields"])
    return ForeignKey(field, reference["resource"], target)


def _run(record: dict[str, Any]) -> Run:
    _refuse_unknown("step of a run", [record["step"]], STEPS)
    return Run(record["field"], _names(record["by"]), record["step"], _names(record.get("aligned", ())))


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _columns_named(schema: Schema) -> tuple[str, ...]:
    run = (schema.run.field, *schema.run.by, *schema.run.aligned) if schema.run else ()
    return (*schema.primary_key, *run, *(key.field for key in schema.foreign_keys))


def _refuse_unknown(noun: str, found: Any, known: tuple[str, ...]) -> None:
    for name in found:
        if name not in known:
            raise BadSchema(f"{noun} {name!r} is not known here", f"Nearest: {nearest(str(name), known, 1)}")
