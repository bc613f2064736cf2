"""The files of a board paper are put where they are offered, whole at each moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.paper.gather import _put

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_stands_as_it_should_is_left_alone(tmp_path: Path) -> None:
    """Another process tells its size meanwhile."""
    path = tmp_path / "paper.pdf"
    _put(b"one", path)
    before = path.stat()
    _put(b"one", path)
    assert (before.st_ino, before.st_mtime_ns) == (path.stat().st_ino, path.stat().st_mtime_ns)


def test_a_changed_file_takes_the_place_of_the_old_in_one_move(tmp_path: Path) -> None:
    """Whoever has the old one open reads it to its end, and nothing is left beside the new one."""
    path = tmp_path / "paper.pdf"
    _put(b"one", path)
    with path.open("rb") as reading:
        _put(b"another", path)
        assert (b"one", b"another") == (reading.read(), path.read_bytes())
    assert [path] == list(tmp_path.iterdir())
