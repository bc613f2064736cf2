"""Files are put in place without writing over, or making again, what stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planbook.data.files import digest_of, files_below, place, swap

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, str]:
    """The text of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_what_is_put_below_a_folder_stands_there_and_is_touched_only_by_a_change(tmp_path: Path) -> None:
    """Text, bytes and files under their names, which are told; a second placing of the same writes nothing."""
    table, out = tmp_path / "table.csv", tmp_path / "out"
    table.write_text("rows", encoding="utf-8")
    made = [("a.html", "text"), ("b/c.json", b"bytes"), ("b/d/e.csv", table)]
    assert ("a.html", "b/c.json", "b/d/e.csv") == place(out, made)
    assert {"a.html": "text", "b/c.json": "bytes", "b/d/e.csv": "rows"} == contents(out)
    os.utime(out / "a.html", (0, 0))
    place(out, [("a.html", "text"), ("b/c.json", "changed")])
    assert (0, "changed") == ((out / "a.html").stat().st_mtime, contents(out)["b/c.json"])


def test_a_digest_is_of_words_names_order_and_contents(tmp_path: Path) -> None:
    """Each of them makes another one."""
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(b"x")
    two.write_bytes(b"x")
    digests = {digest_of(files, *words) for files in ((one,), (two,), (one, two), (two, one)) for words in ((), ("a",))}
    assert 8 == len(digests)
    with pytest.raises(FileNotFoundError):
        digest_of([tmp_path / "3"])


def test_files_below_a_folder_come_in_order(tmp_path: Path) -> None:
    """Each once, a folder where its name stands; what Python and editors keep is left out."""
    names = ("b/2.md", "b/10.md", "a.md", "c/x/y.md", "__pycache__/a.pyc", "b/.ipynb_checkpoints/2.ipynb")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    listed = [path.removeprefix(f"{tmp_path}/") for path in files_below(tmp_path)]
    assert ["a.md", "b/10.md", "b/2.md", "c/x/y.md"] == listed
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
