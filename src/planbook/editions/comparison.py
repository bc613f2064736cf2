"""Two editions compared: their ledgers, and what people wrote.

What people wrote is promises, definitions, commentary, and what has fallen due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest

from planbook.claims.claims import Claim, UnknownClaim, plain, quoted
from planbook.claims.ledger import Ledger
from planbook.claims.status import STATUSES
from planbook.data.periods import MONTH_NAMES, Period, date_words, last_day_of
from planbook.editions.differences import KINDS, Difference, Differences, ledger_differences, matched
from planbook.editions.wording import Content, Definition, Paragraph, Promise, Wording

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LOOKS_AHEAD = re.compile(r"\b(will|shall|due|is to|are to|await\w*|expected|promised|planned)\b", re.IGNORECASE)
"""Words by which a sentence looks ahead."""
WHEN = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTH_NAMES)}) (20\d\d)\b")
QUOTE = re.compile(r"\{claim\}`[^`]+`")


class DifferentForces(ValueError):
    """Two editions of two forces: a difference between them is not a change."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            f"the first edition is of {before} and the second of {after}: what differs between forces has not changed. "
            "Name two editions of one force"
        )


def differences(before: Content, after: Content) -> Differences:
    """Compare two editions of one force, the earlier first.

    Raises:
        DifferentForces: they are of two forces.
    """
    old, new = before.ledger.edition, after.ledger.edition
    if old.force != new.force:
        raise DifferentForces(old.force_name, new.force_name)
    changes = [*ledger_differences(before.ledger, after.ledger, _names(after))]
    if before.wording and after.wording:
        changes += words_changed(before, after, before.wording, after.wording)
    order = list(KINDS)
    ordered = sorted(changes, key=lambda one: order.index(one.kind))
    return Differences(old, new, tuple(ordered), bool(before.wording and after.wording))


def _names(content: Content) -> dict[str, str]:
    """What measures and milestones are called, by id; empty where the edition carries its ledger alone."""
    if content.wording is None:
        return {}
    measures = {one.measure: one.label for one in content.wording.definitions}
    return measures | {one.milestone: f"{one.milestone} {one.short_title}" for one in content.wording.promises}


@dataclass(frozen=True)
class WrittenPromise:
    """A sentence that looks ahead, with the date in words and its last day."""

    sentence: str
    when: str
    last_day: date


def promises_in(text: str) -> Iterator[WrittenPromise]:
    """The sentences of a text that look ahead to a month or a day, one for each date that they name."""
    for sentence in filter(LOOKS_AHEAD.search, SENTENCE_END.split(text)):
        for match in WHEN.finditer(sentence):
            day, month, year = match.groups()
            written = f"{year}-{MONTH_NAMES.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
            try:
                yield WrittenPromise(sentence, match[0], last_day_of(written))
            except ValueError:  # 31 June
                continue


def newly_due(promise: Promise, start: date, end: date) -> str:
    """The date in words on which a promise fell due after ``start`` and not after ``end``; empty for none."""
    dates = (written for written in (promise.due, promise.elsewhere_date) if written)
    return next((date_words(written) for written in dates if start < last_day_of(written) <= end), "")


def words_changed(before: Content, after: Content, old: Wording, new: Wording) -> Iterator[Difference]:
    """Changes of promises, definitions and commentary, and promises whose date has come."""
    earlier, later = _Commentary(before.ledger, old.commentary), _Commentary(after.ledger, new.commentary)
    yield from _promises(old, new)
    yield from _definitions(old, new)
    yield from _paragraphs(earlier, later)
    if before.ledger.edition.plan_in_force:
        due = list(_promises_due(before.ledger, after.ledger, old))
        yield from due
        # A date that the register names is not repeated where the commentary names it too.
        dated = {(one.milestone, one.before) for one in due if one.kind == "now_due"}
        yield from _written_promises(earlier, after.ledger, dated)


def _promises(old: Wording, new: Wording) -> Iterator[Difference]:
    sides = ({promise.milestone: promise for promise in side.promises} for side in (old, new))
    for name, was, now in matched(*sides):
        if was and now:
            yield from _fields_changed(was, now, f"{name} {now.short_title}", name)
        elif now:
            yield Difference("new_promise", name, f"{name} {now.short_title}", "", now.title, name)
        elif was:
            yield Difference("retired_promise", name, f"{name} {was.short_title}", was.title, "", name)


def _definitions(old: Wording, new: Wording) -> Iterator[Difference]:
    sides = ({definition.measure: definition for definition in side.definitions} for side in (old, new))
    for _, was, now in matched(*sides):
        if was and now:
            yield from _fields_changed(was, now, now.label, "")


def _fields_changed(
    was: Promise | Definition, now: Promise | Definition, label: str, milestone: str
) -> Iterator[Difference]:
    for field in fields(now):
        earlier, later = str(getattr(was, field.name)), str(getattr(now, field.name))
        if earlier != later:
            name = f"{milestone or label}.{field.name}"
            yield Difference("definition", name, f"{label}, {field.name.replace('_', ' ')}", earlier, later, milestone)


@dataclass(frozen=True)
class _Commentary:
    """Commentary with the figures that its edition puts into it."""

    ledger: Ledger
    paragraphs: tuple[Paragraph, ...]

    def of(self, milestone: str) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.milestone == milestone]

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.ledger.claims}

    def figures(self, paragraph: Paragraph) -> list[str]:
        return [self._figure(quote) for quote in QUOTE.findall(paragraph.text)]

    def text(self, paragraph: Paragraph) -> str:
        return QUOTE.sub(lambda match: self._figure(match[0]), paragraph.text)

    def _figure(self, quote: str) -> str:
        try:
            return plain(quoted(quote, self.claims))
        except UnknownClaim:
            return "not available"


def _paragraphs(old: _Commentary, new: _Commentary) -> Iterator[Difference]:
    for milestone in dict.fromkeys(paragraph.milestone for paragraph in (*new.paragraphs, *old.paragraphs)):
        for was, now in _paired(old.of(milestone), new.of(milestone)):
            one, kind = now or was, _paragraph_kind(old, new, was, now)
            if one and kind:
                before, after = old.text(was) if was else "", new.text(now) if now else ""
                yield Difference(kind, one.cited, f"{milestone}, paragraph {one.cited}", before, after, milestone)


def _paired(old: list[Paragraph], new: list[Paragraph]) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Paragraphs that correspond: by their numbers, or else equal as written or in one place between two that are."""
    if all(one.number for one in (*old, *new)):
        was, now = ({one.number: one for one in side} for side in (old, new))
        yield from ((one, other) for _, one, other in matched(was, now))
        return
    matcher = SequenceMatcher(a=[one.text for one in old], b=[one.text for one in new], autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        yield from zip_longest(old[start:end], new[first:last])


def _paragraph_kind(old: _Commentary, new: _Commentary, was: Paragraph | None, now: Paragraph | None) -> str:
    if was is None or now is None:
        return "new_paragraph" if was is None else "gone_paragraph"
    same_figures = old.figures(was) == new.figures(now)
    if was.text == now.text:
        return "" if same_figures else "refigured"
    return "reworded" if same_figures else "rewritten"


def _written_promises(earlier: _Commentary, after: Ledger, dated: set[tuple[str, str]]) -> Iterator[Difference]:
    """Sentences of the earlier commentary whose date has come; milestones and dates in ``dated`` are left out."""
    start, end = (Period.parse(ledger.edition.period).end for ledger in (earlier.ledger, after))
    for paragraph in earlier.paragraphs:
        milestone, status = paragraph.milestone, after.status(paragraph.milestone)
        for promise in promises_in(earlier.text(paragraph)):
            due = f"due {promise.when}"
            if start < promise.last_day <= end and (milestone, due) not in dated:
                label = f"{milestone}, paragraph {paragraph.cited}: {promise.sentence}"
                word = status.word if status else "not judged"
                yield Difference("now_due", paragraph.cited, label, due, word, milestone)


def _promises_due(before: Ledger, after: Ledger, words: Wording) -> Iterator[Difference]:
    """Promises of the earlier edition whose date has come since, and those that wait for data in both."""
    start, end = (Period.parse(ledger.edition.period).end for ledger in (before, after))
    for promise in words.promises:
        name, label = promise.milestone, f"{promise.milestone} {promise.short_title}"
        was, now = before.status(name), after.status(name)
        due = newly_due(promise, start, end)
        if due and (now is None or now.group != "met"):
            yield Difference("now_due", name, label, f"due {due}", now.word if now else "not judged", name)
        if was and was.status == "awaiting" and (now is None or now.status in {"awaiting", "no_register"}):
            since = f"since {date_words(promise.awaiting_since)}" if promise.awaiting_since else ""
            awaited = promise.awaiting or STATUSES["awaiting"].word
            yield Difference("still_awaiting", name, label, since, awaited, name)
