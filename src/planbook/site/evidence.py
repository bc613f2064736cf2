"""What an edition says of itself as a whole, on its pages and in files beside them.

On the pages: that it is a draft, in what form its figures were known at a date, how it is cited. In files: notebooks,
words, the edition it was compared with, its data, its card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from planbook.charts.pictures import Card, Share, card_svg
from planbook.claims.claims import Claim
from planbook.claims.status import GROUPS
from planbook.claims.summary import summarise
from planbook.data.available import Form, at_that_time
from planbook.data.files import Made, sha256
from planbook.data.measures import Measures
from planbook.data.places import Places
from planbook.data.table_files import PROVENANCE_END
from planbook.editions.citing import Citation, csl_json, description, publication_of
from planbook.editions.library_files import BEFORE, LEDGER, WORDING
from planbook.editions.wording import wording_at
from planbook.export.downloads import MANIFEST, manifest
from planbook.export.pictures import pictures
from planbook.site.edition_source import Source, source_in
from planbook.site.render import render

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

CARD = "card.png"


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
    # Search and other pages that no source file makes have no doctree, and no text of the edition.
    if doctree is not None:
        details = app.builder.get_relative_uri(page, "receipts/index")
        context["body"] = draft_mark(source_in(app), f"{details}#sign-off") + context["body"]


def as_known(source: Source, outcome: str = "") -> dict[str, Any]:
    """What ``as_known.html`` shows: the whole edition in words, and the measures of one outcome by name."""
    known = source.known
    if not known.as_at:
        return {"known": known}
    claims = [claim for claim in source.ledger.claims if claim.outcome == outcome]
    labels = measures_known(claims, source.measures, known.form)
    by_form = [(how, ", ".join(names)) for how, names in labels.items()]
    return {"known": known, "known_when": at_that_time(known.as_at), "known_measures": by_form}


def measures_known(claims: Sequence[Claim], catalogue: Measures, form: Form) -> dict[str, list[str]]:
    """The labels of the counted measures among some claims, by how they were known, in the order of the catalogue."""
    words = {
        "computed": "Known by quarter" if form == "quarters" else "Known by year",
        "published": "Cited only: as the report printed it",
        "absent": "Not known in this form",
    }
    labels: dict[str, list[str]] = {how: [] for how in words.values()}
    for measure in catalogue.all:
        statuses = {claim.status for claim in claims if claim.measure == measure.id}
        if statuses and (measure.has_series or "published" in statuses):
            best = next(status for status in words if status in statuses)
            labels[words[best]].append(measure.label)
    return {how: names for how, names in labels.items() if names}


def written_json(record: Any) -> str:  # noqa: ANN401
    """A record as published: indented, in its own order, any script."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def provenance_records(places: Places) -> Mapping[str, dict[str, Any]]:
    """What the publisher says of each table of series, by the table's name, in order."""
    files = sorted((places.data / "series").glob(f"*{PROVENANCE_END}"))
    return {path.name.removesuffix(PROVENANCE_END): json.loads(path.read_text(encoding="utf-8")) for path in files}


def citation_of(source: Source) -> Citation:
    """How the edition is cited before it is published."""
    return Citation(publication_of(source.places), source.ledger.edition, sha256(source.ledger_path))


def described(source: Source) -> str:
    """The edition in one sentence."""
    return description(source.ledger.edition, summarise(source.plan, source.ledger.milestones))


def data_files(source: Source) -> Iterator[Made]:
    """Every file of the edition's data, and the manifest of them."""
    yield from ((file.path, file.content) for file in source.export.files)
    yield MANIFEST, manifest(source.export.files)


def evidence(source: Source) -> Iterator[Made]:
    """The notebooks as run and as their authors wrote them, the words, the edition before, the card, the citation."""
    # GitHub Pages leaves out folders whose names begin with an underscore, unless this file is there.
    yield ".nojekyll", ""
    for run in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        yield f"as_run/{run.name}", run
        written = source.places.notebook(source.plan.id, run.stem)
        if written.is_file():
            yield f"as_written/{run.name}", written.read_bytes()
    yield WORDING, written_json(to_builtins(wording_at(source.places, source.ledger.edition)))
    if source.before:
        # What the page of changes was made from, so that the edition can be built again without a library.
        yield f"{BEFORE}/{LEDGER}", written_json(source.before.ledger.as_record())
        if source.before.wording:
            yield f"{BEFORE}/{WORDING}", written_json(to_builtins(source.before.wording))
    citation = citation_of(source)
    yield "citation.bib", citation.bibtex
    yield "citation.json", written_json(csl_json(citation))
    # Services that preview a link draw no SVG.
    yield CARD, pictures({CARD: card_svg(_card(source, citation))}, source.places.cache / "card")[CARD]


def _card(source: Source, citation: Citation) -> Card:
    edition = source.ledger.edition
    counts = summarise(source.plan, source.ledger.milestones).counts
    plan = f"{edition.plan_title}: {len(source.plan.promises)} promises"
    return Card(
        title=citation.publication.title,
        force=edition.force_name,
        period=edition.long_label,
        plan=plan if counts else f"No plan for {edition.plan_year} on record: recorded crime",
        shares=[Share(group, GROUPS[group].words, count) for group, count in counts],
    )
