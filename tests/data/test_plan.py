"""The register of promises, on the real plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planbook.data.plan import KINDS, Plan, Step, UnknownMilestone, paragraph_text
from planbook.data.registers import read_plan

if TYPE_CHECKING:
    from planbook.data.places import Places


STEPS = (Step("M5.3", "FY2014-15", "change_pct", -2.0), Step("M5.3", "FY2015-16", "level", 900.0))


@pytest.fixture(scope="module")
def plan(places: Places) -> Plan:
    """The plan of 2014/15."""
    return read_plan(places, "west_midlands_2014_15")


def test_a_promise_in_parts_counts_once(plan: Plan) -> None:
    """43 rows, of which four are parts of M5.4: 39 promises."""
    assert (43, 39) == (len(plan.milestones), len(plan.promises))
    assert ["M5.4a", "M5.4b", "M5.4c", "M5.4d"] == [part.id for part in plan.parts("M5.4")]
    assert () == plan.parts("M5.3")


def test_every_milestone_belongs_to_an_outcome_and_has_a_known_kind(plan: Plan) -> None:
    """Ids read M5.1 for the first of outcome O5; kind, owner, title and paragraphs are filled."""
    assert [] == [
        milestone.id for milestone in plan.milestones if not milestone.id.startswith(f"M{milestone.outcome[1:]}.")
    ]
    assert {milestone.kind for milestone in plan.milestones} <= set(KINDS)
    assert all(milestone.owner and milestone.short_title and milestone.paragraphs for milestone in plan.milestones)
    assert len(plan.milestones) == sum(len(plan.of(outcome.id)) for outcome in plan.outcomes)


def test_every_milestone_that_has_no_measure_says_what_it_has(plan: Plan) -> None:
    """A paper with its body and date, what is awaited from whom, or a sentence on its position."""
    for milestone in plan.promises:
        assert milestone.position_note, milestone.id
        if milestone.kind == "reported_elsewhere":
            dated = milestone.elsewhere.date or milestone.elsewhere.paper.startswith("The same report")
            assert all((milestone.elsewhere.body, milestone.elsewhere.paper, dated)), milestone.id
        if milestone.kind == "awaiting_data":
            assert all((milestone.supplier, milestone.awaiting, milestone.awaiting_since)), milestone.id


def test_one_title_is_inferred(plan: Plan) -> None:
    """Of ten, one heading is missing from the report, and its note says so."""
    inferred = [outcome for outcome in plan.outcomes if outcome.title_inferred]
    assert 1 == len(inferred)
    assert "inferred" in inferred[0].note


def test_an_unknown_id_names_the_nearest(plan: Plan) -> None:
    """Milestones and outcomes alike."""
    with pytest.raises(UnknownMilestone, match=r"'M5\.4z' is not in the register; nearest: M5\.4"):
        plan.milestone("M5.4z")
    with pytest.raises(UnknownMilestone, match="'O11' is not in the register"):
        plan.outcome("O11")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target": -5.0}, "reduce by 5 per cent"),
        ({"target": 2.5}, "increase by 2.5 per cent"),
        ({"target": -5.0, "baseline": "FY2019-20"}, "reduce by 5 per cent on 2019/20"),
        ({"target_kind": "points", "target": 1.5}, "increase by 1.5 percentage points"),
        ({"target_kind": "level", "target": 5000.0, "target_unit": "offences"}, "at most 5,000 offences"),
        ({"target_kind": "level", "target": 3.3, "target_unit": "officers", "direction": "up"},
         "at least 3.3 officers"),
        ({"target_kind": "level", "target": 1234567.5, "target_unit": "offences"}, "at most 1,234,567.5 offences"),
        ({"target_kind": "delivered", "target": None, "due": date(2015, 9, 1)}, "deliver by 1 September 2015"),
        ({"target_kind": "steps", "target": None, "target_unit": "offences", "steps": STEPS},
         "reduce by 2 per cent in 2014/15; at most 900 offences in 2015/16"),
        ({"target": None, "direction": "down", "baseline": "FY2019-20"}, "reduce on 2019/20, no number set"),
        ({"target": None, "direction": "up"}, "increase, no number set"),
        ({"target": None, "direction": "report"}, "more reporting"),
        ({"target": None, "direction": ""}, "none set"),
        ({"target": None, "target_kind": "lowest_on_record"}, "lowest on record, no number set"),
    ],
)  # fmt: skip
def test_a_target_is_said_in_words(plan: Plan, changes: dict[str, object], words: str) -> None:
    """The direction comes from the sign, and the number is said without one."""
    assert words == replace(plan.milestone("M5.3"), **changes).target_words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ("14", "paragraph 14"),
        ("5-9", "paragraphs 5–9"),
        ("unnumbered", "not numbered"),
        ("", "not numbered"),
        ("heading", "heading"),
    ],
)
def test_paragraphs_are_said_in_words(paragraphs: str, words: str) -> None:
    """One, several, or none with a number."""
    assert words == paragraph_text(paragraphs)
