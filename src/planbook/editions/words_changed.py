"""What people wrote, compared between two editions: promises, definitions, commentary, and what has fallen due."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from planbook.claims.claims import UnknownClaim
from planbook.claims.sentences import quote_claims
from planbook.claims.status import STATUSES
from planbook.data.periods import MONTH_NAMES, Period
from planbook.data.plan import day_text, last_day_of, newly_due
from planbook.editions.difference_kinds import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Ledger
    from planbook.editions.wording import Content, Definition, Paragraph, Promise, Wording

__all__ = ["WrittenPromise", "promises_in", "words_changed"]


SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
AHEAD = re.compile(r"\b(will|shall|due|is to|are to|await\w*|expected|promised|planned)\b", re.IGNORECASE)
"""Words by which a sentence looks ahead."""
WHEN = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTH_NAMES)}) (20\d\d)\b")


@dataclass(frozen=True)
class WrittenPromise:
    """A sentence that looks ahead, with the date in words and its last day."""

    sentence: str
    when: str
    last_day: date


def promises_in(text: str) -> Iterator[WrittenPromise]:
    """The sentences of a text that look ahead to a month or a day, one for each date that they name."""
    for sentence in SENTENCE_END.split(text):
        if AHEAD.search(sentence):
            yield from (promise for found in WHEN.finditer(sentence) if (promise := _promise(sentence, found)))


def _promise(sentence: str, found: re.Match[str]) -> WrittenPromise | None:
    day, month, year = found.groups()
    written = f"{year}-{MONTH_NAMES.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
    try:
        last = last_day_of(written)
    except ValueError:
        return None
    return WrittenPromise(sentence, found[0], last) if last else None


def words_changed(before: Content, after: Content, old: Wording, new: Wording) -> Iterator[Difference]:
    """Changes of promises, definitions and commentary, and promises whose date has come."""
    yield from _register(old.promises, new.promises)
    yield from _definitions(old.definitions, new.definitions)
    yield from _commentary(_Said(before.ledger, old.commentary), _Said(after.ledger, new.commentary))
    if before.ledger.edition.plan_in_force:
        told = list(_promises_due(before.ledger, after.ledger, old.promises))
        yield from told
        named = {(one.milestone, one.before) for one in told if one.kind == "now_due"}
        yield from _written_promises(_Said(before.ledger, old.commentary), after.ledger, named)


def _register(old: Sequence[Promise], new: Sequence[Promise]) -> Iterator[Difference]:
    was, now = ({promise.milestone: promise for promise in side} for side in (old, new))
    for name in (name for name in now if name not in was):
        yield Difference("new_promise", name, f"{name} {now[name].short_title}", "", now[name].title, name)
    for name in (name for name in was if name not in now):
        yield Difference("retired_promise", name, f"{name} {was[name].short_title}", was[name].title, "", name)
    for name in (name for name in now if name in was):
        yield from _fields_changed(was[name], now[name], f"{name} {now[name].short_title}", name)


def _definitions(old: Sequence[Definition], new: Sequence[Definition]) -> Iterator[Difference]:
    was = {definition.measure: definition for definition in old}
    for definition in new:
        if definition.measure in was:
            yield from _fields_changed(was[definition.measure], definition, definition.label, "")


def _fields_changed(
    was: Promise | Definition, now: Promise | Definition, label: str, milestone: str
) -> Iterator[Difference]:
    for field in fields(now):
        earlier, later = str(getattr(was, field.name)), str(getattr(now, field.name))
        if earlier != later:
            name = f"{milestone or label}.{field.name}"
            yield Difference("definition", name, f"{label}, {field.name.replace('_', ' ')}", earlier, later, milestone)


@dataclass(frozen=True)
class _Said:
    """Commentary with the figures that its edition puts into it."""

    ledger: Ledger
    paragraphs: tuple[Paragraph, ...]

    def of(self, milestone: str) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.milestone == milestone]

    def figures(self, paragraph: Paragraph) -> tuple[str, ...]:
        return tuple(self._words(quote) for quote in QUOTE.findall(paragraph.text))

    def text(self, paragraph: Paragraph) -> str:
        return QUOTE.sub(lambda found: self._words(found[0]), paragraph.text)

    def _words(self, quote: str) -> str:
        claims: Mapping[str, Claim] = {claim.id: claim for claim in self.ledger.claims}
        try:
            return quote_claims(quote, claims)
        except UnknownClaim:
            return "not available"


QUOTE = re.compile(r"\{claim\}`[^`]+`")


def _commentary(old: _Said, new: _Said) -> Iterator[Difference]:
    milestones = dict.fromkeys(paragraph.milestone for paragraph in (*new.paragraphs, *old.paragraphs))
    for milestone in milestones:
        for was, now in _paired(old.of(milestone), new.of(milestone)):
            if difference := _paragraph(old, new, was, now):
                yield difference


def _paired(
    old: list[Paragraph], new: list[Paragraph]
) -> Iterator[tuple[Paragraph, None] | tuple[None, Paragraph] | tuple[Paragraph, Paragraph]]:
    """Paragraphs that correspond: by their numbers, or else equal as written or in one place between two that are."""
    if all(one.number for one in (*old, *new)):
        yield from _by_number(old, new)
        return
    matcher = SequenceMatcher(a=[one.text for one in old], b=[one.text for one in new], autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        left, right = old[start:end], new[first:last]
        yield from zip(left, right, strict=False)
        yield from ((one, None) for one in left[len(right) :])
        yield from ((None, one) for one in right[len(left) :])


def _by_number(
    old: list[Paragraph], new: list[Paragraph]
) -> Iterator[tuple[Paragraph, None] | tuple[None, Paragraph] | tuple[Paragraph, Paragraph]]:
    was, now = ({one.number: one for one in side} for side in (old, new))
    for number in now:
        yield (was[number], now[number]) if number in was else (None, now[number])
    yield from ((was[number], None) for number in was if number not in now)


def _paragraph(old: _Said, new: _Said, was: Paragraph | None, now: Paragraph | None) -> Difference | None:
    one = now or was
    if one is None:
        return None
    kind = _paragraph_kind(old, new, was, now)
    before, after = old.text(was) if was else "", new.text(now) if now else ""
    label = f"{one.milestone}, paragraph {one.cited}"
    return Difference(kind, one.cited, label, before, after, one.milestone) if kind else None


def _paragraph_kind(old: _Said, new: _Said, was: Paragraph | None, now: Paragraph | None) -> str:
    if was is None or now is None:
        return "new_paragraph" if was is None else "gone_paragraph"
    words, figures = was.text == now.text, old.figures(was) == new.figures(now)
    return {(True, True): "", (False, True): "reworded", (True, False): "refigured", (False, False): "rewritten"}[
        words, figures
    ]


def _written_promises(said: _Said, after: Ledger, told: set[tuple[str, str]]) -> Iterator[Difference]:
    """Sentences of the earlier commentary that promised something for a date that has come; ``told`` are left out."""
    start, end = (Period.parse(ledger.edition.period).end for ledger in (said.ledger, after))
    for paragraph in said.paragraphs:
        for promised in promises_in(said.text(paragraph)):
            due = f"due {promised.when}"
            status = after.status(paragraph.milestone)
            if start < promised.last_day <= end and (paragraph.milestone, due) not in told:
                label = f"{paragraph.milestone}, paragraph {paragraph.cited}: {promised.sentence}"
                word = status.word if status else "not judged"
                yield Difference("now_due", paragraph.cited, label, due, word, paragraph.milestone)


def _promises_due(before: Ledger, after: Ledger, promises: Sequence[Promise]) -> Iterator[Difference]:
    """Promises of the earlier edition whose date has come since, and those that wait for data in both."""
    start, end = (Period.parse(ledger.edition.period).end for ledger in (before, after))
    for promise in promises:
        was, now = before.status(promise.milestone), after.status(promise.milestone)
        due = newly_due(promise, start, end)
        if due and (now is None or now.group != "met"):
            word = now.word if now else "not judged"
            label = f"{promise.milestone} {promise.short_title}"
            yield Difference("now_due", promise.milestone, label, f"due {due}", word, promise.milestone)
        if was and was.status == "awaiting" and (now is None or now.status in {"awaiting", "no_register"}):
            label = f"{promise.milestone} {promise.short_title}"
            since = f"since {day_text(promise.awaiting_since)}" if promise.awaiting_since else ""
            yield Difference(
                "still_awaiting", promise.milestone, label, since, promise.awaiting or STATUSES["awaiting"].word,
                promise.milestone,
            )  # fmt: skip
