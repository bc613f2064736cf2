"""What the tables held at a date, and what two of them give for one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.claims.revisions import KINDS, direction_effects, entry_for
from planbook.data.available import NothingKnown, known_form
from planbook.data.periods import Period
from planbook.editions.revised_figures import count_today, revision_entries, revisions_of

if TYPE_CHECKING:
    from planbook.data.places import Places

FORCE = "west_midlands"


@pytest.mark.parametrize(
    ("period", "as_at", "form"),
    [
        ("FY2014-15", "", "quarters"),
        ("FY2014-15", "2026-04", "quarters"),
        ("FY2014-15", "2018-07", "years"),
        ("FY2017-18", "2018-07-31", "years"),
        ("FY2014-15", "2026-03", "years"),
        ("FY2014-15", "2018-06", "published"),
        ("FY2014-15", "2015-06", "published"),
    ],
)
def test_the_form_follows_the_vintages(places: Places, period: str, as_at: str, form: str) -> None:
    """Quarters from the latest release, years from that of 2018, printed values from the report on."""
    assert form == known_form(places, Period.parse(period), FORCE, as_at).form


@pytest.mark.parametrize(
    ("period", "as_at", "force"),
    [
        ("FY2014-15", "2015-05", FORCE),
        ("FY2013-14", "2015-07", FORCE),
        ("FY2014-15Q3", "2018-07", FORCE),
        ("FY2018-19", "2018-07", FORCE),
        ("FY2014-15", "2015-07", "merseyside"),
        ("FY2014-15", "2018-07", "kent"),
    ],
)
def test_what_was_not_known_is_refused_with_what_is_held(places: Places, period: str, as_at: str, force: str) -> None:
    """Too early a date, a part of a year, a later year, a force that no table of the time holds."""
    with pytest.raises(NothingKnown, match="FY2002-03 to FY2017-18, from 2018-07; quarters, from 2026-04"):
        known_form(places, Period.parse(period), force, as_at)


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
