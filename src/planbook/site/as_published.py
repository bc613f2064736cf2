"""The built site as it is published: every page stamped with its revision, and the citation with day and address.

``python -m planbook.site.as_published`` does it again from the record that a bundle carries, so that an audit
can set the published pages beside rebuilt ones.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from planbook.data.digests import sha256
from planbook.data.places import find_places
from planbook.edge.bundle import RECORD, bundle_name
from planbook.editions.citing import Citation, csl_json
from planbook.editions.edition_files import LEDGER, content_at
from planbook.editions.library import Published
from planbook.editions.publication import publication_of
from planbook.site.evidence import written_json
from planbook.site.stamp import Stamp, stamped

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.claims.ledger import Edition
    from planbook.data.places import Places
    from planbook.editions.publication import Publication

__all__ = ["AS_PUBLISHED", "EVIDENCE", "citation_of", "record_of", "stamp_again", "stamp_folder"]

EVIDENCE = "evidence"
AS_PUBLISHED = "as_published"
"""Folder below ``_build`` of the pages that were stamped again."""


def stamp_folder(folder: Path, stamp: Stamp) -> None:
    """Stamp every page of a site, and write how it is cited."""
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        page.write_text(stamped(page.read_text(encoding="utf-8"), name, stamp), encoding="utf-8")
    (folder / "citation.bib").write_text(stamp.citation.bibtex, encoding="utf-8")
    (folder / "citation.json").write_text(written_json(csl_json(stamp.citation)), encoding="utf-8")


def citation_of(publication: Publication, edition: Edition, draft: Published) -> Citation:
    """How a revision is cited; before it has a day of publication, the edition."""
    address = f"{publication.base}{draft.address}/" if publication.base else ""
    if not draft.published:
        return Citation(publication, edition, draft.ledger)
    return Citation(publication, edition, draft.ledger, draft.revision, draft.published, address, draft.draft)


def record_of(published: Published, publication: Publication) -> dict[str, Any]:
    """What a bundle says of the revision that it belongs to: all but the hashes of what the bundle lies in."""
    return {**asdict(replace(published, checksums="", bundle="")), "base": publication.base}


def stamp_again(places: Places) -> Path:
    """Copy the built site to ``_build/as_published`` and stamp it by the record of the bundle in this folder."""
    record = json.loads((places.root / RECORD).read_text(encoding="utf-8"))
    base = record.pop("base")
    published = replace(Published(**{**record, "pages": tuple(record["pages"])}), ledger=sha256(places.site / LEDGER))
    folder = places.build / AS_PUBLISHED
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(places.site, folder)
    citation = citation_of(publication_of(places, base), content_at(places.site).ledger.edition, published)
    stamp_folder(folder, Stamp(published, citation, f"{EVIDENCE}/{bundle_name(published)}"))
    return folder


if __name__ == "__main__":
    stamp_again(find_places())
