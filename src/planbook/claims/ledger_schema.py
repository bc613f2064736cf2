"""The JSON Schema (draft 2020-12) of the ledger and of the file of one claim, made from the typed records.

What a record class declares is required, with its type, and claims, milestones and the edition take nothing else;
verdicts and charts may carry more than is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from planbook.claims.claims import CLAIM_FORMAT, Claim
from planbook.claims.ledger import LEDGER_FORMAT, Edition
from planbook.claims.status import GROUPS, STATUSES, MilestoneStatus

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}
HASHES: Schema = {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
PARTS: Schema = {"type": "array", "items": {"type": "array", "items": TEXT}}
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
    """One property a field of a record class; what the ledger writes in another form its caller puts in."""
    _, components = msgspec.json.schema_components([record])
    properties = components[record.__name__]["properties"]
    return {name: {key: rule[key] for key in rule if key != "default"} for name, rule in properties.items()}


def _edition() -> Schema:
    return _closed({**_properties(Edition), "data": HASHES, "notebooks": HASHES, "packages": TEXTS})


def _milestone() -> Schema:
    words = {"word": TEXT, "group": {"enum": list(GROUPS)}}
    return _closed({**_properties(MilestoneStatus), "parts": PARTS, "status": {"enum": list(STATUSES)}, **words})


def _claim() -> Schema:
    rows: Schema = {"type": "array", "items": {"type": "object"}}
    properties = {**_properties(Claim), "rows": rows, "id": CLAIM_ID, "display": TEXT}
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
