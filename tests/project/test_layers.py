"""Which folder of the library may import which, and what may touch the disk."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDER = (
    "statistics",
    "data",
    "claims",
    "charts",
    "run",
    "notebook",
    "prose",
    "export",
    "paper",
    "editions",
    "site",
    "build",
    "publish",
    "forces",
    "audit",
    "preview",
    "cli",
)
"""The way of a number, bottom to top: each folder imports only from those before it."""
PURE = ("statistics", "claims")
OUTSIDE = {"os", "pathlib", "subprocess", "socket", "time", "requests", "urllib", "shutil", "tempfile", "random"}
"""Modules that reach disk, process, network, chance or clock."""
CLOCK = {"now", "today", "utcnow"}
PICTURE = re.compile(r"```mermaid\n(.*?)```", re.DOTALL)


def modules(root: Path, folder: str) -> list[Path]:
    """The files of a folder, or the module of that name."""
    place = root / "src" / "planbook" / folder
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def folders_imported(root: Path, folder: str) -> set[str]:
    """The folders of the library that a folder imports from."""
    parts = (name.split(".") for path in modules(root, folder) for name in imported(path))
    return {part[1] for part in parts if part[0] == "planbook" and len(part) > 1 and part[1] in ORDER} - {folder}


def picture(root: Path) -> str:
    """The imports between folders as a Mermaid graph, without those that follow from others."""
    direct = {folder: folders_imported(root, folder) for folder in ORDER}
    reached: dict[str, set[str]] = {}
    for folder in ORDER:
        reached[folder] = direct[folder].union(*(reached.get(below, set()) for below in direct[folder]))
    lines = [
        f"  {below} --> {folder}"
        for folder in ORDER
        for below in ORDER
        if below in direct[folder] and not any(below in reached[other] for other in direct[folder])
    ]
    return "\n".join(["graph LR", *lines, ""])


def test_every_folder_has_its_place_in_the_order(root: Path) -> None:
    """The order names all folders and modules of the library, and none that is not there."""
    there = {path.stem for path in (root / "src" / "planbook").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert set(ORDER) == there - {"__init__", "__pycache__", "py"}


@pytest.mark.parametrize("folder", ORDER)
def test_a_folder_imports_only_from_those_before_it(root: Path, folder: str) -> None:
    """No import goes up the way of a number, wherever it stands in a module."""
    above = ORDER[ORDER.index(folder) + 1 :]
    assert set() == folders_imported(root, folder) & set(above)


@pytest.mark.parametrize("folder", PURE)
def test_statistics_and_claims_touch_nothing_outside(root: Path, folder: str) -> None:
    """No disk, process, network, chance or clock where figures are worked out."""
    touched = {
        f"{path.name} imports {name}"
        for path in modules(root, folder)
        for name in imported(path)
        if name.split(".")[0] in OUTSIDE and not name.startswith("pathlib")
    }
    read = {
        f"{path.name}:{node.lineno}"
        for path in modules(root, folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCK
    }
    assert set() == touched | read


def test_statistics_stand_alone(root: Path) -> None:
    """The statistics can be used without the rest of the library."""
    assert set() == folders_imported(root, "statistics")


@pytest.mark.parametrize("folder", ORDER)
def test_a_folder_says_what_it_is_for(root: Path, folder: str) -> None:
    """The first lines of each folder are a paragraph: what for, what comes in, what goes out."""
    first = modules(root, folder)[0].read_text(encoding="utf-8")
    assert len((ast.get_docstring(ast.parse(first)) or "").split()) >= (25 if folder != "cli" else 8)


def test_the_picture_of_the_layout_is_made_from_the_imports(root: Path) -> None:
    """docs/layout.md shows the imports as they are; where they change, put in what this test expects."""
    text = (root / "docs" / "layout.md").read_text(encoding="utf-8")
    shown = PICTURE.search(text)
    assert shown is not None
    assert picture(root) == shown[1]


def test_the_layout_names_every_folder_in_order(root: Path) -> None:
    """Each folder has a row in the table of docs/layout.md, in the order of the imports."""
    text = (root / "docs" / "layout.md").read_text(encoding="utf-8")
    places = [text.index(f"| `{folder}/` |") for folder in ORDER]
    assert all(first < second for first, second in pairwise(places))
