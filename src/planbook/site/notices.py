"""What heads of pages say of the edition: that it is a draft, and in what form its figures were known at a date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from planbook.claims.claims import Claim
from planbook.data.available import Form, at_that_time
from planbook.data.measures import Measures
from planbook.site.edition_source import Source
from planbook.site.render import render

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

FORMS = ("Known by quarter", "Known by year", "Cited only: as the original report printed it", "Not known in this form")


def draft_mark(source: Source, details: str) -> str:
    """The mark as HTML, with a link to ``details``; empty where every milestone is signed off as it stands."""
    if not source.draft:
        return ""
    changed = sum(bool(state.changed) for state in source.signoffs)
    signed = sum(state.complete for state in source.signoffs)
    return render("draft.html", signed=signed, total=len(source.signoffs), changed=changed, details=details)


def mark_draft(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: document | None) -> None:
    """Put the mark before the text of a page."""
    del template
    if doctree is None:
        return
    source = cast("Source", app.planbook)  # type: ignore[attr-defined]
    details = app.builder.get_relative_uri(page, "receipts/index")
    context["body"] = draft_mark(source, f"{details}#sign-off") + context["body"]


def as_known(source: Source, outcome: str = "") -> dict[str, Any]:
    """What ``as_known.html`` shows: the whole edition in words, and the measures of one outcome by name."""
    known = source.known
    if not known.as_at:
        return {"known": known}
    claims = [claim for claim in source.ledger.claims if claim.outcome == outcome]
    labels = measures_known(claims, source.measures, known.form)
    listed = [(form, ", ".join(labels[form])) for form in FORMS if form in labels]
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
            labels.setdefault(_form(own, form), []).append(measure.label)
    return labels


def _form(statuses: set[str], form: Form) -> str:
    if "computed" in statuses:
        return FORMS[0] if form == "quarters" else FORMS[1]
    return FORMS[2] if "published" in statuses else FORMS[3]
