"""What an edition says, wherever it stands: a ledger file, the folder of a site, a bundle, or a place in a library."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from planbook.claims.ledger import LEDGER_FORMAT, Ledger
from planbook.editions.wording import Content, Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["BEFORE", "LEDGER", "WORDING", "NotAnEdition", "content_at", "content_of_folder"]

LEDGER = "ledger.json"
WORDING = "wording.json"
BEFORE = "before"
"""Folder of a site that holds ledger and words of the edition that its page of changes compares with."""


class NotAnEdition(LookupError):
    """A path that holds no ledger."""

    def __init__(self, named: str, wrong: str) -> None:
        super().__init__(
            f"{named!r} {wrong}. Give a ledger.json, the folder of a site, a bundle (zip), or the name of a published "
            "edition such as fy2014-15 or fy2014-15/r1"
        )


def content_at(path: Path) -> Content:
    """The edition at a path.

    Raises:
        NotAnEdition: there is no ledger, or one in another form.
    """
    if path.is_dir():
        return content_of_folder(path)
    if zipfile.is_zipfile(path):
        return _content_of_bundle(path)
    if not path.is_file():
        raise NotAnEdition(path.name, "is not there")
    words = path.with_name(WORDING)
    return _content(path.name, path.read_bytes(), words.read_bytes() if words.is_file() else None)


def content_of_folder(folder: Path) -> Content:
    """The edition of a site's folder.

    Raises:
        NotAnEdition: the folder holds no ledger.
    """
    path = folder / LEDGER
    if not path.is_file():
        raise NotAnEdition(folder.name, f"holds no {LEDGER}")
    return content_at(path)


def _content_of_bundle(path: Path) -> Content:
    with zipfile.ZipFile(path) as bundle:
        read = _reader(bundle)
        ledger = read(f"site/{LEDGER}")
        if ledger is None:
            raise NotAnEdition(path.name, f"holds no site/{LEDGER}")
        return _content(path.name, ledger, read(f"site/{WORDING}"))


def _reader(bundle: zipfile.ZipFile) -> Callable[[str], bytes | None]:
    """Reads a file of a bundle by its path below the bundle's one folder."""
    names = {name.partition("/")[2]: name for name in bundle.namelist()}
    return lambda wanted: bundle.read(names[wanted]) if wanted in names else None


def _content(named: str, ledger: bytes, words: bytes | None) -> Content:
    record: Any = json.loads(ledger)
    if not isinstance(record, dict) or record.get("format") != LEDGER_FORMAT:
        raise NotAnEdition(named, f"is not a ledger in the form {LEDGER_FORMAT}")
    return Content(Ledger.from_record(record), Wording.from_record(json.loads(words)) if words else None)
