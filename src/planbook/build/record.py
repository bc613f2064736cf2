"""What the standing site was built from, kept beside it: where all of it is the same, nothing is done.

Files are compared by content, at both ends: a page of the site that was changed by hand is not what was built.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import msgspec

import planbook
from planbook.data.files import digest_of, files_below
from planbook.data.places import Places
from planbook.editions.library_files import compared_with

SINGLE_PAGES = ("data/commentary", "data/series", "notebooks")
"""Folders whose files the digest of each page follows (`planbook.site.freshness`); the pages of ``book/`` too."""


class Inputs(msgspec.Struct, frozen=True):
    """Digests of what a site is built from.

    ``shared`` is of what may change any page, ``sources`` of everything but the edition, and ``compared`` of the
    edition that the pages compare themselves with.
    """

    shared: str
    sources: str
    edition: str
    compared: str

    @classmethod
    def of(cls, places: Places, since: str = "") -> Self:
        """The inputs as they stand; ``since`` names the edition to compare with."""
        files = [*_program(), *(file for top in _tops(places) for file in files_below(top))]
        editions = tuple(f"{places.edition}{ending}{os.sep}" for ending in ("", ".new", ".old"))
        own = [file for file in files if not file.startswith(editions)]
        shared, compared = [file for file in own if not _of_one_page(places, file)], compared_with(places, since)
        return cls(
            shared=digest_of(shared, _environment(), compared, str(places.root)),
            sources=digest_of(own, _environment()),
            edition=digest_of(files_below(places.edition)),
            compared=compared,
        )


class Record(msgspec.Struct, frozen=True):
    """A site that was built: its inputs, the digest of its files, and what ``planbook book`` was asked for."""

    inputs: Inputs
    site: str
    request: str = ""


def read_record(places: Places) -> Record | None:
    """The record of the last build; None where there is none, or it cannot be read."""
    try:
        return msgspec.json.decode(places.built_from.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None


def write_record(places: Places, inputs: Inputs) -> None:
    """Note what the site that now stands was built from."""
    places.built_from.write_bytes(msgspec.json.encode(Record(inputs, _digest_of_site(places))))


def note_request(places: Places, request: str) -> None:
    """Note that the site that stands is what ``planbook book`` was asked for."""
    if record := read_record(places):
        places.built_from.write_bytes(msgspec.json.encode(msgspec.structs.replace(record, request=request)))


def is_built(places: Places, record: Record | None, inputs: Inputs) -> bool:
    """Whether the site that stands is the one of the record, and was built from these inputs."""
    return record is not None and record.inputs == inputs and record.site == _digest_of_site(places)


def is_built_as_asked(places: Places, since: str, request: str) -> bool:
    """Whether the site that stands was made from the files as they are, for the same request."""
    record = read_record(places)
    return record is not None and record.request == request and is_built(places, record, Inputs.of(places, since))


def is_stale(places: Places) -> bool:
    """Whether the site was built from other files than those that are there; False where no build is on record."""
    record, now = read_record(places), Inputs.of(places)
    return record is not None and (record.inputs.sources, record.inputs.edition) != (now.sources, now.edition)


def _digest_of_site(places: Places) -> str:
    return digest_of(files_below(places.site))


def _tops(places: Places) -> Iterable[Path]:
    return (places.root / name for name in ("_config.yml", "_toc.yml", "book", "data", "notebooks"))


def _program() -> Iterable[str]:
    return files_below(Path(planbook.__file__).parent)


def _environment() -> str:
    """Python's version, and the names and versions of the installed packages."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return "\n".join((sys.version, *packages))


def _of_one_page(places: Places, file: str) -> bool:
    folders = tuple(str(places.root / name) for name in SINGLE_PAGES)
    return file.startswith(folders) or (Path(file).parent == places.root / "book" and file.endswith(".md"))
