"""Files are put in place without writing over, or making again, what stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planbook.edge.placing import mirror, place

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
    """A second placing of the same leaves the same files; a changed one is a new file."""
    place(tmp_path, [("same", "1"), ("changed", "1")])
    before = {name: (tmp_path / name).stat().st_ino for name in ("same", "changed")}
    os.link(tmp_path / "changed", tmp_path / "other name")
    place(tmp_path, [("same", "1"), ("changed", "2")])
    assert before["same"] == (tmp_path / "same").stat().st_ino
    assert {"same": "1", "changed": "2", "other name": "1"} == contents(tmp_path)


def test_a_kept_file_is_never_written_over(tmp_path: Path) -> None:
    """What is put where a kept file was linked leaves the kept one as it was, and the other way round."""
    held = tmp_path / "held"
    held.write_text("kept", encoding="utf-8")
    place(tmp_path / "out", [("a", held)])
    place(tmp_path / "out", [("a", "made")])
    assert ("kept", {"a": "made"}) == (held.read_text("utf-8"), contents(tmp_path / "out"))
    place(tmp_path / "out", [("a", held)])
    assert {"a": "kept"} == contents(tmp_path / "out")


@pytest.mark.parametrize("links", ["links", ""])
def test_a_mirror_holds_what_was_made_and_shares_only_what_was_placed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: str
) -> None:
    """Equal files are those of the standing folder, others copies; with or without links the contents are right."""
    made, standing, fresh = (tmp_path / name for name in ("made", "standing", "fresh"))
    place(made, [("same", "1"), ("f/changed", "2"), ("f/new", "3"), (".hidden", "4"), ("f/.hidden", "5")])
    place(standing, [("same", "1"), ("f/changed", "1"), ("gone", "1")])
    (made / "empty").mkdir()
    if not links:
        monkeypatch.setattr(os, "link", refused)
    place(made, [("f/placed", "6")])
    mirror(made, standing, fresh, placed=frozenset({"f/placed", "f/gone"}), without=frozenset({".hidden"}))
    assert {"same": "1", "f/changed": "2", "f/new": "3", "f/placed": "6"} == contents(fresh)
    assert (fresh / "empty").is_dir()
    names = [path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file()]
    shared = [name for name in names if (fresh / name).samefile(made / name)]
    assert (["f/placed"] if links else []) == shared
    assert bool(links) == (fresh / "same").samefile(standing / "same")
    place(made, [("f/placed", "7")])
    assert "6" == (fresh / "f/placed").read_text("utf-8")


def refused(*_: object) -> None:
    """A file system without links."""
    raise OSError


def test_a_link_to_nothing_is_replaced(tmp_path: Path) -> None:
    """And nothing is written where it points."""
    held, out = tmp_path / "held", tmp_path / "out"
    held.write_text("kept", encoding="utf-8")
    out.mkdir()
    for name in ("a", "b"):
        (out / name).symlink_to(tmp_path / f"elsewhere {name}")
    place(out, [("a", held), ("b", "made")])
    assert {"a": "kept", "b": "made"} == contents(out)
    assert [] == [path for path in tmp_path.iterdir() if path.name.startswith("elsewhere")]
