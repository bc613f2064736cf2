"""A plan: who promises, for which years, what is reported; outcomes, milestones, their kinds, owners and targets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import msgspec

from planbook.data.periods import Period, date_words
from planbook.data.values import nearest

KINDS = {
    "numeric_target": "Numeric target",
    "direction_only": "Direction, no number",
    "dated_deliverable": "Deliverable with a date",
    "narrative": "Narrative",
    "awaiting_data": "Awaiting data",
    "other_body": "Managed by another body",
    "reported_elsewhere": "Reported elsewhere",
    "not_held": "Measured elsewhere, not held here",
    "parts": "Judged in parts",
}
MORE_OR_LESS = {"up": "at least", "down": "at most"}


class UnknownMilestone(KeyError):
    """An id of a milestone or an outcome that the register does not hold."""


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
class Step:
    """The target that a promise kept by steps has in one year."""

    milestone: str
    year: str
    target_kind: str
    target: float


@dataclass(frozen=True)
class Milestone:
    """One promise, or one measurable part of a promise (``part_of`` is then set).

    ``target_kind`` is ``change_pct``, ``level``, ``points``, ``direction``, ``lowest_on_record``, ``delivered`` or
    ``steps``, or empty; ``baseline`` the year that a change is measured against, empty for the year before.
    """

    id: str
    outcome: str
    part_of: str
    title: str
    short_title: str
    kind: str
    owner: str
    measure: str
    direction: str
    target_kind: str
    target: float | None
    target_unit: str
    baseline: str
    due: date | None
    delivered_on: date | None
    delivered_evidence: str
    paragraphs: str
    elsewhere: Elsewhere
    supplier: str
    awaiting: str
    awaiting_since: str
    evidence: str
    note: str
    steps: tuple[Step, ...] = ()
    position_note: str = ""  # of one force and period: a plan read by itself has none

    @property
    def target_pct(self) -> float | None:
        """The change promised in per cent; None where the target is of another kind."""
        return self.target if self.target_kind == "change_pct" else None

    def of_year(self, year: str) -> Milestone:
        """The promise as it stands in a financial year: one that is kept by steps has the target of that year."""
        own = next((step for step in self.steps if step.year == year), None)
        return replace(self, target_kind=own.target_kind, target=own.target) if own else self

    @property
    def anchor(self) -> str:
        """The anchor of its heading on a page: ``m5-4b``."""
        return milestone_anchor(self.id)

    @property
    def target_words(self) -> str:
        """The target as a reader says it: ``reduce by 5 per cent``, ``increase, no number set``."""
        if self.kind == "parts":
            return "set for each part"
        if self.target_kind == "steps":
            return "; ".join(
                f"{self.of_year(step.year).target_words} in {_year_words(step.year)}" for step in self.steps
            )
        if self.target_kind == "delivered" and self.due:
            return f"deliver by {date_words(self.due.isoformat())}"
        if self.target_kind == "lowest_on_record":
            return "lowest on record, no number set"
        return self._direction_words() if self.target is None else self._number_words(self.target)

    def _direction_words(self) -> str:
        verb = {"down": "reduce", "up": "increase"}.get(self.direction)
        words = f"{verb}{self.since}, no number set" if verb else ""
        return words or ("more reporting" if self.direction == "report" else "none set")

    def _number_words(self, target: float) -> str:
        if self.target_kind == "level":
            return f"{MORE_OR_LESS[self.direction]} {target:,.12g} {self.target_unit}"
        return f"{'reduce' if target < 0 else 'increase'} by {abs(target):g} {self.target_of}{self.since}"

    @property
    def target_of(self) -> str:
        """What the number of the target counts: per cent, percentage points, or the unit of a level."""
        return {"level": self.target_unit, "points": "percentage points"}.get(self.target_kind, "per cent")

    @property
    def since(self) -> str:
        """The baseline of a change as words that follow it, `` on 2019/20``; empty for the year before."""
        return f" on {_year_words(self.baseline)}" if self.baseline else ""

    @property
    def held_by(self) -> str:
        """Who holds what this publication lacks, in a sentence; empty where nobody is named."""
        missing = f" Not here: {self.awaiting}." if self.awaiting else ""
        return f"Held by {self.supplier}.{missing}" if self.supplier else ""


def _year_words(year: str) -> str:
    return Period.parse(year).label


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


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the words of a plan come from, and its address; empty for what is not on the web."""

    text: str
    address: str = ""


class PlanFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``plan.toml`` says of a plan; years are financial years, such as ``FY2014-15``."""

    title: str
    short_title: str
    bodies: tuple[Body, ...]
    first_year: str
    last_year: str = ""
    report: Report | None = None
    about: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class Defaults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is built where a command names nothing else: the contents of ``data/plans/default.toml``."""

    plan: str
    period: str
    force: str


@dataclass(frozen=True)
class Plan:
    """A plan: who promises, from which year to which (None: still running), and the register of what is promised.

    ``about`` are paragraphs for its front page, ``sources`` where its words come from.
    """

    id: str
    title: str
    short_title: str
    bodies: tuple[Body, ...]
    first_year: Period
    last_year: Period | None
    report: Report | None
    outcomes: tuple[Outcome, ...]
    milestones: tuple[Milestone, ...]
    about: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

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
        noun = type(entries[0]).__name__.lower()
        raise UnknownMilestone(f"{noun} {wanted!r} is not in the register; nearest: {nearest(wanted, by_id)}")
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
