"""The tables of a board paper's summary: each outcome's position, what figures judge, and every promise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planbook.claims.status import GROUPS
from planbook.core.paper_record import Cell, Table

if TYPE_CHECKING:
    from planbook.claims.ledger import Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.data.plan import Milestone, Plan

__all__ = ["judged_table", "outcomes_table", "promises_table"]


def outcomes_table(plan: Plan, ledger: Ledger) -> Table:
    """How many promises of each outcome are met, met in part, not met, not judged; parts are not counted."""
    rows: list[tuple[Cell, ...]] = []
    whole: Counter[str] = Counter()
    for outcome in plan.outcomes:
        counts = Counter(status.group for milestone, status in _judged(plan, ledger) if _counts(milestone, outcome.id))
        whole += counts
        rows.append((Cell(f"{outcome.position} {outcome.title}"), *_numbers(counts)))
    rows.append((Cell("All outcomes"), *_numbers(whole)))
    return Table(
        f"Promises of each outcome by status, {ledger.edition.label}; one judged in parts counts once",
        ("Outcome", *(group.heading for group in GROUPS.values()), "Promises"),
        tuple(rows),
        (0.5, 0.08, 0.11, 0.1, 0.11, 0.1),
        (1, 2, 3, 4, 5),
    )


def _counts(milestone: Milestone, outcome: str) -> bool:
    return milestone.outcome == outcome and not milestone.part_of


def _numbers(counts: Counter[str]) -> tuple[Cell, ...]:
    return (*(Cell(str(counts[group])) for group in GROUPS), Cell(str(counts.total())))


def judged_table(plan: Plan, ledger: Ledger) -> Table:
    """Promises and parts that a figure judges: target, baseline, actual, change and gap together."""
    rows = tuple(
        (
            Cell(f"{milestone.id} {milestone.short_title}"),
            Cell(status.word, group=status.group),
            Cell(_short(milestone.target_words)),
            Cell(status.baseline or "not published"),
            Cell(status.actual if status.actual != status.change else "not published"),
            Cell(_short(status.change)),
            Cell(status.gap or "no number set"),
        )
        for milestone, status in _judged(plan, ledger)
        if status.change
    )
    return Table(
        f"Promises that figures judge, {ledger.edition.label}",
        ("Promise", "Status", "Target", "Baseline", "Actual", "Change", "Gap to target"),
        rows,
        (0.22, 0.15, 0.17, 0.12, 0.12, 0.08, 0.14),
        small=True,
    )


def _short(words: str) -> str:
    """Words of a table, where the sign stands for per cent."""
    return words.replace(" per cent", "%")


def promises_table(plan: Plan, ledger: Ledger) -> Table:
    """Every promise and part with its status and owner."""
    rows = tuple(
        (
            Cell(milestone.id),
            Cell(milestone.short_title),
            Cell(status.word, group=status.group),
            Cell(milestone.owner),
        )
        for milestone, status in _judged(plan, ledger)
    )
    return Table(
        f"Every promise with its status and owner, {ledger.edition.label}",
        ("Milestone", "Promise", "Status", "Owner"),
        rows,
        (0.11, 0.35, 0.19, 0.35),
        small=True,
    )


def _judged(plan: Plan, ledger: Ledger) -> list[tuple[Milestone, MilestoneStatus]]:
    held = {status.milestone: status for status in ledger.milestones}
    return [(milestone, held[milestone.id]) for milestone in plan.milestones if milestone.id in held]
