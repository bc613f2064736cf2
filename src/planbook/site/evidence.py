"""What an edition carries beside its pages: words, what it was compared with, its card, and how to cite it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import to_builtins

from planbook.charts.pictures import Card, Share, card_svg
from planbook.claims.status import GROUPS
from planbook.claims.summary import summarise
from planbook.data.files import Made, sha256
from planbook.data.places import Places
from planbook.editions.citing import Citation, csl_json, description, publication_of
from planbook.editions.library_files import BEFORE, LEDGER, WORDING
from planbook.editions.wording import Content, wording_at
from planbook.export.pictures import pictures
from planbook.site.edition_source import Source

CARD = "card.png"
PROVENANCE_END = ".provenance.json"


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


def evidence(source: Source) -> Iterator[Made]:
    """The notebooks as run and as their authors wrote them, the words, the edition before, the card, the citation."""
    yield ".nojekyll", ""
    for run in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        yield f"as_run/{run.name}", run
        written = source.places.notebooks / run.name
        if written.is_file():
            yield f"as_written/{run.name}", written.read_bytes()
    yield WORDING, written_json(to_builtins(wording_at(source.places, source.ledger.edition)))
    if source.before:
        yield from _of_before(source.before)
    citation = citation_of(source)
    yield "citation.bib", citation.bibtex
    yield "citation.json", written_json(csl_json(citation))
    yield CARD, pictures({CARD: card_svg(_card(source, citation))}, source.places.cache / "card")[CARD]


def _of_before(before: Content) -> Iterator[Made]:
    """What the page of changes was made from, so that the edition can be built again without a library."""
    yield f"{BEFORE}/{LEDGER}", written_json(before.ledger.as_record())
    if before.wording:
        yield f"{BEFORE}/{WORDING}", written_json(to_builtins(before.wording))


def _card(source: Source, citation: Citation) -> Card:
    edition = source.ledger.edition
    counts = summarise(source.plan, source.ledger.milestones).counts
    plan = f"Police and Crime Plan {edition.plan_year}: {len(source.plan.promises)} promises"
    return Card(
        title=citation.publication.title,
        force=edition.force_name,
        period=edition.long_label,
        plan=plan if counts else f"No plan for {edition.plan_year} on record: recorded crime",
        shares=[Share(group, GROUPS[group].words, count) for group, count in counts],
    )
