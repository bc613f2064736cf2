"""The front page: the edition in three sentences, and what changed on the year, grouped by verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.claims.sentences import Part, Sentence, plain
from planbook.claims.status import GROUPS, STATUSES

if TYPE_CHECKING:
    from planbook.claims.ledger import Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.data.measures import Measures
    from planbook.data.plan import Milestone, Plan


@dataclass(frozen=True)
class Named:
    """A milestone as a sentence names it, with the figures that belong to it."""

    milestone: str
    words: str
    detail: Sentence


@dataclass(frozen=True)
class SummaryLine:
    """One of the three sentences: a lead word and the milestones it names, or plain words.

    ``shape`` is the status whose shape stands before it, empty for none.
    """

    lead: str
    shape: str
    named: tuple[Named, ...] = ()
    words: str = ""

    @property
    def sentence(self) -> str:
        """The line as plain text."""
        told = "; ".join(f"{item.words} ({plain(item.detail)})" for item in self.named) or self.words
        return f"{self.lead}: {told}." if self.lead else told


@dataclass(frozen=True)
class Summary:
    """Three sentences, and how many of the promises stand in each group; ``parts`` tells of promises in parts."""

    lines: tuple[SummaryLine, ...]
    counts: tuple[tuple[str, int], ...]
    parts: str = ""

    @property
    def headline(self) -> str:
        """How many promises can be judged, and how they stand; empty where no plan is on record."""
        groups, total = dict(self.counts), sum(count for _, count in self.counts)
        judged = total - groups.get("open", 0)
        if not total:
            return ""
        if not judged:
            return f"None of the {total} promises can be judged."
        phrases = [
            f"{_is(groups[group.id])} {group.headline}"
            for group in GROUPS.values()
            if group.headline and (groups[group.id] or group.id == "met")
        ]
        return f"Of {total} promises, {judged} can be judged: {listed_words(phrases)}."

    @property
    def sentences(self) -> tuple[str, ...]:
        """The lines as plain text."""
        return tuple(line.sentence for line in self.lines)


def summarise(plan: Plan, statuses: Sequence[MilestoneStatus]) -> Summary:
    """The three sentences of the front page and the counts beside them.

    Parts of a promise are named by themselves; the counts are of whole promises.
    """
    by_id = {status.milestone: status for status in statuses}
    if any(status.status == "no_register" for status in statuses):
        sentence = next(status.sentence for status in statuses if status.status == "no_register")
        return Summary((SummaryLine("", "no_register", words=sentence),), ())
    judged = [
        (milestone, by_id[milestone.id])
        for milestone in plan.milestones
        if milestone.id in by_id and milestone.kind != "parts"
    ]
    whole = [by_id[milestone.id] for milestone in plan.promises if milestone.id in by_id]
    groups = Counter(status.group for status in whole)
    return Summary(
        (
            _line("Met", "Nothing was met.", judged, "met"),
            _line("Not met", "Nothing was missed.", judged, "missed"),
            _open(whole),
        ),
        tuple((group, groups.get(group, 0)) for group in GROUPS),
        _parts(plan, by_id),
    )


def listed_words(items: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _is(count: int) -> str:
    return f"{count or 'none'} {'are' if count > 1 else 'is'}"


def _parts(plan: Plan, by_id: Mapping[str, MilestoneStatus]) -> str:
    """How many parts are met of each promise that is met in part."""
    told = []
    for promise in plan.promises:
        if promise.id in by_id and by_id[promise.id].group == "part":
            parts = [by_id[part.id] for part in plan.milestones if part.part_of == promise.id and part.id in by_id]
            met = sum(part.group == "met" for part in parts)
            told.append(f"{_inside(promise.short_title)} has met {met} of {len(parts)}")
    return f"A promise in parts is met in full only when every part is: {listed_words(told)}." if told else ""


def _inside(title: str) -> str:
    return title[:1].lower() + title[1:]


def _line(lead: str, empty: str, judged: Iterable[tuple[Milestone, MilestoneStatus]], group: str) -> SummaryLine:
    named = tuple(_named(milestone, status) for milestone, status in judged if status.group == group)
    return SummaryLine(lead, group, named) if named else SummaryLine("", group, words=empty)


def _named(milestone: Milestone, status: MilestoneStatus) -> Named:
    name = _inside(milestone.short_title)
    change = status.figure("change" if status.change else "actual")
    if milestone.target_pct is not None:
        return Named(milestone.id, name, (change, Part(f", target: {milestone.target_words}")))
    word = Part(f"{status.word.lower()}, " if change.text else status.word.lower())
    return Named(milestone.id, name, (word, change))


def _open(whole: Sequence[MilestoneStatus]) -> SummaryLine:
    reasons = Counter(status.status for status in whole if status.group == "open")
    total = sum(reasons.values())
    if not total:
        return SummaryLine("", "not_judged", words="Every promise could be judged.")
    phrases = [
        f"{count} {STATUSES[status].why(count)}"
        for status, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    words = f"{total} of the {len(whole)} promises, because {listed_words(phrases)}"
    return SummaryLine("Cannot be judged", "not_judged", words=words)


LEADS = {
    "significant increase on last year": "Significant increase",
    "significant reduction on last year": "Significant reduction",
    "similar to last year": "Similar",
    "no clear change on last year": "No clear change",
}
"""The words of the year on year verdict, in the order in which the front page tells them."""
WITHOUT_VERDICT = "Without a verdict, as only yearly counts are held"
AS_PUBLISHED = "As published, not recomputable"


@dataclass(frozen=True)
class YearChange:
    """One measure: its name inside a sentence, the change as shown, and the claim that holds it."""

    measure: str
    words: str
    change: str
    claim: str


@dataclass(frozen=True)
class YearGroup:
    """Measures of which the same can be said."""

    lead: str
    changes: tuple[YearChange, ...]


def changes_on_the_year(ledger: Ledger, measures: Measures) -> tuple[YearGroup, ...]:
    """Every change on the same months a year earlier, in groups by verdict; empty groups are left out.

    Changes that judge a milestone and were only ever published come last, as published.
    """
    verdicts = {verdict.measure: verdict.word for verdict in ledger.verdicts if verdict.kind == "year on year"}
    basis = {claim for status in ledger.milestones for claim in status.basis}
    grouped: dict[str, list[YearChange]] = {lead: [] for lead in (*LEADS.values(), WITHOUT_VERDICT, AS_PUBLISHED)}
    for claim in ledger.claims:
        measure, _, statistic = claim.id.partition(".")
        published = claim.status == "published"
        if statistic != "change_pct" or claim.status == "absent" or (published and claim.id not in basis):
            continue
        lead = AS_PUBLISHED if published else LEADS.get(verdicts.get(measure, ""), WITHOUT_VERDICT)
        name = measures[measure].label_inside
        grouped[lead].append(YearChange(measure, name, claim.display, claim.id))
    return tuple(YearGroup(lead, tuple(changes)) for lead, changes in grouped.items() if changes)
