"""The edition in a few sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planbook.claims.ledger import Ledger, VerdictRecord
from planbook.claims.status import GROUPS, MilestoneStatus
from planbook.claims.summary import AS_PUBLISHED, WITHOUT_VERDICT, changes_on_the_year, summarise
from planbook.statistics.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition
    from planbook.data.measures import Measures
    from planbook.data.plan import Plan


FIVE = "reduce by 5 per cent"


def status(milestone: str, word: str, change: str = "") -> MilestoneStatus:
    """A status of outcome five."""
    return MilestoneStatus(milestone, "O5", word, "A sentence.", change=change)


def test_what_is_missed_is_said_plainly(plan: Plan) -> None:
    """Promises are named with change and target, parts under theirs; what is open is counted, commonest first."""
    statuses = [
        status("M5.1", "too_close", "−1.0 per cent"),
        replace(status("M5.3", "missed", "+10.8 per cent"), target=FIVE),
        status("M5.4", "met_in_part"),
        replace(status("M5.4b", "met", "−9.0 per cent"), target=FIVE),
        status("M5.4c", "too_close", "−2.0 per cent"),
        status("M2.1", "awaiting"),
        status("M3.1", "other_body"),
        status("M3.2", "other_body"),
    ]
    met, in_part, close, missed, unjudged = [line.sentence for line in summarise(plan, statuses).lines]
    assert "Nothing was met in full." == met
    parts = "robbery, met, −9.0 per cent, target: reduce by 5 per cent; vehicle crime, too close to call, −2.0 per cent"
    assert f"Met in part: property-related crime (1 of 2 parts met: {parts})." == in_part
    assert "Too close to call: lowest ever crime levels (−1.0 per cent)." == close
    assert "Not met: public place violence (+10.8 per cent, target: reduce by 5 per cent)." == missed
    reasons = "3 of the 6 promises, because 2 are managed by another body and 1 awaits data"
    assert f"Cannot be judged: {reasons}." == unjudged


def test_counts_and_sentences_name_the_same_promises(plan: Plan) -> None:
    """Each group names as many promises as it counts, whole ones alone; the page leads from a name to its place."""
    statuses = [status(one.id, "met" if one.part_of else "missed", "+1.0 per cent") for one in plan.milestones]
    summary = summarise(plan, statuses)
    named = {line.group: [promise.milestone for promise in line.named] for line in summary.lines}
    assert dict(summary.counts) == {group: len(named.get(group, [])) for group in GROUPS}
    assert [promise.id for promise in plan.promises] == named["missed"]
    parts = {part.milestone for line in summary.lines for promise in line.named for part in promise.parts}
    assert {one.id for one in plan.milestones if one.part_of} == parts
    sentences = [line.sentence for line in summary.lines]
    assert ("Nothing was met in full.", "Every promise could be judged.") == (sentences[0], sentences[-1])


def test_without_a_register_one_sentence_says_so(plan: Plan) -> None:
    """No counts of promises that were not made for the period."""
    summary = summarise(plan, [status("M5.3", "no_register")])
    assert (["A sentence."], ()) == ([line.sentence for line in summary.lines], summary.counts)


def test_the_headline_says_how_many_promises_can_be_judged(plan: Plan) -> None:
    """The answer to the page's question stands in one sentence, nought in words."""
    statuses = [status("M5.3", "missed"), status("M5.4", "met_in_part"), status("M3.1", "other_body")]
    words = "Of 3 promises, 2 can be judged: none is met in full, 1 is met in part and 1 is not met."
    assert words == summarise(plan, statuses).headline
    assert "None of the 1 promises can be judged." == summarise(plan, statuses[2:]).headline


@pytest.fixture
def groups(edition: Edition, measures: Measures) -> Callable[..., list[tuple[str, list[str]]]]:
    """Lead and changes in words, for claims of which robbery has this verdict."""

    def grouped(*claims: Claim, word: str = "", basis: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
        of = {"kind": "year on year", "measure": "robbery", "outcome": "O5", "milestone": "M5.4b", "sentence": ""}
        verdicts = (VerdictRecord(**of, word=word),) if word else ()
        judged = MilestoneStatus("M5.4b", "O5", "met", "A sentence.", basis=basis)
        changes = changes_on_the_year(Ledger(edition, claims, verdicts, (judged,), ()), measures)
        return [(group.lead, [f"{change.words} {change.claim}" for change in group.changes]) for group in changes]

    return grouped


def test_a_change_stands_under_the_word_of_its_verdict(groups: Callable[..., Any], robbery_change: Claim) -> None:
    """Robbery fell, significantly."""
    changes = groups(robbery_change, word="significant reduction on last year")
    assert [("Significant reduction", ["robbery robbery.change_pct"])] == changes


def test_without_a_verdict_none_is_implied(groups: Callable[..., Any], robbery_change: Claim) -> None:
    """The lack of a verdict is said; a published change counts where it judges a milestone, an absent one never."""
    assert [(WITHOUT_VERDICT, ["robbery robbery.change_pct"])] == groups(robbery_change)
    published = replace(robbery_change, status="published")
    assert [] == groups(published)
    assert [(AS_PUBLISHED, ["robbery robbery.change_pct"])] == groups(published, basis=(published.id,))
    assert [] == groups(replace(robbery_change, status="absent", value=None, number=""))


def test_every_word_of_the_year_on_year_verdict_has_its_place(
    groups: Callable[..., Any], robbery_change: Claim
) -> None:
    """No verdict falls among those without one."""
    words = [word.word for word in WORDS if word.word.endswith("on last year") or word.word == "similar to last year"]
    assert 4 == len(words)
    assert WITHOUT_VERDICT not in {groups(robbery_change, word=word)[0][0] for word in words}


def test_a_change_on_a_fixed_baseline_says_its_year(groups: Callable[..., Any], robbery_change: Claim) -> None:
    """It stands under the word of its verdict, with the year that it is measured against."""
    changes = groups(robbery_change, word="significant reduction on 2012/13")
    assert [("Significant reduction", ["robbery (on 2012/13) robbery.change_pct"])] == changes
