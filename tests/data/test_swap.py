"""One folder in the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.data.files import swap

if TYPE_CHECKING:
    from pathlib import Path


def test_swapping_leaves_one_folder(tmp_path: Path) -> None:
    """The new stands in the place of the old, and nothing is left beside it, even after an earlier accident."""
    for name in ("new", "edition", "edition.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "which.txt").write_text(name, encoding="utf-8")
    swap(tmp_path / "new", tmp_path / "edition")
    assert ["edition"] == [path.name for path in tmp_path.iterdir()]
    assert "new" == (tmp_path / "edition" / "which.txt").read_text(encoding="utf-8")
