"""Split PDF files and PNG pictures into items: texts by page, drawings, objects, squares of pixels."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping

from PIL import Image

from planbook.audit.records import Item
from planbook.editions.library_files import hash_of

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream\Z", re.DOTALL)
KIDS = re.compile(rb"/Type/Pages\b.*?/Kids\[([^\]]*)\]", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
FONTS = re.compile(rb"/(f\d+) (\d+) 0 R")
TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
LETTER = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
TEXT = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
PIECE = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)", re.DOTALL)
STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
LONGEST_OBJECT = 300  # bytes that a reader of a report still reads; a hash stands for a longer object
SIDE = 100  # pixels along a square: small enough to be found by eye, large enough to be few

Objects = Mapping[int, bytes]
Letters = dict[bytes, str]  # the text of each glyph of a font


def pdf_items(content: bytes) -> Iterator[Item]:
    """Texts and a hash of the drawing page by page, then each other object, then the bytes outside of objects.

    Reads PDF 1.7 with plain objects, as Typst writes it (ISO 32000-1, 7.3 and 9.10.3).

    Raises:
        ValueError: it is no such file.
    """
    objects = {int(match[1]): match[2] for match in OBJECT.finditer(content)}
    # An object that the pattern misses would be compared by nobody.
    if len(objects) != content.count(b"endobj") or not objects:
        raise ValueError("no PDF file of plain objects")
    kids = next((match[1] for one in objects.values() if (match := KIDS.search(one))), b"")
    drawings = set[int]()
    for number, page in enumerate((objects[int(place)] for place in REFERENCE.findall(kids)), start=1):
        for place in map(int, CONTENTS.findall(page)):
            drawings.add(place)
            yield from _page_items(number, _stream(objects[place]), _fonts(objects, page))
    for place, one in objects.items():
        if place not in drawings:
            yield Item("value", f"object {place}", _short(one))
    yield Item("value", "what stands between the objects, and the end", _short(OBJECT.sub(b"", content)))


def _page_items(number: int, drawing: bytes, fonts: Mapping[bytes, Letters]) -> Iterator[Item]:
    for place, match in enumerate(TEXT.finditer(drawing), start=1):
        words, letters = "", Letters()
        for font, string in PIECE.findall(match[0]):
            letters = fonts.get(font, {}) if font else letters
            glyphs = ESCAPE.sub(_unescaped, string)
            words += "".join(letters.get(glyphs[at : at + 2], "?") for at in range(0, len(glyphs), 2))
        if words.strip():
            yield Item("text", f"page {number}, text {place}", words)
    lines = hash_of(STRING.sub(b"()", drawing))
    yield Item("drawing", f"page {number}, lines, areas and places of texts", f"SHA-256 {lines}")


def _unescaped(match: re.Match[bytes]) -> bytes:
    one = match[1]
    return bytes([int(one, 8) & 0xFF]) if one.isdigit() else ESCAPED.get(one, one)


def _fonts(objects: Objects, page: bytes) -> dict[bytes, Letters]:
    """The letters of the fonts of a page. Without them a text is numbers of glyphs, and tells a reader nothing."""
    fonts = dict[bytes, Letters]()
    resources = b"".join(objects[int(place)] for place in RESOURCES.findall(page))
    for name, font in FONTS.findall(resources):
        tables = (_stream(objects[int(place)]) for place in TO_UNICODE.findall(objects[int(font)]))
        pairs = ((bytes.fromhex(one.decode()) for one in pair) for table in tables for pair in LETTER.findall(table))
        fonts[name] = {glyph: text.decode("utf-16-be") for glyph, text in pairs}
    return fonts


def _stream(one: bytes) -> bytes:
    """The unpacked stream of an object; empty where it has none."""
    match = STREAM.search(one)
    if match is None:
        return b""
    return zlib.decompress(match[1]) if b"/FlateDecode" in one[: match.start()] else match[1]


def _short(one: bytes) -> str:
    if STREAM.search(one) is None and len(one) <= LONGEST_OBJECT:
        return one.decode("latin-1")
    return f"SHA-256 {hash_of(one)}, {len(one)} bytes"


def picture_items(content: bytes) -> Iterator[Item]:
    """The texts and settings of a PNG picture, then a hash of the pixels of each square by columns and rows.

    Raises:
        ValueError, OSError: it is no PNG picture, or a broken one.
    """
    with Image.open(io.BytesIO(content)) as image:
        picture = image.convert("RGBA")
        settings = {"mode": image.mode, **image.info}
    yield from (Item("value", f"setting {name!r}", str(value)) for name, value in settings.items())
    width, height = picture.size
    for top in range(0, height, SIDE):
        for left in range(0, width, SIDE):
            right, bottom = min(left + SIDE, width), min(top + SIDE, height)
            pixels = hash_of(picture.crop((left, top, right, bottom)).tobytes())
            name = f"pixels of columns {left} to {right - 1}, rows {top} to {bottom - 1}"
            yield Item("drawing", name, f"SHA-256 {pixels}")
