"""Which edition the pages compare themselves with: the one that is asked for, or the published one before."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.edge.contents import LEDGER, content_at
from planbook.edge.digests import sha256
from planbook.edge.library import EDITIONS, Shelf, previous_content

if TYPE_CHECKING:
    from planbook.core.ledger import Edition
    from planbook.core.wording import Content
    from planbook.edge.places import Places

__all__ = ["SINCE", "compared_with", "edition_before", "named_edition"]

SINCE = "PLANBOOK_SINCE"
"""Environment variable by which ``planbook book --since`` tells the pages what to compare with."""
NOTHING = "none"


def compared_with(places: Places, since: str) -> str:
    """What decides which edition the pages compare themselves with, in words that change when it does."""
    named = Path(since) / LEDGER if since and Path(since).is_dir() else Path(since)
    files = (places.library / EDITIONS, named)
    return " ".join([since, *(sha256(file) if file.is_file() else "none" for file in files)])


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
    return previous_content(Shelf(places.library), edition)
