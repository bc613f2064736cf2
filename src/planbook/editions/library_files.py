"""Editions on disk: what one says wherever it stands, and the library of those that were published.

An edition stands in a ledger file, the folder of a site, a bundle, or a place in a library. There it has revisions,
``r1`` and on. A revision is never changed; a correction is a new one with its reason.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import msgspec

from planbook import Refusal
from planbook.claims.display import police_of
from planbook.claims.ledger import LEDGER_FORMAT, Edition, Ledger
from planbook.data.files import sha256
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.values import nearest
from planbook.editions.wording import Content, Wording

LIBRARY_FORMAT = "planbook-library/1"
LEDGER = "ledger.json"
WORDING = "wording.json"
BEFORE = "before"
"""Folder of a site that holds ledger and words of the edition that its page of changes compares with."""
EDITIONS = "editions.json"
CHECKSUMS = "checksums.txt"
SINCE = "PLANBOOK_SINCE"
"""Environment variable by which ``planbook book --since`` tells the pages what to compare with."""
NOTHING = "none"


class NotAnEdition(LookupError):
    """A path that holds no ledger."""

    def __init__(self, named: str, wrong: str) -> None:
        super().__init__(
            f"{named!r} {wrong}. Give a ledger.json, the folder of a site, a bundle (zip), or the name of a published "
            "edition such as fy2014-15 or fy2014-15/r1"
        )


def hash_of(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def parse_date(written: str) -> date:
    """A day given by the publisher, as in ``2015-06-30``.

    Raises:
        Refusal: it is missing or no day.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        wrong = f"{written!r} is not a day of the calendar" if written else "none is given"
        raise Refusal(
            f"date of publication: {wrong}. Write --date 2015-06-30; it is never taken from the clock, so that the "
            "same edition gives the same bytes on any day"
        ) from None


def edition_title(edition: Edition | Published) -> str:
    """Force, period and the date of the data: ``Kent Police, 2014/15 (...), data as known at 2018-07``."""
    as_at = f", data as known at {edition.as_at}" if edition.as_at else ""
    return f"{police_of(edition.force_name)}, {edition.long_label}{as_at}"


@dataclass(frozen=True)
class Published:
    """One revision of one edition.

    Hashes are SHA-256: ``ledger`` of the ledger, ``site`` of the site as built, ``checksums`` of the list of all
    published files and their hashes. ``published`` is the day that the publisher gave, ``bundle`` a file name. A
    ``draft`` was published before all of it was signed off.
    """

    force: str
    force_name: str
    period: str
    slug: str
    label: str
    long_label: str
    as_at: str
    revision: int
    published: str
    reason: str
    summary: str
    ledger: str
    site: str
    checksums: str
    bundle: str
    pages: tuple[str, ...]
    front: str
    draft: bool = False

    @property
    def edition_address(self) -> str:
        """The address that leads to the latest revision, from the library: ``kent/fy2014-15``."""
        return f"{self.force}/{self.slug}"

    @property
    def address(self) -> str:
        """The permanent address, from the library: ``kent/fy2014-15/r1``."""
        return f"{self.edition_address}/r{self.revision}"

    @property
    def draft_words(self) -> str:
        """What is put behind the name of a draft."""
        return " (draft, not signed off)" if self.draft else ""

    @property
    def title(self) -> str:
        """What the revision is called in lists."""
        return f"{edition_title(self)}{self.draft_words}"

    @property
    def order(self) -> tuple[str, str, str, str, int]:
        """How revisions are sorted: by force, the end of the period, the edition and the revision."""
        # Periods are sorted by their end: their names do not sort by time.
        return (self.force, Period.parse(self.period).end.isoformat(), self.slug, self.as_at, self.revision)

    @classmethod
    def first(cls, edition: Edition) -> Published:
        """The revision that an edition would have in an empty library, without hashes, day or pages."""
        names = ("force", "force_name", "period", "label", "long_label", "as_at")
        blank = ("published", "reason", "summary", "ledger", "site", "checksums", "bundle", "front")
        record = {name: getattr(edition, name) for name in names} | dict.fromkeys(blank, "")
        slug = Period.parse(edition.period).slug + (f"-as-at-{edition.as_at}" if edition.as_at else "")
        return cls(**record, slug=slug, revision=1, pages=())


class Library(msgspec.Struct, frozen=True, tag_field="format", tag=LIBRARY_FORMAT):
    """The record of a library: revisions in order."""

    editions: tuple[Published, ...] = ()

    def revisions(self, edition_address: str) -> tuple[Published, ...]:
        """The revisions of an edition, the first one first."""
        return tuple(one for one in self.editions if one.edition_address == edition_address)

    @property
    def latest(self) -> tuple[Published, ...]:
        """The latest revision of each edition, in order."""
        # Of one address the last revision stays.
        return tuple({one.edition_address: one for one in self.editions}.values())

    def before(self, edition: Edition) -> Published | None:
        """The latest revision of the edition of the same force and kind of period that ended last before this one."""
        period = Period.parse(edition.period)
        # Data as known at a date make another reading of a period, and none that came before it.
        candidates = [
            (Period.parse(one.period), one) for one in self.latest if one.force == edition.force and not one.as_at
        ]
        earlier = [pair for pair in candidates if pair[0].kind == period.kind and pair[0].end < period.end]
        return max(earlier, key=lambda pair: pair[0].end)[1] if earlier else None

    def find(self, wanted: str, force: str) -> Published:
        """The revision called ``fy2014-15``, ``fy2014-15/r1`` or ``kent/fy2014-15/r1``; the latest without a revision.

        Raises:
            Refusal: nothing is called so; the nearest is named.
        """
        address = wanted.strip("/").lower()
        names = {one.edition_address: one for one in self.editions} | {one.address: one for one in self.editions}
        revision = names.get(address) or names.get(f"{force}/{address}")
        if revision is None:
            addresses = [one.address for one in self.editions]
            raise Refusal(
                f"no published edition {wanted!r}; nearest: {nearest(wanted, addresses)}; "
                f"published editions: {', '.join(addresses) or 'none'}"
            )
        return revision

    def with_one(self, *published: Published) -> Library:
        """The library with more revisions, in order."""
        return Library(tuple(sorted((*self.editions, *published), key=lambda one: one.order)))

    @property
    def text(self) -> str:
        """The record as it is written: JSON, each revision with its address."""
        editions = [{**asdict(one), "address": one.address} for one in self.editions]
        return json.dumps({"format": LIBRARY_FORMAT, "editions": editions}, indent=1, ensure_ascii=False) + "\n"


def read_library(folder: Path) -> Library:
    """The record of a library; an empty library where there is none."""
    path = folder / EDITIONS
    return msgspec.json.decode(path.read_bytes(), type=Library) if path.is_file() else Library()


def checksum_lines(folder: Path) -> str:
    """``<sha256>  <path>`` for every file below a folder but the list itself, by path; ``sha256sum -c`` reads it."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in files if name != CHECKSUMS)


def check_revision(library: Path, published: Published) -> None:
    """Compare a revision with the hashes that were recorded.

    Raises:
        Refusal: a file was changed, added or taken away; all are named.
    """
    folder = library / published.address
    path = folder / CHECKSUMS
    checksums = path.read_text(encoding="utf-8") if path.is_file() else ""
    # A list that was made to fit changed files is told by its own hash, which stands in the record of the library.
    wrong = [CHECKSUMS] if hash_of(checksums.encode()) != published.checksums else []
    before, now = set(checksums.splitlines()), set(checksum_lines(folder).splitlines())
    wrong += sorted({line.partition("  ")[2] for line in before ^ now})
    if wrong:
        raise Refusal(
            f"{published.address} is not as it was published: {', '.join(wrong)}. Nothing was published. Put the "
            "revision back from a copy; a correction is a new revision"
        )


def content_at(path: Path) -> Content:
    """The edition at a path: of a ledger, of a site's folder or of a bundle.

    Raises:
        NotAnEdition: there is no ledger, or one in another form.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as bundle:
            top = zipfile.Path(bundle)  # a bundle has one folder, named for its edition
            return _content(next(top.iterdir(), top) / "site", path.name, within="site/")
    if path.is_dir():
        return _content(path, path.name)
    if not path.is_file():
        raise NotAnEdition(path.name, "is not there")
    return _content(path.parent, path.name, path.name)


def _content(folder: Path | zipfile.Path, named: str, ledger: str = LEDGER, within: str = "") -> Content:
    if not (folder / ledger).is_file():
        raise NotAnEdition(named, f"holds no {within}{LEDGER}")
    record, words = json.loads((folder / ledger).read_bytes()), folder / WORDING
    if not isinstance(record, dict) or record.get("format") != LEDGER_FORMAT:
        raise NotAnEdition(named, f"is not a ledger in the form {LEDGER_FORMAT}")
    wording = msgspec.json.decode(words.read_bytes(), type=Wording) if words.is_file() else None
    return Content(Ledger.from_record(record), wording)


def named_edition(named: str, library: Path, force: str) -> Content:
    """An edition by path, or by its name in a library.

    Raises:
        NotAnEdition, Refusal: it is neither.
    """
    path = Path(named)
    return content_at(path if path.exists() else library / read_library(library).find(named, force).address)


def edition_before(places: Places, edition: Edition) -> Content | None:
    """The edition named in ``PLANBOOK_SINCE``; without it, the latest published one of an earlier period.

    Only an earlier period, so that an edition built again after it was published is the same as before.
    """
    since = os.environ.get(SINCE, "")
    if since == NOTHING:
        return None
    if since:
        return named_edition(since, places.library, edition.force)
    before = read_library(places.library).before(edition)
    return content_at(places.library / before.address) if before else None


def compared_with(places: Places, since: str) -> str:
    """What decides which edition the pages compare themselves with, in words that change when it does."""
    ledger = Path(since) / LEDGER if since and Path(since).is_dir() else Path(since)
    files = (places.library / EDITIONS, ledger)
    return " ".join([since, *(sha256(file) if file.is_file() else NOTHING for file in files)])
