"""Milestone statuses by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planbook.claims.claims import Claim, claim_of, plain
from planbook.claims.judging import Facts, judge, judge_parts
from planbook.claims.status import (
    GROUPS,
    MISSED_FIRST,
    NOT_NAMED,
    STATUSES,
    MilestoneStatus,
    gap_side,
    owner_roles,
    shortfall,
    statuses_by_group,
)
from planbook.data.measures import Measure
from planbook.data.plan import Elsewhere, Milestone
from planbook.data.registers import read_plan

if TYPE_CHECKING:
    from planbook.data.places import Places


MEASURE = Measure("robbery", "Robbery", "robbery offences", "offences", "", "down", "table", "", "", "", "", "", "")
PROMISE = Milestone(
    id="M5.4b", outcome="O5", part_of="", title="Robbery", short_title="Robbery", kind="numeric_target",
    owner="The force", measure="robbery", direction="down", aim="", target_pct=-5.0, baseline="FY2013-14",
    due=None, paragraphs="89-90",
    elsewhere=Elsewhere("", "", ""), supplier="", awaiting="", awaiting_since="", evidence="series",
    position_note="", note="",
)  # fmt: skip
PRINTED = Claim(
    "public_place_violence.change_pct", "", 10.8, "+10.8", "per cent", "FY2014-15", "O5", "M5.3", "", (), "published",
    "", paragraph="86",
)  # fmt: skip


def facts(*, whole_year: bool = True, not_in_force: str = "", **values: float) -> Facts:
    """What is known of robbery."""
    claims = {
        name: claim_of(MEASURE, name, value, window="FY2014-15", milestone=("O5", "M5.4b"), source="")
        for name, value in values.items()
    }
    return Facts(claims, whole_year, not_in_force, "2015-03-31")


@pytest.mark.parametrize(
    ("target", "change", "status"),
    [
        (-5.0, -9.0, "met"),
        (-5.0, -5.0, "met"),
        (-5.0, -4.9, "missed"),
        (-5.0, 10.8, "missed"),
        (3.0, 2.0, "missed"),
        (3.0, 3.0, "met"),
    ],
)
def test_a_numeric_target_is_met_or_missed(target: float, change: float, status: str) -> None:
    """At the target counts as met; a tenth short of it does not. A target to increase is judged the other way."""
    promise = replace(PROMISE, target_pct=target, direction="up" if target > 0 else "down")
    assert status == judge(promise, facts(change_pct=change)).status


@pytest.mark.parametrize(("change", "status"), [(-9.0, "ahead"), (1.0, "behind")])
def test_part_of_a_year_is_a_position_not_a_verdict(change: float, status: str) -> None:
    """Three quarters cannot meet a year's target, only run ahead of it or behind."""
    judged = judge(PROMISE, facts(change_pct=change, whole_year=False))
    assert (status, True) == (judged.status, "In-year position" in judged.sentence)


def test_the_figures_of_a_sentence_are_named_by_their_claims() -> None:
    """The site makes links of them, the paper plain words; so with the figures in the table of promises."""
    judged = judge(PROMISE, facts(change_pct=-9.03, gap_points=-4.03, count=4888, baseline=5373))
    assert [("−9.0 per cent", "robbery.change_pct"), ("4.0 percentage points", "robbery.gap_points")] == [
        part for part in judged.parts if part.claim
    ]
    assert judged.sentence == plain(judged.told)
    assert [("4,888 offences", "robbery.count"), ("−4.0 percentage points", "robbery.gap_points")] == [
        judged.figure(name) for name in ("actual", "gap")
    ]


@pytest.mark.parametrize(
    ("low", "high", "change", "status"),
    [
        (-9, 5, -2.0, "no_clear_change"),
        (-9, -1, -5.0, "direction_met"),
        (1, 9, 5.0, "direction_not_met"),
        (0, 9, 5.0, "no_clear_change"),
    ],
)
def test_a_direction_needs_an_interval_clear_of_zero(low: float, high: float, change: float, status: str) -> None:
    """A fall that chance could explain is not a promise kept."""
    promise = replace(PROMISE, kind="direction_only", target_pct=None)

    assert status == judge(promise, facts(change_pct=change, change_low=low, change_high=high)).status


def test_without_a_plan_no_target_is_applied() -> None:
    """A period of another plan year gets the reason and no target."""
    judged = judge(PROMISE, facts(change_pct=-9.0, not_in_force="The plan is not in the register."))
    assert ("no_register", "The plan is not in the register.", "") == (judged.status, judged.sentence, judged.target)


def test_a_published_level_without_an_earlier_one_cannot_be_judged() -> None:
    """82.7 per cent of what, against what, is not known."""
    claim = replace(PRINTED, id="satisfaction.level")
    promise = replace(PROMISE, kind="direction_only", target_pct=None, position_note="No earlier value.")
    judged = judge(promise, replace(facts(), claims={"level": claim}))
    assert ("not_judged", "No earlier value.", (claim.id,)) == (judged.status, judged.sentence, judged.basis)


def test_an_absent_figure_says_why_there_is_none() -> None:
    """A measure that ended gives its reason as the status sentence."""
    ended = replace(PRINTED, status="absent", value=None, reason="It ended.")
    judged = judge(PROMISE, replace(facts(), claims={"count": ended}))
    assert ("not_measured", "It ended.") == (judged.status, judged.sentence)


def test_the_published_source_is_cited_in_the_sentence() -> None:
    """A status that rests on the report alone names the paragraph."""
    judged = judge(PROMISE, replace(facts(), claims={"change_pct": PRINTED}))
    assert ("missed", "published", "+15.8 percentage points") == (judged.status, judged.evidence, judged.gap)
    assert "paragraph 86 of the report" in judged.sentence


@pytest.mark.parametrize(("due", "status"), [(date(2015, 3, 31), "overdue"), (date(2015, 9, 1), "not_due")])
def test_a_dated_deliverable_is_overdue_or_not_yet_due(due: date, status: str) -> None:
    """The end of the period decides."""
    assert status == judge(replace(PROMISE, kind="dated_deliverable", target_pct=None, due=due), facts()).status


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        (("met", "met"), "met"),
        (("met", "missed"), "met_in_part"),
        (("missed", "no_clear_change"), "missed"),
        (("not_measured",), "not_measured"),
    ],
)
def test_a_promise_in_parts_is_met_when_all_are(parts: tuple[str, ...], status: str) -> None:
    """One part met out of two is met in part, none is missed."""
    judged = tuple(MilestoneStatus(f"M5.4{letter}", "O5", part, "") for letter, part in zip("ab", parts, strict=False))

    assert status == judge_parts(replace(PROMISE, kind="parts"), judged).status


def test_every_status_has_a_word_a_group_and_a_rule() -> None:
    """The vocabulary is complete, no two statuses read the same, and each that is open says why."""
    assert len(STATUSES) == len({status.word for status in STATUSES.values()})
    assert set(GROUPS) == {status.group for status in STATUSES.values()} == set(MISSED_FIRST)
    assert all(status.rule.endswith(".") for status in STATUSES.values())
    assert all(bool(status.one and status.several) == (status.group == "open") for status in STATUSES.values())
    assert {group.shape for group in GROUPS.values()} <= set(STATUSES)


def test_the_sentence_does_not_repeat_the_status_word() -> None:
    """The word stands before the sentence on every page, so the register's own is left off."""
    promise = replace(PROMISE, kind="awaiting_data", target_pct=None, position_note="Awaiting data: no rate is quoted.")

    assert "No rate is quoted." == judge(promise, facts()).sentence


@pytest.mark.parametrize(
    ("owner", "roles"),
    [
        ("Learning and Development; Human Resources", ("Learning and Development", "Human Resources")),
        ("Resources Directorate; senior leadership teams", ("Resources Directorate", "Senior leadership teams")),
        ("A unit; no owner named for the milestone", ("A unit", NOT_NAMED)),
        ("", ()),
    ],
)
def test_semicolons_part_the_roles(owner: str, roles: tuple[str, ...]) -> None:
    """Each role can be chosen by itself; "no owner named" is one answer however it is put."""
    assert roles == owner_roles(owner)


@pytest.mark.parametrize(
    ("target", "change", "short", "side"),
    [(-5.0, -9.0, -4.0, "beyond target"), (-5.0, 10.8, 15.8, "short of target"), (3.0, 1.0, 2.0, "short of target")],
)
def test_short_of_a_target_is_positive_whichever_way_is_good(
    places: Places, robbery_change: Claim, target: float, change: float, short: float, side: str
) -> None:
    """A fall beyond a reduction is negative, a rise against one positive; so for increases."""
    milestone = replace(read_plan(places.data / "plan" / "2014-15").milestone("M5.4b"), target_pct=target)
    status = MilestoneStatus("M5.4b", "O5", "met", "A sentence.", gap="some")
    found = shortfall(milestone, status, {robbery_change.id: replace(robbery_change, value=change)})
    assert (short, side) == (found, gap_side(found))


def test_without_a_number_there_is_no_gap(places: Places, robbery_change: Claim) -> None:
    """Vehicle crime has a direction and no number; nothing is sorted by it."""
    milestone = read_plan(places.data / "plan" / "2014-15").milestone("M5.4c")
    status = MilestoneStatus("M5.4c", "O5", "no_clear_change", "A sentence.")
    assert shortfall(milestone, status, {robbery_change.id: robbery_change}) is None
    assert "" == gap_side(None)


def test_what_was_missed_is_offered_first() -> None:
    """Every status of the vocabulary stands in one group, those not met first; absent ones are not offered."""
    groups = statuses_by_group(STATUSES)
    assert set(STATUSES) == {status.id for _, _, statuses in groups for status in statuses}
    assert ["missed", "part", "met", "open"] == [group for group, _, _ in groups]
    assert [("met", "Met", ("met",))] == [
        (group, words, tuple(status.id for status in found)) for group, words, found in statuses_by_group(["met"])
    ]
