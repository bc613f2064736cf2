"""The JSON Schema (draft 2020-12) of the ledger and of the file of one claim, made from the typed records.

What a record class declares is required, with its type, and claims, milestones and the edition take nothing else;
verdicts and charts may carry more than is named here.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from planbook.claims.claims import CLAIM_FORMAT, Claim
from planbook.claims.ledger import LEDGER_FORMAT, Edition
from planbook.claims.sentences import Part
from planbook.claims.status import GROUPS, STATUSES, MilestoneStatus

if TYPE_CHECKING:
    from collections.abc import Mapping


Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
PAIRS = tuple[tuple[str, str], ...]
"""Written in the ledger as an object of names and texts."""
HASHES: Schema = {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
PART: Schema = {"type": "array", "items": TEXT}
PLAIN: dict[Any, Schema] = {
    Part: PART,
    str: TEXT,
    float: {"type": "number"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
}
CLAIM_ID: Schema = {"type": "string", "pattern": r"^[a-z0-9_]+\.[a-z0-9_]+$"}

CLAIM_WORDS = {
    "id": "Name of the claim: measure, a dot, statistic.",
    "label": "What the figure is, in words.",
    "value": "The value as computed, not rounded; null where there is none, and reason says why.",
    "number": "The number as printed.",
    "unit": "The unit as printed.",
    "display": "The whole text as printed: number and unit.",
    "window": "The period that the value covers, as FY2014-15 or FY2014-15Q3.",
    "outcome": "The outcome that the claim serves.",
    "milestone": "The milestone, or measurable part, that the claim serves.",
    "method": "How the value is worked out, in words.",
    "inputs": "The claims and tables it was made from; tables as paths below the root of the edition.",
    "rows": "The rows of those tables.",
    "status": "computed from data, published in the original report and cited, or absent.",
    "source": "Publisher, title and release of the data.",
    "reason": "Why there is no value, or what a reader must know of a cited one.",
    "paragraph": "Paragraph of the original report.",
    "notebook": "The notebook that recorded it.",
    "cell": "The id of the notebook's cell.",
}


def ledger_schema() -> Schema:
    """The schema of ``ledger.json``, with those of a claim and of the file of one claim under ``$defs``."""
    parts = {
        "format": {"const": LEDGER_FORMAT},
        "edition": {"$ref": "#/$defs/edition"},
        "milestones": _list_of("milestone"),
        "claims": _list_of("claim"),
        "verdicts": _list_of("verdict"),
        "charts": _list_of("chart"),
    }
    return {
        "$schema": DIALECT,
        "$id": "ledger.schema.json",
        "title": "Ledger of an edition",
        "description": "Every claim, verdict, milestone and chart of one edition, collected from executed notebooks.",
        **_closed(parts),
        "$defs": {
            "edition": _edition(),
            "milestone": _milestone(),
            "claim": _claim(),
            "verdict": _verdict(),
            "chart": _chart(),
            "claim_file": _claim_file(),
        },
    }


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _open(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _properties(record: type) -> dict[str, Schema]:
    """One property a field of a record class."""
    hints = get_type_hints(record)
    return {field.name: _type(hints[field.name]) for field in fields(record)}


def _type(hint: Any) -> Schema:  # noqa: ANN401 - a type
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if is_dataclass(hint):
        return {"type": "object"}
    if hint == PAIRS:
        return {"type": "object", "additionalProperties": TEXT}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    choices = [_type(choice)["type"] for choice in get_args(hint) if choice is not type(None)]
    return {"type": [*choices, "null"]}


def _edition() -> Schema:
    return _closed({**_properties(Edition), "data": HASHES, "notebooks": HASHES})


def _milestone() -> Schema:
    words = {"word": TEXT, "group": {"enum": list(GROUPS)}}
    return _closed({**_properties(MilestoneStatus), "status": {"enum": list(STATUSES)}, **words})


def _claim() -> Schema:
    properties = {**_properties(Claim), "id": CLAIM_ID, "display": TEXT}
    described = {name: {**rule, "description": CLAIM_WORDS.get(name, "")} for name, rule in properties.items()}
    absent = {
        "if": {"properties": {"status": {"const": "absent"}}},
        "then": {"properties": {"value": {"type": "null"}}},
    }
    computed = {
        "if": {"properties": {"status": {"const": "computed"}}},
        "then": {"properties": {"value": {"type": "number"}}},
    }
    return {**_closed(described), "allOf": [absent, computed]}


def _verdict() -> Schema:
    kinds: Schema = {"enum": ["level", "year on year"]}
    texts = dict.fromkeys(("measure", "milestone", "outcome", "word", "sentence"), TEXT)
    return _open({**texts, "verdict": kinds, "licensed": {"type": "array", "items": TEXT}})


def _chart() -> Schema:
    texts = dict.fromkeys(("id", "title", "subtitle", "alt", "outcome", "milestone", "measure", "source"), TEXT)
    row: Schema = {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}
    columns: Schema = {"type": "array", "items": TEXT, "minItems": 1}
    return _open({**texts, "columns": columns, "rows": {"type": "array", "items": row, "minItems": 1}})


def _claim_file() -> Schema:
    edition = dict.fromkeys(("period", "label", "as_at", "force", "force_name", "version"), TEXT)
    claim = _claim()
    more = {"measure": TEXT, "statistic": TEXT}
    whole = {**claim, "properties": {**claim["properties"], **more}, "required": [*claim["required"], *more]}
    texts = dict.fromkeys(("schema", "address", "receipt", "ledger"), TEXT)
    return _closed({"format": {"const": CLAIM_FORMAT}, **texts, "edition": _closed(edition), "claim": whole})
