"""Finding the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.data.places import NoProject, find_places

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No project is named in the environment."""
    monkeypatch.delenv("PLANBOOK_ROOT", raising=False)


def test_the_project_is_found(tree: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder inside it, as a notebook needs; the environment may name another than the one around."""
    assert tree == find_places(tree.notebooks)
    monkeypatch.setenv("PLANBOOK_ROOT", str(tree.root))
    assert tree == find_places(tmp_path.parent)


def test_outside_a_project_the_remedy_is_given(tmp_path: Path) -> None:
    """The message says where to stand, or what to set."""
    with pytest.raises(NoProject, match="or set PLANBOOK_ROOT to it"):
        find_places(tmp_path)
