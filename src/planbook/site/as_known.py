"""The notice of an edition built as known at a date: in what form its figures were known, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.core.known import day_or_month, measures_known

if TYPE_CHECKING:
    from planbook.site.source import Source

__all__ = ["as_known"]


def as_known(source: Source, outcome: str = "") -> dict[str, Any]:
    """What ``as_known.html`` shows: of one outcome, or of the whole edition."""
    known = source.known
    if not known.as_at:
        return {"known": known}
    claims = [claim for claim in source.ledger.claims if not outcome or claim.outcome == outcome]
    labels: dict[str, list[str]] = {}
    for one in measures_known(claims, source.measures, known.form):
        labels.setdefault(one.how, []).append(one.label)
    listed = [(how[:1].upper() + how[1:], ", ".join(found)) for how, found in sorted(labels.items(), reverse=True)]
    return {"known": known, "known_when": day_or_month(known.as_at), "known_measures": listed}
