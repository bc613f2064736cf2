"""Files are put in place without writing over, or making again, what stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from planbook.data.files import place

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
