"""Hashes of files: where they are the same, so is everything that was made of them."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["digest_of", "sha256"]

SETTLED = 2 * 10**9
"""Nanoseconds after its last change from which a file that changes again is sure to show a later time: some systems
keep times to two seconds."""

_known: dict[tuple[str, int, int, int], str] = {}
"""What this process has read already, by path, time of change, size and number of the file."""


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; a file that stands as it was when it was last asked for is not read again.

    Raises:
        FileNotFoundError: the file is not there.
    """
    stands = file.stat()
    asked = (str(file), stands.st_mtime_ns, stands.st_size, stands.st_ino)
    if asked in _known:
        return _known[asked]
    held = hashlib.sha256(file.read_bytes()).hexdigest()
    if stands.st_mtime_ns + SETTLED < time.time_ns():
        _known[asked] = held
    return held


def digest_of(files: Iterable[Path], *words: str) -> str:
    """The SHA-256 of words, and of the names and contents of files in their order.

    Raises:
        FileNotFoundError: a file is not there.
    """
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        total.update(f"\0{file.as_posix()}\0{sha256(file)}".encode())
    return total.hexdigest()
