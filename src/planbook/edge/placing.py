"""Put files into the folder of the site: what stands there as it should is left alone, and what changed is a new file.

Making and deleting a file costs far more than reading one. A file that is kept elsewhere is linked, not copied: so
nothing that stands is ever written over, which would change it in both places.
"""
# ruff: noqa: PTH103, PTH108, PTH116, PTH118, PTH120, PTH121, PTH123 - paths are texts: of a thousand files, objects are half the time

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["PLACED", "Made", "mirror", "place"]

PLACED = "surfaces.txt"
"""The file beside what Sphinx has read that lists what was placed among its pages."""

Made = tuple[str, str | bytes | Path]
"""The name of a file below the site, and its text, its bytes, or the file that holds them."""


def place(folder: Path, made: Iterable[Made]) -> tuple[str, ...]:
    """Put files below a folder, and return their names."""
    names = []
    for name, content in made:
        target = os.path.join(folder, name)
        if isinstance(content, Path):
            _link(os.fspath(content), target)
        else:
            _write(content.encode() if isinstance(content, str) else content, target)
        names.append(name)
    return tuple(names)


def mirror(made: Path, standing: Path, fresh: Path, *, placed: frozenset[str], without: frozenset[str]) -> None:
    """Make ``fresh`` a copy of ``made``, with the files of ``standing`` where they are the same.

    ``standing`` is about to go, so what is taken over from it is linked to nothing else afterwards. What was placed in
    ``made`` is never written over, so it is linked.
    """
    start = len(f"{made}{os.sep}")
    for folder, _, names in os.walk(made):
        below = folder[start:]
        os.makedirs(os.path.join(fresh, below))
        for name in (name for name in names if name not in without):
            file = os.path.join(below, name)
            if file.replace(os.sep, "/") in placed:
                _linked(os.path.join(made, file), os.path.join(fresh, file))
            else:
                _take(*(os.path.join(top, file) for top in (made, standing, fresh)))


def _take(made: str, standing: str, fresh: str) -> None:
    try:
        if os.stat(standing).st_size == os.stat(made).st_size and _bytes(standing) == _bytes(made):
            os.link(standing, fresh)
            return
    except OSError:  # not there, or a file system without links
        pass
    shutil.copyfile(made, fresh)


def _bytes(file: str) -> bytes:
    with open(file, "rb") as content:
        return content.read()


def _link(held: str, target: str) -> None:
    if _stands(target, lambda: os.path.samefile(target, held) or _bytes(target) == _bytes(held)):
        return
    _linked(held, target)


def _linked(held: str, target: str) -> None:
    try:
        os.link(held, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(held, target)


def _write(content: bytes, target: str) -> None:
    if _stands(target, lambda: _bytes(target) == content):
        return
    with open(target, "wb") as written:
        written.write(content)


def _stands(target: str, as_wanted: Callable[[], bool]) -> bool:
    """Whether a file is there as it should be; otherwise there is a folder for it, and nothing under its name."""
    try:
        if as_wanted():
            return True
        os.unlink(target)
    except FileNotFoundError:
        with suppress(FileNotFoundError):
            os.unlink(target)  # a link to nothing
        os.makedirs(os.path.dirname(target), exist_ok=True)
    return False
