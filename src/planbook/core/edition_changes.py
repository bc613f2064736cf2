"""What changed between two editions: statuses that read differently, promises that came or went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.claims.status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planbook.claims.status import MilestoneStatus
    from planbook.core.ledger import Ledger

__all__ = ["EditionChanges", "StatusChange", "compare_editions", "compare_statuses"]


@dataclass(frozen=True)
class StatusChange:
    """A milestone's status in two editions; empty where the edition does not hold the milestone."""

    milestone: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in words: ``was missed, is now met``."""
        if not self.before:
            return f"new in this edition, {_word(self.after)}"
        if not self.after:
            return f"no longer in this edition, was {_word(self.before)}"
        return f"was {_word(self.before)}, is now {_word(self.after)}"


@dataclass(frozen=True)
class EditionChanges:
    """The changes since an earlier edition, and the sentence that leads to them."""

    sentence: str
    changes: tuple[StatusChange, ...] = ()


def compare_statuses(before: Sequence[MilestoneStatus], after: Sequence[MilestoneStatus]) -> tuple[StatusChange, ...]:
    """Milestones whose status differs between two editions, in the order of the later one, those gone last."""
    was, now = ({status.milestone: status.status for status in statuses} for statuses in (before, after))
    order = [*now, *(milestone for milestone in was if milestone not in now)]
    return tuple(
        StatusChange(milestone, was.get(milestone, ""), now.get(milestone, ""))
        for milestone in order
        if was.get(milestone) != now.get(milestone)
    )


def compare_editions(previous: Ledger | None, current: Ledger) -> EditionChanges:
    """What changed since ``previous``, in words; an honest sentence where no earlier edition is at hand.

    Editions of different forces are not compared: their promises are not the same.
    """
    if previous is None:
        return EditionChanges("No earlier edition is held beside this one, so no change of status can be shown.")
    name = _edition_words(previous)
    if previous.edition.force != current.edition.force:
        return EditionChanges(f"The earlier edition is of another force ({name}), so the two are not compared.")
    changes = compare_statuses(previous.milestones, current.milestones)
    if not changes:
        return EditionChanges(f"No milestone has another status than in the edition before ({name}).")
    count = f"{len(changes)} milestones have" if len(changes) > 1 else "1 milestone has"
    return EditionChanges(f"{count} another status than in the edition before ({name}):", changes)


def _edition_words(ledger: Ledger) -> str:
    edition = ledger.edition
    revision = f"data as known on {edition.as_at}" if edition.as_at else "data as last revised"
    return f"{edition.force_name}, {edition.label}, {revision}"


def _word(status: str) -> str:
    return f"“{STATUSES[status].word.lower()}”"
