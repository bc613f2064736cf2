"""A revision of an edition as it is published: its record, how it is cited, and its bundle."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import msgspec

from planbook.claims.ledger import Edition
from planbook.editions.citing import Citation, Publication
from planbook.editions.library import Published

EVIDENCE = "evidence"
"""Folder of a published edition with its bundle."""
RECORD = "published.json"
"""File of a bundle with the record of its revision; the banner on the published pages follows from it."""


@dataclass(frozen=True)
class Revision:
    """The record of a revision and its citation, which names no day before the revision is published."""

    published: Published
    citation: Citation

    @classmethod
    def of(cls, published: Published, publication: Publication, edition: Edition) -> Self:
        """The revision of an edition in a publication."""
        citation = Citation(publication, edition, published.ledger)
        if published.published:
            address = f"{publication.base}{published.address}/" if publication.base else ""
            numbered = replace(citation, revision=published.revision, published=published.published)
            citation = replace(numbered, address=address, draft=published.draft)
        return cls(published, citation)

    @property
    def base(self) -> str:
        """The address of the library; empty where none is set."""
        return self.citation.publication.base

    @property
    def image(self) -> str:
        """The address of the picture that a shared link shows."""
        return f"{self.base}{self.published.address}/card.png"

    @property
    def bundle_name(self) -> str:
        """The file name of the bundle: ``planbook-west_midlands-fy2014-15-r1.zip``."""
        one = self.published
        return f"planbook-{one.force}-{one.slug}-r{one.revision}.zip"

    @property
    def record(self) -> dict[str, Any]:
        """The record in the bundle: everything but the hashes of files that the bundle itself lies in."""
        return {**asdict(replace(self.published, checksums="", bundle="")), "base": self.base}


class _WithBase(msgspec.Struct):
    base: str = ""


def recorded_revision(record: bytes) -> tuple[Published, str]:
    """The revision in the record of a bundle, and the base address that it was published with.

    Raises:
        msgspec.MsgspecError: the record is not in its form.
    """
    return msgspec.json.decode(record, type=Published), msgspec.json.decode(record, type=_WithBase).base
