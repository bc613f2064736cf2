"""Zip archives with the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

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
            # As if made on Unix wherever it is made, or the bytes would tell the machine.
            entry.create_system = 3
            archive.writestr(entry, content)
    return out.getvalue()
