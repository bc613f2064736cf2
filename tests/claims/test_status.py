"""Milestone statuses by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planbook.claims.judging import Facts, judge, judge_parts
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.core.claims import Claim, claim_of
from planbook.core.measures import Measure
from planbook.core.plan import Elsewhere, Milestone

MEASURE = Measure("robbery", "Robbery", "robbery offences", "offences", "", "down", "table", "", "", "", "", "", "")
PROMISE = Milestone(
    id="M5.4b", outcome="O5", part_of="", title="Robbery", short_title="Robbery", kind="numeric_target",
    owner="The force", measure="robbery", direction="down", aim="", target_pct=-5.0, baseline="FY2013-14",
    due=None, paragraphs="89-90",
    elsewhere=Elsewhere("", "", ""), supplier="", awaiting="", awaiting_since="", evidence="series",
    position_note="", note="",
)  # fmt: skip


def facts(*, whole_year: bool = True, not_in_force: str = "", **values: float) -> Facts:
    """What is known of robbery."""
    claims = {
        name: claim_of(MEASURE, name, value, window="FY2014-15", milestone=("O5", "M5.4b"), source="")
        for name, value in values.items()
    }
    return Facts(claims, whole_year, not_in_force, "2015-03-31")


@pytest.mark.parametrize(("change", "status"), [(-9.0, "met"), (-5.0, "met"), (-4.9, "missed"), (10.8, "missed")])
def test_a_numeric_target_is_met_or_missed(change: float, status: str) -> None:
    """At the target counts as met; a tenth short of it does not."""
    assert status == judge(PROMISE, facts(change_pct=change)).status


@pytest.mark.parametrize(("change", "status"), [(2.0, "missed"), (3.0, "met")])
def test_a_target_to_increase_is_judged_the_other_way(change: float, status: str) -> None:
    """More is then what was promised."""
    assert status == judge(replace(PROMISE, target_pct=3.0, direction="up"), facts(change_pct=change)).status


@pytest.mark.parametrize(("change", "status"), [(-9.0, "ahead"), (1.0, "behind")])
def test_part_of_a_year_is_a_position_not_a_verdict(change: float, status: str) -> None:
    """Three quarters cannot meet a year's target, only run ahead of it or behind."""
    judged = judge(PROMISE, facts(change_pct=change, whole_year=False))

    assert status == judged.status
    assert "In-year position" in judged.sentence


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
    judged = judge(PROMISE, facts(change_pct=-9.0, not_in_force="The plan for 2013/14 is not in the register."))

    assert ("no_register", "The plan for 2013/14 is not in the register.", "") == (
        judged.status,
        judged.sentence,
        judged.target,
    )


def test_a_published_level_without_an_earlier_one_cannot_be_judged() -> None:
    """82.7 per cent of what, against what, is not known."""
    claim = Claim(
        "satisfaction.level", "", 82.7, "82.7", "per cent", "FY2014-15", "O6", "M6.1", "", (), "published", ""
    )
    promise = replace(
        PROMISE, kind="direction_only", target_pct=None, direction="up", position_note="No earlier value."
    )

    judged = judge(promise, Facts({"level": claim}, whole_year=True, not_in_force="", end="2015-03-31"))

    assert ("not_judged", "No earlier value.", ("satisfaction.level",)) == (
        judged.status,
        judged.sentence,
        judged.basis,
    )


def test_an_absent_figure_says_why_there_is_none() -> None:
    """A measure that ended gives its reason as the status sentence."""
    ended = claim_of(
        MEASURE, "count", float("nan"), window="FY2024-25", milestone=("O5", "M5.4a"), source="", reason="It ended."
    )

    judged = judge(PROMISE, Facts({"count": ended}, whole_year=True, not_in_force="", end="2025-03-31"))

    assert ("not_measured", "It ended.") == (judged.status, judged.sentence)


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


def test_the_published_source_is_cited_in_the_sentence() -> None:
    """A status that rests on the report alone names the paragraph."""
    change = Claim(
        "public_place_violence.change_pct",
        "",
        10.8,
        "+10.8",
        "per cent",
        "FY2014-15",
        "O5",
        "M5.3",
        "",
        (),
        "published",
        "",
        paragraph="86",
    )

    judged = judge(
        replace(PROMISE, measure="public_place_violence"),
        Facts({"change_pct": change}, whole_year=True, not_in_force="", end="2015-03-31"),
    )

    assert ("missed", "published", "+15.8 percentage points") == (judged.status, judged.evidence, judged.gap)
    assert "paragraph 86 of the report" in judged.sentence


def test_every_status_has_a_word_a_group_and_a_rule() -> None:
    """The vocabulary is complete, and no two statuses read the same."""
    assert len(STATUSES) == len({status.word for status in STATUSES.values()})
    assert {"met", "missed", "part", "open"} == {status.group for status in STATUSES.values()}
    assert all(status.rule.endswith(".") for status in STATUSES.values())


def test_the_sentence_does_not_repeat_the_status_word() -> None:
    """The word stands before the sentence on every page, so the register's own is left off."""
    promise = replace(PROMISE, kind="awaiting_data", target_pct=None, position_note="Awaiting data: no rate is quoted.")

    assert "No rate is quoted." == judge(promise, facts()).sentence
