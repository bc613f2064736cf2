"""Copies that say the same in other bytes: what they part in."""

import io
import zipfile

import pytest

from planbook.audit.compare import byte_difference


def package(*parts: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (b"\xef\xbb\xbfa\nb\n", ("a byte order mark at the start", "a byte order mark", "none")),
        (b"a\r\nb\r\n", ("ends of lines", "2 × carriage return and line feed", "2 × line feed")),
        (b"a\nb", ("ends of lines", "1 × line feed", "2 × line feed")),
        (b"a\n b\n", ("markup or white space in line 2, byte 2", "a\n b\n", "a\nb\n")),
    ],
)
def test_the_place_is_named(published: bytes, expected: tuple[str, str, str]) -> None:
    """A mark, the ends of lines, or line and byte."""
    assert expected == byte_difference(published, b"a\nb\n")


def test_of_a_package_the_part_is_named() -> None:
    """And where no part differs, that it is packed otherwise."""
    whole = package(("a.xml", b"<a/>"), ("b.xml", b"<b/>"))
    place, *_ = byte_difference(package(("a.xml", b"<a/>"), ("b.xml", b"<b />")), whole)
    assert "part b.xml: markup or white space in line 1, byte 2" == place
    assert byte_difference(package(("a.xml", b"<a/>")), whole)[0].startswith("part b.xml: ")
    packed = package(("a.xml", b"<a/>"), ("b.xml", b"<b/>"), method=zipfile.ZIP_DEFLATED)
    assert "order, dates or packing of the archive" == byte_difference(packed, whole)[0]
