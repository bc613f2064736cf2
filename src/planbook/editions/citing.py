"""How the publication is addressed and an edition is cited: in words, as BibTeX, CSL-JSON or a deposit in Zenodo.

Day, revision and address are known once an edition is published; before that the hash of the ledger names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from planbook import Refusal
from planbook.claims.ledger import Edition
from planbook.claims.status import GROUPS
from planbook.claims.summary import Summary
from planbook.data.periods import date_words
from planbook.data.places import Places
from planbook.editions.library_files import edition_title

LICENCE_OF_DATA = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
KEYWORDS = ("police and crime plan", "performance", "recorded crime", "official statistics", "reproducibility")
# Stands until the publisher names its own domain; nobody can own ``.example`` (RFC 2606).
RESERVED_NAME = "planbook.example,2026"
SETTINGS = "planbook_publication"
"""Key below ``sphinx: config:`` with ``publisher``, ``base_url`` and ``tag``."""
# Scheme, host and path, and nothing after them: other addresses are made by adding to it (RFC 3986).
ABSOLUTE = re.compile(r"https?://[^/?#\s]+(?P<path>/[^?#\s]*)?")


@dataclass(frozen=True)
class Publication:
    """Settings of ``_config.yml``.

    ``base`` is where the library is served and ends with a slash, or is empty; ``tag`` is the authority and date of
    tag URIs (RFC 4151).
    """

    title: str
    publisher: str
    base: str = ""
    tag: str = RESERVED_NAME

    def __post_init__(self) -> None:
        if self.base and not ABSOLUTE.fullmatch(self.base):
            raise Refusal(
                f"base address {self.base!r}: is not an absolute address. Write it as https://example.org/performance/"
            )
        # Addresses are made by adding to the base.
        if self.base and not self.base.endswith("/"):
            object.__setattr__(self, "base", f"{self.base}/")

    @property
    def at_root_of_host(self) -> bool:
        """Whether the library is served at the root of its host, where alone ``robots.txt`` is read (RFC 9309)."""
        match = ABSOLUTE.fullmatch(self.base)
        return match is not None and match["path"] == "/"

    def tag_uri(self, name: str) -> str:
        """The permanent name of a thing: ``tag:planbook.example,2026:kent/fy2014-15/r1``."""
        return f"tag:{self.tag}:{name}"


def publication_of(places: Places, base: str = "") -> Publication:
    """Title, publisher and addresses of a project; ``base`` replaces the base address of its settings."""
    path = places.root / "_config.yml"
    return publication_in(path.read_bytes() if path.is_file() else b"", base)


# Asked for by every page, and YAML is slow to read.
@lru_cache(maxsize=4)
def publication_in(settings: bytes, base: str = "") -> Publication:
    """The same from the text of ``_config.yml``."""
    config: dict[str, Any] = yaml.safe_load(settings) or {}
    own = ((config.get("sphinx") or {}).get("config") or {}).get(SETTINGS) or {}
    return Publication(
        title=str(config.get("title") or "planbook"),
        publisher=str(own.get("publisher") or "The planbook authors"),
        base=base or str(own.get("base_url") or ""),
        tag=str(own.get("tag") or RESERVED_NAME),
    )


def description(edition: Edition, summary: Summary) -> str:
    """How many promises stand where; where no plan is on record, what the figures are of."""
    total = sum(count for _, count in summary.counts)
    if not total:
        return f"Recorded crime in {edition.force_name}, {edition.long_label}: every figure traced to open data."
    counts = ", ".join(f"{count} {GROUPS[group].words}" for group, count in summary.counts if count)
    return (
        f"Of the {total} promises of the {edition.plan_title} of {edition.force_name}: {counts}. "
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
    def version(self) -> str:
        """The revision as ``r1``; empty before publication."""
        return f"r{self.revision}" if self.revision else ""

    @property
    def key(self) -> str:
        """The key in lists of references."""
        return "-".join(filter(None, ("planbook", self.edition.force, self.edition.period.lower(), self.version)))

    @property
    def when(self) -> str:
        """Revision and day in words; empty before publication."""
        state = " as a draft, not signed off" if self.draft else ""
        return f"Revision {self.revision}, published {date_words(self.published)}{state}." if self.revision else ""

    @property
    def note(self) -> str:
        """The hash by which a reader checks that it is this edition."""
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
            # A second pair of braces keeps the name of a body whole: BibTeX would take it for a person's.
            "author": f"{{{self.publication.publisher}}}",
            "title": f"{{{self.title}}}",
            "year": self.published[:4],
            "date": self.published,
            "version": self.version,
            "url": self.address,
            "note": self.note,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{lines}}}\n"


def csl_json(citation: Citation) -> list[dict[str, Any]]:
    """The citation in the form of the Citation Style Language (schema 1.0, type ``dataset``)."""
    publisher = citation.publication.publisher
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": publisher}],
        "publisher": publisher,
        "note": citation.note,
        "version": citation.version,
        "issued": {"date-parts": [list(map(int, citation.published.split("-")))]} if citation.revision else None,
        "URL": citation.address,
    }
    return [{name: value for name, value in item.items() if value}]


def zenodo(citation: Citation, description: str) -> dict[str, Any]:
    """The metadata of a deposit in Zenodo, as ``.zenodo.json`` holds them; without a day before publication."""
    record: dict[str, Any] = {
        "title": citation.title,
        "upload_type": "dataset",
        # Zenodo reads the description as HTML.
        "description": f"<p>{description}</p><p>{citation.text}</p>",
        "creators": [{"name": citation.publication.publisher}],
        "access_right": "open",
        "keywords": list(KEYWORDS),
        "language": "eng",
        "notes": f"Data: Open Government Licence v3.0, {LICENCE_OF_DATA} Software: MIT.",
    }
    if citation.revision:
        record |= {"publication_date": citation.published, "version": citation.version}
    return record
