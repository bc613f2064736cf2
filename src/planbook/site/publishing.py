"""Publish the built site into a library: a new folder, never an old one changed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.claims.summary import summarise
from planbook.data import registers
from planbook.data.digests import sha256
from planbook.data.periods import Period
from planbook.edge.bundle import Order, bundle_name, write_bundle
from planbook.editions.citing import description
from planbook.editions.edition_files import LEDGER, content_at
from planbook.editions.library import Library, Published, parse_date
from planbook.editions.library_files import CHECKSUMS, Shelf, StrayFolder, checksum_lines
from planbook.editions.publication import publication_of
from planbook.site.as_published import EVIDENCE, citation_of, record_of, stamp_folder
from planbook.site.clearance import clear_to_publish
from planbook.site.library_pages import library_files
from planbook.site.stamp import Stamp

if TYPE_CHECKING:
    from planbook.claims.ledger import Ledger
    from planbook.data.places import Places
    from planbook.data.plan import Plan
    from planbook.editions.publication import Publication

__all__ = ["SHARED", "Made", "NoSite", "Wish", "bundle_site", "publish"]

FRONT = "book/index.html"
SHARED = ("planbook.css", "scheme.js", "favicon.svg")
"""Files of the site that the list of editions uses too."""


class NoSite(RuntimeError):
    """There is nothing to publish."""

    def __init__(self) -> None:
        super().__init__("_build/html holds no site: build one first, with `make book` or `planbook book`")


@dataclass(frozen=True)
class Wish:
    """What the publisher asks for: a library, a day, a reason for a correction, a base address.

    ``draft`` publishes an edition that is not signed off, marked as one everywhere.
    """

    library: Path
    date: str = ""
    reason: str = ""
    base: str = ""
    draft: bool = False


@dataclass(frozen=True)
class Made:
    """What came of it: the revision, and whether it was published before."""

    published: Published
    stood_already: bool
    publication: Publication


def publish(places: Places, wish: Wish) -> Made:
    """Publish ``_build/html``. The same site again changes nothing; other content needs a reason and is a revision.

    Raises:
        NoSite, NotAnEdition: nothing is built.
        NeedsReason: other content is published, and no reason for a correction is given.
        BadDate, BadBaseAddress: the day or the base address is missing or malformed.
        Unsigned, NotADraft, MarksOfAnotherDay: it is not signed off as it stands, or no draft, or marked otherwise.
        PublishedChanged, StrayFolder: the library is not as its record says.
        StaleEdition: data, notebooks or words changed since the site was built.
    """
    if not (places.site / LEDGER).is_file():
        raise NoSite
    shelf, publication = Shelf(wish.library), publication_of(places, wish.base)
    ledger, site = content_at(places.site).ledger, _hash(checksum_lines(places.site))
    library = shelf.read()
    revision, stands = library.place_for(ledger.edition, site, wish.reason)
    address = Published.first(ledger.edition).edition_address
    for one in library.revisions(address):
        shelf.check(one)
    if stands:
        published = next(one for one in library.revisions(address) if one.revision == revision)
    else:
        parse_date(wish.date)
        clear_to_publish(places, ledger, _plan(places, ledger), draft=wish.draft)
        draft = replace(_draft(places, ledger, wish, revision), site=site)
        published = _put(places, shelf, draft, publication)
        library = library.with_one(published)
        shelf.write(library)
    _write_root(places, shelf, library, publication)
    return Made(published, stands, publication)


def bundle_site(places: Places, wish: Wish) -> Path:
    """Write the bundle of the built site into ``_build/bundle``, as the revision that it is or would become.

    Raises:
        NoSite, NotAnEdition, StaleEdition: nothing is built, or not from what stands now.
        BadDate, BadBaseAddress: the day or the base address is malformed.
    """
    if not (places.site / LEDGER).is_file():
        raise NoSite
    publication, ledger = publication_of(places, wish.base), content_at(places.site).ledger
    held = Shelf(wish.library).read().revisions(Published.first(ledger.edition).edition_address)
    site = _hash(checksum_lines(places.site))
    same = next((one for one in held if one.site == site), None)
    draft = same or replace(_draft(places, ledger, wish, len(held) + 1), site=site)
    target = places.build / "bundle" / bundle_name(draft)
    citation = citation_of(publication, ledger.edition, draft)
    write_bundle(places, Order(target, citation, draft.summary, record_of(draft, publication)))
    return target


def _draft(places: Places, ledger: Ledger, wish: Wish, revision: int) -> Published:
    """The record of a new revision, but for the hashes that its folder gives."""
    pages = sorted(path.relative_to(places.site).as_posix() for path in places.site.rglob("*.html"))
    return replace(
        Published.first(ledger.edition),
        revision=revision,
        published=parse_date(wish.date).isoformat() if wish.date else "",
        reason=wish.reason.strip() if revision > 1 else "",
        summary=description(ledger.edition, summarise(_plan(places, ledger), ledger.milestones)),
        ledger=sha256(places.site / LEDGER),
        pages=tuple(page for page in pages if page != "index.html"),
        front=FRONT if FRONT in pages else "index.html",
        draft=wish.draft,
    )


def _plan(places: Places, ledger: Ledger) -> Plan:
    return registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force).plan


def _put(places: Places, shelf: Shelf, draft: Published, publication: Publication) -> Published:
    """Make the folder beside its place, then move it there."""
    place = shelf.root / draft.address
    if place.exists():
        raise StrayFolder(draft.address)
    edition = content_at(places.site).ledger.edition
    citation = citation_of(publication, edition, draft)
    shelf.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=shelf.root) as made:
        fresh = Path(made) / place.name
        shutil.copytree(places.site, fresh)
        bundle = fresh / EVIDENCE / bundle_name(draft)
        write_bundle(places, Order(bundle, citation, draft.summary, record_of(draft, publication)))
        stamp_folder(fresh, Stamp(draft, citation, f"{EVIDENCE}/{bundle.name}"))
        listed = checksum_lines(fresh)
        (fresh / CHECKSUMS).write_text(listed, encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)
    return replace(draft, checksums=_hash(listed), bundle=bundle.name)


def _write_root(places: Places, shelf: Shelf, library: Library, publication: Publication) -> None:
    """The list of editions and what goes with it; made anew each time, from the record."""
    for name, text in library_files(library, publication).items():
        path = shelf.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assets = shelf.root / "assets"
    assets.mkdir(exist_ok=True)
    for name in SHARED:
        shutil.copyfile(places.site / "_static" / name, assets / name)
    (shelf.root / ".nojekyll").touch()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
