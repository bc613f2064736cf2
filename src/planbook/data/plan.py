"""The register of promises: outcomes, milestones, their kinds, owners and targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from planbook.data.periods import Period
from planbook.data.values import nearest

KINDS = {
    "numeric_target": "Numeric target",
    "direction_only": "Direction, no number",
    "dated_deliverable": "Deliverable with a date",
    "narrative": "Narrative",
    "awaiting_data": "Awaiting data",
    "other_body": "Managed by another body",
    "reported_elsewhere": "Reported elsewhere",
    "parts": "Judged in parts",
}


class UnknownMilestone(KeyError):
    """A milestone id that the register does not hold."""


@dataclass(frozen=True)
class Outcome:
    """One strategic outcome of a plan."""

    id: str
    position: int
    title: str
    title_inferred: bool
    notebook: str
    note: str


@dataclass(frozen=True)
class Elsewhere:
    """Where a milestone is reported instead: body, paper and date."""

    body: str
    paper: str
    date: str


@dataclass(frozen=True)
class Milestone:
    """One promise, or one measurable part of a promise (``part_of`` is then set)."""

    id: str
    outcome: str
    part_of: str
    title: str
    short_title: str
    kind: str
    owner: str
    measure: str
    direction: str
    aim: str
    target_pct: float | None
    baseline: str
    due: date | None
    paragraphs: str
    elsewhere: Elsewhere
    supplier: str
    awaiting: str
    awaiting_since: str
    evidence: str
    position_note: str
    note: str

    @property
    def anchor(self) -> str:
        """The anchor of its heading on a page: ``m5-4b``."""
        return milestone_anchor(self.id)

    @property
    def target_words(self) -> str:
        """The target as a reader says it: ``reduce by 5 per cent``, ``increase, no number set``."""
        # A number speaks for itself; without one the aim is said in the words of the plan.
        if self.target_pct is not None:
            verb = "reduce" if self.target_pct < 0 else "increase"
            return f"{verb} by {abs(self.target_pct):g} per cent"
        if self.kind == "parts":
            return "set for each part"
        if self.aim == "lowest_on_record":
            return "lowest on record, no number set"
        verbs = {"down": "reduce, no number set", "up": "increase, no number set", "report": "more reporting"}
        return verbs.get(self.direction, "none set")


Entry = TypeVar("Entry", Outcome, Milestone)


@dataclass(frozen=True)
class Plan:
    """The register of one plan year."""

    year: Period
    outcomes: tuple[Outcome, ...]
    milestones: tuple[Milestone, ...]

    def outcome(self, wanted: str) -> Outcome:
        """The outcome with this id."""
        return _with_id(self.outcomes, wanted)

    def milestone(self, wanted: str) -> Milestone:
        """The milestone or part with this id."""
        return _with_id(self.milestones, wanted)

    @property
    def promises(self) -> tuple[Milestone, ...]:
        """The milestones that count once each: parts left out."""
        return tuple(milestone for milestone in self.milestones if not milestone.part_of)

    def of(self, outcome: str) -> tuple[Milestone, ...]:
        """Milestones and parts of one outcome, in the plan's order."""
        return tuple(milestone for milestone in self.milestones if milestone.outcome == outcome)

    def parts(self, milestone: str) -> tuple[Milestone, ...]:
        """The measurable parts of a milestone, in order; empty for most."""
        return tuple(part for part in self.milestones if part.part_of == milestone)


def _with_id(entries: tuple[Entry, ...], wanted: str) -> Entry:
    by_id = {entry.id: entry for entry in entries}
    if wanted not in by_id:
        raise UnknownMilestone(f"milestone {wanted!r} is not in the register; nearest: {nearest(wanted, by_id)}")
    return by_id[wanted]


def milestone_anchor(milestone: str) -> str:
    """The anchor of a milestone's heading: ``m5-4b``."""
    return milestone.lower().replace(".", "-")


def paragraph_text(paragraphs: str) -> str:
    """``paragraph 14``, ``paragraphs 5–9``, ``heading`` or ``not numbered``."""
    if paragraphs == "heading":
        return paragraphs
    if not paragraphs or paragraphs.startswith("unnumbered"):
        return "not numbered"
    # The register writes ranges with a hyphen, as spreadsheets do; a page has an en dash.
    many = any(mark in paragraphs for mark in "-,;–")
    return f"{'paragraphs' if many else 'paragraph'} {paragraphs.replace('-', '–')}"
