"""Two vintages of a figure and the conclusions they give."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.revisions import Entry, Revision, direction_effects, entry_for, lowest_effects
from planbook.data.periods import Period

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
    """The words and the counts of both vintages; figures of two tables are never set against each other."""
    revisions = revised([100, 104, 104, 104], [100, 98, 98, 98])
    assert [] == list(direction_effects([revisions[0], replace(revisions[1], before="2025-01")]))
    effect = next(one for one in direction_effects(revisions) if one.changes)
    assert ("FY2013-14", "rose", "fell") == (effect.period, effect.before, effect.after)
    assert ("104 after 100", "98 after 100") == (effect.figures_before, effect.figures_after)


def test_a_lowest_year_can_be_lost() -> None:
    """Where a revision lifts it over an earlier year; years without a later figure keep their own."""
    years = {"robbery": {"FY2011-12": 95.0, **dict(zip(YEARS, (100.0, 99.0, 94.0, 97.0), strict=True))}}
    effects = [one for one in lowest_effects(revised([100, 99, 94, 97], [100, 99, 96, 97]), years) if one.changes]
    assert [("FY2014-15", "the lowest", "not the lowest")] == [(one.period, one.before, one.after) for one in effects]


def test_the_entry_that_names_the_measure_explains_it() -> None:
    """Before one for all measures; none where none covers the period."""
    for_all, for_robbery = entry(), entry("change of definition", "robbery", last="FY2012-13")
    first, second = revised([1, 2, 3, 4], [2, 3, 4, 5])[:2]
    assert (for_robbery, for_all) == (
        entry_for([for_all, for_robbery], first),
        entry_for([for_all, for_robbery], second),
    )
    assert entry_for([for_robbery], second) is None
