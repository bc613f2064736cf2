"""Which folder of the library may import which, and what may touch the disk."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ORDER = (
    "statistics",
    "data",
    "imports",
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


@pytest.mark.parametrize("folder", ORDER)
def test_a_folder_imports_only_from_those_before_it(root: Path, folder: str) -> None:
    """No import goes up the way of a number, wherever it stands in a module; statistics stand alone.

    The first lines of a folder are a paragraph: what for, what comes in, what goes out.
    """
    first = modules(root, folder)[0].read_text(encoding="utf-8")
    assert len((ast.get_docstring(ast.parse(first)) or "").split()) >= (25 if folder != "cli" else 8)
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


def test_the_layout_names_every_folder_in_order_and_shows_the_imports(root: Path) -> None:
    """docs/layout.md has a row a folder and a picture of the imports; where they change, put in what is expected."""
    there = {path.stem for path in (root / "src" / "planbook").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert set(ORDER) == there - {"__init__", "__pycache__", "py"}
    text = (root / "docs" / "layout.md").read_text(encoding="utf-8")
    assert list(ORDER) == re.findall(r"^\| `(\w+)/` \|", text.partition("## Beside")[0], re.MULTILINE)
    graph = PICTURE.search(text)
    assert graph is not None
    assert picture(root) == graph[1]
