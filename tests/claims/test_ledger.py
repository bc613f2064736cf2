"""The ledger: collected from notebooks, read back as it was written; its schema accepts it and refuses each fault."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from planbook.claims.claims import UnknownClaim
from planbook.claims.intervals import interval_of
from planbook.claims.ledger import (
    CLAIM_WORDS,
    LEDGER_FORMAT,
    ClaimedTwice,
    Ledger,
    claim_record,
    collect,
    ledger_schema,
    lined_json,
)
from planbook.claims.records import Record, scrap
from planbook.claims.status import MilestoneStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition


STATUS = MilestoneStatus("M10.2", "O10", "met", "It was met.", basis=("robbery.change_pct",))
CHART = {
    **dict.fromkeys(("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure"), "a"),
    "kind": "level",
    "columns": ["Quarter", "Offences"],
    "rows": [["Q1", 9.0]],
}
VERDICT = {"verdict": "level", **dict.fromkeys(("measure", "outcome", "milestone", "word", "sentence", "trust"), "a")}


def executed(*records: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    """An executed notebook that stores these records."""
    outputs = [{"data": scrap(name, [Record(kind, name, data)])[0]} for kind, name, data in records]
    return {"cells": [{"cell_type": "code", "id": "made", "outputs": outputs}]}


@pytest.fixture
def ledger(robbery_change: Claim, edition: Edition) -> Ledger:
    """A ledger of one notebook, with one of each."""
    records = (
        ("claim", robbery_change.id, robbery_change.as_record()),
        ("milestone", "M10.2", STATUS.as_record()),
        ("chart", "a-chart", CHART),
        ("verdict", "robbery.level", VERDICT),
    )
    return collect(replace(edition, data=(("data/a.csv", "0" * 64),)), [("a.ipynb", executed(*records))])


@pytest.fixture
def record(ledger: Ledger) -> dict[str, Any]:
    """The ledger as read from its file."""
    read: dict[str, Any] = json.loads(lined_json(ledger.as_record()))
    return read


def test_records_carry_the_place_at_which_they_were_recorded(ledger: Ledger) -> None:
    """Notebook and cell, so that a reader can go there."""
    records = (ledger.claim("robbery.change_pct"), *ledger.charts, *ledger.verdicts)
    assert [("a.ipynb", "made")] * 3 == [(item.notebook, item.cell) for item in records]


def test_a_ledger_is_read_back_as_it_was_written(ledger: Ledger, record: dict[str, Any]) -> None:
    """Through JSON and back, nothing is lost."""
    assert ledger == Ledger.from_record(record)
    assert LEDGER_FORMAT == record["format"]


def test_a_status_is_found_by_milestone(ledger: Ledger) -> None:
    """A milestone that was not judged has none."""
    assert (STATUS, None) == (ledger.status("M10.2"), ledger.status("M10.1"))


def test_an_unknown_claim_names_the_nearest(ledger: Ledger) -> None:
    """The right id stands in the message."""
    with pytest.raises(UnknownClaim, match=r"no claim 'robbery\.change'; nearest: robbery\.change_pct"):
        ledger.claim("robbery.change")


def test_a_claim_recorded_by_two_notebooks_is_refused(robbery_change: Claim, edition: Edition) -> None:
    """One figure, one place: both notebooks are named."""
    notebook = executed(("claim", robbery_change.id, robbery_change.as_record()))
    with pytest.raises(ClaimedTwice, match=r"recorded by a\.ipynb and by b\.ipynb"):
        collect(edition, [("a.ipynb", notebook), ("b.ipynb", notebook)])


def test_the_file_of_a_claim_says_where_it_belongs(robbery_change: Claim, edition: Edition) -> None:
    """Everything of the ledger, then address, receipt and edition, as the schema has it."""
    record = claim_record(robbery_change, edition, {})
    named = {"measure": "robbery", "statistic": "change_pct", **interval_of(robbery_change, {})}
    assert {**robbery_change.as_record(), **named} == record["claim"]
    assert "claims/robbery.change_pct.json" == record["address"]
    assert "receipts/robbery.change_pct.html" == record["receipt"]
    assert ("FY2014-15", "West Midlands") == (record["edition"]["period"], record["edition"]["force_name"])
    schema = ledger_schema()
    Draft202012Validator({**schema["$defs"]["claim_file"], "$defs": schema["$defs"]}).validate(
        json.loads(json.dumps(record))
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_a_record_in_lines_is_the_same_record(record: dict[str, Any]) -> None:
    """Whoever reads it finds what was written, in the same order."""
    read = json.loads(lined_json(record))
    assert (record, list(record)) == (read, list(read))


def test_each_record_has_a_line() -> None:
    """So that two files can be compared, and a claim found, by lines; what is no JSON is refused."""
    record = {"format": "planbook/1", "claims": [{"id": "a", "rows": [1, 2]}, {"id": "b £"}], "verdicts": []}
    assert lined_json(record) == (
        '{\n "format": "planbook/1",\n "claims": [\n  {"id": "a", "rows": [1, 2]},\n  {"id": "b £"}\n ],\n'
        ' "verdicts": []\n}\n'
    )
    with pytest.raises(TypeError):
        lined_json({"claims": [object()]})


def faults(record: dict[str, Any]) -> list[str]:
    """Where the schema refuses a record."""
    errors = Draft202012Validator(ledger_schema()).iter_errors(record)
    return sorted({"/".join(map(str, error.absolute_path)) for error in errors})


def test_the_schema_is_sound(record: dict[str, Any]) -> None:
    """It keeps to draft 2020-12 itself, describes every field of a claim, and accepts what the library writes."""
    Draft202012Validator.check_schema(ledger_schema())
    assert set(ledger_schema()["$defs"]["claim"]["properties"]) == set(CLAIM_WORDS)
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
    FAULTS[place](record)
    assert [place] == faults(record)


@pytest.mark.parametrize("change", [{"status": "absent"}, {"status": "computed", "value": None}])
def test_an_absent_claim_has_no_value(change: dict[str, Any], record: dict[str, Any]) -> None:
    """A value beside the word absent is a contradiction, and so is a computed claim without one."""
    record["claims"][0].update(change)
    assert ["claims/0/value"] == faults(record)
