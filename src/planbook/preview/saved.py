"""What a saved file asks for: which pages show it, and whether a page alone can be made again. Pure."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from planbook.data.places import EDITION_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Kind", "kind_of", "pages_showing"]

CONFIGURATION = frozenset({"_config.yml", "_toc.yml"})
LEFT_BEHIND = ("~", ".swp", ".swx", ".tmp", ".new", ".old", ".pyc")
"""How names end that editors and builds leave behind for a moment."""
CACHES = frozenset({"__pycache__", "node_modules"})


class Kind(Enum):
    """What kind of source a file is."""

    PAGE = "a page of the book"
    COMMENTARY = "commentary"
    NOTEBOOK = "a notebook"
    SHARED = "something that all pages share"


def kind_of(file: str) -> Kind | None:
    """The kind of a file, named below the project's root with ``/``; None for what is no source."""
    path = PurePosixPath(file)
    if file.startswith(EDITION_PAGES) or file.endswith(LEFT_BEHIND) or not CACHES.isdisjoint(path.parts):
        return None
    if any(part.startswith(".") for part in path.parts):
        return None
    top = path.parts[0]
    if len(path.parts) == 2 and (top, path.suffix) in {("book", ".md"), ("notebooks", ".ipynb")}:
        return Kind.PAGE if top == "book" else Kind.NOTEBOOK
    if file.startswith("data/commentary/") and path.suffix == ".md":
        return Kind.COMMENTARY
    return Kind.SHARED if file in CONFIGURATION or top in {"book", "data", "notebooks"} else None


def pages_showing(files: Iterable[str], quoted: Mapping[str, Iterable[str]]) -> list[str]:
    """The pages on which a reader looks for these files, in order; what they change elsewhere can wait.

    Args:
        files: named below the project's root.
        quoted: for each page what it quotes, as :mod:`planbook.site.freshness` notes it.
    """
    found: set[str] = set()
    for file in files:
        name = PurePosixPath(file).stem
        match kind_of(file):
            case Kind.PAGE:
                found.add(f"book/{name}")
            case Kind.NOTEBOOK:
                found.add(f"{EDITION_PAGES}/{name}")
            case Kind.COMMENTARY:
                found |= {page for page, names in quoted.items() if f"commentary:{name}" in names}
            case _:
                pass
    return sorted(found & set(quoted))
