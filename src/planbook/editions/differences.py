"""What changed between two editions, or between two revisions of one: the kinds of change, and what ledgers show.

Figures are compared where they mean the same thing: the count of 2013/14 in one edition and the baseline
"a year earlier" in the edition for 2014/15 are one fact, and a difference between them is a restatement.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition, Ledger, VerdictRecord
from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.data.periods import BadPeriod, Period

Key = TypeVar("Key")
One = TypeVar("One")
SAME_VALUE = 1e-9
"""Relative difference up to which two values are one: the last digits of floating point, not a restatement."""


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


def matched(old: Mapping[Key, One], new: Mapping[Key, One]) -> Iterator[tuple[Key, One | None, One | None]]:
    """Each key with what stood and what stands, None for nothing: in the later order, those gone last."""
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key)


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
        counted = ((counts[kind.id], kind) for kind in KINDS.values() if counts[kind.id])
        sentences = tuple(f"{count} {kind.one if count == 1 else kind.many}." for count, kind in counted)
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


@dataclass(frozen=True)
class StatusChange:
    """A milestone's status in two editions; empty where the edition does not hold the milestone."""

    milestone: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in words: ``was missed, is now met``."""
        before, after = (status and f"“{STATUSES[status].word.lower()}”" for status in (self.before, self.after))
        if not before:
            return f"new in this edition, {after}"
        return f"was {before}, is now {after}" if after else f"no longer in this edition, was {before}"


@dataclass(frozen=True)
class EditionChanges:
    """The changes since an earlier edition, and the sentence that leads to them."""

    sentence: str
    changes: tuple[StatusChange, ...] = ()


def compare_statuses(before: Iterable[MilestoneStatus], after: Iterable[MilestoneStatus]) -> tuple[StatusChange, ...]:
    """Milestones whose status differs between two editions, in the order of the later one, those gone last."""
    was, now = ({status.milestone: status.status for status in statuses} for statuses in (before, after))
    return tuple(StatusChange(name, old or "", new or "") for name, old, new in matched(was, now) if old != new)


def compare_editions(previous: Ledger | None, current: Ledger) -> EditionChanges:
    """What changed since ``previous``, in words; an honest sentence where no earlier edition is at hand.

    Editions of different forces are not compared: their promises are not the same.
    """
    if previous is None:
        return EditionChanges("No earlier edition is held beside this one, so no change of status can be shown.")
    edition = previous.edition
    revision = f"data as known on {edition.as_at}" if edition.as_at else "data as last revised"
    name = f"{edition.force_name}, {edition.label}, {revision}"
    if edition.force != current.edition.force:
        return EditionChanges(f"The earlier edition is of another force ({name}), so the two are not compared.")
    changes = compare_statuses(previous.milestones, current.milestones)
    if not changes:
        return EditionChanges(f"No milestone has another status than in the edition before ({name}).")
    count = f"{len(changes)} milestones have" if len(changes) > 1 else "1 milestone has"
    return EditionChanges(f"{count} another status than in the edition before ({name}):", changes)


def ledger_differences(before: Ledger, after: Ledger, names: Mapping[str, str]) -> Iterator[Difference]:
    """Statuses, verdicts and figures that differ; ``names`` gives the words for measures and milestones."""
    yield from _statuses(before, after, names)
    # What another period does not give was not taken away: only two revisions of one edition lose or gain anything.
    revised = before.edition.period == after.edition.period
    yield from _verdicts(before.verdicts, after.verdicts, names, revised=revised)
    yield from _figures(before.claims, after.claims, names, revised=revised)


def _statuses(before: Ledger, after: Ledger, names: Mapping[str, str]) -> Iterator[Difference]:
    for now in after.milestones:
        was = before.status(now.milestone)
        if was and was.status != now.status:
            label = names.get(now.milestone, f"Milestone {now.milestone}")
            kind = {was.status: "first_judged", now.status: "no_longer_judged"}.get("no_register", "status")
            yield Difference(kind, now.milestone, label, was.word, now.word, now.milestone)


def _verdicts(
    before: Iterable[VerdictRecord], after: Iterable[VerdictRecord], names: Mapping[str, str], *, revised: bool
) -> Iterator[Difference]:
    old, new = ({one.name: one for one in side} for side in (before, after))
    for name, was, now in matched(old, new):
        later = now.word if now else ""
        if was and was.word != later and (now or revised):
            label = f"{_measure_name(was.measure, names)}, {was.kind}"
            yield Difference("verdict", name, label, was.word, later, (now or was).milestone)


def _figures(
    before: Iterable[Claim], after: Iterable[Claim], names: Mapping[str, str], *, revised: bool
) -> Iterator[Difference]:
    for (measure, statistic, window), was, now in matched(_facts(before), _facts(after)):
        claim = now or was
        kind = _figure_kind(was, now, revised=revised)
        if claim and kind:
            entry = STATISTICS.get(statistic)
            words = entry.label[:1].lower() + entry.label[1:] if entry else statistic.replace("_", " ")
            label = f"{_measure_name(measure, names)}, {_window_label(window)}: {words}"
            before_text, after_text = (one.display if one else "" for one in (was, now))
            yield Difference(kind, claim.id, label, before_text, after_text, claim.milestone)


def _figure_kind(was: Claim | None, now: Claim | None, *, revised: bool) -> str:
    """The kind of change of a figure; empty for none."""
    if was is None or now is None:
        only = was or now
        if not revised or only is None or only.status == "absent":
            return ""
        return "figure_new" if was is None else "figure_gone"
    if _same(was, now):
        return ""
    if was.status == "absent":
        return "figure_new"
    return "figure_gone" if now.status == "absent" else "restated"


def _same(was: Claim, now: Claim) -> bool:
    if was.display != now.display or was.value is None or now.value is None:
        return was.display == now.display
    return math.isclose(was.value, now.value, rel_tol=SAME_VALUE)


def _facts(claims: Iterable[Claim]) -> dict[tuple[str, str, str], Claim]:
    """Claims by what they mean: measure, statistic and window; a baseline is the count of the year before."""
    facts = {}
    for claim in claims:
        statistic, window = claim.statistic, claim.window
        if statistic == "baseline" and claim.status != "published":
            statistic, window = "count", Period.parse(window).comparison.canonical
        facts[claim.measure, statistic, window] = claim
    return facts


def _measure_name(measure: str, names: Mapping[str, str]) -> str:
    return names.get(measure) or measure.replace("_", " ").capitalize()


def _window_label(window: str) -> str:
    try:
        return Period.parse(window).label
    except BadPeriod:
        return window
