"""Put files below the folder of the site; one that stands there as it should is left alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PLACED", "Made", "place", "swap", "write_whole"]


def swap(fresh: Path, standing: Path) -> None:
    """Put ``fresh`` in the place of ``standing``; what stood there goes only once the new is in place."""
    old = standing.with_name(f"{standing.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if standing.exists():
        standing.rename(old)
    fresh.rename(standing)
    shutil.rmtree(old, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: whoever reads it has the old or the new, and never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


PLACED = "surfaces.txt"
"""The file beside what Sphinx has read that lists what was placed among its pages."""

Made = tuple[str, str | bytes | Path]
"""The name of a file below the site, and its text, its bytes, or the file that holds them."""


def place(folder: Path, made: Iterable[Made]) -> tuple[str, ...]:
    """Put files below a folder, and return their names."""
    names = []
    for name, content in made:
        target = folder / name
        wanted = _bytes(content)
        if not target.is_file() or target.read_bytes() != wanted:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)  # another name of the same file keeps what it had
            target.write_bytes(wanted)
        names.append(name)
    return tuple(names)


def _bytes(content: str | bytes | Path) -> bytes:
    if isinstance(content, Path):
        return content.read_bytes()
    return content.encode() if isinstance(content, str) else content
