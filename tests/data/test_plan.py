"""The register of promises, on the real plan."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planbook import Refusal
from planbook.data.periods import Period
from planbook.data.plan import KINDS, Body, Plan, Step, UnknownMilestone, paragraph_text
from planbook.data.registers import plan_for, published, read_plan

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
    with pytest.raises(UnknownMilestone, match="outcome 'O11' is not in the register"):
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


NEXT = "a_copy_for_a_test"


@pytest.fixture
def copied(tree: Places) -> Places:
    """The plan carried on to 2015/16 as a folder of its own, its report and its positions with it."""
    folder = tree.plan(NEXT)
    shutil.copytree(tree.plan("west_midlands_2014_15"), folder)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    years = text.replace('_year = "FY2014-15"', '_year = "FY2015-16"')
    (folder / "plan.toml").write_text(years, encoding="utf-8")
    return tree


@pytest.mark.parametrize(
    ("plan", "period", "stands", "position"),
    [
        ("west_midlands_2014_15", "FY2014-15", "in force", "In progress at March 2015: scrutiny panels meet"),
        ("west_midlands_2014_15", "FY2014-15Q4", "in force", "In progress at March 2015: scrutiny panels meet"),
        ("west_midlands_2014_15", "FY2014-15Q3", "in force", "No position for October to December 2014 is on record."),
        (NEXT, "FY2015-16", "in force", "No position for 2015/16 is on record; the last one is of 2014/15."),
        (NEXT, "FY2014-15", "not in force", "In progress at March 2015: scrutiny panels meet"),
    ],
)
def test_a_position_is_said_at_the_end_of_its_own_period_alone(
    copied: Places, plan: str, period: str, stands: str, position: str
) -> None:
    """For another period it is said that there is none."""
    register = plan_for(copied, plan, Period.parse(period), "west_midlands")
    assert stands == ("in force" if register.in_force else "not in force")
    assert register.plan.milestone("M1.2").position_note.startswith(position)


def test_a_report_is_of_one_force_and_one_period(copied: Places) -> None:
    """Its values are read where a plan was carried on, and judge nothing of another year."""
    plan = read_plan(copied, NEXT)
    assert [True, False] == [
        plan.reports_on("west_midlands", Period.parse(year)) for year in ("FY2014-15", "FY2015-16")
    ]
    assert not plan.reports_on("kent", Period.parse("FY2014-15"))


def test_a_plan_without_a_report_cites_nothing(copied: Places) -> None:
    """Even where the tables of a report lie in its folder."""
    path = copied.plan(NEXT) / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("# Cited values")[0], encoding="utf-8")
    without = published(copied, read_plan(copied, NEXT))
    assert ((), (), ()) == (without.values, without.statements, without.elsewhere)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("title = ", "titel = ", r"plan\.toml: Object contains unknown field `titel`"),
        ("from = 2012-11-22", 'from = "then"', r"plan\.toml: Expected `date`, got `str` - at `bodies\[0\]\.from`"),
        ('first_year = "FY2015-16"', 'first_year = "2011-12"', r"plan\.toml: first_year: .*FY2011-12"),
    ],
)
def test_a_fault_in_plan_toml_is_named_with_file_and_key(copied: Places, before: str, after: str, words: str) -> None:
    """A name that does not exist, a value of another kind, a year in two meanings."""
    path = copied.plan(NEXT) / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=words):
        read_plan(copied, NEXT)


def test_forces_and_plans_that_exist_are_named(places: Places) -> None:
    """Where a force is not one of the plan, and where there is no such plan."""
    with pytest.raises(Refusal, match=r"not one of the plan west_midlands_2014_15;.*its forces: west_midlands"):
        plan_for(places, "west_midlands_2014_15", Period.parse("FY2014-15"), "kent")
    with pytest.raises(Refusal, match=r"plan 'west_midlands' .*nearest: west_midlands_2014_15"):
        read_plan(places, "west_midlands")


def test_a_body_that_holds_no_office_promises_nothing() -> None:
    """Bodies end and forces merge: a plan is in force while one of its bodies is there."""
    body = Body("A body made up for a test", "kent", date(2012, 11, 22), date(2016, 5, 11))
    held = [body.holds_office(Period.parse(text)) for text in ("FY2011-12", "FY2012-13", "FY2015-16", "FY2017-18")]
    assert [False, True, True, False] == held
