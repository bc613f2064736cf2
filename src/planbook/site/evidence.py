"""What an edition carries beside its pages: words, what it was compared with, its card, and how to cite it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planbook.charts.card import Card, Share, card_svg
from planbook.core.citing import Citation, csl_json
from planbook.core.describing import GROUP_WORDS, description
from planbook.core.summary import summarise
from planbook.edge.contents import BEFORE, LEDGER, WORDING
from planbook.edge.publication import publication_of
from planbook.edge.snapshot import sha256
from planbook.edge.wording import wording_at
from planbook.publish.pictures import pictures

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.core.wording import Content
    from planbook.site.source import Source

__all__ = ["CARD", "citation_of", "described", "write_evidence", "written_json"]

CARD = "card.png"


def written_json(record: Any) -> str:  # noqa: ANN401
    """A record as published: indented, in its own order, any script."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def citation_of(source: Source) -> Citation:
    """How the edition is cited before it is published."""
    return Citation(publication_of(source.places), source.ledger.edition, sha256(source.ledger_path))


def described(source: Source) -> str:
    """The edition in one sentence."""
    return description(source.ledger.edition, summarise(source.plan, source.ledger.milestones))


def write_evidence(source: Source, out: Path) -> None:
    """Write the words of the edition, the edition before it, the card and the citation."""
    words = wording_at(source.places, source.ledger.edition)
    (out / WORDING).write_text(written_json(words.as_record()), encoding="utf-8")
    if source.before:
        _write_before(source.before, out / BEFORE)
    citation = citation_of(source)
    (out / "citation.bib").write_text(citation.bibtex, encoding="utf-8")
    (out / "citation.json").write_text(written_json(csl_json(citation)), encoding="utf-8")
    drawn = pictures({CARD: card_svg(_card(source, citation))}, source.places.cache / "card")
    (out / CARD).write_bytes(drawn[CARD])


def _write_before(before: Content, folder: Path) -> None:
    """What the page of changes was made from, so that the edition can be built again without a library."""
    folder.mkdir(exist_ok=True)
    (folder / LEDGER).write_text(written_json(before.ledger.as_record()), encoding="utf-8")
    if before.wording:
        (folder / WORDING).write_text(written_json(before.wording.as_record()), encoding="utf-8")


def _card(source: Source, citation: Citation) -> Card:
    edition = source.ledger.edition
    counts = summarise(source.plan, source.ledger.milestones).counts
    plan = f"Police and Crime Plan {edition.plan_year}: {len(source.plan.promises)} promises"
    return Card(
        title=citation.publication.title,
        force=edition.force_name,
        period=edition.long_label,
        plan=plan if counts else f"No plan for {edition.plan_year} on record: recorded crime",
        shares=[Share(group, GROUP_WORDS[group], count) for group, count in counts],
    )
