"""One digest over files, by name and content: where it is the same, so is everything that was made of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["digest_of"]


def digest_of(files: Iterable[Path], *words: str) -> str:
    """The SHA-256 of words, and of the names and contents of files in their order.

    Raises:
        FileNotFoundError: a file is not there.
    """
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        content = file.read_bytes()
        total.update(f"\0{file.as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
