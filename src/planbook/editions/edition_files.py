"""What an edition says, wherever it stands: a ledger file, the folder of a site, a bundle, or a place in a library."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import msgspec

from planbook.claims.ledger import LEDGER_FORMAT, Ledger
from planbook.editions.wording import Content, Wording

if TYPE_CHECKING:
    from pathlib import Path

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
