"""The ledger: claims, verdicts, statuses and charts of an edition as data, collected from executed notebooks alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import msgspec

from planbook.claims.chart_record import ChartRecord
from planbook.claims.claims import Claim, UnknownClaim
from planbook.claims.records import records_of
from planbook.claims.sentences import Part, Sentence
from planbook.claims.status import MilestoneStatus


def lined_json(record: Mapping[str, Any]) -> str:
    """A record as JSON text: each of its values begins a line, and so does each item of a list among them.

    Raises:
        TypeError: something in it cannot be written as JSON.
    """
    return "{{\n{}\n}}\n".format(",\n".join(f" {_text(name)}: {_lines(value)}" for name, value in record.items()))


def _lines(value: object) -> str:
    if isinstance(value, list | tuple) and value:
        return "[\n{}\n ]".format(",\n".join(f"  {_text(item)}" for item in value))
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


LEDGER_FORMAT = "planbook-ledger/2"


class ClaimedTwice(ValueError):
    """Two notebooks record one claim id."""

    def __init__(self, claim_id: str, first: str, second: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded by {first} and by {second}: one of them must go")


@dataclass(frozen=True)
class Edition:
    """What an edition is: period, as-at date, force, the plan in force, and the hashes of what made it."""

    period: str
    label: str
    long_label: str
    as_at: str
    force: str
    force_name: str
    plan_year: str
    plan_in_force: bool
    version: str
    data: tuple[tuple[str, str], ...]
    notebooks: tuple[tuple[str, str], ...]
    packages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Signals:
    """Control charts of an edition: how many, how many signal, how many would by chance alone."""

    charts: int
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

    def basis(self, status: MilestoneStatus) -> tuple[Claim, ...]:
        """The claims that a status rests on, in the order of its basis."""
        by_id = {claim.id: claim for claim in self.claims}
        return tuple(by_id[name] for name in status.basis if name in by_id)

    @property
    def signals(self) -> Signals:
        """How many control charts signal in the period, and how many chance alone would give."""
        levels = [verdict for verdict in self.verdicts if verdict.signals_seen is not None]
        seen = sum(verdict.signals_seen or 0 for verdict in levels)
        by_chance = sum(verdict.signals_by_chance or 0.0 for verdict in levels)
        return Signals(len(levels), seen, by_chance)

    def as_record(self) -> dict[str, Any]:
        """The ledger as plain data, in a fixed order."""
        edition = {**asdict(self.edition), "data": dict(self.edition.data), "notebooks": dict(self.edition.notebooks)}
        edition["packages"] = dict(self.edition.packages)
        return {
            "format": LEDGER_FORMAT,
            "edition": edition,
            "milestones": [status.as_record() for status in self.milestones],
            "claims": [claim.as_record() for claim in self.claims],
            "verdicts": [verdict.as_record() for verdict in self.verdicts],
            "charts": [chart.as_record() for chart in self.charts],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Ledger:
        """Read a ledger back."""
        edition = dict(record["edition"])
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
            if (kinds := f"{record.kind}s") in records:
                records[kinds].append({**record.data, "notebook": name, "cell": record.cell})
    return _ledger(edition, records)


VerdictKind = Literal["level", "year on year"]


class VerdictRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One verdict on one measure.

    ``licensed`` are the words that it permits in prose, ``parts`` those of its sentence. ``alternatives`` is the number
    of other reasonable settings, ``holds`` in how many of them the verdict stays, ``flips`` says what it becomes in the
    others. What is of the chart alone (chance, correlation, runs test, warnings) is None for a change on the year, and
    all of it for a verdict that was not put to the test.
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
    longest_run: int | None = None
    longest_run_allowed: int | None = None
    crossings: int | None = None
    fewest_crossings_allowed: int | None = None
    runs_test_signals: bool | None = None
    warnings: tuple[str, ...] | None = None
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
        record: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in record.items() if value is not None}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> VerdictRecord:
        """Read a verdict back from a ledger or a notebook."""
        return msgspec.convert(dict(record), cls, strict=False)
