"""Which part of the library may know of which."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PURE = ("core", "statistics", "charts")
OUTSIDE = frozenset(
    [
        "os",
        "pathlib",
        "subprocess",
        "socket",
        "time",
        "requests",
        "urllib",
        "shutil",
        "tempfile",
        "sys",
        "random",
        "secrets",
    ]
)
OUTER_LAYERS = (
    "planbook.edge",
    "planbook.notebook",
    "planbook.site",
    "planbook.build",
    "planbook.preview",
    "planbook.scale",
    "planbook.cli",
    "planbook.book_commands",
)
ALLOWED = {"charts": ["keeping.py imports sys", "seaborn_style.py imports sys"]}
"""The table of imported modules is all that they look at: is Matplotlib there, and seaborn is imported in part."""
CLOCK = {"now", "today", "utcnow"}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def offences(root: Path, layer: str, forbidden: tuple[str, ...]) -> list[str]:
    """``file imports module`` for each forbidden import in a layer."""
    return sorted(
        {
            f"{path.name} imports {module}"
            for path in (root / "src" / "planbook" / layer).rglob("*.py")
            for module in imported(path)
            if any(module == name or module.startswith(f"{name}.") for name in forbidden)
        }
    )


@pytest.mark.parametrize("layer", PURE)
def test_the_pure_layers_import_no_outer_layer(root: Path, layer: str) -> None:
    """Core, statistics and charts can be used without the edge, the notebooks or the site."""
    assert [] == offences(root, layer, OUTER_LAYERS)


@pytest.mark.parametrize("layer", PURE)
def test_the_pure_layers_touch_nothing_outside(root: Path, layer: str) -> None:
    """No disk, process, network, chance or clock module is imported where figures are worked out."""
    assert ALLOWED.get(layer, []) == offences(root, layer, tuple(OUTSIDE))


@pytest.mark.parametrize("layer", PURE)
def test_the_pure_layers_read_no_clock(root: Path, layer: str) -> None:
    """What is worked out does not depend on the day on which it is."""
    read = [
        f"{path.name}:{node.lineno}"
        for path in (root / "src" / "planbook" / layer).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCK
    ]
    assert [] == read


def test_pandas_stands_in_one_module_of_the_core(root: Path) -> None:
    """It imports pandas when it is first used, so that the command and the checks start quickly."""
    assert {"later.py imports pandas"} == set(offences(root, "core", ("pandas",)))


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("edge", ("planbook.site", "planbook.notebook", "planbook.cli", "planbook.publish", "planbook.scale")),
        ("notebook", ("planbook.site", "planbook.cli", "planbook.scale")),
        ("audit", ("planbook.edge", "planbook.site", "planbook.notebook", "planbook.cli", "planbook.scale")),
        ("publish", ("planbook.site", "planbook.notebook", "planbook.cli", "planbook.scale")),
        ("site", ("planbook.scale", "planbook.scale_commands")),
        ("scale", ("planbook.cli", "planbook.scale_commands")),
    ],
)
def test_layers_know_only_those_below(root: Path, layer: str, forbidden: tuple[str, ...]) -> None:
    """The edge knows no notebook and no site, an audit's comparison no edge; only the command knows all forces."""
    assert [] == offences(root, layer, forbidden)


def test_statistics_and_core_are_independent(root: Path) -> None:
    """Statistics know nothing of plans, claims or periods of publication beyond numbers in words."""
    known = offences(
        root,
        "statistics",
        ("planbook.data.plan", "planbook.core.claims", "planbook.core.status", "planbook.claims.ledger"),
    )
    assert [] == known
