"""Sign-off: bound to content, told when that changed, refused where it must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planbook.claims.ledger import Ledger
from planbook.claims.signoff import (
    CAPACITIES,
    PARTS,
    Hashes,
    SignedTwice,
    SignOff,
    SignOffState,
    UnknownCapacity,
    Unsigned,
    hashes_of,
    refuse_unsigned,
    section_of,
    signed,
    state_of,
)
from planbook.claims.status import MilestoneStatus
from planbook.data.plan import UnknownMilestone
from planbook.data.rows_behind import Rows

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition
    from planbook.data.plan import Plan

NOW = Hashes("d" * 64, "c" * 64, "p" * 64)
ROLES = dict(zip(CAPACITIES, ("Analyst", "Second analyst", "Head of performance"), strict=True))
ROWS = Rows("crime", ("west_midlands",), ("robbery",), ("FY2014-15Q1", "FY2014-15Q4"), 4, "a" * 64)
SECTION = (("markdown", "### M5.4b Robbery"), ("code", "outcome.record(robbery, count=count)"))


def signature(capacity: str, milestone: str = "M5.4b", **changes: str) -> SignOff:
    """A signature of what stands."""
    made = SignOff(milestone, capacity, ROLES[capacity], NOW.data, NOW.calculation, NOW.prose, "2015-06-30")
    return replace(made, **changes)  # type: ignore[arg-type]


ALL_THREE = tuple(signature(capacity) for capacity in CAPACITIES)


@pytest.fixture
def ledger(robbery_change: Claim, edition: Edition) -> Ledger:
    """A ledger with one claim of the milestone."""
    claim = replace(robbery_change, milestone="M5.4b", rows=(ROWS,))
    status = MilestoneStatus("M5.4b", "O5", "met", "The target was met.")
    return Ledger(edition, (claim,), (), (status,), ())


@pytest.mark.parametrize(
    ("signatures", "changes", "words"),
    [
        (ALL_THREE, {}, "signed off by author, checker and approver"),
        *((ALL_THREE, {part: "0" * 64}, f"changed since sign-off: {part}") for part in PARTS),
        (ALL_THREE[:1], {}, "not signed by checker and approver"),
        ((), {}, "not signed off"),
    ],
)
def test_where_a_sign_off_stands(signatures: tuple[SignOff, ...], changes: dict[str, str], words: str) -> None:
    """Complete where author, checker and approver signed what stands; else what changed, or who has not signed."""
    state = state_of("M5.4b", signatures, replace(NOW, **changes))
    assert (words.startswith("signed"), words) == (state.complete, state.words)


def test_signing_again_takes_the_place_of_the_older_signature(plan: Plan) -> None:
    """One row a milestone and capacity, in the order of plan and capacities, whatever the order of signing."""
    newer = signature("checker", data="0" * 64)
    assert (ALL_THREE[0], newer, ALL_THREE[2]) == signed(ALL_THREE, newer, plan)
    register = signed((signature("author", "M10.1"),), signature("author", "M2.1"), plan)
    assert ["M2.1", "M10.1"] == [row.milestone for row in register]


def test_a_faulty_signature_is_refused(plan: Plan) -> None:
    """Who wrote it cannot check it; a milestone or capacity that does not exist is told the nearest."""
    with pytest.raises(SignedTwice, match="'Analyst' has signed it off as author"):
        signed(ALL_THREE[:1], signature("checker", role="Analyst"), plan)
    with pytest.raises(UnknownMilestone, match=r"M5\.4"):
        signed((), signature("author", "M5.4x"), plan)
    with pytest.raises(UnknownCapacity, match="checker"):
        signed((), replace(signature("checker"), capacity="cheker"), plan)


def test_publishing_is_refused_with_every_milestone_listed() -> None:
    """All that is missing or changed, in one error; nothing is raised when all is signed."""
    sound = state_of("M5.4b", ALL_THREE, NOW)
    changed = state_of("M5.1", [replace(row, milestone="M5.1") for row in ALL_THREE], replace(NOW, prose="0" * 64))
    listed = "2 milestones are not signed off(?s:.)*M5.1: changed since sign-off: prose\n  M5.2: not signed off"
    with pytest.raises(Unsigned, match=listed):
        refuse_unsigned([sound, changed, SignOffState("M5.2")])
    refuse_unsigned([sound])


def test_each_kind_of_change_moves_its_own_hash(plan: Plan, ledger: Ledger) -> None:
    """Rows and the promise itself move data, a value or code moves calculation, commentary moves prose."""
    claim, promise = ledger.claims[0], plan.milestone("M5.4b")
    rows = replace(ledger, claims=(replace(claim, rows=(replace(ROWS, sha256="b" * 64),)),))
    value = replace(ledger, claims=(replace(claim, value=-9.1),))
    code = (SECTION[0], ("code", "outcome.record(robbery, count=count + 1)"))
    target = replace(promise, target=-4.0, due=date(2015, 3, 31))
    before = hashes_of(promise, ledger, SECTION, "Met.")
    for part, after in (
        ("data", hashes_of(promise, rows, SECTION, "Met.")),
        ("data", hashes_of(target, ledger, SECTION, "Met.")),
        ("calculation", hashes_of(promise, value, SECTION, "Met.")),
        ("calculation", hashes_of(promise, ledger, code, "Met.")),
        ("prose", hashes_of(promise, ledger, SECTION, "Missed.")),
    ):
        assert [part] == [name for name in PARTS if getattr(before, name) != getattr(after, name)]


def test_the_section_of_a_milestone_ends_where_the_next_begins() -> None:
    """From its heading to the next milestone's; M5.4 is not M5.4b, and the cell that judges the whole is its own."""
    whole, part, aside = "## M5.4 Property", "### M5.4b Robbery", "### Shops, for context"
    cells = [("markdown", "# Title"), ("markdown", whole), ("markdown", part), ("code", 'outcome.milestone("M5.4b")')]
    cells += [("markdown", aside), ("code", "b"), ("code", "outcome.judge('M5.4')"), ("code", 'outcome.judge("M5.5")')]
    notebook = {"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}
    assert (cells[1], cells[6]) == section_of(notebook, "M5.4")
    assert tuple(cells[2:6]) == section_of(notebook, "M5.4b")
    assert (cells[7],) == section_of(notebook, "M5.5")
