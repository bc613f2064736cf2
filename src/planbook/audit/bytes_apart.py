"""Two copies that hold the same things in other bytes: where they part and, as far as it can be told, in what."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

__all__ = ["Apart", "bytes_apart"]

MARK: Final = b"\xef\xbb\xbf"
AROUND = 40
NEAREST: Final = re.compile(rb'\bid="([^"]{1,80})"')
Apart = tuple[str, str, str]
"""A name of the place, and what stands there in the published and in the rebuilt copy."""


def bytes_apart(published: bytes, rebuilt: bytes) -> Apart:
    """The place where two copies part, named: a byte order mark, ends of lines, a part of a package, line and byte."""
    if published.startswith(MARK) != rebuilt.startswith(MARK):
        return "a byte order mark at the start", _mark(published), _mark(rebuilt)
    if _unix(published) == _unix(rebuilt):
        return "ends of lines", _ends(published), _ends(rebuilt)
    if published.rstrip(b"\r\n") == rebuilt.rstrip(b"\r\n"):
        return "ends of lines at the end of the file", _last(published), _last(rebuilt)
    return _in_package(published, rebuilt) or _at_byte(published, rebuilt)


def _mark(copy: bytes) -> str:
    return "a byte order mark" if copy.startswith(MARK) else "none"


def _unix(copy: bytes) -> bytes:
    return copy.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _ends(copy: bytes) -> str:
    pairs = copy.count(b"\r\n")
    returns, feeds = copy.count(b"\r") - pairs, copy.count(b"\n") - pairs
    counted = ((pairs, "carriage return and line feed"), (returns, "carriage return"), (feeds, "line feed"))
    return ", ".join(f"{number} × {name}" for number, name in counted if number)


def _last(copy: bytes) -> str:
    return _ends(copy[len(copy.rstrip(b"\r\n")) :]) or "none"


def _at_byte(published: bytes, rebuilt: bytes) -> Apart:
    both = zip(published, rebuilt, strict=False)
    shortest = min(len(published), len(rebuilt))
    at = next((place for place, (left, right) in enumerate(both) if left != right), shortest)
    stretch = slice(max(0, at - AROUND // 2), at + AROUND)
    one, other = (copy[stretch].decode("utf-8", "replace") for copy in (published, rebuilt))
    line = published.count(b"\n", 0, at) + 1
    near = [*NEAREST.finditer(published, 0, at)]
    after = f", after #{near[-1][1].decode('utf-8', 'replace')}" if near else ""
    return f"markup or white space in line {line}{after}, byte {at}", one, other


def _in_package(published: bytes, rebuilt: bytes) -> Apart | None:
    """Of two zip files, the first part that differs; if none does, the order, dates or packing of their parts."""
    if not all(zipfile.is_zipfile(io.BytesIO(copy)) for copy in (published, rebuilt)):
        return None
    one, other = (_parts(copy) for copy in (published, rebuilt))
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            place, left, right = bytes_apart(one.get(name, b""), other.get(name, b""))
            return f"part {name}: {place}", left, right
    return "order, dates or packing of the archive", f"{len(published)} bytes", f"{len(rebuilt)} bytes"


def _parts(copy: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        return {name: package.read(name) for name in package.namelist()}
