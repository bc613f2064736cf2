"""Finding the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook import Refusal
from planbook.data.places import find_places

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places


def test_the_project_is_found(tree: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder inside it, as a notebook needs; the environment may name another than the one around."""
    monkeypatch.delenv("PLANBOOK_ROOT", raising=False)
    assert tree == find_places(tree.notebooks)
    with pytest.raises(Refusal, match="or set PLANBOOK_ROOT to it"):
        find_places(tmp_path.parent)
    monkeypatch.setenv("PLANBOOK_ROOT", str(tree.root))
    assert tree == find_places(tmp_path.parent)
