"""Archives with the same bytes each time."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from planbook.export.archive import members, packed

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
