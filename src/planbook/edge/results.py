"""Results of notebooks, kept for as long as nothing that they depend on has changed.

A result is filed under what is known before the notebook runs: its source, its parameters, Python and all that is
installed. Before it stands what the notebook read while it ran, with digests; it is used again only where each of
them is still the same. Both parts carry a digest of themselves: an entry that is damaged, or that was filed under
another key, is thrown away and the notebook runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from planbook.core.reads import FILE, FOLDER, MODULE, ROWS, VALUES, Read, sorted_reads
from planbook.edge.modules import ENTRY, in_library
from planbook.edge.snapshot import Snapshot, installed_packages
from planbook.edge.swap import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["BOUND", "Results", "clear", "size_of"]

FORMAT = "planbook-result/3"
BOUND = 256 * 1024 * 1024
"""Bytes; the results that were used longest ago go first. One edition keeps about 2.5 MB."""


@dataclass(frozen=True)
class Results:
    """The store in ``folder``, seen through one snapshot of the project."""

    folder: Path
    snapshot: Snapshot
    bound: int = BOUND
    tidy: bool = True
    """Whether the store is brought within its bound each time that something is kept; or later, by who asks for it."""

    def key(self, source: Path, parameters: Mapping[str, Any]) -> str:
        """What a notebook's result is filed under before it is known what it reads."""
        content = hashlib.sha256(source.read_bytes()).hexdigest()
        asked = json.dumps(dict(parameters), sort_keys=True, default=str)
        return _sha256(f"{FORMAT}\n{source.name}\n{content}\n{asked}\n{installed_packages()}")[:32]

    def find(self, key: str) -> dict[str, Any] | None:
        """The settled notebook kept under a key, if all that it read is unchanged; its entry is then the newest."""
        for path in sorted((self.folder / key).glob("*.json"), key=_age):
            try:
                notebook = self._notebook(path, key)
            except (OSError, ValueError):
                path.unlink(missing_ok=True)
                continue
            if notebook is not None:
                os.utime(path)
                return notebook
        return None

    def _notebook(self, path: Path, key: str) -> dict[str, Any] | None:
        """The notebook of an entry, which is long and read only if nothing behind it has changed; otherwise None.

        Raises:
            OSError, ValueError: the entry is not whole, or was filed under another key.
        """
        with path.open("rb") as entry:
            behind = _part(entry)
            if (behind.get("format"), behind.get("key")) != (FORMAT, key):
                raise ValueError(f"{path} holds another result")
            return _part(entry) if self._holds(behind) else None

    def _holds(self, behind: Mapping[str, Any]) -> bool:
        """Whether all that was read is unchanged; a table that is the same as a whole need not be looked into."""
        same = {path for path, held in behind["files"].items() if self.snapshot.file(path) == held}
        reads = ((Read.from_line(line), held) for line, held in behind["reads"])
        return all(
            (read.kind in {ROWS, VALUES} and read.path in same) or self.snapshot.digest(read) == held
            for read, held in reads
        )

    def keep(self, key: str, notes: str, notebook: Mapping[str, Any]) -> bool:
        """File a settled notebook with what it read; not where something changed while it ran.

        Args:
            key: from :meth:`key`.
            notes: the lines in which the kernel noted its reads.
            notebook: the settled notebook.
        """
        reads, now = _reads(notes), Snapshot(self.snapshot.root)
        whole = [read if read.kind in {FOLDER, MODULE} else Read(FILE, read.path) for read in reads]
        if any(now.digest(read) != self.snapshot.digest(read) for read in whole):
            return False
        behind = {
            "format": FORMAT,
            "key": key,
            "files": {read.path: self.snapshot.file(read.path) for read in reads if read.kind in {ROWS, VALUES}},
            "reads": [[read.to_line(), self.snapshot.digest(read)] for read in reads],
        }
        target = self.folder / key / f"{_sha256(json.dumps(behind['reads']))[:32]}.json"
        write_whole(target, b"".join(map(_as_part, (behind, notebook))))
        if self.tidy:
            self.keep_within_bound()
        return True

    def keep_within_bound(self) -> None:
        """Delete what was used longest ago, until the rest is within the bound."""
        entries = sorted(self.folder.glob("*/*.json"), key=_age)
        total = 0
        for path in entries:
            total += path.stat().st_size
            if total > self.bound:
                path.unlink(missing_ok=True)


def clear(folder: Path) -> int:
    """Delete every result; how many bytes they took."""
    freed = size_of(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return freed


def size_of(folder: Path) -> int:
    """Bytes that the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _reads(notes: str) -> tuple[Read, ...]:
    """The reads noted, the modules among them as one read of the library."""
    reads = [Read.from_line(line) for line in notes.splitlines()]
    names = {read.path for read in reads if read.kind == MODULE and in_library(read.path)}
    library = Read(MODULE, " ".join(sorted({ENTRY, *names})))
    return sorted_reads((library, *(read for read in reads if read.kind != MODULE)))


def _as_part(record: Mapping[str, Any]) -> bytes:
    """A part of an entry: a line with a digest, and the line of which it is, in its own order, as it ran."""
    text = f"{json.dumps(record, ensure_ascii=False)}\n"
    return f"{_sha256(text)}\n{text}".encode()


def _part(entry: BinaryIO) -> dict[str, Any]:
    """The next part of an entry.

    Raises:
        ValueError: it does not match its digest.
    """
    digest, text = entry.readline().decode(), entry.readline()
    if digest.strip() != hashlib.sha256(text).hexdigest():
        raise ValueError("the entry is damaged")
    record: dict[str, Any] = json.loads(text)
    return record


def _age(path: Path) -> float:
    """How long ago an entry was used, as a key that sorts the newest first."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
