"""Milestones on each clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.periods import Period
from planbook.editions.vintages import standings
from tests.data.test_available import claim
from tests.editions.test_differences import EDITION

if TYPE_CHECKING:
    from planbook.data.places import Places
    from planbook.editions.vintages import Standings

PRINTED = (
    replace(claim("robbery.published_change", "published"), value=-474.0),
    replace(claim("robbery.published_change_pct", "published"), value=-8.8),
)


def stood(places: Places, ledger: Ledger) -> Standings:
    """The milestones of 2014/15 on each clock."""
    period = Period.parse("FY2014-15")
    return standings(places, registers.plan_for(places, period).plan, registers.measures(places), ledger, period)


def test_a_target_is_judged_on_what_was_printed_tabled_and_held(places: Places) -> None:
    """Robbery met its target on each clock; the printed pair gives 4,912 offences after 5,386."""
    found = stood(places, Ledger(EDITION, PRINTED, (), (), ()))
    assert ("As printed", "July 2018", "April 2026") == found.clocks
    (row,) = (row for row in found.rows if row.milestone.id == "M5.4b")
    assert ["Met", "Met", "Met"] == [status.word if status else "" for status in row.on]
    assert not row.changes
    assert [(4912, 5386), (4888, 5373), (4888, 5373)] == [
        (round(counts.count), round(counts.baseline)) for counts in row.counts if counts
    ]


def test_a_clock_without_figures_says_nothing(places: Places) -> None:
    """Vehicle crime stands in no annual table of 2018, and without a printed pair the report's clock is silent."""
    found = stood(places, Ledger(EDITION, (), (), (), ()))
    (vehicles,) = (row for row in found.rows if row.milestone.id == "M5.4c")
    assert [None, None] == list(vehicles.on[:2])
    assert vehicles.on[2] is not None


def test_another_printed_figure_would_change_the_verdict(places: Places) -> None:
    """Had the report printed a fall of 4 per cent, the page would say that the latest release changes it."""
    printed = (replace(PRINTED[0], value=-216.0), replace(PRINTED[1], value=-4.0))
    found = stood(places, Ledger(EDITION, printed, (), (), ()))
    (row,) = (row for row in found.rows if row.milestone.id == "M5.4b")
    assert (("Missed", "Met"), True) == (row.words, row.changes)
