"""Hashes of files: read once while they stand, read again as soon as they do not."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import pytest

from planbook.data import digests
from planbook.data.digests import digest_of, files_below, sha256

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = time.time_ns() - 10 * digests.SETTLED


def of(content: bytes) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def test_a_file_that_has_stood_for_a_while_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time its name, time, size and number are enough."""
    path, reads = tmp_path / "a", []
    path.write_bytes(b"1")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    assert of(b"1") == sha256(path)
    monkeypatch.setattr("builtins.open", lambda read, _: reads.append(read))
    assert (of(b"1"), []) == (sha256(path), reads)


def test_a_file_that_has_just_changed_is_read_each_time(tmp_path: Path) -> None:
    """It may change again within the same tick of the clock, and have the same size."""
    path = tmp_path / "a"
    path.write_bytes(b"1")
    stands = path.stat()
    assert of(b"1") == sha256(path)
    path.write_bytes(b"2")
    os.utime(path, ns=(stands.st_atime_ns, stands.st_mtime_ns))
    assert of(b"2") == sha256(path)


@pytest.mark.parametrize("content", [b"2", b"22"])
def test_a_change_is_seen(tmp_path: Path, content: bytes) -> None:
    """By its time or by its size."""
    path = tmp_path / "a"
    path.write_bytes(b"1")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    sha256(path)
    path.write_bytes(content)
    assert of(content) == sha256(path)


def test_another_file_in_its_place_is_seen(tmp_path: Path) -> None:
    """Though it has the same time and size."""
    path, other = tmp_path / "a", tmp_path / "b"
    for file, content in ((path, b"1"), (other, b"2")):
        file.write_bytes(content)
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    sha256(path)
    other.replace(path)
    assert of(b"2") == sha256(path)


def test_a_digest_is_of_words_names_order_and_contents(tmp_path: Path) -> None:
    """Each of them makes another one."""
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"x")
    two.write_bytes(b"x")
    found = {digest_of(files, *words) for files in ((one,), (two,), (one, two), (two, one)) for words in ((), ("a",))}
    assert 8 == len(found)
    with pytest.raises(FileNotFoundError):
        digest_of([tmp_path / "3"])


def test_files_below_a_folder_come_in_order(tmp_path: Path) -> None:
    """Each once, a folder where its name stands; what Python and editors keep is left out, and what is asked to be."""
    for name in (
        "b/2.md",
        "b/10.md",
        "a.md",
        "c/x/y.md",
        "__pycache__/a.pyc",
        "b/.ipynb_checkpoints/2.ipynb",
        "d/z.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = [path.removeprefix(f"{tmp_path}/") for path in files_below(tmp_path, without=tmp_path / "d")]
    assert ["a.md", "b/10.md", "b/2.md", "c/x/y.md"] == found
    assert [str(tmp_path / "a.md")] == list(files_below(tmp_path / "a.md"))
    assert [] == list(files_below(tmp_path / "nothing"))
