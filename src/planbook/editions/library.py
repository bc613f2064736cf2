"""The library of published editions: what its record holds, and what may be added to it.

An edition has revisions, ``r1`` and on. A revision is never changed; a correction is a new one with its reason.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

import msgspec

from planbook.claims.ledger import Edition
from planbook.data.periods import Period
from planbook.data.values import nearest

LIBRARY_FORMAT = "planbook-library/1"


class BadDate(ValueError):
    """A date of publication that is missing or in no known form."""

    def __init__(self, written: str) -> None:
        wrong = f"{written!r} is not a day of the calendar" if written else "none is given"
        super().__init__(
            f"date of publication: {wrong}. Write --date 2015-06-30; it is never taken from the clock, so that the "
            "same edition gives the same bytes on any day"
        )


class NeedsReason(ValueError):
    """Other content would stand where an edition is published already."""

    def __init__(self, latest: Published) -> None:
        super().__init__(
            f"{latest.address} is published (on {latest.published}) and holds other content; what is published is "
            f"never changed. To publish a correction as r{latest.revision + 1}, say why: --reason 'what was wrong'"
        )


class NotInLibrary(LookupError):
    """No published edition is called so."""

    def __init__(self, wanted: str, names: tuple[str, ...]) -> None:
        super().__init__(
            f"no published edition {wanted!r}; nearest: {nearest(wanted, names)}; "
            f"published editions: {', '.join(names) or 'none'}"
        )


def parse_date(written: str) -> date:
    """A day given by the publisher, as in ``2015-06-30``.

    Raises:
        BadDate: it is missing or no day.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadDate(written) from None


def edition_slug(period: str, as_at: str) -> str:
    """The folder of an edition below its force: ``fy2014-15``; with an as-at date, ``fy2014-15-as-at-2018-07``."""
    slug = Period.parse(period).slug
    return f"{slug}-as-at-{as_at}" if as_at else slug


def edition_title(edition: Edition | Published) -> str:
    """Force, period and the date of the data: ``West Midlands Police, 2014/15 (...), data as known at 2018-07``."""
    as_at = f", data as known at {edition.as_at}" if edition.as_at else ""
    return f"{edition.force_name} Police, {edition.long_label}{as_at}"


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
        """Where the edition's latest revision is led to, from the library: ``west_midlands/fy2014-15``."""
        return f"{self.force}/{self.slug}"

    @property
    def address(self) -> str:
        """The permanent address, from the library: ``west_midlands/fy2014-15/r1``."""
        return f"{self.edition_address}/r{self.revision}"

    @property
    def title(self) -> str:
        """What the revision is called in lists."""
        return f"{edition_title(self)}{self.draft_words}"

    @property
    def draft_words(self) -> str:
        """What is put behind the name of a draft."""
        return " (draft, not signed off)" if self.draft else ""

    @property
    def order(self) -> tuple[str, str, str, str, int]:
        """How revisions are sorted: by force, the end of the period, the edition and the revision."""
        return (self.force, Period.parse(self.period).end.isoformat(), self.slug, self.as_at, self.revision)

    @classmethod
    def first(cls, edition: Edition) -> Published:
        """The revision that an edition would have in an empty library, without hashes, day or pages."""
        names = ("force", "force_name", "period", "label", "long_label", "as_at")
        blank = ("published", "reason", "summary", "ledger", "site", "checksums", "bundle", "front")
        record = {name: getattr(edition, name) for name in names} | dict.fromkeys(blank, "")
        slug = edition_slug(edition.period, edition.as_at)
        return msgspec.convert({**record, "slug": slug, "revision": 1, "pages": ()}, cls)


class Library(msgspec.Struct, frozen=True, tag_field="format", tag=LIBRARY_FORMAT):
    """The record of a library: revisions in order."""

    editions: tuple[Published, ...] = ()

    def revisions(self, edition_address: str) -> tuple[Published, ...]:
        """The revisions of an edition, the first one first."""
        return tuple(one for one in self.editions if one.edition_address == edition_address)

    @property
    def latest(self) -> tuple[Published, ...]:
        """The latest revision of each edition, in order."""
        return tuple({one.edition_address: one for one in self.editions}.values())

    def place_for(self, edition: Edition, site: str, reason: str) -> tuple[int, bool]:
        """The revision that a site is or becomes, and whether it is published already.

        Raises:
            NeedsReason: another content is published, and no reason for a correction is given.
        """
        revisions = self.revisions(Published.first(edition).edition_address)
        same = [one.revision for one in revisions if one.site == site]
        if same:
            return same[-1], True
        if revisions and not reason.strip():
            raise NeedsReason(revisions[-1])
        return len(revisions) + 1, False

    def before(self, edition: Edition) -> Published | None:
        """The latest revision of the edition of the same force and kind of period that ended last before this one."""
        period = Period.parse(edition.period)
        candidates = [
            (Period.parse(one.period), one) for one in self.latest if one.force == edition.force and not one.as_at
        ]
        earlier = [pair for pair in candidates if pair[0].kind == period.kind and pair[0].end < period.end]
        return max(earlier, key=lambda pair: pair[0].end)[1] if earlier else None

    def find(self, wanted: str, force: str = "west_midlands") -> Published:
        """The revision called ``fy2014-15``, ``fy2014-15/r1`` or ``kent/fy2014-15/r1``; the latest without a revision.

        Raises:
            NotInLibrary: nothing is called so; the nearest is named.
        """
        address = wanted.strip("/").lower()
        names = {one.edition_address: one for one in self.editions} | {one.address: one for one in self.editions}
        for path in (address, f"{force}/{address}"):
            if path in names:
                return names[path]
        raise NotInLibrary(wanted, tuple(one.address for one in self.editions))

    def with_one(self, published: Published) -> Library:
        """The library with one revision more, in order."""
        return Library(tuple(sorted((*self.editions, published), key=lambda one: one.order)))

    @property
    def text(self) -> str:
        """The record as it is written: JSON, each revision with its address."""
        editions = [{**asdict(one), "address": one.address} for one in self.editions]
        return json.dumps({"format": LIBRARY_FORMAT, "editions": editions}, indent=1, ensure_ascii=False) + "\n"
