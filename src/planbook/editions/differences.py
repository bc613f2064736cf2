"""What changed between two editions, or between two revisions of one: in figures, statuses and what people wrote.

Figures are compared where they mean the same thing: the count of 2013/14 in one edition and the baseline
"a year earlier" in the edition for 2014/15 are one fact, and a difference between them is a restatement.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from planbook import Refusal
from planbook.claims.claims import Claim, UnknownClaim, plain, quoted
from planbook.claims.ledger import Edition, Ledger
from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import STATUSES
from planbook.data.periods import MONTH_NAMES, BadPeriod, Period, date_words, last_day_of
from planbook.editions.wording import Content, Definition, Paragraph, Promise, Wording

Key = TypeVar("Key")
One = TypeVar("One")
Written = Promise | Definition
NO_WORDS = Wording((), (), ())
# Two machines may give other last digits of floating point; that is no restatement.
SAME_VALUE = 1e-9
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LOOKS_AHEAD = re.compile(r"\b(will|shall|due|is to|are to|await\w*|expected|promised|planned)\b", re.IGNORECASE)
WHEN = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTH_NAMES)}) (20\d\d)\b")
QUOTE = re.compile(r"\{claim\}`[^`]+`")


@dataclass(frozen=True)
class Kind:
    """One kind of change: its heading, and how one and many are counted in a sentence."""

    id: str
    heading: str
    one: str
    many: str


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("status", "Milestones whose status moved", "milestone has another status", "milestones have another status"),
        Kind("first_judged", "Milestones with a status for the first time", "milestone has a status for the first time", "milestones have a status for the first time"),
        Kind("no_longer_judged", "Milestones that no plan on record covers any more", "milestone is no longer covered by a plan on record", "milestones are no longer covered by a plan on record"),
        Kind("verdict", "Statistical verdicts that moved", "statistical verdict moved", "statistical verdicts moved"),
        Kind("restated", "Figures restated", "figure was restated", "figures were restated"),
        Kind("figure_gone", "Figures no longer given", "figure is no longer given", "figures are no longer given"),
        Kind("figure_new", "Figures given for the first time", "figure is given for the first time", "figures are given for the first time"),
        Kind("new_promise", "New milestones", "milestone is new", "milestones are new"),
        Kind("retired_promise", "Milestones retired", "milestone was retired", "milestones were retired"),
        Kind("definition", "Definitions changed", "definition changed", "definitions changed"),
        Kind("reworded", "Words changed, figures the same", "paragraph changed its words while its figures stayed", "paragraphs changed their words while their figures stayed"),
        Kind("refigured", "Figures changed, words the same", "paragraph changed its figures while its words stayed", "paragraphs changed their figures while their words stayed"),
        Kind("rewritten", "Words and figures changed", "paragraph changed its words and its figures", "paragraphs changed their words and their figures"),
        Kind("new_paragraph", "New paragraphs", "paragraph is new", "paragraphs are new"),
        Kind("gone_paragraph", "Paragraphs taken out", "paragraph was taken out", "paragraphs were taken out"),
        Kind("now_due", "Promises that fell due", "promise fell due with no delivery on record", "promises fell due with no delivery on record"),
        Kind("still_awaiting", "Still awaiting data", "milestone still awaits data", "milestones still await data"),
    )
}  # fmt: skip
"""The vocabulary, in the order of pages and of the terminal."""


@dataclass(frozen=True)
class Difference:
    """One change: its kind, what it is about, what stood before and what stands now."""

    kind: str
    name: str
    label: str
    before: str
    after: str
    milestone: str = ""


@dataclass(frozen=True)
class Differences:
    """Everything that changed from one edition to another, in the order of the vocabulary."""

    before: Edition
    after: Edition
    changes: tuple[Difference, ...]
    words_compared: bool

    def of(self, kind: str) -> tuple[Difference, ...]:
        """The changes of one kind."""
        return tuple(one for one in self.changes if one.kind == kind)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One short sentence a kind of change, or the one that says that nothing changed."""
        counts = Counter(one.kind for one in self.changes)
        present = ((counts[kind.id], kind) for kind in KINDS.values() if counts[kind.id])
        sentences = tuple(f"{count} {kind.one if count == 1 else kind.many}." for count, kind in present)
        return sentences or ("Nothing changed.",)

    @property
    def caution(self) -> str:
        """What could not be compared, in a sentence; empty where all was."""
        if self.words_compared:
            return ""
        return "Definitions, promises and commentary were not compared: one of the two carries its ledger alone."

    def as_record(self) -> dict[str, Any]:
        """The comparison as plain data."""
        names = ("force", "period", "label", "as_at", "version")
        before, after = ({name: getattr(edition, name) for name in names} for edition in (self.before, self.after))
        return {
            "format": "planbook-differences/1",
            "before": before,
            "after": after,
            "words_compared": self.words_compared,
            "sentences": list(self.sentences),
            "differences": [asdict(one) for one in self.changes],
        }


def differences(before: Content, after: Content) -> Differences:
    """Compare two editions of one force, the earlier first.

    Raises:
        Refusal: they are of two forces.
    """
    old, new = (_Side(one.ledger, one.wording or NO_WORDS) for one in (before, after))
    if old.edition.force != new.edition.force:
        raise Refusal(
            f"the first edition is of {old.edition.force_name} and the second of {new.edition.force_name}: what "
            "differs between forces has not changed. Name two editions of one force"
        )
    changes = [*_judgements(old, new), *_figures(old, new)]
    words_compared = before.wording is not None and after.wording is not None
    if words_compared:
        changes += [*_registers(old, new), *_paragraphs(old, new), *_due(old, new)]
    order = list(KINDS)
    changes.sort(key=lambda one: order.index(one.kind))
    return Differences(old.edition, new.edition, tuple(changes), words_compared)


@dataclass(frozen=True)
class _Side:
    """One of two editions; its words are empty where it carries its ledger alone."""

    ledger: Ledger
    wording: Wording

    @property
    def edition(self) -> Edition:
        return self.ledger.edition

    @property
    def end(self) -> date:
        return Period.parse(self.edition.period).end

    @cached_property
    def names(self) -> dict[str, str]:
        """What measures and milestones are called, by id."""
        measures = {one.measure: one.label for one in self.wording.definitions}
        return measures | {one.milestone: f"{one.milestone} {one.short_title}" for one in self.wording.promises}

    def measure_name(self, measure: str) -> str:
        return self.names.get(measure) or measure.replace("_", " ").capitalize()

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.ledger.claims}

    @property
    def facts(self) -> dict[tuple[str, str, str], Claim]:
        """Claims by what they mean: measure, statistic and window; a baseline is the count of the year before."""
        facts = {}
        for claim in self.ledger.claims:
            statistic, window = claim.statistic, claim.window
            # A baseline that the report printed is its own figure, and no restatement of ours.
            if statistic == "baseline" and claim.status != "published":
                statistic, window = "count", Period.parse(window).comparison.canonical
            facts[claim.measure, statistic, window] = claim
        return facts

    def figures(self, paragraph: Paragraph) -> list[str]:
        """The figures that the edition puts into a paragraph."""
        return [self._figure(quote) for quote in QUOTE.findall(paragraph.text)]

    def text(self, paragraph: Paragraph | None) -> str:
        """A paragraph as the page prints it; empty for none."""
        return QUOTE.sub(lambda match: self._figure(match[0]), paragraph.text) if paragraph else ""

    def _figure(self, quote: str) -> str:
        try:
            return plain(quoted(quote, self.claims))
        except UnknownClaim:
            return "not available"


def _matched(old: Mapping[Key, One], new: Mapping[Key, One]) -> Iterator[tuple[Key, One | None, One | None]]:
    """Each key with what stood and what stands, None for nothing: in the later order, those gone last."""
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key)


def _judgements(old: _Side, new: _Side) -> Iterator[Difference]:
    """Statuses of milestones and statistical verdicts that moved."""
    for now in new.ledger.milestones:
        was = old.ledger.status(now.milestone)
        if was and was.status != now.status:
            label = new.names.get(now.milestone, f"Milestone {now.milestone}")
            kind = {was.status: "first_judged", now.status: "no_longer_judged"}.get("no_register", "status")
            yield Difference(kind, now.milestone, label, was.word, now.word, now.milestone)
    sides = ({one.name: one for one in side.ledger.verdicts} for side in (old, new))
    for name, earlier, later in _matched(*sides):
        # Another period has other verdicts: one that it does not give was not taken back.
        word = later.word if later else ""
        if earlier and earlier.word != word and (later or old.edition.period == new.edition.period):
            label = f"{new.measure_name(earlier.measure)}, {earlier.kind}"
            yield Difference("verdict", name, label, earlier.word, word, (later or earlier).milestone)


def _figures(old: _Side, new: _Side) -> Iterator[Difference]:
    # What another period does not give was not taken away: only two revisions of one edition lose or gain anything.
    revised = old.edition.period == new.edition.period
    for (measure, statistic, window), was, now in _matched(old.facts, new.facts):
        claim, kind = now or was, _figure_kind(was, now, revised=revised)
        if claim and kind:
            entry = STATISTICS.get(statistic)
            words = entry.label[:1].lower() + entry.label[1:] if entry else statistic.replace("_", " ")
            label = f"{new.measure_name(measure)}, {_window_label(window)}: {words}"
            before, after = (one.display if one else "" for one in (was, now))
            yield Difference(kind, claim.id, label, before, after, claim.milestone)


def _figure_kind(was: Claim | None, now: Claim | None, *, revised: bool) -> str:
    """The kind of change of a figure; empty for none."""
    if was is None or now is None:
        only = was or now
        if not revised or only is None or only.status == "absent":
            return ""
        return "figure_new" if was is None else "figure_gone"
    same = was.display == now.display
    if same and was.value is not None and now.value is not None:
        same = math.isclose(was.value, now.value, rel_tol=SAME_VALUE)
    if same:
        return ""
    if was.status == "absent":
        return "figure_new"
    return "figure_gone" if now.status == "absent" else "restated"


def _window_label(window: str) -> str:
    try:
        return Period.parse(window).label
    except BadPeriod:
        return window


def _registers(old: _Side, new: _Side) -> Iterator[Difference]:
    """Milestones that came, went or are defined otherwise, and measures that are defined otherwise."""
    promises = ({one.milestone: one for one in side.wording.promises} for side in (old, new))
    for name, was, now in _matched(*promises):
        if was and now:
            yield from _fields_changed(was, now, new.names[name], name)
        elif now:
            yield Difference("new_promise", name, new.names[name], "", now.title, name)
        elif was:
            yield Difference("retired_promise", name, old.names[name], was.title, "", name)
    definitions = ({one.measure: one for one in side.wording.definitions} for side in (old, new))
    for _, before, after in _matched(*definitions):
        if before and after:
            yield from _fields_changed(before, after, after.label, "")


def _fields_changed(was: Written, now: Written, label: str, milestone: str) -> Iterator[Difference]:
    for field in fields(now):
        earlier, later = str(getattr(was, field.name)), str(getattr(now, field.name))
        if earlier != later:
            name = f"{milestone or label}.{field.name}"
            yield Difference("definition", name, f"{label}, {field.name.replace('_', ' ')}", earlier, later, milestone)


def _paragraphs(old: _Side, new: _Side) -> Iterator[Difference]:
    every = (*new.wording.commentary, *old.wording.commentary)
    for milestone in dict.fromkeys(paragraph.milestone for paragraph in every):
        sides = ([one for one in side.wording.commentary if one.milestone == milestone] for side in (old, new))
        for was, now in _paired(*sides):
            one = now or was
            if was is None or now is None:
                kind = "new_paragraph" if was is None else "gone_paragraph"
            elif old.figures(was) == new.figures(now):
                kind = "" if was.text == now.text else "reworded"
            else:
                kind = "refigured" if was.text == now.text else "rewritten"
            if one and kind:
                label = f"{milestone}, paragraph {one.cited}"
                yield Difference(kind, one.cited, label, old.text(was), new.text(now), milestone)


def _paired(old: list[Paragraph], new: list[Paragraph]) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Paragraphs that correspond: by their numbers, or else equal as written or in one place between two that are."""
    # Commentary without a register of numbers beside it has none.
    if all(one.number for one in (*old, *new)):
        was, now = ({one.number: one for one in side} for side in (old, new))
        yield from ((one, other) for _, one, other in _matched(was, now))
        return
    matcher = SequenceMatcher(a=[one.text for one in old], b=[one.text for one in new], autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        yield from zip_longest(old[start:end], new[first:last])


def promises_in(text: str) -> Iterator[tuple[str, str, date]]:
    """The sentences of a text that look ahead to a month or a day: sentence, date in words and its last day."""
    for sentence in filter(LOOKS_AHEAD.search, SENTENCE_END.split(text)):
        for match in WHEN.finditer(sentence):
            day, month, year = match.groups()
            written = f"{year}-{MONTH_NAMES.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
            try:
                yield sentence, match[0], last_day_of(written)
            except ValueError:  # a writer's slip, such as 31 June, names no day
                continue


def newly_due(promise: Promise, start: date, end: date) -> str:
    """The date in words on which a promise fell due after ``start`` and not after ``end``; empty for none."""
    dates = (written for written in (promise.due, promise.elsewhere_date) if written)
    return next((date_words(written) for written in dates if start < last_day_of(written) <= end), "")


def _due(old: _Side, new: _Side) -> Iterator[Difference]:
    """Promises of the earlier edition whose date has come since, and those that wait for data in both."""
    # What a plan promised that was not in force then was promised for another year.
    if not old.edition.plan_in_force:
        return
    due_dates = set()
    for promise in old.wording.promises:
        name, label = promise.milestone, old.names[promise.milestone]
        was, now = old.ledger.status(name), new.ledger.status(name)
        when = newly_due(promise, old.end, new.end)
        if when and (now is None or now.group != "met"):
            due_dates.add((name, f"due {when}"))
            yield Difference("now_due", name, label, f"due {when}", now.word if now else "not judged", name)
        if was and was.status == "awaiting" and (now is None or now.status in {"awaiting", "no_register"}):
            since = f"since {date_words(promise.awaiting_since)}" if promise.awaiting_since else ""
            awaited = promise.awaiting or STATUSES["awaiting"].word
            yield Difference("still_awaiting", name, label, since, awaited, name)
    for paragraph in old.wording.commentary:
        milestone, status = paragraph.milestone, new.ledger.status(paragraph.milestone)
        for sentence, when, last_day in promises_in(old.text(paragraph)):
            # A date that the register names is not repeated where the commentary names it too.
            if old.end < last_day <= new.end and (milestone, f"due {when}") not in due_dates:
                label = f"{milestone}, paragraph {paragraph.cited}: {sentence}"
                word = status.word if status else "not judged"
                yield Difference("now_due", paragraph.cited, label, f"due {when}", word, milestone)


class StatusChange(NamedTuple):
    """A milestone whose status differs between two editions, and the change in words."""

    milestone: str
    words: str


@dataclass(frozen=True)
class EditionChanges:
    """The changes since an earlier edition, and the sentence that leads to them."""

    sentence: str
    changes: tuple[StatusChange, ...] = ()


def compare_editions(previous: Ledger | None, current: Ledger) -> EditionChanges:
    """Milestones with another status than in ``previous``, in the order of the later edition, those gone last.

    Without an earlier edition, or with one of another force, whose promises are not the same, the sentence says so.
    """
    if previous is None:
        return EditionChanges("No earlier edition is held beside this one, so no change of status can be shown.")
    edition = previous.edition
    revision = f"data as known on {edition.as_at}" if edition.as_at else "data as last revised"
    name = f"{edition.force_name}, {edition.label}, {revision}"
    if edition.force != current.edition.force:
        return EditionChanges(f"The earlier edition is of another force ({name}), so the two are not compared.")
    was, now = ({one.milestone: one.status for one in side.milestones} for side in (previous, current))
    changes = []
    for milestone, *statuses in _matched(was, now):
        before, after = (status and f"“{STATUSES[status].word.lower()}”" for status in statuses)
        words = f"was {before}, is now {after}" if after else f"no longer in this edition, was {before}"
        if before != after:
            changes.append(StatusChange(milestone, words if before else f"new in this edition, {after}"))
    if not changes:
        return EditionChanges(f"No milestone has another status than in the edition before ({name}).")
    count = f"{len(changes)} milestones have" if len(changes) > 1 else "1 milestone has"
    return EditionChanges(f"{count} another status than in the edition before ({name}):", tuple(changes))
