"""What changed between two editions, or between two revisions of one: figures, judgements, definitions and words.

Figures are compared where they mean the same thing: the count of 2013/14 in one edition and the baseline
"a year earlier" in the edition for 2014/15 are one fact, and a difference between them is a restatement.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import STATUSES
from planbook.data.periods import BadPeriod, Period
from planbook.editions.difference_kinds import KINDS, Difference
from planbook.editions.words_changed import words_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition, Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.claims.verdicts import VerdictRecord
    from planbook.editions.wording import Content

__all__ = [
    "Differences",
    "DifferentForces",
    "EditionChanges",
    "StatusChange",
    "compare_editions",
    "compare_statuses",
    "differences",
]


@dataclass(frozen=True)
class StatusChange:
    """A milestone's status in two editions; empty where the edition does not hold the milestone."""

    milestone: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in words: ``was missed, is now met``."""
        if not self.before:
            return f"new in this edition, {_word(self.after)}"
        if not self.after:
            return f"no longer in this edition, was {_word(self.before)}"
        return f"was {_word(self.before)}, is now {_word(self.after)}"


@dataclass(frozen=True)
class EditionChanges:
    """The changes since an earlier edition, and the sentence that leads to them."""

    sentence: str
    changes: tuple[StatusChange, ...] = ()


def compare_statuses(before: Sequence[MilestoneStatus], after: Sequence[MilestoneStatus]) -> tuple[StatusChange, ...]:
    """Milestones whose status differs between two editions, in the order of the later one, those gone last."""
    was, now = ({status.milestone: status.status for status in statuses} for statuses in (before, after))
    order = [*now, *(milestone for milestone in was if milestone not in now)]
    return tuple(
        StatusChange(milestone, was.get(milestone, ""), now.get(milestone, ""))
        for milestone in order
        if was.get(milestone) != now.get(milestone)
    )


def compare_editions(previous: Ledger | None, current: Ledger) -> EditionChanges:
    """What changed since ``previous``, in words; an honest sentence where no earlier edition is at hand.

    Editions of different forces are not compared: their promises are not the same.
    """
    if previous is None:
        return EditionChanges("No earlier edition is held beside this one, so no change of status can be shown.")
    name = _edition_words(previous)
    if previous.edition.force != current.edition.force:
        return EditionChanges(f"The earlier edition is of another force ({name}), so the two are not compared.")
    changes = compare_statuses(previous.milestones, current.milestones)
    if not changes:
        return EditionChanges(f"No milestone has another status than in the edition before ({name}).")
    count = f"{len(changes)} milestones have" if len(changes) > 1 else "1 milestone has"
    return EditionChanges(f"{count} another status than in the edition before ({name}):", changes)


def _edition_words(ledger: Ledger) -> str:
    edition = ledger.edition
    revision = f"data as known on {edition.as_at}" if edition.as_at else "data as last revised"
    return f"{edition.force_name}, {edition.label}, {revision}"


def _word(status: str) -> str:
    return f"“{STATUSES[status].word.lower()}”"


SAME_VALUE = 1e-9
"""Relative difference up to which two values are one: the last digits of floating point, not a restatement."""


class DifferentForces(ValueError):
    """Two editions of two forces: a difference between them is not a change."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            f"the first edition is of {before} and the second of {after}: what differs between forces has not changed. "
            "Name two editions of one force"
        )


@dataclass(frozen=True)
class Differences:
    """Everything that changed from one edition to another, in the order of the vocabulary."""

    before: Edition
    after: Edition
    found: tuple[Difference, ...]
    words_compared: bool

    def of(self, kind: str) -> tuple[Difference, ...]:
        """The changes of one kind."""
        return tuple(one for one in self.found if one.kind == kind)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One short sentence a kind of change, or the one that says that nothing changed."""
        counts = Counter(one.kind for one in self.found)
        told = tuple(
            f"{counts[kind.id]} {kind.one if counts[kind.id] == 1 else kind.many}."
            for kind in KINDS.values()
            if counts[kind.id]
        )
        return told or ("Nothing changed.",)

    @property
    def caution(self) -> str:
        """What could not be compared, in a sentence; empty where all was."""
        if self.words_compared:
            return ""
        return "Definitions, promises and commentary were not compared: one of the two carries its ledger alone."

    def as_record(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "format": "planbook-differences/1",
            "before": _named(self.before),
            "after": _named(self.after),
            "words_compared": self.words_compared,
            "sentences": list(self.sentences),
            "differences": [asdict(one) for one in self.found],
        }


def _named(edition: Edition) -> dict[str, str]:
    return {name: getattr(edition, name) for name in ("force", "period", "label", "as_at", "version")}


def differences(before: Content, after: Content) -> Differences:
    """Compare two editions of one force, the earlier first.

    Raises:
        DifferentForces: they are of two forces.
    """
    old, new = before.ledger.edition, after.ledger.edition
    if old.force != new.force:
        raise DifferentForces(old.force_name, new.force_name)
    names = _names(after)
    found = [*_statuses(before.ledger, after.ledger, names), *_verdicts(before.ledger, after.ledger, names)]
    found += _restated(before.ledger, after.ledger, names)
    if before.wording and after.wording:
        found += words_changed(before, after, before.wording, after.wording)
    order = list(KINDS)
    ordered = sorted(found, key=lambda one: order.index(one.kind))
    return Differences(old, new, tuple(ordered), bool(before.wording and after.wording))


def _names(content: Content) -> dict[str, str]:
    """What measures and milestones are called, by id; empty where the edition carries its ledger alone."""
    if content.wording is None:
        return {}
    measures = {one.measure: one.label for one in content.wording.definitions}
    return measures | {one.milestone: f"{one.milestone} {one.short_title}" for one in content.wording.promises}


def _statuses(before: Ledger, after: Ledger, names: Mapping[str, str]) -> Iterator[Difference]:
    old = {status.milestone: status for status in before.milestones}
    for status in after.milestones:
        was = old.get(status.milestone)
        if was is None or was.status == status.status:
            continue
        kind = "status"
        if was.status == "no_register":
            kind = "first_judged"
        elif status.status == "no_register":
            kind = "no_longer_judged"
        label = names.get(status.milestone, f"Milestone {status.milestone}")
        yield Difference(kind, status.milestone, label, was.word, status.word, status.milestone)


def _verdicts(before: Ledger, after: Ledger, names: Mapping[str, str]) -> Iterator[Difference]:
    old = {(verdict.measure, verdict.kind): verdict for verdict in before.verdicts}
    for verdict in after.verdicts:
        was = old.get((verdict.measure, verdict.kind))
        if was is not None and was.word != verdict.word:
            yield _verdict(verdict, was.word, verdict.word, names)
    if before.edition.period == after.edition.period:
        now = {(verdict.measure, verdict.kind) for verdict in after.verdicts}
        for key, was in old.items():
            if key not in now:
                yield _verdict(was, was.word, "", names)


def _verdict(verdict: VerdictRecord, before: str, after: str, names: Mapping[str, str]) -> Difference:
    label = f"{_named_measure(verdict.measure, names)}, {verdict.kind}"
    return Difference("verdict", verdict.name, label, before, after, verdict.milestone)


def _restated(before: Ledger, after: Ledger, names: Mapping[str, str]) -> Iterator[Difference]:
    old, new = _facts(before.claims), _facts(after.claims)
    revised = before.edition.period == after.edition.period
    for key, claim in new.items():
        was = old.get(key)
        if was is None:
            if revised and claim.status != "absent":
                yield _figure("figure_new", key, claim, ("", claim.display), names)
        elif not _same(was, claim):
            yield _figure(_figure_kind(was, claim), key, claim, (was.display, claim.display), names)
    if revised:
        for key, was in old.items():
            if key not in new and was.status != "absent":
                yield _figure("figure_gone", key, was, (was.display, ""), names)


def _figure_kind(was: Claim, now: Claim) -> str:
    if was.status == "absent":
        return "figure_new"
    return "figure_gone" if now.status == "absent" else "restated"


def _figure(
    kind: str, key: tuple[str, str, str], claim: Claim, shown: tuple[str, str], names: Mapping[str, str]
) -> Difference:
    measure, statistic, window = key
    known = STATISTICS.get(statistic)
    said = known.label[:1].lower() + known.label[1:] if known else statistic.replace("_", " ")
    label = f"{_named_measure(measure, names)}, {_label(window)}: {said}"
    return Difference(kind, claim.id, label, *shown, claim.milestone)


def _named_measure(measure: str, names: Mapping[str, str]) -> str:
    return names.get(measure) or measure.replace("_", " ").capitalize()


def _facts(claims: Iterable[Claim]) -> dict[tuple[str, str, str], Claim]:
    """Claims by what they mean: measure, statistic and window; a baseline is the count of the year before."""
    found = {}
    for claim in claims:
        statistic, window = claim.statistic, claim.window
        if statistic == "baseline" and claim.status != "published":
            statistic, window = "count", Period.parse(window).comparison.canonical
        found[claim.measure, statistic, window] = claim
    return found


def _label(window: str) -> str:
    try:
        return Period.parse(window).label
    except BadPeriod:
        return window


def _same(was: Claim, now: Claim) -> bool:
    if was.value is None or now.value is None:
        return was.display == now.display
    return was.display == now.display and math.isclose(was.value, now.value, rel_tol=SAME_VALUE)
