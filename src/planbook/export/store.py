"""Files that are costly to make, stored between builds under a digest of what they are made from."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import planbook
from planbook.data.files import digest_of, write_whole
from planbook.export.archive import members, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def stored_files(cache: Path, kind: str, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]) -> dict[str, bytes]:
    """The files of a kind, by name: those stored under ``key`` where they are whole, otherwise made now and stored.

    One set of files is stored for each kind; an archive's own checksums tell a damaged one.
    """
    path = cache / kind / f"{key}.zip"
    try:
        return dict(members(path.read_bytes()))
    except (OSError, BadZipFile, zlib.error):
        files = dict(make())
    write_whole(path, packed(files.items()))
    for other in set(path.parent.glob("*.zip")) - {path}:
        other.unlink(missing_ok=True)
    return files


def library_digest() -> str:
    """The SHA-256 of the library's own sources, fonts and templates."""
    root = Path(planbook.__file__).parent
    return digest_of(path for path in sorted(root.rglob("*")) if path.suffix in {".py", ".ttf", ".typ", ".docx"})
