"""The notice of an edition built as known at a date: in what form its figures were known, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.data.as_at import at_that_time, measures_known

if TYPE_CHECKING:
    from planbook.site.edition_source import Source

__all__ = ["as_known"]


ORDER = ("known by quarter", "known by year", "cited only: as the original report printed it", "not known in this form")


def as_known(source: Source, outcome: str = "") -> dict[str, Any]:
    """What ``as_known.html`` shows: the whole edition in words, and the measures of one outcome by name."""
    known = source.known
    if not known.as_at:
        return {"known": known}
    claims = [claim for claim in source.ledger.claims if claim.outcome == outcome]
    found = measures_known(claims, source.measures, known.form)
    labels = {how: ", ".join(one.label for one in found if one.how == how) for how in ORDER}
    listed = [(how[:1].upper() + how[1:], named) for how, named in labels.items() if named]
    return {"known": known, "known_when": at_that_time(known.as_at), "known_measures": listed}
