"""What changed between two editions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook import Refusal
from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition, Ledger, VerdictRecord
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.editions.differences import KINDS, compare_editions, differences, newly_due, promises_in
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
    level = VerdictRecord(kind="level", measure="robbery", outcome="O5", milestone="M5.4", word=word, sentence="")
    return Ledger(edition, tuple(claims), (level,) if word else (), statuses, ())


def words(text: str = "", promises: Sequence[Promise] = (PROMISE,), definition: Definition = ROBBERY) -> Wording:
    """Words with one definition and the paragraphs of one milestone."""
    return Wording((definition,), tuple(promises), paragraphs_of("M5.4", text))


def changes_of(before: Content, after: Content) -> list[tuple[str, str, str]]:
    """Kind, before and after of each change."""
    return [(one.kind, one.before, one.after) for one in differences(before, after).changes]


@given(st.sampled_from(sorted(STATUSES)), st.text(max_size=40), st.floats(0, 1e6))
def test_an_edition_does_not_differ_from_itself(status: str, text: str, value: float) -> None:
    """Whatever it says, comparing it with itself finds nothing but promises that still wait."""
    content = Content(ledger(claims=[claim("count", value)], status=status, word="stable"), words(text))
    assert [] == [one for one in changes_of(content, content) if one[0] != "still_awaiting"]


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
    assert [change] == changes_of(Content(ledger(status=before)), Content(ledger(status=after)))


def test_a_verdict_that_moved_is_named_by_its_measure() -> None:
    """With the catalogue's label; a revision that no longer gives it moved it to none, another year says nothing."""
    before, after = (Content(ledger(word=word), words()) for word in ("stable", "not stable: high"))
    (change,) = differences(before, after).changes
    assert ("verdict", "Robbery, level", "not stable: high") == (change.kind, change.label, change.after)
    assert [("verdict", "stable", "")] == changes_of(Content(ledger(word="stable")), Content(ledger()))
    assert [] == changes_of(Content(ledger(word="stable")), Content(ledger(NEXT)))


def test_last_years_count_and_this_years_baseline_are_one_fact() -> None:
    """They agree and nothing is said, or they differ and the figure was restated."""
    old = Content(ledger(claims=[claim("count", 100)]))
    kept = ledger(NEXT, [claim("baseline", 100, "FY2015-16"), claim("count", 90, "FY2015-16")])
    restated = ledger(NEXT, [claim("baseline", 103, "FY2015-16"), claim("count", 90, "FY2015-16")])
    assert [] == changes_of(old, Content(kept))
    assert [("restated", "100 offences", "103 offences")] == changes_of(old, Content(restated))


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_figure_is_restated_where_its_value_differs(old: float, new: float) -> None:
    """Not only where the printed digits differ; the last digits of floating point do not count."""
    before, after = (Content(ledger(claims=[claim("count", value)])) for value in (old, new))
    differs = abs(old - new) > 1e-9 * max(old, new) or f"{old:,.0f}" != f"{new:,.0f}"
    assert differs == bool(changes_of(before, after))


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
    old = Content(ledger(claims=[claim("count", 100)]), words(before))
    new = Content(ledger(claims=[claim("count", value)]), words(after))
    changes = [one for one in changes_of(old, new) if one[0] != "restated"]
    assert [kind] == [one for one, _, _ in changes]
    # Before and after read as the page reads.
    assert kind != "refigured" or ("It fell to 100 offences.", "It fell to 101 offences.") == changes[0][1:]


def test_milestones_come_and_go_and_definitions_change_field_by_field() -> None:
    """New and retired milestones with their titles; definitions of a measure and of a milestone."""
    other = replace(PROMISE, milestone="M5.5", title="Cut theft")
    old, new = (Content(ledger(), words(promises=[promise])) for promise in (PROMISE, other))
    assert [("new_promise", "", "Cut theft"), ("retired_promise", "Cut robbery", "")] == changes_of(old, new)
    stricter, persons = replace(PROMISE, target="reduce by 4 per cent"), replace(ROBBERY, definition="Of persons.")
    assert [
        ("definition", "reduce by 5 per cent", "reduce by 4 per cent"),
        ("definition", "Offences of robbery.", "Of persons."),
    ] == changes_of(old, Content(ledger(), words(promises=[stricter], definition=persons)))


def test_a_promise_that_fell_due_is_told_unless_it_was_met() -> None:
    """Due after the earlier edition and not after the later one."""
    promise = replace(PROMISE, due="2015-09-01")
    old = Content(ledger(status="not_due"), words(promises=[promise]))
    late, kept = (
        Content(ledger(NEXT, status=status), words(promises=[promise])) for status in ("overdue", "delivered")
    )
    assert ("now_due", "due 1 September 2015", "Overdue") in changes_of(old, late)
    assert [("status", "Not yet due", "Delivered")] == changes_of(old, kept)


@pytest.mark.parametrize("later", ["awaiting", "no_register"])
def test_what_still_waits_for_data_is_told(later: str) -> None:
    """With what it waits for, and since when; a plan that has left the register does not deliver what it promised."""
    promise = replace(PROMISE, awaiting="the survey results", awaiting_since="2015-03")
    old, new = (
        Content(ledger(edition, status=status), words(promises=[promise]))
        for edition, status in ((EDITION, "awaiting"), (NEXT, later))
    )
    waiting = [one for one in changes_of(old, new) if one[0] == "still_awaiting"]
    assert [("still_awaiting", "since March 2015", "the survey results")] == waiting


def test_what_cannot_be_compared_is_said() -> None:
    """A ledger alone gives a comparison with a caution; what differs between two forces has not changed."""
    change = differences(Content(ledger()), Content(ledger(), words()))
    assert (False, ("Nothing changed.",)) == (change.words_compared, change.sentences)
    assert "were not compared" in change.caution
    kent = Content(ledger(replace(EDITION, force="kent", force_name="Kent")))
    with pytest.raises(Refusal, match="West Midlands and the second of Kent"):
        differences(Content(ledger()), kent)


def test_a_figure_lost_or_new_is_not_called_restated() -> None:
    """Between two revisions of one edition; a later year's edition has other windows and loses nothing."""
    count, rate = claim("count", 100), claim("rate", 2)
    absent = replace(count, value=None, status="absent")
    whole, less = Content(ledger(claims=[count, rate])), Content(ledger(claims=[absent]))
    assert [("figure_gone", "100 offences", "not available"), ("figure_gone", "2 offences", "")] == changes_of(
        whole, less
    )
    assert ("2 figures are no longer given.",) == differences(whole, less).sentences
    assert ["figure_new", "figure_new"] == [kind for kind, _, _ in changes_of(less, whole)]
    assert [] == changes_of(whole, Content(ledger(NEXT, [claim("count", 90, "FY2015-16")])))


def test_a_promise_written_in_a_sentence_falls_due() -> None:
    """A sentence of the earlier commentary whose month has passed since, quoted alone; told once a date."""
    text = "No figure is given. The force will report in June 2015. Then we shall see."
    old, new = Content(ledger(), words(text)), Content(ledger(NEXT), words())
    (due,) = differences(old, new).of("now_due")
    assert ("due June 2015", "M5.4, paragraph M5.4.1: The force will report in June 2015.") == (due.before, due.label)
    same = Content(ledger(), words(text, [replace(PROMISE, elsewhere_date="2015-06")]))
    assert 1 == len(differences(same, new).of("now_due"))
    assert () == differences(old, Content(ledger(), words(text))).of("now_due")


def test_paragraphs_are_paired_by_their_numbers() -> None:
    """A paragraph that moved and was reworded is one paragraph, named as it is cited."""
    first, later = {"One.": "5.4.1", "Two.": "5.4.2"}, {"Two.": "5.4.2", "The first.": "5.4.1"}
    old, new = (
        Content(ledger(), Wording((ROBBERY,), (PROMISE,), paragraphs_of("M5.4", "\n\n".join(numbers), numbers)))
        for numbers in (first, later)
    )
    (change,) = differences(old, new).changes
    expected = ("reworded", "M5.4, paragraph 5.4.1", "One.", "The first.")
    assert expected == (change.kind, change.label, change.before, change.after)


def test_the_record_keeps_its_form() -> None:
    """The JSON that other programs read: a change of it is a change of its format's number."""
    before = Content(
        ledger(claims=[claim("count", 100), claim("rate", 2)], status="met", word="stable"),
        words("It was {claim}`robbery.count`.\n\nKept.", [PROMISE, replace(PROMISE, milestone="M5.5")]),
    )
    after = Content(
        ledger(claims=[claim("count", 101)], status="missed"),
        words("It was {claim}`robbery.count`.\n\nReworded.", definition=replace(ROBBERY, definition="Of persons.")),
    )
    changes = differences(before, after)
    record = json.loads(json.dumps(changes.as_record()))
    assert ["format", "before", "after", "words_compared", "sentences", "differences"] == list(record)
    assert ["planbook-differences/1", True] == [record["format"], record["words_compared"]]
    assert list(changes.sentences) == record["sentences"]
    assert "1 milestone has another status." == changes.sentences[0]
    assert ["force", "period", "label", "as_at", "version"] == list(record["before"]) == list(record["after"])
    assert ["kind", "name", "label", "before", "after", "milestone"] == list(record["differences"][0])
    kinds = ["status", "verdict", "restated", "figure_gone", "retired_promise", "definition", "reworded", "refigured"]
    assert kinds == list(dict.fromkeys(one["kind"] for one in record["differences"]))
    assert set(kinds) <= set(KINDS)


EARLIER = replace(EDITION, period="FY2013-14", label="2013/14")


def status_ledger(edition: Edition, **by_milestone: str) -> Ledger:
    """A ledger of statuses alone, ``M5_3="met"``."""
    pairs = ((milestone.replace("_", "."), status) for milestone, status in by_milestone.items())
    return Ledger(edition, (), (), tuple(MilestoneStatus(name, "O1", status, "So.") for name, status in pairs), ())


def test_the_front_page_tells_changed_new_and_gone_apart() -> None:
    """Each in words that a reader understands without the other edition, which the sentence names."""
    before = status_ledger(replace(EARLIER, as_at="2014-06-30"), M5_3="missed", M1_1="awaiting", M9_9="met")
    changes = compare_editions(before, status_ledger(EARLIER, M5_3="met", M1_1="awaiting", M2_1="narrative"))
    assert [
        ("M5.3", "was “missed”, is now “met”"),
        ("M2.1", "new in this edition, “activity only”"),
        ("M9.9", "no longer in this edition, was “met”"),
    ] == list(changes.changes)
    named = "than in the edition before (West Midlands, 2013/14, data as known on 2014-06-30)"
    assert f"3 milestones have another status {named}:" == changes.sentence
    assert f"No milestone has another status {named}." == compare_editions(before, before).sentence


def test_without_an_edition_to_compare_with_that_is_said() -> None:
    """None at hand, or one of another force, whose promises are not the same."""
    own = status_ledger(EARLIER, M5_3="missed")
    sentence = "No earlier edition is held beside this one, so no change of status can be shown."
    assert (sentence, ()) == (compare_editions(None, own).sentence, compare_editions(None, own).changes)
    other = compare_editions(status_ledger(replace(EARLIER, force="kent", force_name="Kent"), M5_3="met"), own)
    assert ((), True) == (other.changes, "another force (Kent, 2013/14" in other.sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force will report in June 2015.", [("June 2015", date(2015, 6, 30))]),
        ("It is due on 1 September 2015. It fell in May 2014.", [("1 September 2015", date(2015, 9, 1))]),
        ("Figures are awaited from March 2015.", [("March 2015", date(2015, 3, 31))]),
        ("Robbery fell in June 2015.", []),
        ("The force will report soon.", []),
        ("It will report on 31 June 2015.", []),
    ],
)
def test_sentences_that_look_ahead_to_a_date_are_found(text: str, expected: list[tuple[str, date]]) -> None:
    """With the date in words and its last day; what looks back or names no day of the calendar is none."""
    assert expected == [(when, last_day) for _, when, last_day in promises_in(text)]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_date_falls_due_once(due: date, before: int, after: int) -> None:
    """Of two stretches that follow each other, exactly one holds a date that lies in both together."""
    promise = replace(PROMISE, due=due.isoformat())
    start, end = date.fromordinal(due.toordinal() - before - 1), date.fromordinal(due.toordinal() + after)
    for middle in (start, due, end):
        assert [True] == [bool(x) for x in (newly_due(promise, start, middle), newly_due(promise, middle, end)) if x]


def test_the_paper_that_will_report_it_has_a_date_too() -> None:
    """“Will report in June” falls due when June has ended; without a date nothing does."""
    promise = replace(PROMISE, elsewhere="a paper", elsewhere_date="2015-06")
    assert "June 2015" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 30))
    assert "" == newly_due(promise, date(2015, 3, 31), date(2015, 6, 29))
    assert "" == newly_due(PROMISE, date(1900, 1, 1), date(2100, 1, 1))
