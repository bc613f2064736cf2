"""What a site is built from, as two digests: of everything, and of what every page depends on."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import planbook
from planbook.data.digests import files_below, sha256
from planbook.run.edition import NEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.data.places import Places

__all__ = ["inputs_of_all_pages", "inputs_of_site", "names_in_book"]

OF_SINGLE_PAGES = ("data/commentary", "data/series", "book/edition", "notebooks")
"""Folders whose files the digest of each page follows (`planbook.site.freshness`); pages of ``book/`` too."""

FOLDERS = ("book", "data", "notebooks")
CONFIGURATION = ("_config.yml", "_toc.yml")


def inputs_of_site(places: Places, since: str) -> str:
    """The SHA-256 of everything: where it is the same, so is the site.

    ``since`` tells which edition the pages compare themselves with.
    """
    return _digest(_files(places), since)


def inputs_of_all_pages(places: Places, since: str) -> str:
    """The SHA-256 of what may change any page: program, packages, configuration, registers, style.

    And of the folder: Sphinx uses nothing again that it read in another one.
    """
    shared = ((name, file) for name, file in _files(places) if not _of_single_page(name))
    return _digest(shared, f"{since}\n{places.root}")


def names_in_book(places: Places) -> tuple[str, ...]:
    """Which files there are of the book, but for an edition that is being made."""
    folder = places.root / "book"
    return tuple(name for name, _ in _named(folder, files_below(folder, without=folder / NEXT)))


def _of_single_page(name: str) -> bool:
    return name.startswith((*OF_SINGLE_PAGES, f"book/{NEXT}/")) or (name.startswith("book/") and name.endswith(".md"))


def _files(places: Places) -> Iterator[tuple[str, str]]:
    """The files by their names in the project."""
    tops = (places.root / name for name in (*CONFIGURATION, *FOLDERS))
    return _named(places.root, chain.from_iterable(map(files_below, tops)))


def _named(folder: Path, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    start = len(f"{folder}{os.sep}")
    return ((file[start:].replace(os.sep, "/"), file) for file in files)


def _digest(files: Iterable[tuple[str, str]], since: str) -> str:
    total = hashlib.sha256(f"{since}\n".encode())
    for line in chain(_program(), (f"{name} {sha256(file)}" for name, file in files)):
        total.update(f"{line}\n".encode())
    return total.hexdigest()


def _program() -> Iterator[str]:
    """Python, the packages installed, and the library's own files."""
    yield sys.version
    yield from sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    own = Path(planbook.__file__).parent
    yield from (f"{name} {sha256(file)}" for name, file in _named(own, files_below(own)))
