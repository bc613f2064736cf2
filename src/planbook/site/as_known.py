"""The notice of an edition built as known at a date: in what form its figures were known, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.data.available import at_that_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planbook.claims.claims import Claim
    from planbook.data.available import Form
    from planbook.data.measures import Measures
    from planbook.site.edition_source import Source

ORDER = ("Known by quarter", "Known by year", "Cited only: as the original report printed it", "Not known in this form")


def as_known(source: Source, outcome: str = "") -> dict[str, Any]:
    """What ``as_known.html`` shows: the whole edition in words, and the measures of one outcome by name."""
    known = source.known
    if not known.as_at:
        return {"known": known}
    claims = [claim for claim in source.ledger.claims if claim.outcome == outcome]
    labels = measures_known(claims, source.measures, known.form)
    listed = [(how, ", ".join(labels[how])) for how in ORDER if how in labels]
    return {"known": known, "known_when": at_that_time(known.as_at), "known_measures": listed}


def measures_known(claims: Iterable[Claim], catalogue: Measures, form: Form) -> dict[str, list[str]]:
    """The labels of the counted measures among some claims, by how they were known, in the order of the catalogue."""
    statuses: dict[str, set[str]] = {}
    for claim in claims:
        statuses.setdefault(claim.measure, set()).add(claim.status)
    labels: dict[str, list[str]] = {}
    for measure in catalogue.all:
        own = statuses.get(measure.id, set())
        if own and (measure.has_series or "published" in own):
            labels.setdefault(_how(own, form), []).append(measure.label)
    return labels


def _how(statuses: set[str], form: Form) -> str:
    if "computed" in statuses:
        return ORDER[0] if form == "quarters" else ORDER[1]
    return ORDER[2] if "published" in statuses else ORDER[3]
