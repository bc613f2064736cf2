"""Zip archives with the same bytes each time, and files that are costly to make, stored in them between builds.

A store's key is a digest of what its files are made from.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import planbook
from planbook.data.files import digest_of, write_whole

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can hold; it stands for no time at all."""
PERMISSIONS = 0o644 << 16
LEVEL = 6
STORED = ("mimetype", ".png")
"""Ends of names that are stored uncompressed: OpenDocument asks so of its media type, and PNG is compressed already."""


def members(archive: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of an archive, in its order.

    Raises:
        zipfile.BadZipFile, zlib.error: the archive is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as content:
        return [(name, content.read(name)) for name in content.namelist()]


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of these files, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            entry.external_attr = PERMISSIONS
            entry.create_system = 3
            archive.writestr(entry, content)
    return out.getvalue()


def stored_files(cache: Path, kind: str, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]) -> dict[str, bytes]:
    """The files of a kind, by name: those stored under ``key`` where they are whole, otherwise made now and stored.

    One set of files is stored for each kind; an archive's own checksums tell a damaged one.
    """
    path = cache / kind / f"{key}.zip"
    try:
        return dict(members(path.read_bytes()))
    except (OSError, zipfile.BadZipFile, zlib.error):
        files = dict(make())
    write_whole(path, packed(files.items()))
    for other in set(path.parent.glob("*.zip")) - {path}:
        other.unlink(missing_ok=True)
    return files


def library_digest() -> str:
    """The SHA-256 of the library's own sources, fonts and templates."""
    root = Path(planbook.__file__).parent
    return digest_of(path for path in sorted(root.rglob("*")) if path.suffix in {".py", ".ttf", ".typ", ".docx"})
