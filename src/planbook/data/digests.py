"""Hashes of files: where they are the same, so is everything that was made of them."""
# ruff: noqa: PTH116, PTH123 - paths are texts here: thousands are looked at, and objects take ten times as long

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["digest_of", "files_below", "installed_packages", "sha256"]

File = str | os.PathLike[str]

SETTLED = 2 * 10**9
"""Nanoseconds after its last change from which a file that changes again is sure to show a later time: some systems
keep times to two seconds."""
SKIPPED = frozenset({"__pycache__", ".ipynb_checkpoints"})
"""What Python and editors keep beside files."""

_known: dict[tuple[str, int, int, int], str] = {}
"""What this process has read already, by path, time of change, size and number of the file."""


def sha256(file: File) -> str:
    """The SHA-256 of a file, in hexadecimal; a file that stands as it was when it was last asked for is not read again.

    Raises:
        FileNotFoundError: the file is not there.
    """
    stands = os.stat(file)
    asked = (os.fspath(file), stands.st_mtime_ns, stands.st_size, stands.st_ino)
    if asked in _known:
        return _known[asked]
    with open(file, "rb") as content:
        held = hashlib.sha256(content.read()).hexdigest()
    if stands.st_mtime_ns + SETTLED < time.time_ns():
        _known[asked] = held
    return held


def digest_of(files: Iterable[File], *words: str) -> str:
    """The SHA-256 of words, and of the names and contents of files in their order.

    Raises:
        FileNotFoundError: a file is not there.
    """
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        total.update(f"\0{os.fspath(file)}\0{sha256(file)}".encode())
    return total.hexdigest()


def files_below(top: File, without: File = "") -> Iterator[str]:
    """The files at or below a path, in the order of their names; none where it is not there.

    What Python and editors keep beside files is left out, and so is ``without``.
    """
    try:
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        yield os.fspath(top)
        return
    left_out = os.fspath(without)
    for entry in entries:
        if entry.name not in SKIPPED and entry.path != left_out:
            if entry.is_dir():
                yield from files_below(entry.path, left_out)
            else:
                yield entry.path


def installed_packages() -> str:
    """One digest of Python's version and of the names and versions of all that is installed beside it."""
    site = Path(sysconfig.get_paths()["purelib"])
    return _packages_in(site, site.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _packages_in(site: Path, changed: int) -> str:
    del changed
    names = sorted(entry.name for entry in site.iterdir() if entry.suffix == ".dist-info")
    return hashlib.sha256("\n".join((sys.version, *names)).encode()).hexdigest()
