"""The register as a reader sorts and filters it: owners by role, and how far each promise falls short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.status import GROUPS, MISSED_FIRST, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planbook.claims.claims import Claim
    from planbook.claims.status import MilestoneStatus, StatusWord
    from planbook.data.plan import Milestone

NOT_NAMED = "Not named in the report"


def owner_roles(owner: str) -> tuple[str, ...]:
    """The roles of an owner text, which semicolons part: ``("Learning and Development", "Human Resources")``."""
    return tuple(_role(part.strip()) for part in owner.split(";") if part.strip())


def _role(text: str) -> str:
    if text.lower().startswith("no owner named"):
        return NOT_NAMED
    return text[:1].upper() + text[1:]


def shortfall(milestone: Milestone, status: MilestoneStatus, claims: Mapping[str, Claim]) -> float | None:
    """How far the change falls short of the target, in percentage points.

    Negative where it goes beyond; None where no number was set or nothing is known.
    """
    change = claims.get(f"{milestone.measure}.change_pct")
    target = milestone.target_pct
    if target is None or change is None or change.value is None or not status.gap:
        return None
    return round((change.value - target) * (1 if target < 0 else -1), 6)


def gap_side(short: float | None) -> str:
    """On which side of the target a promise stands, in words; empty without a gap."""
    if short is None:
        return ""
    return "short of target" if short > 0 else "beyond target"


def statuses_by_group(ids: Iterable[str]) -> tuple[tuple[str, str, tuple[StatusWord, ...]], ...]:
    """Group, its words and its statuses among ``ids``, for a list to choose from; empty groups are left out."""
    wanted = set(ids)
    grouped = (
        (
            group,
            GROUPS[group].heading,
            tuple(status for status in STATUSES.values() if status.group == group and status.id in wanted),
        )
        for group in MISSED_FIRST
    )
    return tuple(entry for entry in grouped if entry[2])
