"""The schema of the ledger: the real shape passes, and each fault is refused."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from planbook.claims.ledger import CLAIM_WORDS, Ledger, VerdictRecord, ledger_schema
from planbook.claims.records import ChartRecord
from planbook.claims.status import MilestoneStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition

HASH = "0" * 64
VERDICT = {
    "measure": "robbery",
    "milestone": "M5.4b",
    "outcome": "O5",
    "verdict": "level",
    "word": "stable",
    "sentence": "Robbery was stable.",
    "licensed": ["stable"],
    "trust": "with care",
}
CHART = {
    **dict.fromkeys(("id", "title", "subtitle", "alt", "outcome", "milestone", "measure", "source"), "a"),
    "columns": ["Year", "Offences"],
    "rows": [["2014/15", 4888.0]],
}


@pytest.fixture
def record(robbery_change: Claim, edition: Edition) -> dict[str, Any]:
    """A ledger with one of each, as read from its file."""
    status = MilestoneStatus("M5.4b", "O5", "met", "Met.")
    known = replace(edition, data=(("data/a.csv", HASH),))
    ledger = Ledger(
        known, (robbery_change,), (VerdictRecord.from_record(VERDICT),), (status,), (ChartRecord.from_record(CHART),)
    )
    read: dict[str, Any] = json.loads(json.dumps(ledger.as_record()))
    return read


def faults(record: dict[str, Any]) -> list[str]:
    """Where the schema refuses a record."""
    found = Draft202012Validator(ledger_schema()).iter_errors(record)
    return sorted({"/".join(map(str, fault.absolute_path)) for fault in found})


def test_the_schema_is_sound() -> None:
    """It keeps to draft 2020-12 itself and describes every field of a claim."""
    Draft202012Validator.check_schema(ledger_schema())
    assert set(ledger_schema()["$defs"]["claim"]["properties"]) <= set(CLAIM_WORDS)


def test_a_ledger_passes(record: dict[str, Any]) -> None:
    """What the library writes, the schema accepts."""
    assert [] == faults(record)


FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "": lambda ledger: ledger.pop("charts"),
    "format": lambda ledger: ledger.update(format="planbook-ledger/0"),
    "claims/0": lambda ledger: ledger["claims"][0].update(vlaue=1.0),
    "claims/0/value": lambda ledger: ledger["claims"][0].update(value="-9.0"),
    "claims/0/id": lambda ledger: ledger["claims"][0].update(id="robbery"),
    "claims/0/status": lambda ledger: ledger["claims"][0].update(status="guessed"),
    "claims/0/inputs": lambda ledger: ledger["claims"][0].update(inputs="a.csv"),
    "milestones/0/status": lambda ledger: ledger["milestones"][0].update(status="nearly"),
    "milestones/0/group": lambda ledger: ledger["milestones"][0].update(group="good"),
    "edition/data/data/a.csv": lambda ledger: ledger["edition"]["data"].update({"data/a.csv": "abc"}),
    "edition/plan_in_force": lambda ledger: ledger["edition"].update(plan_in_force="yes"),
    "verdicts/0/verdict": lambda ledger: ledger["verdicts"][0].update(verdict="colour"),
    "charts/0/rows": lambda ledger: ledger["charts"][0].update(rows=[]),
    "charts/0/rows/0/1": lambda ledger: ledger["charts"][0].update(rows=[["2014/15", {}]]),
}


@pytest.mark.parametrize("place", list(FAULTS))
def test_a_fault_is_refused_where_it_stands(place: str, record: dict[str, Any]) -> None:
    """A missing part, a misspelt name, a wrong type, an unknown word and an empty table are each found."""
    faulty = copy.deepcopy(record)
    FAULTS[place](faulty)
    assert [place] == faults(faulty)


def test_an_absent_claim_has_no_value(record: dict[str, Any]) -> None:
    """A value beside the word absent is a contradiction, and so is a computed claim without one."""
    record["claims"][0]["status"] = "absent"
    assert ["claims/0/value"] == faults(record)
    record["claims"][0].update(status="computed", value=None)
    assert ["claims/0/value"] == faults(record)
