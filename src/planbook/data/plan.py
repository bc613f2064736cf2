"""A plan: who promises, for which years, what is reported; outcomes, milestones, their kinds, owners and targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

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
    note: str
    position_note: str = ""  # of one force and period: a plan read by itself has none

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


ANY_FORCE = "all"


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who promises: a body, the id of its force (or ``all``), and from when to when it holds office."""

    name: str
    force: str
    since: date = msgspec.field(name="from")
    until: date | None = msgspec.field(name="to", default=None)

    def covers(self, force: str) -> bool:
        """Whether the body answers for a force."""
        return self.force in {force, ANY_FORCE}

    def holds_office(self, period: Period) -> bool:
        """Whether the body is there on any day of a period."""
        return self.since <= period.end and (self.until is None or self.until >= period.start)


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The report that a plan is checked against: its figures are of one force and one period, known from a month."""

    title: str
    force: str
    period: str
    known_from: str

    @property
    def year(self) -> Period:
        """The period that the figures are of."""
        return Period.parse(self.period)

    def covers(self, force: str, period: Period) -> bool:
        """Whether the report's figures are of this force and this period."""
        return force == self.force and period.months == self.year.months


class PlanFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``plan.toml`` says of a plan; years are financial years, such as ``FY2014-15``."""

    title: str
    short_title: str
    bodies: tuple[Body, ...]
    first_year: str
    last_year: str = ""
    report: Report | None = None


class Defaults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is built where a command names nothing else: the contents of ``data/plans/default.toml``."""

    plan: str
    period: str
    force: str


@dataclass(frozen=True)
class Plan:
    """A plan: who promises, from which year to which (None: still running), and the register of what is promised."""

    id: str
    title: str
    short_title: str
    bodies: tuple[Body, ...]
    first_year: Period
    last_year: Period | None
    report: Report | None
    outcomes: tuple[Outcome, ...]
    milestones: tuple[Milestone, ...]

    @property
    def forces(self) -> tuple[str, ...]:
        """The ids of the forces that the plan names; ``all`` for any."""
        return tuple(dict.fromkeys(body.force for body in self.bodies))

    @property
    def only_force(self) -> str:
        """The force of a plan of one force alone; empty for others."""
        return self.forces[0] if len(self.forces) == 1 and self.forces != (ANY_FORCE,) else ""

    @property
    def years_words(self) -> str:
        """The years that the plan is for: ``2014/15``, ``2012/13 to 2015/16``, ``the years from 2021/22 on``."""
        first, last = self.first_year.label, self.last_year and self.last_year.label
        return f"the years from {first} on" if last is None else first if first == last else f"{first} to {last}"

    def covers(self, force: str) -> bool:
        """Whether any body of the plan answers for a force."""
        return any(body.covers(force) for body in self.bodies)

    def runs_in(self, year: Period) -> bool:
        """Whether a financial year is one of the plan's."""
        return self.first_year.first <= year.first and (self.last_year is None or year.last <= self.last_year.last)

    def reports_on(self, force: str, period: Period) -> bool:
        """Whether the plan has a report, and it is of this force and this period."""
        return self.report is not None and self.report.covers(force, period)

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


def paragraph_text(paragraphs: str) -> str:
    """``paragraph 14``, ``paragraphs 5–9``, ``heading`` or ``not numbered``."""
    if paragraphs == "heading":
        return paragraphs
    if not paragraphs or paragraphs.startswith("unnumbered"):
        return "not numbered"
    # The register writes ranges with a hyphen, as spreadsheets do; a page has an en dash.
    many = any(mark in paragraphs for mark in "-,;–")
    return f"{'paragraphs' if many else 'paragraph'} {paragraphs.replace('-', '–')}"
