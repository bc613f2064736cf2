"""Publish the built site into a library: a new folder, never an old one changed."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from planbook import Refusal
from planbook.claims.ledger import Edition, Ledger
from planbook.claims.signoff import refuse_unsigned
from planbook.claims.summary import summarise
from planbook.data import files
from planbook.data.files import Made, sha256, write_whole
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.editions import wording
from planbook.editions.citing import Publication, description, publication_of
from planbook.editions.library_files import (
    CHECKSUMS,
    EDITIONS,
    LEDGER,
    Published,
    check_revision,
    checksum_lines,
    content_at,
    hash_of,
    parse_date,
    read_library,
)
from planbook.publish.bundle import write_bundle
from planbook.publish.library_pages import SHARED_FILES, library_files
from planbook.publish.revision_banner import EVIDENCE, Revision, add_banners

FRONT = "book/index.html"
DRAFT_MARK = 'class="pb-draft-mark"'
"""In each page of a draft; the template of the mark writes it."""
UNMARKED = frozenset({"index.html", "search.html"})
"""Pages without words of the edition: the redirect to the front page, and the search."""


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
        NotAnEdition: the built site has no ledger in its form.
        Unsigned: it is not signed off as it stands.
        Refusal: nothing is built, or from other files than those that stand; a day, an address or the reason for a
            correction is missing or malformed; it is no draft; or the library is not as its record says.
    """
    site, publication = _BuiltSite.read(places), publication_of(places, request.base)
    library = read_library(request.library)
    before = library.revisions(site.address)
    published = next((one for one in reversed(before) if one.site == site.digest), None)
    stood_already = published is not None
    if published is None and before and not request.reason.strip():
        last = before[-1]
        raise Refusal(
            f"{last.address} is published (on {last.published}) and holds other content; what is published is never "
            f"changed. To publish a correction as r{last.revision + 1}, say why: --reason 'what was wrong'"
        )
    # Also where nothing will be published: a library that was altered must not go unseen.
    for one in before:
        check_revision(request.library, one)
    if published is None:
        parse_date(request.date)
        _check_signoff(site, draft=request.draft)
        published = _put(site, request, _draft(site, request, len(before) + 1), publication)
        library = library.with_one(published)
        write_whole(request.library / EDITIONS, library.text.encode())
    root: list[Made] = [(f"assets/{name}", places.site / "_static" / name) for name in SHARED_FILES]
    root += library_files(library, publication).items()
    # GitHub Pages would run Jekyll, which leaves out folders such as _static; an empty file tells it not to.
    files.place(request.library, [*root, (".nojekyll", "")])
    return PublishResult(published, stood_already, publication)


def bundle_site(places: Places, request: PublishRequest) -> Path:
    """Write the bundle of the built site into ``_build/bundle``, as the revision that it is or would become.

    Raises:
        NotAnEdition, Refusal: nothing is built, or not from what stands now; the day or the address is malformed.
    """
    site, publication = _BuiltSite.read(places), publication_of(places, request.base)
    before = read_library(request.library).revisions(site.address)
    same = next((one for one in before if one.site == site.digest), None)
    revision = Revision(same or _draft(site, request, len(before) + 1), publication, site.edition)
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
    def read(cls, places: Places) -> Self:
        if not (places.site / LEDGER).is_file():
            raise Refusal("_build/html holds no site: build one first, with `make book` or `planbook book`")
        ledger = content_at(places.site).ledger
        return cls(places, ledger, wording.plan_of(places, ledger), hash_of(checksum_lines(places.site).encode()))

    @property
    def edition(self) -> Edition:
        return self.ledger.edition

    @property
    def address(self) -> str:
        """The address of the edition in a library."""
        return Published.first(self.edition).edition_address

    @property
    def pages(self) -> dict[str, Path]:
        """The pages by path in the site, in order."""
        site = self.places.site
        return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}


def _draft(site: _BuiltSite, request: PublishRequest, revision: int) -> Published:
    """The record of a new revision, without the hashes of its folder."""
    return replace(
        Published.first(site.edition),
        revision=revision,
        published=parse_date(request.date).isoformat() if request.date else "",
        reason=request.reason.strip() if revision > 1 else "",  # a first revision corrects nothing
        summary=description(site.edition, summarise(site.plan, site.ledger.milestones)),
        ledger=sha256(site.places.site / LEDGER),
        site=site.digest,
        pages=tuple(sorted(site.pages.keys() - {"index.html"})),
        front=FRONT if FRONT in site.pages else "index.html",
        draft=request.draft,
    )


def _check_signoff(site: _BuiltSite, *, draft: bool) -> None:
    """Check that the built site is signed off as it stands, or asked for and marked as a draft."""
    states = wording.states(site.places, site.ledger, site.plan)
    if draft and all(state.complete for state in states):
        raise Refusal(
            "every milestone is signed off as it stands, so this is no draft: publish it without --draft (DRAFT=)"
        )
    if not draft:
        refuse_unsigned(states)
    # Pages may be older than the last signature: each must bear the mark if it is a draft, and only then.
    pages = {name: path for name, path in site.pages.items() if name not in UNMARKED}
    marks = {name: DRAFT_MARK in path.read_text(encoding="utf-8") for name, path in pages.items()}
    wrong = tuple(name for name, mark in marks.items() if mark != draft and not name.startswith("_static/"))
    if wrong:
        fault = f"{'do not' if draft else 'still'} bear the mark of a draft"
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise Refusal(
            f"{', '.join(wrong[:3])}{more} {fault}: build the site again, with `planbook build`, then publish"
        )


def _put(site: _BuiltSite, request: PublishRequest, draft: Published, publication: Publication) -> Published:
    """Make the folder beside its place, then move it there."""
    place, revision = request.library / draft.address, Revision(draft, publication, site.edition)
    if place.exists():
        raise Refusal(
            f"{draft.address} is there, and {EDITIONS} of the library does not hold it: put the record back, or "
            "remove the folder if publishing was interrupted"
        )
    request.library.mkdir(parents=True, exist_ok=True)
    # A folder that was begun never stands in the library: what is interrupted leaves nothing behind.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=request.library) as temporary:
        fresh = Path(temporary) / place.name
        shutil.copytree(site.places.site, fresh)
        write_bundle(site.places, revision, fresh / EVIDENCE / revision.bundle_name)
        add_banners(fresh, revision)
        checksums = checksum_lines(fresh)
        (fresh / CHECKSUMS).write_text(checksums, encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)
    return replace(draft, checksums=hash_of(checksums.encode()), bundle=revision.bundle_name)
