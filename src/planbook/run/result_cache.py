"""Results of notebooks, kept on disk under a key that is known before a notebook runs.

The key is a digest of all that a result can depend on: the notebook, its parameters, every table and register, this
library's files, the project's own modules, and all that is installed. Any change of these runs the notebook again.
Commentary and sign-offs are left out: no notebook reads them.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import planbook
from planbook.data import registers
from planbook.data.files import digest_of, files_below, installed_packages, sha256, write_whole
from planbook.data.places import Places

FORMAT = "planbook-result/4"
BOUND = 256 * 1024 * 1024
"""Bytes; the results that were used longest ago go first. One edition keeps about 2.5 MB."""
LIBRARY = Path(planbook.__file__).parent
NOT_READ = (registers.COMMENTARY, registers.SIGNOFF)
"""Folders of a plan that no notebook reads: they are about editions, and no part of one."""


@dataclass(frozen=True)
class ResultCache:
    """The results in ``folder``. One object serves one run: it takes the digest of what all notebooks share once."""

    places: Places
    folder: Path
    plan: str = ""
    bound: int = BOUND

    @cached_property
    def shared(self) -> str:
        """The digest of what every notebook can depend on, as it stands when the run begins."""
        own_modules = (*sorted(self.places.root.glob("*.py")), *sorted(self.places.notebooks.rglob("*.py")))
        # All files of the library: what a notebook shows may come from a template or a list of words.
        return digest_of((*tables(self.places, self.plan), *own_modules, *files_below(LIBRARY)), installed_packages())

    def key(self, source: Path, parameters: Mapping[str, Any]) -> str:
        """What a notebook's result is filed under."""
        text = json.dumps([FORMAT, source.name, sha256(source), parameters, self.shared], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def find(self, key: str) -> dict[str, Any] | None:
        """The settled notebook kept under a key, which is then the newest; a damaged entry is thrown away."""
        path = self.folder / f"{key}.json"
        if not path.is_file():
            return None
        digest, _, text = path.read_bytes().partition(b"\n")
        if digest != _digest(key, text):
            path.unlink(missing_ok=True)
            return None
        os.utime(path)  # `tidy` deletes what was used longest ago
        notebook: dict[str, Any] = json.loads(text)
        return notebook

    def keep(self, key: str, notebook: Mapping[str, Any]) -> bool:
        """File a settled notebook; not where a file changed during the run: nobody knows which content it read."""
        if replace(self).shared != self.shared:  # another object looks at the files anew
            return False
        text = json.dumps(notebook, ensure_ascii=False).encode()
        write_whole(self.folder / f"{key}.json", _digest(key, text) + b"\n" + text)
        return True

    def tidy(self) -> None:
        """Delete what was used longest ago, until the rest is within the bound."""
        total = 0
        for path in sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True):
            total += path.stat().st_size
            if total > self.bound:
                path.unlink(missing_ok=True)


def tables(places: Places, plan: str = "") -> Iterator[str]:
    """The files of ``data/`` that a notebook of a plan can read, in the order of their names."""
    own = sorted(places.plan(plan).iterdir()) if plan else []
    entries = [one for entry in sorted(places.data.iterdir()) for one in ([entry] if entry != places.plans else own)]
    yield from (file for entry in entries if entry.name not in NOT_READ for file in files_below(entry))


def size_of(folder: Path) -> int:
    """Bytes that the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _digest(key: str, text: bytes) -> bytes:
    """Says that an entry is whole, and is the one of its key."""
    return hashlib.sha256(key.encode() + text).hexdigest().encode()
