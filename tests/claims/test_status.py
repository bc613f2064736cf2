"""The vocabulary of statuses, and the register as a reader sorts it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.status import (
    GROUPS,
    MISSED_FIRST,
    NOT_NAMED,
    RETIRED,
    STATUSES,
    MilestoneStatus,
    owner_roles,
    shortfall,
    statuses_by_group,
)

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.data.plan import Plan


def test_every_status_has_a_word_a_group_and_a_rule() -> None:
    """The vocabulary is complete, no two statuses read the same, and each that is open says why."""
    assert len(STATUSES) == len({status.word for status in STATUSES.values()})
    assert set(GROUPS) == {status.group for status in STATUSES.values()} == set(MISSED_FIRST)
    assert all(status.rule.endswith(".") for status in STATUSES.values())
    assert all(bool(status.one and status.several) == (status.group == "open") for status in STATUSES.values())
    assert {group.shape for group in GROUPS.values()} <= set(STATUSES)


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
    [
        (-5.0, -9.0, -4.0, "beyond target"),
        (-5.0, 10.8, 15.8, "short of target"),
        (3.0, 1.0, 2.0, "short of target"),
        (None, -2.0, None, ""),
    ],
)
def test_short_of_a_target_is_positive_whichever_way_is_good(
    plan: Plan, robbery_change: Claim, target: float | None, change: float, short: float | None, side: str
) -> None:
    """A fall beyond a reduction is negative, a rise against one positive; so for increases. Without a number no gap."""
    milestone = replace(plan.milestone("M5.4b"), target=target)
    word = "missed" if side.startswith("short") else "met"
    status = MilestoneStatus("M5.4b", "O5", word, "A sentence.", gap="−4.0 percentage points" if side else "")
    gap = shortfall(milestone, status, {robbery_change.id: replace(robbery_change, value=change)})
    assert (short, side) == (gap, status.gap_side)
    assert "" == status.figure("gap").text or status.figure("gap").text[0].isdigit()


def test_editions_from_before_a_status_was_retired_can_still_be_read() -> None:
    """A ledger without clarity and with the old word keeps the word and the group that its pages had."""
    old = {"milestone": "M5.4c", "outcome": "O5", "status": "no_clear_change", "sentence": "It contains zero."}
    status = MilestoneStatus.from_record({**old, "word": "No clear change", "group": "missed"})
    assert ("No clear change, then counted as not met", "missed", "") == (status.word, status.group, status.clarity)
    assert set(RETIRED).isdisjoint(STATUSES)


@pytest.mark.parametrize(
    ("word", "clarity", "beside"),
    [
        ("met", "clearly", "change clearly more than chance"),
        ("missed", "not clearly more than chance", "change not clearly more than chance"),
        ("too_close", "not clearly more than chance", ""),
        ("met", "", ""),
    ],
)
def test_a_second_word_says_how_clear_the_change_is(word: str, clarity: str, beside: str) -> None:
    """It is of the change, not of the verdict, and too close to call says it by itself."""
    record = {"milestone": "M5.4b", "outcome": "O5", "status": word, "sentence": "A sentence.", "clarity": clarity}
    assert beside == MilestoneStatus.from_record(record).how_clear


def test_what_was_missed_is_offered_first() -> None:
    """Every status of the vocabulary stands in one group, those not met first; absent ones are not offered."""
    groups = statuses_by_group(STATUSES)
    assert set(STATUSES) == {status.id for _, _, statuses in groups for status in statuses}
    assert ["missed", "close", "part", "met", "open"] == [group for group, _, _ in groups]
    assert [("met", "Met", ("met",))] == [
        (group, words, tuple(status.id for status in statuses)) for group, words, statuses in statuses_by_group(["met"])
    ]
