"""What changed: this edition against the one before it, or an honest sentence where there is none."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from planbook.data.plan import UnknownMilestone
from planbook.editions.difference_kinds import KINDS
from planbook.editions.differences import differences
from planbook.editions.wording import Content, wording_at
from planbook.site.edition_source import page_of_outcome
from planbook.site.milestones import milestone_anchor
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from planbook.editions.difference_kinds import Difference
    from planbook.editions.differences import Differences
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "changes_since"]

LONG = 12
"""Rows of a table beyond which it is folded away."""


def changes_since(source: Source) -> Differences | None:
    """What changed since the edition before; nothing where there is none to compare with."""
    if source.before is None:
        return None
    return differences(source.before, Content(source.ledger, wording_at(source.places, source.ledger.edition)))


class Changes(BlockDirective):
    """Every change since the edition before, kind by kind."""

    template = "changes.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The comparison, its kinds in order, and where each milestone stands."""
        changes = changes_since(source)
        shown = [(kind, changes.of(kind.id)) for kind in KINDS.values()] if changes else []
        kinds = [(kind, found) for kind, found in shown if found]
        return {
            "edition": source.ledger.edition,
            "changes": changes,
            "kinds": kinds,
            "sentences": list(zip_longest(changes.sentences, (kind for kind, _ in kinds))) if changes else [],
            "long": LONG,
            "address": lambda difference: self._address(source, difference),
        }

    def _address(self, source: Source, difference: Difference) -> str:
        """Where the milestone of a change stands; empty where this edition has none such."""
        try:
            milestone = source.plan.milestone(difference.milestone)
        except UnknownMilestone:
            return ""
        return self._link(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))


DIRECTIVES = {"planbook-changes": Changes}
