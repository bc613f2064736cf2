"""Results of notebooks, kept on disk under a key that is known before a notebook runs.

The key is a digest of all that a result can depend on: the notebook, its parameters, every table and register, this
library's code, the project's own modules, and all that is installed. Any change of these runs the notebook again.
Commentary and sign-offs are left out: no notebook reads them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import planbook
from planbook.data.files import digest_of, files_below, installed_packages, sha256, write_whole
from planbook.data.places import Places

FORMAT = "planbook-result/4"
BOUND = 256 * 1024 * 1024
"""Bytes; the results that were used longest ago go first. One edition keeps about 2.5 MB."""
LIBRARY = Path(planbook.__file__).parent
NOT_READ = ("commentary", "signoff")
"""Folders of ``data/`` that no notebook reads: they are about editions, and no part of one."""


@dataclass(frozen=True)
class ResultCache:
    """The results in ``folder``. One object serves one run: it takes the digest of what all notebooks share once."""

    places: Places
    folder: Path
    bound: int = BOUND

    @cached_property
    def shared(self) -> str:
        """The digest of what every notebook can depend on, as it stands when the run begins."""
        return _shared(self.places)

    def key(self, source: Path, parameters: Mapping[str, Any]) -> str:
        """What a notebook's result is filed under."""
        text = json.dumps([FORMAT, source.name, sha256(source), parameters, self.shared], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def find(self, key: str) -> dict[str, Any] | None:
        """The settled notebook kept under a key, which is then the newest; a damaged entry is thrown away."""
        path = self.folder / f"{key}.json"
        try:
            digest, text = path.read_bytes().split(b"\n", 1)
        except FileNotFoundError:
            return None
        except ValueError:
            digest, text = b"", b""
        if digest.decode(errors="replace") != _digest(key, text):
            path.unlink(missing_ok=True)
            return None
        os.utime(path)
        notebook: dict[str, Any] = json.loads(text)
        return notebook

    def keep(self, key: str, notebook: Mapping[str, Any]) -> bool:
        """File a settled notebook; not where a file changed during the run: nobody knows which content it read."""
        if _shared(self.places) != self.shared:
            return False
        text = json.dumps(notebook, ensure_ascii=False).encode()
        write_whole(self.folder / f"{key}.json", f"{_digest(key, text)}\n".encode() + text)
        return True

    def tidy(self) -> None:
        """Delete what was used longest ago, until the rest is within the bound."""
        total = 0
        for path in sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True):
            total += path.stat().st_size
            if total > self.bound:
                path.unlink(missing_ok=True)


def tables(places: Places) -> Iterator[str]:
    """The files of ``data/`` that a notebook can read, in the order of their names."""
    for entry in sorted(places.data.iterdir()):
        if entry.name not in NOT_READ:
            yield from files_below(entry)


def clear(folder: Path) -> int:
    """Delete a folder; how many bytes it took."""
    freed = size_of(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return freed


def size_of(folder: Path) -> int:
    """Bytes that the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _shared(places: Places) -> str:
    own_modules = (*sorted(places.root.glob("*.py")), *sorted(places.notebooks.rglob("*.py")))
    library = (file for file in files_below(LIBRARY) if file.endswith(".py"))
    return digest_of((*tables(places), *own_modules, *library), installed_packages())


def _digest(key: str, text: bytes) -> str:
    """Says that an entry is whole, and is the one of its key."""
    return hashlib.sha256(key.encode() + text).hexdigest()
