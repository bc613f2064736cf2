"""Judge a milestone: a pure function from the register's promise and the claims of its measure to a status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from planbook.claims.claims import Claim
from planbook.claims.display import decimal_text, ordinal_low_first, signed_text
from planbook.claims.sentences import plain, quoted
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.data.plan import Milestone, paragraph_text


@dataclass(frozen=True)
class Facts:
    """What a judgement rests on: claims of the milestone's measure, by statistic, and the period's state.

    ``cited`` are claims that the register's own sentences quote, by id.
    """

    claims: Mapping[str, Claim]
    whole_year: bool
    not_in_force: str
    end: str
    cited: Mapping[str, Claim] = field(default_factory=dict)

    def value(self, statistic: str) -> float | None:
        """The value of a claim, or None where there is none."""
        claim = self.claims.get(statistic)
        return claim.value if claim else None

    def shown(self, statistic: str) -> str:
        """The display text of a claim, or an empty text."""
        claim = self.claims.get(statistic)
        return claim.display if claim and claim.status != "absent" else ""

    def quote(self, statistic: str) -> str:
        """The quotation of a claim in a sentence, or an empty text; modifiers may follow a colon."""
        name, colon, modifiers = statistic.partition(":")
        return f"{{claim}}`{self.claims[name].id}{colon}{modifiers}`" if self.shown(name) else ""

    @property
    def quotable(self) -> dict[str, Claim]:
        """All claims that a sentence may quote, by id."""
        return {**self.cited, **{claim.id: claim for claim in self.claims.values()}}


def judge(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """The status of a milestone or part that is judged by itself.

    Raises:
        UnknownClaim: a sentence of the register quotes a claim that is not known.
    """
    status = _judge(milestone, facts)
    parts = quoted(status.sentence, facts.quotable)
    return replace(status, sentence=plain(parts), parts=parts if any(part.claim for part in parts) else ())


def _judge(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """The status with a sentence that quotes its claims by id."""
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
    return f" The change is {told} (95 per cent interval {facts.quote('change_low')} to {facts.quote('change_high')})."


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
    distance = facts.quote("gap_points:size") or f"{decimal_text(abs(change - target), 1)} percentage points"
    place = "beyond" if reached else "short of"
    scope = "" if facts.whole_year else " In-year position, against the same months of the year before."
    sentence = (
        f"The target was to {milestone.target_words}; the change was "
        f"{facts.quote('change_pct')}, {distance} {place} it.{_margin(facts)}{scope}{_source(facts)}"
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
            f"The change was {facts.quote('change_pct')}, and the 95 per cent interval "
            f"({facts.quote('change_low')} to {facts.quote('change_high')}) contains zero."
        )
        return _judged(milestone, facts, "no_clear_change", sentence, ("change_pct", "change_low", "change_high"))
    right = change < 0 if milestone.direction == "down" else change > 0
    status = "direction_met" if right else "direction_not_met"
    sentence = (
        f"The promise was to {milestone.target_words}; the change was {facts.quote('change_pct')}.{_source(facts)}"
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
        f"The change on the year before was {facts.quote('change_pct')}."
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
    return replace(base, evidence=evidence, basis=tuple(claim.id for claim in published))


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
