"""Publish the built site into a library: a new folder, never an old one changed."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.claims.ledger import Ledger
from planbook.claims.signoff import refuse_unsigned
from planbook.claims.summary import summarise
from planbook.data import registers
from planbook.data.files import sha256
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.editions import signoff_files
from planbook.editions.citing import Publication, description, publication_of
from planbook.editions.library import Library, Published, parse_date
from planbook.editions.library_files import CHECKSUMS, LEDGER, Shelf, StrayFolder, checksum_lines, content_at
from planbook.publish.bundle import write_bundle
from planbook.publish.library_pages import SHARED_FILES, library_files
from planbook.publish.revision import EVIDENCE, Revision
from planbook.publish.revision_banner import add_banners

FRONT = "book/index.html"
DRAFT_MARK = 'class="pb-draft-mark"'
"""In each page of a draft; the template of the mark writes it."""
UNMARKED = frozenset({"index.html", "search.html"})
"""Pages without words of the edition: the redirect to the front page, and the search."""


class NoSite(RuntimeError):
    """There is nothing to publish."""

    def __init__(self) -> None:
        super().__init__("_build/html holds no site: build one first, with `make book` or `planbook book`")


class NotADraft(ValueError):
    """An edition that is wholly signed off is asked to be published as a draft."""

    def __init__(self) -> None:
        super().__init__(
            "every milestone is signed off as it stands, so this is no draft: publish it without --draft (DRAFT=)"
        )


class OutdatedMarks(RuntimeError):
    """The pages were built before the sign-off stood as it stands now."""

    def __init__(self, pages: tuple[str, ...], *, draft: bool) -> None:
        wrong = "do not bear the mark of a draft" if draft else "still bear the mark of a draft"
        more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
        super().__init__(
            f"{', '.join(pages[:3])}{more} {wrong}: build the site again, with `planbook build`, then publish"
        )


@dataclass(frozen=True)
class PublishRequest:
    """A library, a day, the reason for a correction, a base address.

    ``draft`` publishes an edition that is not signed off, marked as one everywhere.
    """

    library: Path
    date: str = ""
    reason: str = ""
    base: str = ""
    draft: bool = False


@dataclass(frozen=True)
class PublishResult:
    """The revision, and whether it was published before."""

    published: Published
    stood_already: bool
    publication: Publication


def publish(places: Places, request: PublishRequest) -> PublishResult:
    """Publish ``_build/html``. The same site again changes nothing; other content needs a reason and is a revision.

    Raises:
        NoSite, NotAnEdition: nothing is built.
        NeedsReason: other content is published, and no reason for a correction is given.
        BadDate, BadBaseAddress: the day or the base address is missing or malformed.
        Unsigned, NotADraft, OutdatedMarks: it is not signed off as it stands, or no draft, or marked otherwise.
        PublishedChanged, StrayFolder: the library is not as its record says.
        StaleEdition: data, notebooks or words changed since the site was built.
    """
    site = _BuiltSite.read(places)
    shelf, publication = Shelf(request.library), publication_of(places, request.base)
    library = shelf.read()
    revision, stands = library.place_for(site.ledger.edition, site.digest, request.reason)
    before = library.revisions(site.address)
    for one in before:
        shelf.check(one)
    if stands:
        published = next(one for one in before if one.revision == revision)
    else:
        parse_date(request.date)
        _check_signoff(places, site.ledger, site.plan, draft=request.draft)
        published = _put(site, shelf, _draft(site, request, revision), publication)
        library = library.with_one(published)
        shelf.write(library)
    _write_root(places, shelf, library, publication)
    return PublishResult(published, stands, publication)


def bundle_site(places: Places, request: PublishRequest) -> Path:
    """Write the bundle of the built site into ``_build/bundle``, as the revision that it is or would become.

    Raises:
        NoSite, NotAnEdition, StaleEdition: nothing is built, or not from what stands now.
        BadDate, BadBaseAddress: the day or the base address is malformed.
    """
    site, publication = _BuiltSite.read(places), publication_of(places, request.base)
    before = Shelf(request.library).read().revisions(site.address)
    same = next((one for one in before if one.site == site.digest), None)
    published = same or _draft(site, request, len(before) + 1)
    revision = Revision.of(published, publication, site.ledger.edition)
    target = places.build / "bundle" / revision.bundle_name
    write_bundle(places, revision, target)
    return target


@dataclass(frozen=True)
class _BuiltSite:
    """The built site: its ledger, the plan in it, and the digest of all its files."""

    places: Places
    ledger: Ledger
    plan: Plan
    digest: str

    @classmethod
    def read(cls, places: Places) -> "_BuiltSite":
        if not (places.site / LEDGER).is_file():
            raise NoSite
        ledger = content_at(places.site).ledger
        plan = registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force).plan
        return cls(places, ledger, plan, _hash(checksum_lines(places.site)))

    @property
    def address(self) -> str:
        """The address of the edition in a library."""
        return Published.first(self.ledger.edition).edition_address


def _draft(site: _BuiltSite, request: PublishRequest, revision: int) -> Published:
    """The record of a new revision, without the hashes of its folder."""
    folder, edition = site.places.site, site.ledger.edition
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return replace(
        Published.first(edition),
        revision=revision,
        published=parse_date(request.date).isoformat() if request.date else "",
        reason=request.reason.strip() if revision > 1 else "",
        summary=description(edition, summarise(site.plan, site.ledger.milestones)),
        ledger=sha256(folder / LEDGER),
        site=site.digest,
        pages=tuple(page for page in pages if page != "index.html"),
        front=FRONT if FRONT in pages else "index.html",
        draft=request.draft,
    )


def _check_signoff(places: Places, ledger: Ledger, plan: Plan, *, draft: bool) -> None:
    """Check that the built site is signed off as it stands, or asked for and marked as a draft."""
    states = signoff_files.states(places, ledger, plan)
    if draft and all(state.complete for state in states):
        raise NotADraft
    if not draft:
        refuse_unsigned(states)
    if wrong := _wrongly_marked(places.site, draft=draft):
        raise OutdatedMarks(wrong, draft=draft)


def _wrongly_marked(site: Path, *, draft: bool) -> tuple[str, ...]:
    """Pages without the mark of a draft that need it, or with one that they must not bear."""
    pages = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    edition = (name for name in pages if name not in UNMARKED and not name.startswith("_static/"))
    return tuple(name for name in edition if (DRAFT_MARK in pages[name].read_text(encoding="utf-8")) != draft)


def _put(site: _BuiltSite, shelf: Shelf, draft: Published, publication: Publication) -> Published:
    """Make the folder beside its place, then move it there."""
    place = shelf.root / draft.address
    if place.exists():
        raise StrayFolder(draft.address)
    revision = Revision.of(draft, publication, site.ledger.edition)
    shelf.root.mkdir(parents=True, exist_ok=True)
    # A folder that was begun never stands in the library: what is interrupted leaves nothing behind.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=shelf.root) as temporary:
        fresh = Path(temporary) / place.name
        shutil.copytree(site.places.site, fresh)
        write_bundle(site.places, revision, fresh / EVIDENCE / revision.bundle_name)
        add_banners(fresh, revision)
        listed = checksum_lines(fresh)
        (fresh / CHECKSUMS).write_text(listed, encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)
    return replace(draft, checksums=_hash(listed), bundle=revision.bundle_name)


def _write_root(places: Places, shelf: Shelf, library: Library, publication: Publication) -> None:
    """Write the list of editions and what goes with it anew from the record."""
    for name, text in library_files(library, publication).items():
        path = shelf.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assets = shelf.root / "assets"
    assets.mkdir(exist_ok=True)
    for name in SHARED_FILES:
        shutil.copyfile(places.site / "_static" / name, assets / name)
    (shelf.root / ".nojekyll").touch()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
