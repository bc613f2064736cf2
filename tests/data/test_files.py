"""Files are put in place without writing over, or making again, what stands."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from planbook.data.files import digest_of, files_below, place, sha256, swap

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, str]:
    """The text of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_text_bytes_and_files_are_put_below_the_folder(tmp_path: Path) -> None:
    """Each under its name, which is told; folders are made."""
    held = tmp_path / "held.csv"
    held.write_text("held", encoding="utf-8")
    made = [("a.html", "text"), ("b/c.json", b"bytes"), ("b/d/e.csv", held)]
    assert ("a.html", "b/c.json", "b/d/e.csv") == place(tmp_path / "out", made)
    assert {"a.html": "text", "b/c.json": "bytes", "b/d/e.csv": "held"} == contents(tmp_path / "out")


def test_what_stands_as_it_should_is_not_touched(tmp_path: Path) -> None:
    """A second placing of the same writes nothing; what changed is written."""
    place(tmp_path, [("same", "1"), ("changed", "1")])
    os.utime(tmp_path / "same", (0, 0))
    place(tmp_path, [("same", "1"), ("changed", "2")])
    assert (0, {"same": "1", "changed": "2"}) == ((tmp_path / "same").stat().st_mtime, contents(tmp_path))


def test_a_change_is_seen_though_size_and_time_stay(tmp_path: Path) -> None:
    """The hash is of the content, read each time."""
    path = tmp_path / "a"
    for content in (b"1", b"2"):
        path.write_bytes(content)
        os.utime(path, ns=(0, 0))
        assert hashlib.sha256(content).hexdigest() == sha256(path)


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
    """Each once, a folder where its name stands; what Python and editors keep is left out."""
    for name in (
        "b/2.md",
        "b/10.md",
        "a.md",
        "c/x/y.md",
        "__pycache__/a.pyc",
        "b/.ipynb_checkpoints/2.ipynb",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = [path.removeprefix(f"{tmp_path}/") for path in files_below(tmp_path)]
    assert ["a.md", "b/10.md", "b/2.md", "c/x/y.md"] == found
    assert [str(tmp_path / "a.md")] == list(files_below(tmp_path / "a.md"))
    assert [] == list(files_below(tmp_path / "nothing"))


def test_swapping_leaves_one_folder(tmp_path: Path) -> None:
    """The new stands in the place of the old, and nothing is left beside it, even after an earlier accident."""
    for name in ("new", "edition", "edition.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "which.txt").write_text(name, encoding="utf-8")
    swap(tmp_path / "new", tmp_path / "edition")
    assert ["edition"] == [path.name for path in tmp_path.iterdir()]
    assert "new" == (tmp_path / "edition" / "which.txt").read_text(encoding="utf-8")
