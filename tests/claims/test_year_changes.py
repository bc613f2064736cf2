"""What changed on the year, by measure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.ledger import Edition, Ledger
from planbook.claims.status import MilestoneStatus
from planbook.claims.verdicts import VerdictRecord
from planbook.claims.year_changes import AS_PUBLISHED, WITHOUT_VERDICT, changes_on_the_year
from planbook.data import registers
from planbook.statistics.words import WORDS

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.data.measures import Measures
    from planbook.data.places import Places

EDITION = Edition("FY2014-15", "2014/15", "2014/15", "", "west_midlands", "West Midlands", "2014/15", True, "0", (), ())  # noqa: FBT003


@pytest.fixture(scope="module")
def measures(places: Places) -> Measures:
    """The catalogue."""
    return registers.measures(places)


def groups(
    measures: Measures, claims: tuple[Claim, ...], word: str = "", basis: tuple[str, ...] = ()
) -> list[tuple[str, list[str]]]:
    """Lead and changes in words, for claims of which robbery has this verdict."""
    verdicts = (
        (
            VerdictRecord(
                kind="year on year", measure="robbery", outcome="O5", milestone="M5.4b", word=word, sentence=""
            ),
        )
        if word
        else ()
    )
    status = MilestoneStatus("M5.4b", "O5", "met", "A sentence.", basis=basis)
    found = changes_on_the_year(Ledger(EDITION, claims, verdicts, (status,), ()), measures)
    return [(group.lead, [f"{change.words} {change.change}" for change in group.changes]) for group in found]


def test_a_change_stands_under_the_word_of_its_verdict(measures: Measures, robbery_change: Claim) -> None:
    """Robbery fell, significantly."""
    told = groups(measures, (robbery_change,), "significant reduction on last year")
    assert [("Significant reduction", ["robbery −9.0 per cent"])] == told


def test_without_a_verdict_none_is_implied(measures: Measures, robbery_change: Claim) -> None:
    """The change is shown and the lack of a verdict said."""
    assert [(WITHOUT_VERDICT, ["robbery −9.0 per cent"])] == groups(measures, (robbery_change,))


def test_a_published_change_counts_only_where_it_judges_a_milestone(measures: Measures, robbery_change: Claim) -> None:
    """It is then given as published."""
    published = replace(robbery_change, status="published")
    assert [] == groups(measures, (published,))
    assert [(AS_PUBLISHED, ["robbery −9.0 per cent"])] == groups(measures, (published,), basis=(published.id,))


def test_an_absent_change_is_left_out(measures: Measures, robbery_change: Claim) -> None:
    """There is nothing to say of a change that could not be worked out."""
    assert [] == groups(measures, (replace(robbery_change, status="absent", value=None, number=""),))


def test_every_word_of_the_year_on_year_verdict_has_its_place(measures: Measures, robbery_change: Claim) -> None:
    """No verdict falls among those without one."""
    words = [word.word for word in WORDS if word.word.endswith("on last year") or word.word == "similar to last year"]
    assert 4 == len(words)
    assert WITHOUT_VERDICT not in {groups(measures, (robbery_change,), word)[0][0] for word in words}
