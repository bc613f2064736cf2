"""The front page: the edition in a few sentences, and what changed on the year, grouped by verdict."""

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
    """A promise as a sentence names it, with the figures that belong to it, and its parts."""

    milestone: str
    words: str
    detail: Sentence
    parts: tuple[Named, ...] = ()

    @property
    def sentence(self) -> str:
        """The promise as plain text: its figures, and its parts with theirs."""
        parts = "; ".join(f"{part.words}, {plain(part.detail)}" for part in self.parts)
        return f"{self.words} ({plain(self.detail)}{': ' if parts else ''}{parts})"


@dataclass(frozen=True)
class SummaryLine:
    """One sentence: the promises of a group, each named, or plain words in their place.

    ``count`` is the number of promises that it tells of, so that counts and sentences cannot differ. ``group`` is empty
    where no plan is on record.
    """

    group: str
    count: int = 0
    named: tuple[Named, ...] = ()
    words: str = ""

    @property
    def lead(self) -> str:
        """The words before the colon; empty where nothing is counted."""
        lead = "Cannot be judged" if self.group == "open" else GROUPS[self.group].heading if self.group else ""
        return lead if self.count else ""

    @property
    def sentence(self) -> str:
        """The line as plain text."""
        words = "; ".join(promise.sentence for promise in self.named) or self.words
        return f"{self.lead}: {words}." if self.lead else words


@dataclass(frozen=True)
class Summary:
    """A sentence for each group of statuses that holds a promise; parts are told under their promise."""

    lines: tuple[SummaryLine, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many promises stand in each group; empty where no plan is on record."""
        counts = {line.group: line.count for line in self.lines}
        return () if "" in counts else tuple((group, counts.get(group, 0)) for group in GROUPS)

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


def summarise(plan: Plan, statuses: Sequence[MilestoneStatus]) -> Summary:
    """The sentences of the front page, one a group; a promise counts once, and its parts stand under it."""
    # Without a register every status says so in the same words, and no promise can be counted.
    if reasons := [status.sentence for status in statuses if status.status == "no_register"]:
        return Summary((SummaryLine("", words=reasons[0]),))
    by_id = {status.milestone: status for status in statuses}
    whole = [(promise, by_id[promise.id]) for promise in plan.promises if promise.id in by_id]
    lines = []
    for group in GROUPS:
        own = [(promise, status) for promise, status in whole if status.group == group]
        if group == "open":
            lines.append(_open([status for _, status in own], len(whole)))
        elif own:
            lines.append(SummaryLine(group, len(own), tuple(_named(plan, by_id, promise) for promise, _ in own)))
        elif group in NOTHING:
            lines.append(SummaryLine(group, words=NOTHING[group]))
    return Summary(tuple(lines))


# What was met in full and what was missed is said even where it is nothing.
NOTHING = {"met": "Nothing was met in full.", "missed": "Nothing was missed."}


def _named(plan: Plan, by_id: Mapping[str, MilestoneStatus], milestone: Milestone) -> Named:
    status, title = by_id[milestone.id], f"{milestone.short_title[:1].lower()}{milestone.short_title[1:]}"
    parts = [part for part in plan.parts(milestone.id) if part.id in by_id]
    if parts:
        met = sum(by_id[part.id].group == "met" for part in parts)
        detail: Sentence = (Part(f"{met} of {len(parts)} parts met"),)
        return Named(milestone.id, title, detail, tuple(_named(plan, by_id, part) for part in parts))
    change = status.figure("change" if status.change else "actual")
    # The lead of its group says how a promise with a number stands; a part stands in a group of its own.
    word = status.word.lower() if milestone.part_of or milestone.kind != "numeric_target" else ""
    word = "" if not milestone.part_of and word == GROUPS[status.group].words else word
    target = f"target: {status.target}" if milestone.kind == "numeric_target" else ""
    pieces = [(Part(", "), piece) for piece in (Part(word), change, Part(target)) if piece.text]
    return Named(milestone.id, title, tuple(piece for pair in pieces for piece in pair)[1:])


def _open(statuses: Sequence[MilestoneStatus], whole: int) -> SummaryLine:
    """Why promises cannot be judged, the commonest reason first."""
    if not statuses:
        return SummaryLine("open", words="Every promise could be judged.")
    counts = Counter(status.status for status in statuses)
    phrases = [
        f"{count} {STATUSES[status].several if count > 1 else STATUSES[status].one}"
        for status, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    words = f"{len(statuses)} of the {whole} promises, because {listed_words(phrases)}"
    return SummaryLine("open", len(statuses), words=words)


# The words of the year on year verdict, in the order in which the front page tells them.
LEADS = {
    "significant increase on last year": "Significant increase",
    "significant reduction on last year": "Significant reduction",
    "similar to last year": "Similar",
    "no clear change on last year": "No clear change",
}
LAST_YEAR = "last year"
CHANGES = ("change_pct", "share_change_points")
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
        if claim.statistic not in CHANGES or claim.status == "absent" or (published and claim.id not in basis):
            continue
        lead, since = (AS_PUBLISHED, "") if published else _lead(verdicts.get(claim.measure, ""))
        groups[lead].append(YearChange(f"{measures[claim.measure].label_inside}{since}", claim.id))
    return tuple(YearGroup(lead, tuple(changes)) for lead, changes in groups.items() if changes)


def _lead(word: str) -> tuple[str, str]:
    """The lead of a verdict on the year, and its baseline in words where it is a fixed year and not the last."""
    for own, lead in LEADS.items():
        stem = own.removesuffix(LAST_YEAR)
        if word.startswith(stem):
            since = word.removeprefix(stem)
            return lead, "" if since == LAST_YEAR else f" (on {since})"
    return WITHOUT_VERDICT, ""
