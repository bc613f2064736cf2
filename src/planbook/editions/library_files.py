"""Editions on disk: what one says wherever it stands, and the library of those that were published.

An edition stands in a ledger file, the folder of a site, a bundle, or a place in a library.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from planbook.claims.ledger import LEDGER_FORMAT, Edition, Ledger
from planbook.data.files import sha256
from planbook.data.places import Places
from planbook.editions.library import Library, Published
from planbook.editions.wording import Content, Wording

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


class PublishedChanged(RuntimeError):
    """A published revision is not as it was published."""

    def __init__(self, address: str, files: tuple[str, ...]) -> None:
        super().__init__(
            f"{address} is not as it was published: {', '.join(files)}. Nothing was published. Put the revision back "
            "from a copy; a correction is a new revision"
        )


class StrayFolder(RuntimeError):
    """A folder of a revision that the record does not hold."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} is there, and {EDITIONS} of the library does not hold it: put the record back, or remove the "
            "folder if publishing was interrupted"
        )


def content_at(path: Path) -> Content:
    """The edition at a path: of a ledger, of a site's folder or of a bundle.

    Raises:
        NotAnEdition: there is no ledger, or one in another form.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as bundle:
            top = zipfile.Path(bundle)
            return _content_below(next(top.iterdir(), top) / "site", path.name, "site/")
    if path.is_dir():
        return _content_below(path, path.name)
    if not path.is_file():
        raise NotAnEdition(path.name, "is not there")
    return _content(path.name, path, path.with_name(WORDING))


def _content_below(folder: Path | zipfile.Path, named: str, within: str = "") -> Content:
    if not (folder / LEDGER).is_file():
        raise NotAnEdition(named, f"holds no {within}{LEDGER}")
    return _content(named, folder / LEDGER, folder / WORDING)


def _content(named: str, ledger: Path | zipfile.Path, words: Path | zipfile.Path) -> Content:
    record = json.loads(ledger.read_bytes())
    if not isinstance(record, dict) or record.get("format") != LEDGER_FORMAT:
        raise NotAnEdition(named, f"is not a ledger in the form {LEDGER_FORMAT}")
    wording = msgspec.json.decode(words.read_bytes(), type=Wording) if words.is_file() else None
    return Content(Ledger.from_record(record), wording)


def checksum_lines(folder: Path) -> str:
    """``<sha256>  <path>`` for every file below a folder but the list itself, by path; ``sha256sum -c`` reads it."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_hash((folder / name).read_bytes())}  {name}\n" for name in files if name != CHECKSUMS)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Shelf:
    """A library's folder."""

    root: Path

    def read(self) -> Library:
        """The record; an empty library where there is none."""
        path = self.root / EDITIONS
        return msgspec.json.decode(path.read_bytes(), type=Library) if path.is_file() else Library()

    def write(self, library: Library) -> None:
        """Put the record in place in one move."""
        fresh = self.root / f".{EDITIONS}"
        fresh.write_text(library.text, encoding="utf-8")
        fresh.replace(self.root / EDITIONS)

    def check(self, published: Published) -> None:
        """Compare a revision with the hashes that were recorded.

        Raises:
            PublishedChanged: a file was changed, added or taken away; all are named.
        """
        folder = self.root / published.address
        path = folder / CHECKSUMS
        listed = path.read_text(encoding="utf-8") if path.is_file() else ""
        wrong = [CHECKSUMS] if _hash(listed.encode()) != published.checksums else []
        before, now = set(listed.splitlines()), set(checksum_lines(folder).splitlines())
        wrong += sorted({line.partition("  ")[2] for line in before ^ now})
        if wrong:
            raise PublishedChanged(published.address, tuple(wrong))

    def content(self, published: Published) -> Content:
        """Ledger and words of a revision."""
        return content_at(self.root / published.address)


def compared_with(places: Places, since: str) -> str:
    """What decides which edition the pages compare themselves with, in words that change when it does."""
    named = Path(since) / LEDGER if since and Path(since).is_dir() else Path(since)
    files = (places.library / EDITIONS, named)
    return " ".join([since, *(sha256(file) if file.is_file() else NOTHING for file in files)])


def named_edition(named: str, library: Path, force: str = "west_midlands") -> Content:
    """An edition by path, or by its name in a library.

    Raises:
        NotAnEdition, NotInLibrary: it is neither.
    """
    path = Path(named)
    if path.exists():
        return content_at(path)
    shelf = Shelf(library)
    return shelf.content(shelf.read().find(named, force))


def edition_before(places: Places, edition: Edition) -> Content | None:
    """The edition named in ``PLANBOOK_SINCE``; without it, the latest published one of an earlier period.

    Only an earlier period, so that an edition built again after it was published is the same as before.
    """
    wanted = os.environ.get(SINCE, "")
    if wanted == NOTHING:
        return None
    if wanted:
        return named_edition(wanted, places.library, edition.force)
    shelf = Shelf(places.library)
    before = shelf.read().before(edition)
    return shelf.content(before) if before else None
