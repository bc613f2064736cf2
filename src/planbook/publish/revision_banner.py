"""A published revision: its record, how it is cited, and the banner that names it on each page of its site.

A page does not depend on what else the library holds, so a published page never has to change. Each page loads the
library's ``editions.js``, which tells of newer revisions. Without it the links to the list of all editions and to the
latest revision remain.

``python -m planbook.publish.revision_banner`` puts the banner on again from the record in a bundle, so that an audit
can compare published pages with rebuilt ones.
"""

import json
import shutil
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from bs4 import BeautifulSoup, Tag

from planbook.charts.pictures import HEIGHT, WIDTH
from planbook.claims.ledger import Edition
from planbook.data.files import sha256
from planbook.data.places import Places, find_places
from planbook.editions.citing import Citation, Publication, csl_json, publication_of
from planbook.editions.library_files import LEDGER, Published, content_at
from planbook.site.evidence import written_json
from planbook.site.render import render
from planbook.site.theme import DATASET, script_safe

EVIDENCE = "evidence"
"""Folder of a published edition with its bundle."""
RECORD = "published.json"
"""File of a bundle with the record of its revision."""


@dataclass(frozen=True)
class Revision:
    """The record of a revision, the publication that it stands in, and the edition that it is of."""

    published: Published
    publication: Publication
    edition: Edition

    @property
    def address(self) -> str:
        """The absolute address; empty where the publication has no base address."""
        return f"{self.publication.base}{self.published.address}/" if self.publication.base else ""

    @cached_property
    def citation(self) -> Citation:
        """How the revision is cited. Before it is published it names no day: none is made up."""
        one, unpublished = self.published, Citation(self.publication, self.edition, self.published.ledger)
        if not one.published:
            return unpublished
        day = one.published
        return replace(unpublished, revision=one.revision, published=day, address=self.address, draft=one.draft)

    @property
    def image(self) -> str:
        """The address of the picture that a shared link shows."""
        return f"{self.address}card.png"

    @property
    def bundle_name(self) -> str:
        """The file name of the bundle: ``planbook-kent-fy2014-15-r1.zip``."""
        one = self.published
        return f"planbook-{one.force}-{one.slug}-r{one.revision}.zip"

    @property
    def record(self) -> dict[str, Any]:
        """The record in the bundle, without the hashes of files that the bundle itself lies in."""
        return {**asdict(replace(self.published, checksums="", bundle="")), "base": self.publication.base}


def recorded_revision(record: bytes) -> tuple[Published, str]:
    """The revision in the record of a bundle, and the base address that it was published with.

    Raises:
        msgspec.MsgspecError: the record is not in its form.
    """
    base = msgspec.json.decode(record, type=dict[str, Any]).get("base", "")
    return msgspec.json.decode(record, type=Published), msgspec.convert(base, str)


def add_banners(folder: Path, revision: Revision) -> None:
    """Put the banner on every page of a site, and write how the site is cited."""
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        page.write_text(with_banner(page.read_text(encoding="utf-8"), name, revision), encoding="utf-8")
    (folder / "citation.bib").write_text(revision.citation.bibtex, encoding="utf-8")
    (folder / "citation.json").write_text(written_json(csl_json(revision.citation)), encoding="utf-8")


def with_banner(html: str, page: str, revision: Revision) -> str:
    """The page ``page`` (its path in the site) as published; a page without main content stays as it is."""
    soup = BeautifulSoup(html, "html.parser")
    # The page that only sends readers on has no words to name a revision of.
    if soup.head is None or soup.select_one("main#main-content") is None:
        return html
    up = "../" * page.count("/")
    values = {
        "one": revision.published,
        "page": page,
        "library": f"{up}{'../' * (revision.published.address.count('/') + 1)}",
        "base": revision.publication.base,
        "image": revision.image,
        "size": (WIDTH, HEIGHT),
        "when": revision.citation.when,
        "bundle": f"{up}{EVIDENCE}/{revision.bundle_name}",
    }
    head = BeautifulSoup(render("edition_head.html", **values), "html.parser")
    for tag in head.find_all(recursive=False):
        soup.head.append(tag.extract())
    place = soup.select_one("main article.bd-article") or soup.select_one("main#main-content")
    if place:
        place.insert(0, BeautifulSoup(render("edition_strip.html", **values), "html.parser"))
    for words in soup.select("[data-pb-citation]"):
        words.string = revision.citation.text
    _complete_dataset(soup, revision)
    return str(soup)


def _complete_dataset(soup: BeautifulSoup, revision: Revision) -> None:
    """Add day, revision and addresses to the structured data of the page."""
    block, published = soup.find("script", id=DATASET), revision.published
    if not isinstance(block, Tag):
        return
    record = json.loads(block.string or "{}")
    record |= {"datePublished": published.published, "version": f"r{published.revision}"}
    record["identifier"] = revision.publication.tag_uri(published.address)
    if root := revision.address:
        record |= {"url": f"{root}{published.front}", "image": revision.image}
        record["distribution"] = [{**one, "contentUrl": f"{root}{one['contentUrl']}"} for one in record["distribution"]]
    block.string = script_safe(json.dumps(record, ensure_ascii=False, indent=1))


def publish_again(places: Places) -> Path:
    """Copy the built site to ``_build/as_published`` with the banner of the revision that this bundle records."""
    published, base = recorded_revision((places.root / RECORD).read_bytes())
    # The rebuilt ledger may differ from the published one, and its citation must say so.
    published = replace(published, ledger=sha256(places.site / LEDGER))
    folder = places.build / "as_published"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(places.site, folder)
    edition = content_at(places.site).ledger.edition
    add_banners(folder, Revision(published, publication_of(places, base), edition))
    return folder


if __name__ == "__main__":
    publish_again(find_places())
