"""The lineage of one claim for the terminal, with the places in the sources where it is quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planbook.data import registers
from planbook.data.periods import Period
from planbook.editions.signoff_files import commentary_path, read_ledger
from planbook.site.lineage_record import Quote, trace, trace_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.claims.ledger import Ledger
    from planbook.data.places import Places
    from planbook.data.plan import Plan

__all__ = ["traced"]

QUOTED = re.compile(r"\{claim\}`([^`:]+)")


def traced(places: Places, wanted: str) -> list[str]:
    """The lineage of a claim of the edition that was last run, line by line.

    Raises:
        NothingToSign: no edition has been run.
        UnknownClaim: no such claim; the nearest ids are named.
    """
    ledger = read_ledger(places)
    plan = registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force).plan
    titles = {milestone.id: milestone.short_title for milestone in plan.milestones}
    return list(trace_lines(trace(ledger, wanted), titles, _quotes(places, ledger, plan)))


def _quotes(places: Places, ledger: Ledger, plan: Plan) -> Iterator[Quote]:
    """Every quotation in the commentary and in the pages written by hand."""
    edition = ledger.edition
    for milestone in plan.milestones:
        path = commentary_path(places, Period.parse(edition.period), edition.force, milestone.id)
        page = f"book/edition/{plan.outcome(milestone.outcome).notebook}"
        for claim in QUOTED.findall(path.read_text(encoding="utf-8")) if path.is_file() else ():
            yield Quote(claim, page, "", "", f"{milestone.id} {milestone.short_title}", "")
    for path in sorted((places.root / "book").glob("*.md")):
        for claim in QUOTED.findall(path.read_text(encoding="utf-8")):
            yield Quote(claim, f"book/{path.stem}", "", "", "", "")
