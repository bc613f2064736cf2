"""The edition in three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.core.status import MilestoneStatus
from planbook.core.summary import summarise
from planbook.edge.registers import read_plan

if TYPE_CHECKING:
    from planbook.core.plan import Plan
    from planbook.edge.places import Places


@pytest.fixture(scope="module")
def plan(places: Places) -> Plan:
    """The plan of 2014/15."""
    return read_plan(places.data / "plan" / "2014-15")


def status(milestone: str, word: str, change: str = "") -> MilestoneStatus:
    """A status of outcome five."""
    return MilestoneStatus(milestone, "O5", word, "A sentence.", change=change)


def test_what_is_missed_is_said_plainly(plan: Plan) -> None:
    """Met and missed are named with change and target; what is open is counted by reason."""
    statuses = [
        status("M5.3", "missed", "+10.8 per cent"),
        status("M5.4", "met_in_part"),
        status("M5.4b", "met", "−9.0 per cent"),
        status("M3.1", "other_body"),
    ]
    met, missed, unjudged = summarise(plan, statuses).sentences[:3]
    assert "Met: robbery (−9.0 per cent, target reduce by 5 per cent)." == met
    assert "Not met: public place violence (+10.8 per cent, target reduce by 5 per cent)." == missed
    assert (
        "Not judged: 1 of the 3 promises have no figure that could judge them: 1 managed by another body." == unjudged
    )


def test_promises_are_counted_once_and_parts_not_at_all(plan: Plan) -> None:
    """Parts are named, and the whole is counted."""
    statuses = [status("M5.4", "met_in_part"), status("M5.4a", "met"), status("M5.4b", "met")]
    assert {"met": 0, "part": 1, "missed": 0, "open": 0} == dict(summarise(plan, statuses).counts)


def test_nothing_met_is_said(plan: Plan) -> None:
    """An empty list is a sentence, not a gap."""
    sentences = summarise(plan, [status("M5.3", "missed", "+1.0 per cent")]).sentences
    assert "Nothing was met." == sentences[0]
    assert "Every promise could be judged." in sentences


def test_without_a_register_one_sentence_says_so(plan: Plan) -> None:
    """No counts of promises that were not made for the period."""
    summary = summarise(plan, [status("M5.3", "no_register")])
    assert (("A sentence.",), ()) == (summary.sentences, summary.counts)
