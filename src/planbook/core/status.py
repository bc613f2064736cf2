"""The status of a milestone, derived by rule from the register and the figures.

The vocabulary is a table: the code runs it and the methods page prints it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from planbook.core.display import ordinal_low_first, signed_text
from planbook.data.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.core.claims import Claim
    from planbook.data.plan import Milestone

__all__ = ["STATUSES", "Facts", "MilestoneStatus", "StatusWord", "judge", "judge_parts"]


@dataclass(frozen=True)
class StatusWord:
    """One word of the vocabulary: how it reads, the rule that gives it, which group it counts in."""

    id: str
    word: str
    group: str
    rule: str


STATUSES: dict[str, StatusWord] = {
    status.id: status
    for status in (
        StatusWord("met", "Met", "met", "A numeric target, and the change reaches it or goes beyond it."),
        StatusWord("missed", "Missed", "missed", "A numeric target, and the change falls short of it."),
        StatusWord("ahead", "Ahead of target", "met", "Part of a year: the change so far reaches the target for the year."),
        StatusWord("behind", "Behind target", "missed", "Part of a year: the change so far falls short of the target for the year."),
        StatusWord("direction_met", "Direction met", "met", "A direction without a number, and the whole 95 per cent interval of the change lies on that side of zero."),
        StatusWord("direction_not_met", "Direction not met", "missed", "A direction without a number, and the change goes the other way: the whole interval lies there, or the only published figure does. For “lowest on record”: some earlier year was lower."),
        StatusWord("no_clear_change", "No clear change", "missed", "A direction without a number, and the 95 per cent interval of the change contains zero."),
        StatusWord("met_in_part", "Met in part", "part", "The promise has parts; some are met and some are not."),
        StatusWord("delivered", "Delivered", "met", "A dated deliverable whose delivery is on record."),
        StatusWord("not_due", "Not yet due", "open", "A dated deliverable whose date lies after the period."),
        StatusWord("overdue", "Overdue", "missed", "A dated deliverable whose date lies in or before the period, with no delivery on record."),
        StatusWord("not_judged", "Cannot be judged", "open", "A figure was published, but no earlier figure to compare it with."),
        StatusWord("awaiting", "Awaiting data", "open", "A figure is said to exist or to be due, and has not been supplied."),
        StatusWord("not_measured", "Not measured", "open", "A measure is defined, and no figure for the period is held."),
        StatusWord("narrative", "Activity only", "open", "The promise has no measure; activity is described."),
        StatusWord("elsewhere", "Reported elsewhere", "open", "Another paper reports it: body, paper and date are given."),
        StatusWord("other_body", "Managed by another body", "open", "Another body manages and reports it."),
        StatusWord("no_register", "No plan on record", "open", "The register of the plan year is not held, so no target is applied."),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What a judgement rests on: claims of the milestone's measure, by statistic, and the period's state."""

    claims: Mapping[str, Claim]
    whole_year: bool
    not_in_force: str
    end: str

    def value(self, statistic: str) -> float | None:
        """The value of a claim, or None where there is none."""
        claim = self.claims.get(statistic)
        return claim.value if claim else None

    def shown(self, statistic: str) -> str:
        """The display text of a claim, or an empty text."""
        claim = self.claims.get(statistic)
        return claim.display if claim and claim.status != "absent" else ""


@dataclass(frozen=True)
class MilestoneStatus:
    """The status of one milestone in one edition, with the sentence that explains it.

    ``basis`` names the claims that it rests on; ``evidence`` is ``series``, ``published`` or ``none``.
    """

    milestone: str
    outcome: str
    status: str
    sentence: str
    basis: tuple[str, ...] = ()
    evidence: str = "none"
    target: str = ""
    baseline: str = ""
    actual: str = ""
    gap: str = ""
    change: str = ""

    @property
    def word(self) -> str:
        """The status as the page says it."""
        return STATUSES[self.status].word

    @property
    def group(self) -> str:
        """``met``, ``missed``, ``part`` or ``open``."""
        return STATUSES[self.status].group

    def as_record(self) -> dict[str, Any]:
        """The status as plain data for the ledger."""
        return {**vars(self), "basis": list(self.basis), "word": self.word, "group": self.group}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> MilestoneStatus:
        """Read a status back from the ledger."""
        names = {field.name for field in fields(cls)}
        kept = {name: value for name, value in record.items() if name in names}
        return cls(**{**kept, "basis": tuple(kept["basis"])})


def judge(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """The status of a milestone or part that is judged by itself."""
    if facts.not_in_force:
        return _plain(milestone, "no_register", facts.not_in_force)
    if milestone.kind == "numeric_target":
        return _against_target(milestone, facts)
    if milestone.kind == "direction_only":
        return _lowest(milestone, facts) if milestone.aim == "lowest_on_record" else _direction(milestone, facts)
    return _without_measure(milestone, facts)


def judge_parts(milestone: Milestone, parts: tuple[MilestoneStatus, ...]) -> MilestoneStatus:
    """The status of a promise that is judged in parts."""
    met = [part for part in parts if part.group == "met"]
    if any(part.status == "no_register" for part in parts):
        return _plain(milestone, "no_register", parts[0].sentence)
    if not any(part.group in {"met", "missed"} for part in parts):
        return _plain(milestone, "not_measured", "None of its parts has a figure for the period.")
    status = "met" if len(met) == len(parts) else "met_in_part" if met else "missed"
    listed = "; ".join(f"{part.milestone} {part.word.lower()}" for part in parts)
    basis = tuple(claim for part in parts for claim in part.basis)
    sentence = f"{len(met)} of {len(parts)} parts met: {listed}."
    return MilestoneStatus(milestone.id, milestone.outcome, status, sentence, basis, "series", milestone.target_words)


def _plain(milestone: Milestone, status: str, sentence: str) -> MilestoneStatus:
    target = milestone.target_words if status != "no_register" else ""
    return MilestoneStatus(milestone.id, milestone.outcome, status, sentence, target=target)


def _judged(milestone: Milestone, facts: Facts, status: str, sentence: str, basis: tuple[str, ...]) -> MilestoneStatus:
    """A status that rests on figures: the figures that a reader wants together go with it."""
    ids = tuple(facts.claims[name].id for name in basis if name in facts.claims)
    change = facts.claims.get("change_pct")
    evidence = "published" if change and change.status == "published" else "series"
    gap = facts.shown("gap_points") or _published_gap(milestone, facts)
    return MilestoneStatus(
        milestone=milestone.id,
        outcome=milestone.outcome,
        status=status,
        sentence=sentence,
        basis=ids,
        evidence=evidence,
        target=milestone.target_words,
        baseline=facts.shown("baseline"),
        actual=facts.shown("count") or facts.shown("change_pct"),
        gap=gap,
        change=facts.shown("change_pct"),
    )


def _margin(facts: Facts) -> str:
    """Whether the change could be chance, said beside a target that was met or missed."""
    low, high = facts.value("change_low"), facts.value("change_high")
    if low is None or high is None:
        return ""
    told = "not clearly different from no change" if low <= 0 <= high else "clearly different from no change"
    return f" The change is {told} (95 per cent interval {facts.shown('change_low')} to {facts.shown('change_high')})."


def _published_gap(milestone: Milestone, facts: Facts) -> str:
    change = facts.value("change_pct")
    if change is None or milestone.target_pct is None:
        return ""
    return f"{signed_text(change - milestone.target_pct, 1)} percentage points"


def _source(facts: Facts) -> str:
    change = facts.claims["change_pct"]
    if change.status != "published":
        return ""
    return f" The figure is as published ({paragraph_text(change.paragraph)} of the report) and cannot be recomputed."


def _against_target(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    change, target = facts.value("change_pct"), milestone.target_pct
    if change is None or target is None:
        return _no_figure(milestone, facts)
    reached = change <= target if target < 0 else change >= target
    status = ("met" if reached else "missed") if facts.whole_year else ("ahead" if reached else "behind")
    distance = signed_text(abs(change - target), 1).lstrip("+")
    place = "beyond" if reached else "short of"
    scope = "" if facts.whole_year else " In-year position, against the same months of the year before."
    sentence = (
        f"The target was to {milestone.target_words}; the change was "
        f"{facts.shown('change_pct')}, {distance} percentage points {place} it.{_margin(facts)}{scope}{_source(facts)}"
    )
    return _judged(
        milestone,
        facts,
        status,
        sentence,
        ("change_pct", "count", "baseline", "gap_points", "change_low", "change_high"),
    )


def _direction(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    change = facts.value("change_pct")
    if change is None:
        return _no_figure(milestone, facts)
    low, high = facts.value("change_low"), facts.value("change_high")
    if low is not None and high is not None and low <= 0 <= high:
        sentence = (
            f"The change was {facts.shown('change_pct')}, and the 95 per cent interval "
            f"({facts.shown('change_low')} to {facts.shown('change_high')}) contains zero."
        )
        return _judged(milestone, facts, "no_clear_change", sentence, ("change_pct", "change_low", "change_high"))
    right = change < 0 if milestone.direction == "down" else change > 0
    status = "direction_met" if right else "direction_not_met"
    sentence = (
        f"The promise was to {milestone.target_words}; the change was {facts.shown('change_pct')}.{_source(facts)}"
    )
    return _judged(milestone, facts, status, sentence, ("change_pct", "change_low", "change_high"))


def _lowest(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    rank = facts.value("year_rank")
    if rank is None:
        return _no_figure(milestone, facts)
    status = "direction_met" if rank == 1 else "direction_not_met"
    years = facts.claims["year_rank"].unit.removesuffix(", lowest first")
    place = ordinal_low_first(int(rank), 0)
    sentence = (
        f"The aim was the lowest level on record; the year is the {place} {years}. "
        f"The change on the year before was {facts.shown('change_pct')}."
    )
    return _judged(milestone, facts, status, sentence, ("year_rank", "change_pct", "count", "baseline"))


def _no_figure(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    published = [claim for claim in facts.claims.values() if claim.status == "published"]
    absent = next((claim for claim in facts.claims.values() if claim.status == "absent"), None)
    if published:
        status = "not_judged"
        sentence = _position(milestone, status) or "A figure was published without an earlier one to compare it with."
    else:
        sentence = absent.reason if absent else "No figure for the period is held."
        status = "not_measured"
    base = _plain(milestone, status, sentence)
    evidence = "published" if published else "none"
    return MilestoneStatus(**{**_fields(base), "evidence": evidence, "basis": tuple(claim.id for claim in published)})


def _fields(status: MilestoneStatus) -> dict[str, Any]:
    return {field.name: getattr(status, field.name) for field in fields(status)}


def _without_measure(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    if milestone.kind == "dated_deliverable":
        return _dated(milestone, facts)
    status = {
        "narrative": "narrative",
        "awaiting_data": "awaiting",
        "other_body": "other_body",
        "reported_elsewhere": "elsewhere",
    }[milestone.kind]
    return _plain(milestone, status, _position(milestone, status))


def _position(milestone: Milestone, status: str) -> str:
    """The register's sentence on where a promise stands, without the status word that stands before it."""
    note = milestone.position_note.removeprefix(f"{STATUSES[status].word}: ")
    return note[:1].upper() + note[1:]


def _dated(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    due = milestone.due.isoformat() if milestone.due else ""
    status = "not_due" if due > facts.end else "overdue"
    return _plain(milestone, status, _position(milestone, status))
