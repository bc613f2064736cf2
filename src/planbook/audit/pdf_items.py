"""The things in a PDF file: the texts of each page, what is drawn on it, and the objects of everything else."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING, Final

from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["pdf_items"]

OBJECT: Final = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM: Final = re.compile(rb"stream\r?\n(.*)\r?\nendstream\Z", re.DOTALL)
KIDS: Final = re.compile(rb"/Type/Pages\b.*?/Kids\[([^\]]*)\]", re.DOTALL)
REFERENCE: Final = re.compile(rb"(\d+) 0 R")
CONTENTS: Final = re.compile(rb"/Contents (\d+) 0 R")
RESOURCES: Final = re.compile(rb"/Resources (\d+) 0 R")
FONTS: Final = re.compile(rb"/(f\d+) (\d+) 0 R")
LETTERS_OF: Final = re.compile(rb"/ToUnicode (\d+) 0 R")
LETTER: Final = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
DRAWN_TEXT: Final = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
PIECE: Final = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)", re.DOTALL)
STRING: Final = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
Letters = dict[bytes, str]


def pdf_items(content: bytes) -> Iterator[Item]:
    """Texts and a hash of the drawing page by page, then a hash of each other object and of what stands outside them.

    It reads what Typst writes, PDF 1.7 with plain objects.

    Raises:
        ValueError: it is no such file.
    """
    objects = {int(found[1]): found[2] for found in OBJECT.finditer(content)}
    if len(objects) != content.count(b"endobj") or not objects:
        raise ValueError("no PDF file of plain objects")
    seen = set[int]()
    for number, page in enumerate(_pages(objects), start=1):
        for place in map(int, CONTENTS.findall(objects[page])):
            seen.add(place)
            yield from _page(number, _stream(objects[place]), _fonts(objects, objects[page]))
    for place, held in objects.items():
        if place not in seen:
            yield Item("value", f"object {place}", _short(held))
    yield Item("value", "what stands between the objects, and the end", _short(OBJECT.sub(b"", content)))


def _pages(objects: Mapping[int, bytes]) -> list[int]:
    """The objects of the pages in order."""
    held = next((found[1] for one in objects.values() if (found := KIDS.search(one))), b"")
    return [int(found) for found in REFERENCE.findall(held)]


def _page(number: int, drawn: bytes, fonts: Mapping[bytes, Letters]) -> Iterator[Item]:
    for place, found in enumerate(DRAWN_TEXT.finditer(drawn), start=1):
        words = _words(found[0], fonts)
        if words.strip():
            yield Item("text", f"page {number}, text {place}", words)
    lines = hashlib.sha256(STRING.sub(b"()", drawn)).hexdigest()
    yield Item("drawing", f"page {number}, lines, areas and places of texts", f"SHA-256 {lines}")


def _words(drawn: bytes, fonts: Mapping[bytes, Letters]) -> str:
    """The letters that are shown between ``BT`` and ``ET``."""
    words, letters = "", Letters()
    for font, text in PIECE.findall(drawn):
        if font:
            letters = fonts.get(font, {})
        glyphs = ESCAPE.sub(_unescaped, text)
        words += "".join(letters.get(glyphs[at : at + 2], "?") for at in range(0, len(glyphs), 2))
    return words


def _unescaped(found: re.Match[bytes]) -> bytes:
    one = found[1]
    return bytes([int(one, 8) & 0xFF]) if one.isdigit() else NAMED.get(one, one)


def _fonts(objects: Mapping[int, bytes], page: bytes) -> dict[bytes, Letters]:
    """For each font of a page, what its glyphs read as."""
    held = b"".join(objects[int(place)] for place in RESOURCES.findall(page))
    return {name: _letters(objects, objects[int(place)]) for name, place in FONTS.findall(held)}


def _letters(objects: Mapping[int, bytes], font: bytes) -> Letters:
    maps = (_stream(objects[int(place)]) for place in LETTERS_OF.findall(font))
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for one in maps
        for glyph, text in LETTER.findall(one)
    }


def _stream(held: bytes) -> bytes:
    """What a stream holds, unpacked; nothing of an object without one."""
    found = STREAM.search(held)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in held[: found.start()] else found[1]


def _short(held: bytes) -> str:
    """A small object in full, a large one by its hash."""
    if STREAM.search(held) is None and len(held) <= 300:
        return held.decode("latin-1")
    return f"SHA-256 {hashlib.sha256(held).hexdigest()}, {len(held)} bytes"
