"""The front page: the edition in three sentences, and what changed on the year, grouped by verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.claims.claims import Part, Sentence, plain
from planbook.claims.display import listed_words
from planbook.claims.status import GROUPS, STATUSES, MilestoneStatus
from planbook.data.plan import Milestone, Plan

if TYPE_CHECKING:
    from planbook.claims.ledger import Ledger
    from planbook.data.measures import Measures


@dataclass(frozen=True)
class Named:
    """A milestone as a sentence names it, with the figures that belong to it."""

    milestone: str
    words: str
    detail: Sentence


@dataclass(frozen=True)
class SummaryLine:
    """One of the three sentences: a lead word and the milestones it names, or plain words.

    ``shape`` is the status whose shape stands before it.
    """

    lead: str
    shape: str
    named: tuple[Named, ...] = ()
    words: str = ""

    @property
    def sentence(self) -> str:
        """The line as plain text."""
        words = "; ".join(f"{item.words} ({plain(item.detail)})" for item in self.named) or self.words
        return f"{self.lead}: {words}." if self.lead else words


@dataclass(frozen=True)
class Summary:
    """Three sentences, and how many of the promises stand in each group; ``parts`` tells of promises in parts."""

    lines: tuple[SummaryLine, ...]
    counts: tuple[tuple[str, int], ...]
    parts: str = ""

    @property
    def headline(self) -> str:
        """How many promises can be judged, and how they stand; empty where no plan is on record."""
        counts = dict(self.counts)
        total = sum(counts.values())
        judgeable = total - counts.get("open", 0)
        if not total:
            return ""
        if not judgeable:
            return f"None of the {total} promises can be judged."
        # Only what was met is said where it is nought: it is the question that the page answers.
        groups = [group for group in GROUPS.values() if group.headline and (counts[group.id] or group.id == "met")]
        phrases = [
            f"{counts[group.id] or 'none'} {'are' if counts[group.id] > 1 else 'is'} {group.headline}"
            for group in groups
        ]
        return f"Of {total} promises, {judgeable} can be judged: {listed_words(phrases)}."

    @property
    def sentences(self) -> tuple[str, ...]:
        """The lines as plain text."""
        return tuple(line.sentence for line in self.lines)


def summarise(plan: Plan, statuses: Sequence[MilestoneStatus]) -> Summary:
    """The three sentences of the front page and the counts beside them.

    Parts of a promise are named by themselves; the counts are of whole promises.
    """
    # Without a register every status says so in the same words, and no promise can be counted.
    if reasons := [status.sentence for status in statuses if status.status == "no_register"]:
        return Summary((SummaryLine("", "no_register", words=reasons[0]),), ())
    by_id = {status.milestone: status for status in statuses}
    pairs = [
        (milestone, by_id[milestone.id])
        for milestone in plan.milestones
        if milestone.id in by_id and milestone.kind != "parts"
    ]
    whole = [by_id[milestone.id] for milestone in plan.promises if milestone.id in by_id]
    counts = Counter(status.group for status in whole)
    lines = []
    for group, lead, empty in (("met", "Met", "Nothing was met."), ("missed", "Not met", "Nothing was missed.")):
        items = tuple(_named(milestone, status) for milestone, status in pairs if status.group == group)
        lines.append(SummaryLine(lead, group, items) if items else SummaryLine("", group, words=empty))
    return Summary((*lines, _open(whole)), tuple((group, counts[group]) for group in GROUPS), _parts(plan, by_id))


def _parts(plan: Plan, by_id: Mapping[str, MilestoneStatus]) -> str:
    """How many parts are met of each promise that is met in part."""
    phrases = []
    for promise in plan.promises:
        if promise.id in by_id and by_id[promise.id].group == "part":
            parts = [by_id[part.id] for part in plan.milestones if part.part_of == promise.id and part.id in by_id]
            met = sum(part.group == "met" for part in parts)
            phrases.append(f"{_inside(promise.short_title)} has met {met} of {len(parts)}")
    return f"A promise in parts is met in full only when every part is: {listed_words(phrases)}." if phrases else ""


def _inside(title: str) -> str:
    """A title as it stands inside a sentence."""
    return title[:1].lower() + title[1:]


def _named(milestone: Milestone, status: MilestoneStatus) -> Named:
    change = status.figure("change" if status.change else "actual")
    if milestone.target_pct is not None:
        detail = (change, Part(f", target: {milestone.target_words}"))
    else:
        detail = (Part(f"{status.word.lower()}, " if change.text else status.word.lower()), change)
    return Named(milestone.id, _inside(milestone.short_title), detail)


def _open(whole: Sequence[MilestoneStatus]) -> SummaryLine:
    """Why promises cannot be judged, the commonest reason first."""
    counts = Counter(status.status for status in whole if status.group == "open")
    if not counts:
        return SummaryLine("", "not_judged", words="Every promise could be judged.")
    phrases = [
        f"{count} {STATUSES[status].several if count > 1 else STATUSES[status].one}"
        for status, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    words = f"{counts.total()} of the {len(whole)} promises, because {listed_words(phrases)}"
    return SummaryLine("Cannot be judged", "not_judged", words=words)


# The words of the year on year verdict, in the order in which the front page tells them.
LEADS = {
    "significant increase on last year": "Significant increase",
    "significant reduction on last year": "Significant reduction",
    "similar to last year": "Similar",
    "no clear change on last year": "No clear change",
}
WITHOUT_VERDICT = "Without a verdict, as only yearly counts are held"
AS_PUBLISHED = "As published, not recomputable"


@dataclass(frozen=True)
class YearChange:
    """One measure: its name inside a sentence, and the claim that holds its change."""

    words: str
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
    groups: dict[str, list[YearChange]] = {lead: [] for lead in (*LEADS.values(), WITHOUT_VERDICT, AS_PUBLISHED)}
    for claim in ledger.claims:
        published = claim.status == "published"
        if claim.statistic != "change_pct" or claim.status == "absent" or (published and claim.id not in basis):
            continue
        lead = AS_PUBLISHED if published else LEADS.get(verdicts.get(claim.measure, ""), WITHOUT_VERDICT)
        groups[lead].append(YearChange(measures[claim.measure].label_inside, claim.id))
    return tuple(YearGroup(lead, tuple(changes)) for lead, changes in groups.items() if changes)
