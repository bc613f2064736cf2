"""What changed between two editions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition, Ledger, VerdictRecord
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.editions.comparison import DifferentForces, differences
from planbook.editions.differences import KINDS, StatusChange, compare_editions, compare_statuses
from planbook.editions.wording import Content, Definition, Promise, Wording, paragraphs_of
from tests.editions.test_library import EDITION

if TYPE_CHECKING:
    from collections.abc import Sequence

NEXT = replace(EDITION, period="FY2015-16", label="2015/16")
ROBBERY = Definition("robbery", "Robbery", "offences", "Offences of robbery.", "down", "population")
PROMISE = Promise("M5.4", "Cut robbery", "Robbery", "numeric_target", "Force", "robbery", "reduce by 5 per cent",
                  "", "", "", "", "")  # fmt: skip


def claim(name: str, value: float, window: str = "FY2014-15") -> Claim:
    """A claim on robbery."""
    return Claim(
        id=f"robbery.{name}", label=name, value=value, number=f"{value:,.0f}", unit="offences", window=window,
        outcome="O5", milestone="M5.4", method="Sum.", inputs=(), status="computed", source="Home Office",
    )  # fmt: skip


def ledger(edition: Edition = EDITION, claims: Sequence[Claim] = (), status: str = "", word: str = "") -> Ledger:
    """A ledger with these claims, one status and one verdict."""
    statuses = (MilestoneStatus("M5.4", "O5", status, "So it is."),) if status else ()
    verdicts: tuple[VerdictRecord, ...] = ()
    if word:
        verdicts = (
            VerdictRecord(kind="level", measure="robbery", outcome="O5", milestone="M5.4", word=word, sentence=""),
        )
    return Ledger(edition, tuple(claims), verdicts, statuses, ())


def said(text: str = "", promises: Sequence[Promise] = (PROMISE,), definition: Definition = ROBBERY) -> Wording:
    """Words with one definition and the paragraphs of one milestone."""
    return Wording((definition,), tuple(promises), paragraphs_of("M5.4", text))


def told(before: Content, after: Content) -> list[tuple[str, str, str]]:
    """Kind, before and after of each change."""
    return [(one.kind, one.before, one.after) for one in differences(before, after).changes]


@given(st.sampled_from(sorted(STATUSES)), st.text(max_size=40), st.floats(0, 1e6))
def test_an_edition_does_not_differ_from_itself(status: str, text: str, value: float) -> None:
    """Whatever it says, comparing it with itself finds nothing but promises that still wait."""
    content = Content(ledger(claims=[claim("count", value)], status=status, word="stable"), said(text))
    assert [] == [one for one in told(content, content) if one[0] != "still_awaiting"]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("met", "missed", ("status", "Met", "Missed")),
        ("no_register", "met", ("first_judged", "No plan on record", "Met")),
        ("met", "no_register", ("no_longer_judged", "Met", "No plan on record")),
    ],
)
def test_a_status_that_moved_is_told_in_words(before: str, after: str, change: tuple[str, str, str]) -> None:
    """With the words of both; where one edition has no plan on record, that is no move."""
    assert [change] == told(Content(ledger(status=before)), Content(ledger(status=after)))


def test_a_verdict_that_moved_is_named_by_its_measure() -> None:
    """With the catalogue's label; a revision that no longer gives it moved it to none, another year says nothing."""
    before, after = (Content(ledger(word=word), said()) for word in ("stable", "not stable: high"))
    (found,) = differences(before, after).changes
    assert ("verdict", "Robbery, level", "not stable: high") == (found.kind, found.label, found.after)
    assert [("verdict", "stable", "")] == told(Content(ledger(word="stable")), Content(ledger()))
    assert [] == told(Content(ledger(word="stable")), Content(ledger(NEXT)))


def test_last_years_count_and_this_years_baseline_are_one_fact() -> None:
    """They agree and nothing is said, or they differ and the figure was restated."""
    old = Content(ledger(claims=[claim("count", 100)]))
    kept = ledger(NEXT, [claim("baseline", 100, "FY2015-16"), claim("count", 90, "FY2015-16")])
    restated = ledger(NEXT, [claim("baseline", 103, "FY2015-16"), claim("count", 90, "FY2015-16")])
    assert [] == told(old, Content(kept))
    assert [("restated", "100 offences", "103 offences")] == told(old, Content(restated))


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_figure_is_restated_where_its_value_differs(old: float, new: float) -> None:
    """Not only where the printed digits differ; the last digits of floating point do not count."""
    before, after = (Content(ledger(claims=[claim("count", value)])) for value in (old, new))
    differs = abs(old - new) > 1e-9 * max(old, new) or f"{old:,.0f}" != f"{new:,.0f}"
    assert differs == bool(told(before, after))


@pytest.mark.parametrize(
    ("before", "after", "value", "kind"),
    [
        ("It fell to {claim}`robbery.count`.", "It went down to {claim}`robbery.count`.", 100, "reworded"),
        ("It fell to {claim}`robbery.count`.", "It fell to {claim}`robbery.count`.", 101, "refigured"),
        ("It fell to {claim}`robbery.count`.", "It went down to {claim}`robbery.count`.", 101, "rewritten"),
        ("One.", "One.\n\nTwo.", 100, "new_paragraph"),
        ("One.\n\nTwo.", "Two.", 100, "gone_paragraph"),
    ],
)
def test_words_and_figures_are_told_apart(before: str, after: str, value: float, kind: str) -> None:
    """Words without the figure, the figure without the words, both, or a paragraph that came or went."""
    old = Content(ledger(claims=[claim("count", 100)]), said(before))
    new = Content(ledger(claims=[claim("count", value)]), said(after))
    assert [kind] == [found[0] for found in told(old, new) if found[0] != "restated"]


def test_a_paragraph_is_quoted_with_its_figures() -> None:
    """Before and after read as the page reads."""
    words = said("It was {claim}`robbery.count`.")
    old, new = (Content(ledger(claims=[claim("count", value)]), words) for value in (100, 101))
    assert ("refigured", "It was 100 offences.", "It was 101 offences.") in told(old, new)


def test_milestones_come_and_go() -> None:
    """New and retired ones are told with their titles."""
    other = replace(PROMISE, milestone="M5.5", title="Cut theft")
    old, new = (Content(ledger(), said(promises=[promise])) for promise in (PROMISE, other))
    assert [("new_promise", "", "Cut theft"), ("retired_promise", "Cut robbery", "")] == told(old, new)


def test_a_changed_definition_is_told_field_by_field() -> None:
    """Of a measure and of a milestone."""
    old = Content(ledger(), said())
    promise = replace(PROMISE, target="reduce by 4 per cent")
    new = Content(ledger(), said(promises=[promise], definition=replace(ROBBERY, definition="Of persons.")))
    assert [
        ("definition", "reduce by 5 per cent", "reduce by 4 per cent"),
        ("definition", "Offences of robbery.", "Of persons."),
    ] == told(old, new)


def test_a_promise_that_fell_due_is_told_unless_it_was_met() -> None:
    """Due after the earlier edition and not after the later one."""
    promise = replace(PROMISE, due="2015-09-01")
    old = Content(ledger(status="not_due"), said(promises=[promise]))
    late, kept = (Content(ledger(NEXT, status=status), said(promises=[promise])) for status in ("overdue", "delivered"))
    assert ("now_due", "due 1 September 2015", "Overdue") in told(old, late)
    assert [("status", "Not yet due", "Delivered")] == told(old, kept)


@pytest.mark.parametrize("later", ["awaiting", "no_register"])
def test_what_still_waits_for_data_is_told(later: str) -> None:
    """With what it waits for, and since when; a plan that has left the register does not deliver what it promised."""
    promise = replace(PROMISE, awaiting="the survey results", awaiting_since="2015-03")
    old, new = (
        Content(ledger(edition, status=status), said(promises=[promise]))
        for edition, status in ((EDITION, "awaiting"), (NEXT, later))
    )
    waiting = [one for one in told(old, new) if one[0] == "still_awaiting"]
    assert [("still_awaiting", "since March 2015", "the survey results")] == waiting


def test_forces_are_not_compared() -> None:
    """What differs between two forces has not changed."""
    kent = Content(ledger(replace(EDITION, force="kent", force_name="Kent")))
    with pytest.raises(DifferentForces, match="West Midlands and the second of Kent"):
        differences(Content(ledger()), kent)


def test_words_that_are_not_carried_are_said_not_to_be_compared() -> None:
    """A ledger alone gives a comparison with a caution."""
    found = differences(Content(ledger()), Content(ledger(), said()))
    assert not found.words_compared
    assert "were not compared" in found.caution
    assert ("Nothing changed.",) == found.sentences


def test_sentences_count_one_and_many() -> None:
    """The short form has one sentence a kind, in the order of the vocabulary."""
    old = Content(ledger(claims=[claim("count", 1), claim("change", 1)], status="met"))
    new = Content(ledger(claims=[claim("count", 2), claim("change", 2)], status="missed"))
    expected = ("1 milestone has another status.", "2 figures were restated.")
    assert expected == differences(old, new).sentences


def test_a_figure_lost_or_new_is_not_called_restated() -> None:
    """Between two revisions of one edition; a later year's edition has other windows and loses nothing."""
    count, rate = claim("count", 100), claim("rate", 2)
    absent = replace(count, value=None, status="absent")
    whole, less = Content(ledger(claims=[count, rate])), Content(ledger(claims=[absent]))
    assert [("figure_gone", "100 offences", "not available"), ("figure_gone", "2 offences", "")] == told(whole, less)
    assert ["figure_new", "figure_new"] == [kind for kind, _, _ in told(less, whole)]
    assert [] == told(whole, Content(ledger(NEXT, [claim("count", 90, "FY2015-16")])))


def test_a_promise_written_in_a_sentence_falls_due() -> None:
    """A sentence of the earlier commentary that looks ahead to a month which has passed since; told once a date."""
    text = "No figure is given. The force will report in June 2015."
    old, new = Content(ledger(), said(text)), Content(ledger(NEXT), said())
    (found,) = differences(old, new).of("now_due")
    assert ("due June 2015", True) == (found.before, "The force will report in June 2015." in found.label)
    same = Content(ledger(), said(text, [replace(PROMISE, elsewhere_date="2015-06")]))
    assert 1 == len(differences(same, new).of("now_due"))
    assert () == differences(old, Content(ledger(), said(text))).of("now_due")


def test_paragraphs_are_paired_by_their_numbers() -> None:
    """A paragraph that moved and was reworded is one paragraph, named as it is cited."""
    first, later = {"One.": "5.4.1", "Two.": "5.4.2"}, {"Two.": "5.4.2", "The first.": "5.4.1"}
    old, new = (
        Content(ledger(), Wording((ROBBERY,), (PROMISE,), paragraphs_of("M5.4", "\n\n".join(numbers), numbers)))
        for numbers in (first, later)
    )
    (found,) = differences(old, new).changes
    expected = ("reworded", "M5.4, paragraph 5.4.1", "One.", "The first.")
    assert expected == (found.kind, found.label, found.before, found.after)


EDITION_KEYS = ["force", "period", "label", "as_at", "version"]
CHANGE_KEYS = ["kind", "name", "label", "before", "after", "milestone"]


def test_the_record_keeps_its_form() -> None:
    """The JSON that other programs read, with every kind of change that a pair of revisions can show.

    A change of it is a change of its format's number.
    """
    before = Content(
        ledger(claims=[claim("count", 100), claim("rate", 2)], status="met", word="stable"),
        said("It was {claim}`robbery.count`.\n\nKept.", [PROMISE, replace(PROMISE, milestone="M5.5")]),
    )
    after = Content(
        ledger(claims=[claim("count", 101)], status="missed"),
        said("It was {claim}`robbery.count`.\n\nReworded.", definition=replace(ROBBERY, definition="Of persons.")),
    )
    found = differences(before, after)
    record = json.loads(json.dumps(found.as_record()))
    assert ["format", "before", "after", "words_compared", "sentences", "differences"] == list(record)
    assert ("planbook-differences/1", True, list(found.sentences)) == (
        record["format"], record["words_compared"], record["sentences"],
    )  # fmt: skip
    assert [EDITION_KEYS, EDITION_KEYS] == [list(record[side]) for side in ("before", "after")]
    assert [[vars(one)[key] for key in CHANGE_KEYS] for one in found.changes] == [
        list(one.values()) for one in record["differences"]
    ]
    kinds = ["status", "verdict", "restated", "figure_gone", "retired_promise", "definition", "reworded", "refigured"]
    assert kinds == list(dict.fromkeys(one["kind"] for one in record["differences"]))
    assert set(kinds) <= set(KINDS)


EARLIER = replace(EDITION, period="FY2013-14", label="2013/14")
STATUS_BY_MILESTONE = st.dictionaries(
    st.sampled_from(["M1.1", "M1.2", "M1.3", "M5.4b"]), st.sampled_from(sorted(STATUSES))
)


def statuses(given: dict[str, str]) -> tuple[MilestoneStatus, ...]:
    """Statuses of milestones."""
    return tuple(MilestoneStatus(milestone, "O1", status, "A sentence.") for milestone, status in given.items())


def status_ledger(edition: Edition, **given: str) -> Ledger:
    """A ledger of statuses alone, ``M5_3="met"``."""
    named = {milestone.replace("_", "."): status for milestone, status in given.items()}
    return Ledger(edition, (), (), statuses(named), ())


def test_changed_new_and_gone_are_told_apart() -> None:
    """Each in words that a reader understands without the other edition."""
    changes = compare_statuses(
        statuses({"M5.3": "missed", "M1.1": "awaiting", "M9.9": "met"}),
        statuses({"M5.3": "met", "M1.1": "awaiting", "M2.1": "narrative"}),
    )
    assert [
        ("M5.3", "was “missed”, is now “met”"),
        ("M2.1", "new in this edition, “activity only”"),
        ("M9.9", "no longer in this edition, was “met”"),
    ] == [(change.milestone, change.words) for change in changes]


@given(STATUS_BY_MILESTONE, STATUS_BY_MILESTONE)
def test_the_other_way_round_it_is_the_mirror(before: dict[str, str], after: dict[str, str]) -> None:
    """Comparing backwards swaps before and after, and an edition against itself has no change."""
    forward = compare_statuses(statuses(before), statuses(after))
    backward = compare_statuses(statuses(after), statuses(before))
    turned = {StatusChange(change.milestone, change.after, change.before) for change in backward}
    assert set(forward) == turned
    assert () == compare_statuses(statuses(before), statuses(before))


def test_without_an_earlier_edition_that_is_said() -> None:
    """One honest sentence."""
    changes = compare_editions(None, status_ledger(EARLIER, M5_3="missed"))
    sentence = "No earlier edition is held beside this one, so no change of status can be shown."
    assert (sentence, ()) == (changes.sentence, changes.changes)


def test_the_edition_before_is_named() -> None:
    """Force, period and revision, with the number of changes."""
    before = status_ledger(replace(EARLIER, as_at="2014-06-30"), M5_3="missed", M1_1="awaiting")
    changes = compare_editions(before, status_ledger(EARLIER, M5_3="met", M1_1="awaiting"))
    named = "(West Midlands, 2013/14, data as known on 2014-06-30)"
    assert f"1 milestone has another status than in the edition before {named}:" == changes.sentence
    assert ["M5.3"] == [change.milestone for change in changes.changes]
    same = compare_editions(before, before)
    assert f"No milestone has another status than in the edition before {named}." == same.sentence


def test_editions_of_two_forces_are_not_compared() -> None:
    """The promises are not the same."""
    other = status_ledger(replace(EARLIER, force="merseyside", force_name="Merseyside"), M5_3="met")
    changes = compare_editions(other, status_ledger(EARLIER, M5_3="missed"))
    assert () == changes.changes
    assert "another force (Merseyside, 2013/14" in changes.sentence
