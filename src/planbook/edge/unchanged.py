"""Whether a book that was made still stands as it was made, from files that have not changed since.

Light on purpose: the answer must cost less than importing what makes a book.
"""
# ruff: noqa: PTH116 - paths are texts: hundreds are looked at before anything else is done

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.data.digests import digest_of, files_below, installed_packages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.data.places import Places

__all__ = [
    "Sources",
    "Standing",
    "look_at_standing",
    "remember_book",
    "remember_look",
    "sources_of",
    "standing_book",
    "touched_since",
]

RECORD = "book.json"
CONFIGURATION = ("_config.yml", "_toc.yml")
PACKAGE = Path(__file__).resolve().parents[1]


class Standing(Enum):
    """Whether a book still stands, and if not, what is different."""

    AS_MADE = "nothing has changed"
    WORDS_CHANGED = "pages or commentary have changed, and nothing that notebooks are likely to read"
    CHANGED = "something else has changed"
    UNKNOWN = "no book is on record"


@dataclass(frozen=True)
class Sources:
    """What a book is made from, as hashes: pages and commentary, and everything else with the request."""

    words: str
    others: str


def sources_of(places: Places, asked: str) -> Sources:
    """The sources as they are now; a file that is saved later is not in what is made from them."""
    words = (*files_below(_commentary(places)), *files_below(places.root / "book", without=places.edition))
    return Sources(digest_of(words), digest_of(_others(places), asked, installed_packages()))


def touched_since(places: Places) -> bool:
    """Whether what notebooks are likely to read bears a later time than the book: a first look, which may be wrong.

    It takes a tenth of the time of reading it all.
    """
    try:
        made, now = os.stat(places.cache / RECORD).st_mtime_ns, time.time_ns()
        return any(made < os.stat(file).st_mtime_ns <= now for file in _others(places))
    except FileNotFoundError:
        return True


def remember_look(places: Places, began: int) -> None:
    """Note that everything was read, from a moment in nanoseconds on, and was found to be as it was."""
    os.utime(places.cache / RECORD, ns=(began, began))


def _commentary(places: Places) -> Path:
    return places.data / "commentary"


def _others(places: Places) -> Iterator[str]:
    """Everything that a book is made from, but pages and commentary."""
    tops = (places.root / "data", places.notebooks, *(places.root / name for name in CONFIGURATION), PACKAGE)
    return (file for top in tops for file in files_below(top, without=_commentary(places)))


def standing_book(places: Places, sources: Sources) -> Standing:
    """Whether the site that stands is the one that was made for the same request from the same files.

    Both ends are looked at by content: a page that was changed by hand is not what was made.
    """
    try:
        held = json.loads((places.cache / RECORD).read_text(encoding="utf-8"))
        words, others, made = held["words"], held["others"], held["made"]
    except (OSError, ValueError, TypeError, KeyError):
        return Standing.UNKNOWN
    if others != sources.others:
        return Standing.CHANGED
    return Standing.AS_MADE if words == sources.words and made == _made(places) else Standing.WORDS_CHANGED


def remember_book(places: Places, sources: Sources) -> None:
    """Note what was made, and from what: the sources as they were when the work began."""
    places.cache.mkdir(parents=True, exist_ok=True)
    record = {**asdict(sources), "made": _made(places)}
    (places.cache / RECORD).write_text(json.dumps(record), encoding="utf-8")


def look_at_standing(places: Places) -> None:
    """Hash what stands: of what is the same afterwards, nothing is read again."""
    _made(places)


def _made(places: Places) -> str:
    return digest_of(file for top in (places.edition, places.site) for file in files_below(top))
