"""Files: put in place without rewriting what is right already, listed below a folder, and hashed."""

import hashlib
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path


def swap(fresh: Path, standing: Path) -> None:
    """Put ``fresh`` in the place of ``standing``; what stood there goes only once the new is in place."""
    # Two renames and no copy: a reader finds the old or the new, but for a moment between them.
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


PLACED = "surfaces.json"  # the file beside what Sphinx has read that says what was placed among its pages, and why

Made = tuple[str, str | bytes | Path]
"""The name of a file below the site, and its text, its bytes, or the file that holds them."""


def place(folder: Path, made: Iterable[Made]) -> tuple[str, ...]:
    """Put files below a folder, and return their names."""
    names = []
    for name, content in made:
        target = folder / name
        if isinstance(content, Path):
            data = content.read_bytes()
        else:
            data = content.encode() if isinstance(content, str) else content
        # A file that stands as it should keeps its time, so that servers and mirrors do not fetch it again.
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)  # a hard link elsewhere keeps what it had
            target.write_bytes(data)
        names.append(name)
    return tuple(names)


File = str | os.PathLike[str]

SKIPPED = frozenset({"__pycache__", ".ipynb_checkpoints"})  # what Python and editors keep beside files


def sha256(file: File) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        FileNotFoundError: the file is not there.
    """
    with Path(file).open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def digest_of(files: Iterable[File], *words: str) -> str:
    """The SHA-256 of words, and of the names and contents of files in their order.

    Raises:
        FileNotFoundError: a file is not there.
    """
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        # Zero bytes between, which no name holds: a name and a hash cannot run together into others.
        total.update(f"\0{os.fspath(file)}\0{sha256(file)}".encode())
    return total.hexdigest()


def files_below(top: File) -> Iterator[str]:
    """The files at or below a path, in the order of their names; none where it is not there.

    What Python and editors keep beside files is left out.
    """
    if Path(top).is_file():
        yield os.fspath(top)
    elif Path(top).is_dir():
        for entry in sorted(os.scandir(top), key=lambda entry: entry.name):
            if entry.name not in SKIPPED:
                yield from files_below(entry.path)


def installed_packages() -> str:
    """One digest of Python's version and of the names and versions of all that is installed beside it."""
    site = Path(sysconfig.get_paths()["purelib"])
    names = sorted(entry.name for entry in site.iterdir() if entry.suffix == ".dist-info")
    return hashlib.sha256("\n".join((sys.version, *names)).encode()).hexdigest()
