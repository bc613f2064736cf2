"""How an edition is cited: in words, as BibTeX, as CSL-JSON, and as a deposit in Zenodo.

Day, revision and address are known once an edition is published; before that the hash of the ledger names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.status import GROUPS
from planbook.data.periods import date_words
from planbook.editions.library import edition_title

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.claims.summary import Summary
    from planbook.editions.publication import Publication

LICENCE_OF_DATA = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
KEYWORDS = ("police and crime plan", "performance", "recorded crime", "official statistics", "reproducibility")


def description(edition: Edition, summary: Summary) -> str:
    """How many promises stand where; where no plan is on record, what the figures are of."""
    total = sum(count for _, count in summary.counts)
    if not total:
        return f"Recorded crime in {edition.force_name}, {edition.long_label}: every figure traced to open data."
    counts = ", ".join(f"{count} {GROUPS[group].words}" for group, count in summary.counts if count)
    return (
        f"Of the {total} promises of the Police and Crime Plan {edition.plan_year} of {edition.force_name}: {counts}. "
        "Every figure is traced to its data."
    )


@dataclass(frozen=True)
class Citation:
    """What is cited. ``revision`` is 0, ``published`` and ``address`` are empty before publication."""

    publication: Publication
    edition: Edition
    ledger: str
    revision: int = 0
    published: str = ""
    address: str = ""
    draft: bool = False

    @property
    def title(self) -> str:
        """The title of the edition."""
        return f"{self.publication.title} {edition_title(self.edition)}"

    @property
    def key(self) -> str:
        """The key in lists of references."""
        ending = f"-r{self.revision}" if self.revision else ""
        return f"planbook-{self.edition.force}-{self.edition.period.lower()}{ending}"

    @property
    def when(self) -> str:
        """Revision and day in words; empty before publication."""
        state = " as a draft, not signed off" if self.draft else ""
        return f"Revision {self.revision}, published {date_words(self.published)}{state}." if self.revision else ""

    @property
    def note(self) -> str:
        """The hash by which a reader knows that it is this edition."""
        return f"SHA-256 of the ledger: {self.ledger}"

    @property
    def text(self) -> str:
        """The citation in one line."""
        parts = (f"{self.publication.publisher}.", f"{self.title}.", self.when, f"{self.note}.", self.address)
        return " ".join(filter(None, parts))

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX and BibLaTeX."""
        fields = {
            "author": f"{{{self.publication.publisher}}}",
            "title": f"{{{self.title}}}",
            "year": self.published[:4],
            "date": self.published,
            "version": f"r{self.revision}" if self.revision else "",
            "url": self.address,
            "note": self.note,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{lines}}}\n"


def csl_json(citation: Citation) -> list[dict[str, Any]]:
    """The citation in the form of the Citation Style Language (schema 1.0, type ``dataset``)."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": citation.publication.publisher}],
        "publisher": citation.publication.publisher,
        "note": citation.note,
    }
    if citation.revision:
        item["version"] = f"r{citation.revision}"
        item["issued"] = {"date-parts": [[int(part) for part in citation.published.split("-")]]}
    if citation.address:
        item["URL"] = citation.address
    return [item]


def zenodo(citation: Citation, description: str) -> dict[str, Any]:
    """The metadata of a deposit in Zenodo, as ``.zenodo.json`` holds them; the day is left out where none is given."""
    record: dict[str, Any] = {
        "title": citation.title,
        "upload_type": "dataset",
        "description": f"<p>{description}</p><p>{citation.text}</p>",
        "creators": [{"name": citation.publication.publisher}],
        "access_right": "open",
        "keywords": list(KEYWORDS),
        "language": "eng",
        "notes": f"Data: Open Government Licence v3.0, {LICENCE_OF_DATA} Software: MIT.",
    }
    if citation.revision:
        record |= {"publication_date": citation.published, "version": f"r{citation.revision}"}
    return record
