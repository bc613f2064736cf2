"""What stands on disk, each file read once: digests of reads."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.core.reads import ABSENT, FILE, FOLDER, MODULE, Read, Table, digest
from planbook.edge.modules import PACKAGE, modules_behind

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Snapshot", "installed_packages"]


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


def installed_packages() -> str:
    """One digest of Python's version and of the names and versions of all that is installed beside it."""
    site = Path(sysconfig.get_paths()["purelib"])
    return _packages_in(site, site.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _packages_in(site: Path, changed: int) -> str:
    del changed
    names = sorted(entry.name for entry in site.iterdir() if entry.suffix == ".dist-info")
    return hashlib.sha256("\n".join((sys.version, *names)).encode()).hexdigest()
