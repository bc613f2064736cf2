"""What changed between two editions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.ledger import Edition, Ledger
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.editions.differences import StatusChange, compare_editions, compare_statuses
from tests.editions.test_library import EDITION as LATER

EDITION = replace(LATER, period="FY2013-14", label="2013/14")
HELD = st.dictionaries(st.sampled_from(["M1.1", "M1.2", "M1.3", "M5.4b"]), st.sampled_from(sorted(STATUSES)))


def statuses(held: dict[str, str]) -> tuple[MilestoneStatus, ...]:
    """Statuses of milestones."""
    return tuple(MilestoneStatus(milestone, "O1", status, "A sentence.") for milestone, status in held.items())


def ledger(edition: Edition, **held: str) -> Ledger:
    """A ledger of statuses alone, ``M5_3="met"``."""
    named = {milestone.replace("_", "."): status for milestone, status in held.items()}
    return Ledger(edition, (), (), statuses(named), ())


def test_changed_new_and_gone_are_told_apart() -> None:
    """Each in words that a reader understands without the other edition."""
    found = compare_statuses(
        statuses({"M5.3": "missed", "M1.1": "awaiting", "M9.9": "met"}),
        statuses({"M5.3": "met", "M1.1": "awaiting", "M2.1": "narrative"}),
    )
    assert [
        ("M5.3", "was “missed”, is now “met”"),
        ("M2.1", "new in this edition, “activity only”"),
        ("M9.9", "no longer in this edition, was “met”"),
    ] == [(change.milestone, change.words) for change in found]


@given(HELD, HELD)
def test_the_other_way_round_it_is_the_mirror(before: dict[str, str], after: dict[str, str]) -> None:
    """Comparing backwards swaps before and after, and an edition against itself has no change."""
    forward = compare_statuses(statuses(before), statuses(after))
    backward = compare_statuses(statuses(after), statuses(before))
    turned = {StatusChange(change.milestone, change.after, change.before) for change in backward}
    assert set(forward) == turned
    assert () == compare_statuses(statuses(before), statuses(before))


def test_without_an_earlier_edition_that_is_said() -> None:
    """One honest sentence."""
    told = compare_editions(None, ledger(EDITION, M5_3="missed"))
    sentence = "No earlier edition is held beside this one, so no change of status can be shown."
    assert (sentence, ()) == (told.sentence, told.changes)


def test_the_edition_before_is_named() -> None:
    """Force, period and revision, with the number of changes."""
    before = ledger(replace(EDITION, as_at="2014-06-30"), M5_3="missed", M1_1="awaiting")
    told = compare_editions(before, ledger(EDITION, M5_3="met", M1_1="awaiting"))
    named = "(West Midlands, 2013/14, data as known on 2014-06-30)"
    assert f"1 milestone has another status than in the edition before {named}:" == told.sentence
    assert ["M5.3"] == [change.milestone for change in told.changes]
    same = compare_editions(before, before)
    assert f"No milestone has another status than in the edition before {named}." == same.sentence


def test_editions_of_two_forces_are_not_compared() -> None:
    """The promises are not the same."""
    other = ledger(replace(EDITION, force="merseyside", force_name="Merseyside"), M5_3="met")
    told = compare_editions(other, ledger(EDITION, M5_3="missed"))
    assert () == told.changes
    assert "another force (Merseyside, 2013/14" in told.sentence
