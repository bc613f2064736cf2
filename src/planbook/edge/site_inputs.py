"""What a site is built from, as two digests: of everything, and of what every page depends on."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import planbook
from planbook.edge.digests import sha256
from planbook.edge.next_edition import NEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.edge.places import Places

__all__ = ["inputs_of_all_pages", "inputs_of_site", "names_in_book"]

OF_SINGLE_PAGES = ("data/commentary", "data/series", "book/edition", "notebooks")
"""Folders whose files the digest of each page follows (`planbook.site.freshness`); pages of ``book/`` too."""

FOLDERS = ("book", "data", "notebooks")
CONFIGURATION = ("_config.yml", "_toc.yml")


def inputs_of_site(places: Places, since: str) -> str:
    """The SHA-256 of everything: where it is the same, so is the site.

    ``since`` tells which edition the pages compare themselves with.
    """
    return _digest(places, _files(places), since)


def inputs_of_all_pages(places: Places, since: str) -> str:
    """The SHA-256 of what may change any page: program, packages, configuration, registers, style.

    And of the folder: Sphinx uses nothing again that it read in another one.
    """
    shared = (file for file in _files(places) if not _of_single_page(file.relative_to(places.root)))
    return _digest(places, shared, f"{since}\n{places.root}")


def names_in_book(places: Places) -> tuple[str, ...]:
    """Which files there are of the book, but for an edition that is being made."""
    making = f"{NEXT}{os.sep}"
    names = (os.path.relpath(file, places.root / "book") for file in _below(places.root / "book"))
    return tuple(name for name in names if not name.startswith(making))


def _of_single_page(file: Path) -> bool:
    return file.as_posix().startswith(OF_SINGLE_PAGES) or (file.parts[0], file.suffix) == ("book", ".md")


def _files(places: Places) -> Iterator[Path]:
    yield from (places.root / name for name in CONFIGURATION)
    for folder in FOLDERS:
        yield from _below(places.root / folder)


def _below(folder: Path) -> list[Path]:
    found = (Path(place) / name for place, _, names in os.walk(folder) for name in names)
    return sorted(file for file in found if "__pycache__" not in file.parts)


def _digest(places: Places, files: Iterable[Path], since: str) -> str:
    total = hashlib.sha256(f"{since}\n".encode())
    for line in _program():
        total.update(f"{line}\n".encode())
    for file in files:
        held = sha256(file) if file.is_file() else "absent"
        total.update(f"{file.relative_to(places.root).as_posix()} {held}\n".encode())
    return total.hexdigest()


def _program() -> Iterator[str]:
    """Python, the packages installed, and the library's own files."""
    yield sys.version
    yield from sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    own = Path(planbook.__file__).parent
    for file in _below(own):
        yield f"{file.relative_to(own).as_posix()} {sha256(file)}"
