"""Two vintages of a figure and the conclusions they give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from planbook.claims.judging import YearCounts, implied_counts, judged_on, with_published
from planbook.claims.revisions import (
    Entry,
    Revision,
    direction_effects,
    entry_for,
    lowest_effects,
)
from planbook.data import registers
from planbook.data.periods import Period
from tests.data.test_available import ROBBERY, claim

if TYPE_CHECKING:
    from planbook.data.places import Places

YEARS = ("FY2012-13", "FY2013-14", "FY2014-15", "FY2015-16")
COUNTS = st.lists(st.integers(1, 10**6), min_size=len(YEARS), max_size=len(YEARS))


def revised(published: list[int], later: list[int], measure: str = "robbery") -> list[Revision]:
    """A figure a year in two vintages."""
    pairs = zip(YEARS, published, later, strict=True)
    return [Revision(measure, "Robbery", year, first, last, "2018-07", "2026-04") for year, first, last in pairs]


def entry(kind: str = "planned revision", *measures: str, first: str = YEARS[0], last: str = YEARS[-1]) -> Entry:
    """An entry of the register."""
    return Entry(kind, measures, first, last, kind, "It changed.", "Because.", "April 2026", "A source.")  # type: ignore[arg-type]


@given(COUNTS)
def test_without_a_revision_no_conclusion_changes(counts: list[int]) -> None:
    """Equal vintages give equal directions and equal lowest years, whatever they are."""
    same = revised(counts, counts)
    years = {"robbery": dict(zip(YEARS, map(float, counts), strict=True))}
    assert [] == [one for one in (*direction_effects(same), *lowest_effects(same, years)) if one.changes]
    assert not any(one.changed for one in same)


@given(COUNTS, COUNTS)
def test_a_direction_changes_only_where_a_figure_of_the_pair_did(first: list[int], later: list[int]) -> None:
    """And where it changes, the two vintages lie on two sides of no change, or one lies on it."""
    revisions = revised(first, later)
    by_year = {one.period: one for one in revisions}
    for effect in direction_effects(revisions):
        now, before = by_year[effect.period], by_year[Period.parse(effect.period).comparison.canonical]
        signs = [
            (one > two) - (one < two) for one, two in ((now.published, before.published), (now.revised, before.revised))
        ]
        assert effect.changes == (signs[0] != signs[1])
        assert effect.changes <= (now.changed or before.changed)


def test_a_reversal_is_told_with_its_figures() -> None:
    """The words and the counts of both vintages."""
    first, later = [100, 104, 104, 104], [100, 98, 98, 98]
    effect = next(one for one in direction_effects(revised(first, later)) if one.changes)
    assert ("FY2013-14", "rose", "fell") == (effect.period, effect.before, effect.after)
    assert ("104 after 100", "98 after 100") == (effect.figures_before, effect.figures_after)


def test_two_tables_are_not_mixed() -> None:
    """A figure is set against the year before of its own two vintages alone."""
    first, later, *_ = revised([1, 2, 3, 4], [1, 2, 3, 4])
    assert [] == list(direction_effects([first, replace(later, before="2025-01")]))


def test_a_lowest_year_can_be_lost() -> None:
    """Where a revision lifts it over an earlier year; years without a later figure keep their own."""
    years = {"robbery": {"FY2011-12": 95.0, **dict(zip(YEARS, (100.0, 99.0, 94.0, 97.0), strict=True))}}
    found = [one for one in lowest_effects(revised([100, 99, 94, 97], [100, 99, 96, 97]), years) if one.changes]
    assert [("FY2014-15", "the lowest", "not the lowest")] == [(one.period, one.before, one.after) for one in found]


@given(st.integers(100, 10**5), st.floats(-40, 40))
def test_two_printed_figures_imply_the_counts(baseline: int, percent: float) -> None:
    """A change in offences and in per cent give back both counts."""
    assume(abs(percent) > 0.1)
    change = baseline * percent / 100
    found = implied_counts(change, percent)
    assert (baseline + change, baseline) == (pytest.approx(found.count), pytest.approx(found.baseline))


@given(st.floats(1, 1e5))
@example(5104)
@example(5105)
def test_a_milestone_is_judged_by_its_own_rule(places: Places, count: float) -> None:
    """The target is met from 5 per cent less on: 5,105 after 5,373 misses it by a hair, 5,104 meets it."""
    year = Period.parse("FY2014-15")
    milestone = registers.plan_for(places, year).plan.milestone("M5.4b")
    status = judged_on(milestone, ROBBERY, YearCounts(count, 5373.0), year)
    assert ("met" if 100 * (count - 5373) / 5373 <= -5 else "missed") == status.status


def test_the_entry_that_names_the_measure_explains_it() -> None:
    """Before one for all measures; none where none covers the period."""
    everything, named = entry(), entry("change of definition", "robbery", last="FY2012-13")
    first, second = revised([1, 2, 3, 4], [2, 3, 4, 5])[:2]
    assert (named, everything) == (entry_for([everything, named], first), entry_for([everything, named], second))
    assert entry_for([named], second) is None


def test_a_printed_value_stands_where_nothing_else_was_known() -> None:
    """Only where the statistic itself is missing or absent."""
    printed, absent = claim("robbery.published_change_pct", "published"), claim("robbery.change_pct", "absent")
    own = claim("robbery.change_pct", "computed")
    assert printed == with_published({"published_change_pct": printed, "change_pct": absent})["change_pct"]
    assert own == with_published({"published_change_pct": printed, "change_pct": own})["change_pct"]
