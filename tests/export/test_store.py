"""Archives with the same bytes each time, and files stored in them between builds."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.export.store import members, packed, stored_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILES = st.dictionaries(
    st.text("abc/", min_size=1, max_size=8).filter(lambda name: name.strip("/") == name), st.binary()
)


@given(FILES)
def test_what_is_packed_comes_back_in_its_order(files: dict[str, bytes]) -> None:
    """Names and contents survive, and a second packing has the same bytes."""
    archive = packed(files.items())
    assert list(files.items()) == members(archive)
    assert archive == packed(members(archive))


def test_no_time_stands_in_an_archive() -> None:
    """Every member has the first moment that the format can hold."""
    archive = zipfile.ZipFile(io.BytesIO(packed([("mimetype", b"a"), ("b", b"b")])))
    assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}
    assert zipfile.ZIP_STORED == archive.getinfo("mimetype").compress_type


class Maker:
    """Makes two files and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Iterable[tuple[str, bytes]]:
        self.times += 1
        return [("b.csv", b"2" * 200), ("a/a.csv", b"1")]


def test_files_are_made_once_under_a_key(tmp_path: Path) -> None:
    """The second time they are found; under another key they are made, and the old ones go."""
    make = Maker()
    first = stored_files(tmp_path, "kind", "one", make)
    assert (dict(make()), 2) == (first, make.times)
    assert (first, 2) == (stored_files(tmp_path, "kind", "one", make), make.times)
    assert (first, 3) == (stored_files(tmp_path, "kind", "two", make), make.times)
    assert ["two.zip"] == [path.name for path in (tmp_path / "kind").iterdir()]


@pytest.mark.parametrize("place", [0, 36, -30])
def test_what_was_damaged_is_made_again(tmp_path: Path, place: int) -> None:
    """One byte of a head, of a content or of the list of names."""
    make = Maker()
    stored_files(tmp_path, "kind", "one", make)
    path = tmp_path / "kind" / "one.zip"
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert dict(make()) == stored_files(tmp_path, "kind", "one", make)
    assert 3 == make.times
