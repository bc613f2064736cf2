"""The words of an edition, read from its registers and its commentary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.periods import Period
from planbook.core.wording import wording_of
from planbook.edge import registers
from planbook.paper.paragraph_register import commentary_folder, numbering

if TYPE_CHECKING:
    from planbook.core.ledger import Edition
    from planbook.core.wording import Wording
    from planbook.edge.places import Places

__all__ = ["wording_at"]


def wording_at(places: Places, edition: Edition) -> Wording:
    """Definitions, promises and commentary as they stand now."""
    plan = registers.plan_for(places, Period.parse(edition.period), edition.force).plan
    folder = commentary_folder(places.data, edition.force, Period.parse(edition.period).slug)
    written = [
        (milestone.id, path.read_text(encoding="utf-8"))
        for milestone in plan.milestones
        if (path := folder / f"{milestone.id}.md").is_file()
    ]
    held = numbering(folder)
    numbers = {milestone: {text: number for number, text in held.of(milestone)} for milestone, _ in written}
    return wording_of(plan, registers.measures(places), written, numbers)
