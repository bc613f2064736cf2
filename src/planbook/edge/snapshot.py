"""What stands on disk, each file read once: digests of reads, and the modules behind a name."""

from __future__ import annotations

import ast
import hashlib
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from planbook.core.reads import ABSENT, FILE, FOLDER, MODULE, Read, Table, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ENTRY", "Snapshot", "in_library", "installed_packages", "modules_behind", "sha256"]

ENTRY = "planbook.notebook.outcome"
"""What every notebook opens, whatever else it imports."""

PACKAGE = Path(__file__).resolve().parents[1]


_parsing = Lock()
"""CPython 3.11 loses count of its depth when two threads make syntax trees at once (SystemError)."""


class Snapshot:
    """The project's files as they are first looked at; a later change is seen by another snapshot."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tables: dict[Path, Table | None] = {}
        self._digests: dict[Read, str] = {}

    def digest(self, read: Read) -> str:
        """The digest of a read, from what stands on disk."""
        if read not in self._digests:
            self._digests[read] = self._take(read)
        return self._digests[read]

    def file(self, path: str) -> str:
        """The digest of a whole file."""
        return self.digest(Read(FILE, path))

    def _table(self, path: Path) -> Table | None:
        if path not in self._tables:
            self._tables[path] = Table(path.read_bytes()) if path.is_file() else None
        return self._tables[path]

    def _take(self, read: Read) -> str:
        if read.kind == MODULE:
            return self._library(read.path.split())
        path = self.root / read.path
        if read.kind == FOLDER:
            names = sorted(entry.name for entry in path.iterdir()) if path.is_dir() else []
            return hashlib.sha256("\0".join(names).encode()).hexdigest() if path.is_dir() else ABSENT
        table = self._table(path)
        return ABSENT if table is None else digest(read, table)

    def _library(self, names: Iterable[str]) -> str:
        """One digest of the modules named and of all that they import when they are imported."""
        files = sorted(modules_behind(names))
        parts = [f"{file.relative_to(PACKAGE).as_posix()} {self.file(file.as_posix())}" for file in files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed_packages() -> str:
    """One digest of Python's version and of the names and versions of all that is installed beside it."""
    site = Path(sysconfig.get_paths()["purelib"])
    return _packages_in(site, site.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _packages_in(site: Path, changed: int) -> str:
    del changed
    names = sorted(entry.name for entry in site.iterdir() if entry.suffix == ".dist-info")
    return hashlib.sha256("\n".join((sys.version, *names)).encode()).hexdigest()


def in_library(name: str) -> bool:
    """Whether a name is of a module of this library, and not of something within a module or of another package."""
    return any(_files(name))


def modules_behind(names: Iterable[str]) -> set[Path]:
    """The files of the library's modules named, and of those that they import at their outermost level."""
    found: set[Path] = set()
    waiting = [file for name in names for file in _files(name)]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [named for name in _imports(file, file.stat().st_mtime_ns) for named in _files(name)]
    return found


def _files(name: str) -> Iterator[Path]:
    """The file of a module and those of the packages around it; none where the name is not a module's."""
    top, *parts = name.split(".")
    module = PACKAGE.joinpath(*parts)
    if top != PACKAGE.name:
        return
    if module.with_suffix(".py").is_file() or (module / "__init__.py").is_file():
        for depth in range(len(parts) + 1):
            init = PACKAGE.joinpath(*parts[:depth], "__init__.py")
            if init.is_file():
                yield init
        if module.with_suffix(".py").is_file():
            yield module.with_suffix(".py")


@lru_cache(maxsize=512)
def _imports(file: Path, changed: int) -> tuple[str, ...]:
    """Names that a module imports when it is imported: not within functions, not for type checkers alone."""
    del changed
    with _parsing:
        return tuple(_named(ast.parse(file.read_bytes()).body))


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
