"""The rules of a register of promises that look across the columns of a row."""

from __future__ import annotations

import csv
import io

import pytest

from planbook.data.places import Places
from planbook.data.table_files import check_data, check_table
from planbook.data.tables import parse_schema
from planbook.data.targets import target_problems
from tests.conftest import ROOT

FOLDER = ROOT / "data" / "plans" / "west_midlands_2014_15"
ROW = {"milestone": "M1.1", "outcome": "O1", "title": "For a test", "short_title": "Test", "owner": "A role"}
ROW |= {"kind": "numeric_target", "evidence": "series", "measure": "robbery", "direction": "down"}
STEP = {"milestone": "M1.1", "year": "FY2014-15", "target_kind": "level", "target": "5"}


def checked(name: str, *records: dict[str, str]) -> object:
    """A table of a plan that is made up for a test, as the check of data has it."""
    schema = parse_schema((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    text = io.StringIO()
    writer = csv.DictWriter(text, schema.names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return check_table(text.getvalue().encode(), schema, f"data/plans/made_up_for_a_test/{name}.csv")


def told(row: dict[str, str], *steps: dict[str, str]) -> list[str]:
    """What is said of a register of one row and these steps."""
    tables = {"milestones": checked("milestones", {**ROW, **row}), "steps": checked("steps", *steps)}
    found = target_problems({f"plans/made_up_for_a_test/{name}": table for name, table in tables.items()})
    return [problem.what for problem in found]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({}, "M1.1: a promise of the kind numeric target without a kind of target that fits"),
        ({"target_kind": "direction"}, "M1.1: a promise of the kind numeric target without a kind of target that fits"),
        ({"target_kind": "change_pct"}, "M1.1: the target is a change in per cent and no number is set"),
        ({"target_kind": "change_pct", "target": "5"}, "M1.1: a change of 5 goes against the direction down"),
        ({"target_kind": "level", "target": "85"}, "M1.1: a level without a unit"),
        ({"target_kind": "level", "target": "85", "target_unit": "offences", "direction": ""},
         "M1.1: a level without a direction"),
        ({"target_kind": "level", "target": "85", "target_unit": "offences", "baseline": "FY2012-13"},
         "M1.1: a baseline beside a target of the kind level"),
        ({"target_kind": "points", "target": "-2", "target_unit": "offences"}, "M1.1: a unit without a level"),
        ({"target_kind": "steps"}, "M1.1: the target is set by steps and steps.csv has none for it"),
        ({"kind": "direction_only", "target_kind": "direction", "direction": ""},
         "M1.1: the target is a direction and none is given"),
        ({"kind": "direction_only", "target_kind": "direction", "target": "5"},
         "M1.1: a number stands beside a target of the kind direction"),
        ({"kind": "direction_only", "target_kind": "lowest_on_record", "direction": "up"},
         "M1.1: the lowest on record is promised, and the direction is up"),
        ({"kind": "dated_deliverable", "target_kind": "delivered"},
         "M1.1: a delivery without a day by which it is due"),
        ({"kind": "dated_deliverable", "target_kind": "delivered", "due": "2015-03-31", "delivered_on": "2015-03-01"},
         "M1.1: delivered without evidence"),
        ({"kind": "dated_deliverable", "target_kind": "delivered", "due": "2015-03-31", "delivered_evidence": "A"},
         "M1.1: evidence of a delivery without its day"),
        ({"target_kind": "change_pct", "target": "-5", "delivered_on": "2015-03-01", "delivered_evidence": "A"},
         "M1.1: a day of delivery, and no delivery is promised"),
    ],
)  # fmt: skip
def test_a_target_that_contradicts_itself_is_told_in_a_sentence(row: dict[str, str], what: str) -> None:
    """One slip is one problem, with the milestone and what is wrong."""
    assert [what] == told(row)


def test_steps_and_their_promise_go_together() -> None:
    """Steps of a promise of another kind are told; a level among them needs a unit."""
    assert ["M1.1: steps.csv has steps for it"] == [
        what for what in told({"target_kind": "change_pct", "target": "-5", "target_unit": "x"}, STEP)
        if "steps" in what
    ]  # fmt: skip
    assert ["M1.1: a level without a unit"] == told({"target_kind": "steps"}, STEP)
    assert [] == told({"target_kind": "steps", "target_unit": "offences"}, STEP)


@pytest.mark.parametrize("cell", ["approved_by", "approved_on"])
def test_a_phase_needs_who_approved_it_and_when(tree: Places, cell: str) -> None:
    """A phase without either is refused with a sentence."""
    path = tree.data / "measures" / "phases.csv"
    row = {"measure": "robbery", "area": "west_midlands", "start": "FY2014-15Q1", "reason": "For a test."}
    row |= {"evidence": "a rule", "approved_by": "Head of Analysis", "approved_on": "2015-04-30", cell: ""}
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    (problem,) = check_data(tree.data)
    assert (cell, "blank where a value is required") == (problem.column, problem.what)
