"""The edition in three sentences: what is met, what is missed, what cannot be judged and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planbook.core.plan import Milestone, Plan
    from planbook.core.status import MilestoneStatus

__all__ = ["Summary", "summarise"]


@dataclass(frozen=True)
class Summary:
    """Three sentences, and how many of the promises stand in each group."""

    sentences: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


def summarise(plan: Plan, statuses: Sequence[MilestoneStatus]) -> Summary:
    """The three sentences of the front page and the counts beside them.

    Parts of a promise are named by themselves; the counts are of whole promises.
    """
    by_id = {status.milestone: status for status in statuses}
    if any(status.status == "no_register" for status in statuses):
        return Summary((next(status.sentence for status in statuses if status.status == "no_register"),), ())
    judged = [
        (milestone, by_id[milestone.id])
        for milestone in plan.milestones
        if milestone.id in by_id and milestone.kind != "parts"
    ]
    whole = [by_id[milestone.id] for milestone in plan.promises if milestone.id in by_id]
    groups = Counter(status.group for status in whole)
    return Summary(
        (
            _listed("Met", "Nothing was met", judged, "met"),
            _listed("Not met", "Nothing was missed", judged, "missed"),
            _open(whole),
        ),
        tuple((group, groups.get(group, 0)) for group in ("met", "part", "missed", "open")),
    )


def _listed(lead: str, empty: str, judged: Iterable[tuple[Milestone, MilestoneStatus]], group: str) -> str:
    named = [_named(milestone, status) for milestone, status in judged if status.group == group]
    return f"{lead}: {'; '.join(named)}." if named else f"{empty}."


def _named(milestone: Milestone, status: MilestoneStatus) -> str:
    name = milestone.short_title[:1].lower() + milestone.short_title[1:]
    change = status.change or status.actual
    if milestone.target_pct is not None:
        return f"{name} ({change}, target {milestone.target_words})"
    return f"{name} ({status.word.lower()}, {change})" if change else f"{name} ({status.word.lower()})"


def _open(whole: Sequence[MilestoneStatus]) -> str:
    reasons = Counter(status.status for status in whole if status.group == "open")
    total = sum(reasons.values())
    if not total:
        return "Every promise could be judged."
    listed = [
        f"{count} {STATUSES[status].word.lower()}"
        for status, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return (
        f"Not judged: {total} of the {len(whole)} promises have no figure that could judge them: {', '.join(listed)}."
    )
