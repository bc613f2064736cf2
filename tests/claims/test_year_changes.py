"""What changed on the year, by measure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.ledger import Ledger
from planbook.claims.status import MilestoneStatus
from planbook.claims.verdicts import VerdictRecord
from planbook.claims.year_changes import AS_PUBLISHED, WITHOUT_VERDICT, changes_on_the_year
from planbook.data import registers
from planbook.statistics.words import WORDS
from tests.editions.test_library import EDITION

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.data.measures import Measures
    from planbook.data.places import Places


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
    """The lack of a verdict is said; a published change counts where it judges a milestone, an absent one never."""
    assert [(WITHOUT_VERDICT, ["robbery −9.0 per cent"])] == groups(measures, (robbery_change,))
    published = replace(robbery_change, status="published")
    assert [] == groups(measures, (published,))
    assert [(AS_PUBLISHED, ["robbery −9.0 per cent"])] == groups(measures, (published,), basis=(published.id,))
    assert [] == groups(measures, (replace(robbery_change, status="absent", value=None, number=""),))


def test_every_word_of_the_year_on_year_verdict_has_its_place(measures: Measures, robbery_change: Claim) -> None:
    """No verdict falls among those without one."""
    words = [word.word for word in WORDS if word.word.endswith("on last year") or word.word == "similar to last year"]
    assert 4 == len(words)
    assert WITHOUT_VERDICT not in {groups(measures, (robbery_change,), word)[0][0] for word in words}
