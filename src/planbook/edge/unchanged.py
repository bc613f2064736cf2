"""Whether a book that was made still stands as it was made, from files that have not changed since.

Light on purpose: the answer must cost less than importing what makes a book.
"""

from __future__ import annotations

import hashlib
import json
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.edge.snapshot import installed_packages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.edge.places import Places

__all__ = ["Standing", "remember_book", "standing_book"]

RECORD = "book.json"
CONFIGURATION = ("_config.yml", "_toc.yml")
PACKAGE = Path(__file__).resolve().parents[1]
SKIPPED = frozenset({"__pycache__", ".ipynb_checkpoints"})


class Standing(Enum):
    """Whether a book still stands, and if not, what is different."""

    AS_MADE = "nothing has changed"
    WORDS_CHANGED = "pages or commentary have changed, and nothing that notebooks are likely to read"
    CHANGED = "something else has changed"
    UNKNOWN = "no book is on record"


def standing_book(places: Places, asked: str) -> Standing:
    """Whether the site that stands is the one that was made for the same request from the same files.

    Both ends are looked at by content: a page that was changed by hand is not what was made.
    """
    try:
        held = json.loads((places.cache / RECORD).read_text(encoding="utf-8"))
        words, others, made = held["words"], held["others"], held["made"]
    except (OSError, ValueError, TypeError, KeyError):
        return Standing.UNKNOWN
    if others != _others(places, asked):
        return Standing.CHANGED
    return Standing.AS_MADE if words == _words(places) and made == _made(places) else Standing.WORDS_CHANGED


def remember_book(places: Places, asked: str) -> None:
    """Note what the book was made from and what was made."""
    places.cache.mkdir(parents=True, exist_ok=True)
    record = {"words": _words(places), "others": _others(places, asked), "made": _made(places)}
    (places.cache / RECORD).write_text(json.dumps(record), encoding="utf-8")


def _others(places: Places, asked: str) -> str:
    """The hash of the request, of what is installed, of this library, and of every file that is no text."""
    tops = (places.root / "data", places.notebooks, *(places.root / name for name in CONFIGURATION), PACKAGE)
    files = (file for top in tops for file in _files(top, without=_commentary(places)))
    return _digest(files, (asked, installed_packages()))


def _words(places: Places) -> str:
    """The hash of pages and commentary."""
    return _digest((*_files(_commentary(places)), *_files(places.root / "book", without=places.edition)), ())


def _commentary(places: Places) -> Path:
    return places.data / "commentary"


def _made(places: Places) -> str:
    return _digest((file for top in (places.edition, places.site) for file in _files(top)), ())


def _files(top: Path, without: Path | None = None) -> Iterator[Path]:
    """The files at or below a path, in order."""
    if top.is_file():
        yield top
        return
    for path in sorted(top.iterdir()) if top.is_dir() else ():
        if path != without and path.name not in SKIPPED:
            yield from _files(path, without)


def _digest(files: Iterable[Path], words: tuple[str, ...]) -> str:
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        content = file.read_bytes()
        total.update(f"\0{file.as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
