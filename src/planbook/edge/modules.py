"""The library's own modules: which file is behind a name, and what it imports in turn."""

from __future__ import annotations

import ast
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from planbook.data.digests import sha256
from planbook.edge.swap import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ENTRY", "PACKAGE", "in_library", "keep_imports", "learn_imports", "modules_behind", "recall_imports"]

ENTRY = "planbook.notebook.outcome"
"""What every notebook opens, whatever else it imports."""

PACKAGE = Path(__file__).resolve().parents[1]

_parsing = Lock()
"""CPython 3.11 loses count of its depth when two threads make syntax trees at once (SystemError)."""


_known: dict[str, tuple[str, ...]] = {}
"""What a module imports, by the hash of its file."""


@dataclass(frozen=True)
class Module:
    """A file of the library, and the time of its last change in nanoseconds."""

    file: str
    changed: int


def in_library(name: str) -> bool:
    """Whether a name is of a module of this library, and not of something within a module or of another package."""
    top, *parts = name.split(".")
    module = PACKAGE.joinpath(*parts)
    return top == PACKAGE.name and (module.with_suffix(".py").is_file() or (module / "__init__.py").is_file())


def modules_behind(names: Iterable[str]) -> set[Path]:
    """The files of the library's modules named, and of those that they import at their outermost level."""
    held = dict(_modules_in(str(PACKAGE), PACKAGE.name))
    found: set[Module] = set()
    waiting = [module for name in names for module in _with_packages(name, held)]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += [named for name in _imports(module) for named in _with_packages(name, held)]
    return {Path(module.file) for module in found}


def learn_imports(package: str) -> None:
    """Read what the modules of a package of the library import, so that whoever asks later need not wait."""
    modules_behind(name for name in dict(_modules_in(str(PACKAGE), PACKAGE.name)) if name.startswith(f"{package}."))


def recall_imports(kept: Path) -> None:
    """Take over what was found out by an earlier process; what cannot be read is found out again."""
    try:
        held = json.loads(kept.read_text(encoding="utf-8"))
        _known.update({digest: tuple(map(str, names)) for digest, names in held.items()})
    except (OSError, ValueError, AttributeError, TypeError):
        return


def keep_imports(kept: Path) -> None:
    """Leave to later processes what was found out of the modules as they stand."""
    standing = {module.file for _, module in _modules_in(str(PACKAGE), PACKAGE.name)}
    digests = sorted(sha256(Path(file)) for file in standing)
    text = json.dumps({digest: _known[digest] for digest in digests if digest in _known})
    if not kept.is_file() or kept.read_text(encoding="utf-8") != text:
        write_whole(kept, text.encode())


def _with_packages(name: str, held: Mapping[str, Module]) -> Iterator[Module]:
    """A module and the packages around it; none where the name is not a module's."""
    if name in held:
        parts = name.split(".")
        around = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        yield from (held[each] for each in around if each in held)


def _modules_in(folder: str, package: str) -> Iterator[tuple[str, Module]]:
    """Every module below a folder by its name; a package is its ``__init__.py``."""
    with os.scandir(folder) as entries:
        for entry in entries:
            stem, _, ending = entry.name.rpartition(".")
            if ending == "py":
                name = package if stem == "__init__" else f"{package}.{stem}"
                yield name, Module(entry.path, entry.stat().st_mtime_ns)
            elif not stem and entry.name != "__pycache__" and entry.is_dir():
                yield from _modules_in(entry.path, f"{package}.{entry.name}")


@lru_cache(maxsize=512)
def _imports(module: Module) -> tuple[str, ...]:
    """Names that a module imports when it is imported: not within functions, not for type checkers alone."""
    digest = sha256(Path(module.file))
    if digest not in _known:
        with _parsing:
            _known[digest] = tuple(_named(ast.parse(Path(module.file).read_bytes()).body))
    return _known[digest]


def _named(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planbook"):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("planbook"))
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from _named((*node.body, *node.orelse))
        elif isinstance(node, ast.Try):
            yield from _named((*node.body, *node.orelse, *node.finalbody))
