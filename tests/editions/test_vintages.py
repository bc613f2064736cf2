"""Figures that two tables give, the register that says why they differ, and milestones judged on each vintage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.claims.ledger import Ledger
from planbook.claims.revisions import KINDS, direction_effects, entry_for
from planbook.data import registers
from planbook.data.periods import Period
from planbook.editions.vintages import revision_entries, revisions_of, standings
from tests.data.test_available import claim
from tests.editions.test_differences import EDITION

if TYPE_CHECKING:
    from planbook.data.places import Places
    from planbook.editions.vintages import Standings

FORCE = "west_midlands"
PRINTED = (
    replace(claim("robbery.published_change", "published"), value=-474.0),
    replace(claim("robbery.published_change_pct", "published"), value=-8.8),
)


def stood(places: Places, ledger: Ledger) -> Standings:
    """The milestones of 2014/15 on each clock."""
    period = Period.parse("FY2014-15")
    return standings(
        places,
        registers.plan_for(places, "west_midlands_2014_15", period, "west_midlands").plan,
        registers.measures(places, "west_midlands_2014_15"),
        ledger,
        period,
    )


def test_a_target_is_judged_on_what_was_printed_tabled_and_held(places: Places) -> None:
    """Robbery met its target on each clock; the printed pair gives 4,912 offences after 5,386."""
    judged = stood(places, Ledger(EDITION, PRINTED, (), (), ()))
    assert ("As printed", "July 2018", "April 2026") == judged.clocks
    (row,) = (row for row in judged.rows if row.milestone.id == "M5.4b")
    assert ["Met", "Met", "Met"] == [status.word if status else "" for status in row.on]
    assert not row.changes
    assert [(4912, 5386), (4888, 5373), (4888, 5373)] == [
        (round(counts.count), round(counts.baseline)) for counts in row.counts if counts
    ]


def test_a_clock_without_figures_says_nothing(places: Places) -> None:
    """Vehicle crime stands in no annual table of 2018, and without a printed pair the report's clock is silent."""
    judged = stood(places, Ledger(EDITION, (), (), (), ()))
    (vehicles,) = (row for row in judged.rows if row.milestone.id == "M5.4c")
    assert [None, None] == list(vehicles.on[:2])
    assert vehicles.on[2] is not None


def test_another_printed_figure_would_change_the_verdict(places: Places) -> None:
    """Had the report printed a fall of 4 per cent, the page would say that the latest release changes it."""
    printed = (replace(PRINTED[0], value=-216.0), replace(PRINTED[1], value=-4.0))
    judged = stood(places, Ledger(EDITION, printed, (), (), ()))
    (row,) = (row for row in judged.rows if row.milestone.id == "M5.4b")
    assert (("Missed", "Met"), True) == (row.words, row.changes)


def test_the_quarters_of_2018_add_up_to_the_year_of_2018(places: Places) -> None:
    """So the two tables are one vintage: every measure that both hold agrees to the offence."""
    revisions = revisions_of(places, FORCE)
    quarters: dict[str, float] = {}
    for one in revisions:
        if "Q" in one.period:
            quarters[one.measure] = quarters.get(one.measure, 0) + one.published
    years = {one.measure: one.published for one in revisions if one.period == "FY2017-18"}
    both = sorted(set(years) & set(quarters))
    assert len(both) >= 8
    assert [years[name] for name in both] == [quarters[name] for name in both]


def test_every_revised_figure_has_an_entry(places: Places) -> None:
    """Nothing differs without a reason, or the words that none is on record."""
    entries = revision_entries(places)
    assert {entry.kind for entry in entries} == set(KINDS)
    revisions = revisions_of(places, FORCE)
    assert [] == [one for one in revisions if one.changed and entry_for(entries, one) is None]
    # Robbery stands at 4,888 in both releases; the later one is the edition's own count.
    (robbery,) = (one for one in revisions if (one.measure, one.period) == ("robbery", "FY2014-15"))
    assert (4888, 4888) == (robbery.published, robbery.revised)


def test_a_change_of_definition_turns_a_rise_into_a_fall(places: Places) -> None:
    """Violence without injury in 2013/14: the later table still counts harassment in the year before."""
    effects = {(one.measure, one.period): one for one in direction_effects(revisions_of(places, FORCE)) if one.changes}
    effect = effects["violence_without_injury", "FY2013-14"]
    assert ("rose", "fell", "9,815 after 11,647") == (effect.before, effect.after, effect.figures_after)
