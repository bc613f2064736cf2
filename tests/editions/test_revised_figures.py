"""Figures that two tables give, and the register that says why they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.revisions import KINDS, direction_effects, entry_for
from planbook.data.periods import Period
from planbook.editions.vintages import count_today, revision_entries, revisions_of

if TYPE_CHECKING:
    from planbook.data.places import Places

FORCE = "west_midlands"


def test_the_quarters_of_2018_add_up_to_the_year_of_2018(places: Places) -> None:
    """So the two tables are one vintage: every measure that both hold agrees to the offence."""
    found = revisions_of(places, FORCE)
    quarters: dict[str, float] = {}
    for one in found:
        if "Q" in one.period:
            quarters[one.measure] = quarters.get(one.measure, 0) + one.published
    years = {one.measure: one.published for one in found if one.period == "FY2017-18"}
    both = sorted(set(years) & set(quarters))
    assert len(both) >= 8
    assert [years[name] for name in both] == [quarters[name] for name in both]


def test_every_revised_figure_has_an_entry(places: Places) -> None:
    """Nothing differs without a reason, or the words that none is on record."""
    entries = revision_entries(places)
    assert {entry.kind for entry in entries} == set(KINDS)
    assert [] == [one for one in revisions_of(places, FORCE) if one.changed and entry_for(entries, one) is None]


def test_the_figures_of_2014_15_were_not_revised_since_2018(places: Places) -> None:
    """Robbery stands at 4,888 in both releases; the later one is the edition's own count."""
    year = Period.parse("FY2014-15")
    (robbery,) = (one for one in revisions_of(places, FORCE) if (one.measure, one.period) == ("robbery", "FY2014-15"))
    assert (4888, 4888, 4888) == (robbery.published, robbery.revised, count_today(places, FORCE, "robbery", year))


def test_a_change_of_definition_turns_a_rise_into_a_fall(places: Places) -> None:
    """Violence without injury in 2013/14: the later table still counts harassment in the year before."""
    found = {(one.measure, one.period): one for one in direction_effects(revisions_of(places, FORCE)) if one.changes}
    effect = found["violence_without_injury", "FY2013-14"]
    assert ("rose", "fell", "9,815 after 11,647") == (effect.before, effect.after, effect.figures_after)
