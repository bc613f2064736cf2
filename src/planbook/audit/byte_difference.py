"""Say where the bytes of two copies part when all of their items are the same."""

import io
import re
import zipfile
import zlib
from typing import NamedTuple

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
AROUND = 40
"""Bytes that are quoted after the place where two copies part."""
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""Errors at a zip file that is cut short, altered or locked."""
NEAREST_ID = re.compile(rb'\bid="([^"]{1,80})"')


class ByteDifference(NamedTuple):
    """The name of a place, and what stands there in the published and in the rebuilt copy."""

    place: str
    published: str
    rebuilt: str


def byte_difference(published: bytes, rebuilt: bytes) -> ByteDifference:
    """The place where two copies part: a byte order mark, ends of lines, a part of a package, or line and byte."""
    if published.startswith(BYTE_ORDER_MARK) != rebuilt.startswith(BYTE_ORDER_MARK):
        marks = ("a byte order mark" if copy.startswith(BYTE_ORDER_MARK) else "none" for copy in (published, rebuilt))
        return ByteDifference("a byte order mark at the start", *marks)
    if _lines(published) == _lines(rebuilt):
        return ByteDifference("ends of lines", *map(_line_ends, (published, rebuilt)))
    one, other = parts_of(published), parts_of(rebuilt)
    if "" in one or "" in other:
        return _first_byte(published, rebuilt)
    # The same parts in another order or packed by another zlib are other bytes all the same.
    sizes = f"{len(published)} bytes", f"{len(rebuilt)} bytes"
    return part_difference(one, other) or ByteDifference("order, dates or packing of the archive", *sizes)


def parts_of(copy: bytes) -> dict[str, bytes]:
    """The files of a zip file by name; a file of another form, or a damaged one, is one part without a name."""
    try:
        with zipfile.ZipFile(io.BytesIO(copy)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except DAMAGED:
        return {"": copy}


def part_difference(published: dict[str, bytes], rebuilt: dict[str, bytes]) -> ByteDifference | None:
    """The place where the first part that differs parts; None where all parts are the same."""
    for name in sorted(published.keys() | rebuilt.keys()):
        one, other = published.get(name, b""), rebuilt.get(name, b"")
        if one != other:
            place, *quoted = byte_difference(one, other)
            return ByteDifference(f"part {name}: {place}" if name else place, *quoted)
    return None


def _lines(copy: bytes) -> bytes:
    return copy.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")


def _line_ends(copy: bytes) -> str:
    pairs = copy.count(b"\r\n")
    returns, feeds = copy.count(b"\r") - pairs, copy.count(b"\n") - pairs
    counts = ((pairs, "carriage return and line feed"), (returns, "carriage return"), (feeds, "line feed"))
    return ", ".join(f"{number} × {name}" for number, name in counts if number) or "none"


def _first_byte(published: bytes, rebuilt: bytes) -> ByteDifference:
    pairs = enumerate(zip(published, rebuilt, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(published), len(rebuilt)))
    line = published.count(b"\n", 0, at) + 1
    ids = NEAREST_ID.findall(published, 0, at)
    near = f", after #{ids[-1].decode('utf-8', 'replace')}" if ids else ""
    quoted = (copy[max(0, at - AROUND // 2) : at + AROUND].decode("utf-8", "replace") for copy in (published, rebuilt))
    return ByteDifference(f"markup or white space in line {line}{near}, byte {at}", *quoted)
