"""Zip archives with the same bytes each time: members in their order, one time stamp, one way to compress."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["STAMP", "members", "packed"]

STAMP = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can hold; it stands for no time at all."""
PERMISSIONS = 0o644 << 16
LEVEL = 6
STORED = ("mimetype", ".png")
"""How names end of what is not compressed: OpenDocument wants its media type so, and pictures are compressed."""


def members(archive: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of these files, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            entry.external_attr = PERMISSIONS
            entry.create_system = 3
            archive.writestr(entry, content)
    return out.getvalue()
