"""The ledger: collected from notebooks, written, and read back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.claims import UnknownClaim
from planbook.claims.ledger import LEDGER_FORMAT, ClaimedTwice, Ledger, collect, lined_json
from planbook.claims.records import Record, scrap
from planbook.claims.status import MilestoneStatus

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition


STATUS = MilestoneStatus("M10.2", "O10", "met", "It was met.", basis=("robbery.change_pct",))
CHART = {
    **dict.fromkeys(("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure"), "a"),
    "kind": "level",
    "columns": ["Quarter", "Offences"],
    "rows": [["Q1", 9.0]],
}
VERDICT = {"verdict": "level", **dict.fromkeys(("measure", "outcome", "milestone", "word", "sentence"), "a")}


def executed(*records: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    """An executed notebook that stores these records."""
    outputs = [{"data": scrap(name, [Record(kind, name, data)])[0]} for kind, name, data in records]
    return {"cells": [{"cell_type": "code", "id": "made", "outputs": outputs}]}


@pytest.fixture
def ledger(robbery_change: Claim, edition: Edition) -> Ledger:
    """A ledger of one notebook."""
    records = (
        ("claim", robbery_change.id, robbery_change.as_record()),
        ("milestone", "M10.2", STATUS.as_record()),
        ("chart", "a-chart", CHART),
        ("verdict", "robbery.level", VERDICT),
    )
    return collect(replace(edition, data=(("data/a.csv", "00"),)), [("a.ipynb", executed(*records))])


def test_claims_carry_the_place_at_which_they_were_recorded(ledger: Ledger) -> None:
    """Notebook and cell, so that a reader can go there."""
    claim = ledger.claim("robbery.change_pct")
    assert ("a.ipynb", "made") == (claim.notebook, claim.cell)
    assert [("a.ipynb", "made")] * 2 == [(item.notebook, item.cell) for item in (*ledger.charts, *ledger.verdicts)]


def test_a_ledger_is_read_back_as_it_was_written(ledger: Ledger) -> None:
    """Through JSON and back, nothing is lost."""
    assert ledger == Ledger.from_record(json.loads(json.dumps(ledger.as_record())))
    assert LEDGER_FORMAT == ledger.as_record()["format"]


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


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_it_is_the_same_record(record: dict[str, Any]) -> None:
    """Whoever reads it finds what was written, in the same order."""
    read = json.loads(lined_json(record))
    assert (record, list(record)) == (read, list(read))


def test_each_record_has_a_line() -> None:
    """So that two files can be compared, and a claim found, by lines."""
    record = {"format": "planbook/1", "claims": [{"id": "a", "rows": [1, 2]}, {"id": "b £"}], "verdicts": []}
    assert [
        "{",
        ' "format": "planbook/1",',
        ' "claims": [',
        '  {"id": "a", "rows": [1, 2]},',
        '  {"id": "b £"}',
        " ],",
        ' "verdicts": []',
        "}",
    ] == lined_json(record).splitlines()
    assert lined_json(record).endswith("}\n")


def test_what_is_no_json_is_refused() -> None:
    """Nothing is written as something else."""
    with pytest.raises(TypeError):
        lined_json({"claims": [object()]})
