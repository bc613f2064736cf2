"""The things in a PNG picture: its texts and settings by chunk, and its pixels in squares that can be pointed at."""

from __future__ import annotations

import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Final

from PIL import Image

from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["picture_items"]

HEAD: Final = 8
"""Bytes before the first chunk."""
PIXELS: Final = (b"IDAT", b"IEND")
SIDE: Final = 100
"""Pixels along a side of a square."""
TEXTS: Final = (b"tEXt", b"iTXt")


def picture_items(content: bytes) -> Iterator[Item]:
    """Chunks but for those of pixels, then a hash of the pixels of each square, by its columns and rows.

    Raises:
        ValueError, OSError: it is no PNG picture, or a broken one.
    """
    yield from _chunks(content)
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
    width, height = picture.size
    for top in range(0, height, SIDE):
        for left in range(0, width, SIDE):
            right, bottom = min(left + SIDE, width), min(top + SIDE, height)
            pixels = hashlib.sha256(picture.crop((left, top, right, bottom)).tobytes()).hexdigest()
            name = f"pixels of columns {left} to {right - 1}, rows {top} to {bottom - 1}"
            yield Item("drawing", name, f"SHA-256 {pixels}")


def _chunks(content: bytes) -> Iterator[Item]:
    at = HEAD
    while at < len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        held = content[at + 8 : at + 8 + size]
        if kind not in PIXELS:
            yield Item("value", f"chunk {kind.decode('ascii', errors='replace')}", _said(kind, held))
        at += size + 12


def _said(kind: bytes, held: bytes) -> str:
    if kind in TEXTS:
        return held.replace(b"\0", b" ").decode("utf-8", errors="replace")
    return held.hex() if len(held) <= SIDE else f"CRC {zlib.crc32(held):08x}, {len(held)} bytes"
