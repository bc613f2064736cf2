"""The ledger: claims, verdicts, statuses and charts of an edition as data, collected from executed notebooks alone.

Its JSON Schema (draft 2020-12) and that of the file of one claim are made from the typed records. What a record class
declares is required, with its type, and claims, milestones and the edition take nothing else; verdicts and charts may
carry more than is named here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import msgspec

from planbook.claims.claims import Claim, Part, Sentence, UnknownClaim, claim_address, receipt_address
from planbook.claims.intervals import INTERVAL_WORDS, interval_of
from planbook.claims.records import ChartRecord, records_of
from planbook.claims.status import GROUPS, STATUSES, MilestoneStatus

LEDGER_FORMAT = "planbook-ledger/3"
CLAIM_FORMAT = "planbook-claim/2"
SCHEMA_FILE = "ledger.schema.json"


def lined_json(record: Mapping[str, Any]) -> str:
    """A record as JSON text: each of its values begins a line, and so does each item of a list among them.

    Raises:
        TypeError: something in it cannot be written as JSON.
    """
    # A line a record: two ledgers can be compared, and a claim looked up, with plain tools.
    lines = []
    for name, value in record.items():
        text = _json(value)
        if isinstance(value, list | tuple) and value:
            text = "[\n{}\n ]".format(",\n".join(f"  {_json(item)}" for item in value))
        lines.append(f" {_json(name)}: {text}")
    return "{{\n{}\n}}\n".format(",\n".join(lines))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class ClaimedTwice(ValueError):
    """Two notebooks record one claim id."""

    def __init__(self, claim_id: str, first: str, second: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded by {first} and by {second}: one of them must go")


VerdictKind = Literal["level", "year on year"]


class VerdictRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One verdict on one measure.

    ``licensed`` are the words that it permits in prose, ``parts`` those of its sentence. ``alternatives`` is the number
    of other reasonable settings, ``holds`` in how many of them the verdict stays, ``flips`` says what it becomes in the
    others. ``signals_seen`` is 1 where the verdict signals, ``signals_by_chance`` how often it would if nothing had
    changed; ``lag_1`` is of a level alone, ``p`` of a change alone. What was not put to the test is None.
    """

    kind: VerdictKind = msgspec.field(name="verdict")
    measure: str
    outcome: str
    milestone: str
    word: str
    sentence: str
    licensed: tuple[str, ...] = ()
    parts: Sentence = ()
    alternatives: int | None = None
    holds: int | None = None
    fragile: bool | None = None
    flips: tuple[str, ...] | None = None
    trust: str | None = None
    signals_seen: int | None = None
    signals_by_chance: float | None = None
    lag_1: float | None = None
    p: float | None = None
    notebook: str = ""
    cell: str = ""

    @property
    def name(self) -> str:
        """The id of the verdict: ``robbery.year_on_year``."""
        return f"{self.measure}.{self.kind.replace(' ', '_')}"

    @property
    def told(self) -> Sentence:
        """The sentence with the claims that it shows."""
        return self.parts or (Part(self.sentence),)

    def as_record(self) -> dict[str, Any]:
        """The verdict as plain data; what is None is left out."""
        return {name: value for name, value in msgspec.to_builtins(self).items() if value is not None}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> VerdictRecord:
        """Read a verdict back from a ledger or a notebook."""
        return msgspec.convert(dict(record), cls, strict=False)


@dataclass(frozen=True)
class Edition:
    """What an edition is: period, as-at date, force, plan and whether it is in force, and hashes of what made it."""

    period: str
    label: str
    long_label: str
    as_at: str
    force: str
    force_name: str
    plan: str
    plan_title: str
    plan_year: str
    plan_in_force: bool
    version: str
    data: tuple[tuple[str, str], ...]
    notebooks: tuple[tuple[str, str], ...]
    packages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Signals:
    """Levels and changes of an edition: how many, how many signal, how many would by chance alone."""

    verdicts: int
    seen: int
    by_chance: float


@dataclass(frozen=True)
class Ledger:
    """Claims, verdicts, milestone statuses and charts of one edition."""

    edition: Edition
    claims: tuple[Claim, ...]
    verdicts: tuple[VerdictRecord, ...]
    milestones: tuple[MilestoneStatus, ...]
    charts: tuple[ChartRecord, ...]

    def claim(self, wanted: str) -> Claim:
        """The claim with this id.

        Raises:
            UnknownClaim: nothing recorded it; the nearest ids are named.
        """
        for claim in self.claims:
            if claim.id == wanted:
                return claim
        raise UnknownClaim(wanted, tuple(claim.id for claim in self.claims))

    def status(self, milestone: str) -> MilestoneStatus | None:
        """The status of a milestone or part, if the edition judged it."""
        return next((status for status in self.milestones if status.milestone == milestone), None)

    @property
    def signals(self) -> Signals:
        """How many verdicts signal in the period, and how many chance alone would give."""
        tested = [verdict for verdict in self.verdicts if verdict.signals_seen is not None]
        seen = sum(verdict.signals_seen or 0 for verdict in tested)
        return Signals(len(tested), seen, sum(verdict.signals_by_chance or 0.0 for verdict in tested))

    def as_record(self) -> dict[str, Any]:
        """The ledger as plain data, in a fixed order."""
        hashes = {name: dict(getattr(self.edition, name)) for name in ("data", "notebooks", "packages")}
        return {
            "format": LEDGER_FORMAT,
            "edition": {**asdict(self.edition), **hashes},
            "milestones": [status.as_record() for status in self.milestones],
            "claims": [claim.as_record() for claim in self.claims],
            "verdicts": [verdict.as_record() for verdict in self.verdicts],
            "charts": [chart.as_record() for chart in self.charts],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Ledger:
        """Read a ledger back."""
        edition = dict(record["edition"])
        # In a fixed order: an object of JSON has none, and equal editions must be equal.
        pairs = {name: tuple(sorted(edition.get(name, {}).items())) for name in ("data", "notebooks", "packages")}
        return _ledger(Edition(**{**edition, **pairs}), record)


def _ledger(edition: Edition, records: Mapping[str, Any]) -> Ledger:
    return Ledger(
        edition,
        tuple(map(Claim.from_record, records["claims"])),
        tuple(map(VerdictRecord.from_record, records["verdicts"])),
        tuple(map(MilestoneStatus.from_record, records["milestones"])),
        tuple(map(ChartRecord.from_record, records["charts"])),
    )


def collect(edition: Edition, notebooks: Iterable[tuple[str, Mapping[str, Any]]]) -> Ledger:
    """The ledger of executed notebooks, given as pairs of name and content, in the plan's order.

    Raises:
        ClaimedTwice: two notebooks record one claim.
    """
    records: dict[str, list[Any]] = {kinds: [] for kinds in ("claims", "verdicts", "milestones", "charts")}
    owners: dict[str, str] = {}
    for name, notebook in notebooks:
        for record in records_of(notebook):
            if record.kind == "claim":
                if record.name in owners:
                    raise ClaimedTwice(record.name, owners[record.name], name)
                owners[record.name] = name
            if (kinds := f"{record.kind}s") in records:  # the other kinds make the page
                records[kinds].append({**record.data, "notebook": name, "cell": record.cell})
    return _ledger(edition, records)


EDITION_OF_CLAIM = ("period", "label", "as_at", "force", "force_name", "version")


def claim_record(claim: Claim, edition: Edition, claims: Mapping[str, Claim]) -> dict[str, Any]:
    """The record of one claim with its interval as plain data; addresses are below the root of the edition.

    ``claims`` are those of the edition by id.
    """
    named = {"measure": claim.measure, "statistic": claim.statistic}
    return {
        "format": CLAIM_FORMAT,
        "schema": f"{SCHEMA_FILE}#/$defs/claim_file",
        "address": claim_address(claim.id),
        "receipt": receipt_address(claim.id),
        "ledger": "ledger.json",
        "edition": {name: getattr(edition, name) for name in EDITION_OF_CLAIM},
        "claim": {**claim.as_record(), **named, **interval_of(claim, claims)},
    }


Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
HASHES: Schema = {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
VERSIONS: Schema = {"type": "object", "additionalProperties": TEXT}

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
    "status": "computed from data, published in the report and cited, or absent.",
    "source": "Publisher, title and release of the data.",
    "reason": "Why there is no value, or what a reader must know of a cited one.",
    "paragraph": "Paragraph of the report.",
    "notebook": "The notebook that recorded it.",
    "cell": "The id of the notebook's cell.",
}


def ledger_schema() -> Schema:
    """The schema of ``ledger.json``, with those of a claim and of the file of one claim under ``$defs``."""
    lists = {f"{name}s": _array({"$ref": f"#/$defs/{name}"}) for name in ("milestone", "claim", "verdict", "chart")}
    claim = _claim_schema()
    words = {"parts": _array(TEXTS), "status": {"enum": list(STATUSES)}, "word": TEXT, "group": {"enum": list(GROUPS)}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_FILE,
        "title": "Ledger of an edition",
        "description": "Every claim, verdict, milestone and chart of one edition, collected from executed notebooks.",
        **_closed({"format": {"const": LEDGER_FORMAT}, "edition": {"$ref": "#/$defs/edition"}, **lists}),
        "$defs": {
            "edition": _closed(_fields(Edition) | {"data": HASHES, "notebooks": HASHES, "packages": VERSIONS}),
            "milestone": _closed(_fields(MilestoneStatus) | words),
            "claim": claim,
            "verdict": _open(
                ("measure", "milestone", "outcome", "word", "sentence"),
                verdict={"enum": ["level", "year on year"]},
                licensed=TEXTS,
            ),
            "chart": _open(
                ("id", "title", "subtitle", "alt", "outcome", "milestone", "measure", "source"),
                columns={**TEXTS, "minItems": 1},
                rows={**_array(_array({"type": ["string", "number", "boolean", "null"]})), "minItems": 1},
            ),
            "claim_file": _claim_file_schema(claim),
        },
    }


def _claim_schema() -> Schema:
    own = {"rows": _array({"type": "object"}), "id": {**TEXT, "pattern": r"^[a-z0-9_]+\.[a-z0-9_]+$"}, "display": TEXT}
    fields = {name: {**rule, "description": CLAIM_WORDS[name]} for name, rule in (_fields(Claim) | own).items()}
    rules = [
        {"if": {"properties": {"status": {"const": status}}}, "then": {"properties": {"value": {"type": value}}}}
        for status, value in (("absent", "null"), ("computed", "number"))
    ]
    return {**_closed(fields), "allOf": rules}


def _claim_file_schema(claim: Schema) -> Schema:
    end: Schema = {"type": ["number", "null"]}
    types = {"low": end, "high": end, "interval_note": TEXT}
    interval = {name: {**types[name], "description": words} for name, words in INTERVAL_WORDS.items()}
    more = {"measure": TEXT, "statistic": TEXT, **interval}
    whole = {**claim, "properties": {**claim["properties"], **more}, "required": [*claim["required"], *more]}
    texts = dict.fromkeys(("schema", "address", "receipt", "ledger"), TEXT)
    edition = _closed(dict.fromkeys(EDITION_OF_CLAIM, TEXT))
    return _closed({"format": {"const": CLAIM_FORMAT}, **texts, "edition": edition, "claim": whole})


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _open(texts: Iterable[str], **more: Schema) -> Schema:
    """An object with these fields, texts and others, which may carry more."""
    properties = {**dict.fromkeys(texts, TEXT), **more}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _closed(properties: Mapping[str, Schema]) -> Schema:
    """An object with these fields and no other."""
    return {**_open((), **properties), "additionalProperties": False}


def _fields(record: type) -> dict[str, Schema]:
    """One property a field of a record class; what the ledger writes in another form its caller puts in."""
    _, components = msgspec.json.schema_components([record])
    properties = components[record.__name__]["properties"]
    # A default is what this library fills in, and nothing that another writer may leave out.
    return {name: {key: rule[key] for key in rule if key != "default"} for name, rule in properties.items()}
