"""Files kept between builds: made again only when the edition, the data or the code changed, or one was damaged."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import planbook
from planbook.core.downloads import Listed
from planbook.data.digests import digest_of
from planbook.edge.placing import place
from planbook.publish.package import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from planbook.publish.subject import Subject

__all__ = ["MANIFEST", "Downloads", "code_hash", "fingerprint", "is_kept", "kept", "listing", "names_kept", "prepared"]

MANIFEST = "downloads/manifest.json"
CODE_ENDS = (".py", ".ttf", ".typ")
SUMS = ".sums"
"""The end of the name of the file that holds the hash of each kept file, beside their folder."""


class Downloads:
    """The published files of one build: what they are made of is read once, and whether they are whole is seen once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    @cached_property
    def made_of(self) -> str:
        """The fingerprint of the edition, as it was when it was first asked for."""
        return fingerprint(self.subject)

    @cached_property
    def folder(self) -> Path:
        """The folder that holds every published file under its path; made where it is not there."""
        return prepared(self.subject, self.made_of)


def prepared(subject: Subject, made_of: str = "") -> Path:
    """The folder that holds every published file under its path, and a manifest of them; made where it is not there.

    ``made_of`` is the fingerprint of the subject, where it is known.
    """
    cache = subject.places.cache
    key = made_of or fingerprint(subject)
    return kept(cache, "downloads", key, lambda: _published(subject, subject.places.pictures))


def kept(
    cache: Path, kind: str, key: str, make: Callable[[], Iterable[tuple[str, bytes]]], *, wait: bool = True
) -> Path:
    """The folder of files of a kind under a key: those that were kept if they are whole, otherwise made now.

    Folders of the same kind under other keys go.

    Raises:
        BlockingIOError: another process is at files of this kind, and it is not to be waited for.
    """
    folder = cache / kind / key
    with _alone(cache, kind, wait=wait):
        if not _whole(folder):
            _keep(folder, make())
    return folder


def is_kept(cache: Path, kind: str, key: str) -> bool:
    """Whether files of a kind are kept under a key, and whole."""
    return _whole(cache / kind / key)


def names_kept(folder: Path) -> tuple[str, ...]:
    """The names of the files of a kept folder, in order."""
    return tuple(sorted(json.loads(folder.with_suffix(SUMS).read_text(encoding="utf-8"))))


def listing(folder: Path) -> tuple[Listed, ...]:
    """The lines of the manifest of a prepared folder, in their order."""
    record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return tuple(Listed(**line) for line in record["files"])


def fingerprint(subject: Subject) -> str:
    """The hash of all that files of data are made of: ledger, notebooks as run, tables, code."""
    data = sorted(path for path in subject.places.data.rglob("*") if path.suffix in {".csv", ".json"})
    whole = hashlib.sha256(code_hash().encode())
    for path in (subject.ledger_path, *subject.runs, *data):
        whole.update(f"\n{path.relative_to(subject.places.root).as_posix()}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _published(subject: Subject, pictures: Path) -> Iterator[tuple[str, bytes]]:
    from planbook.publish.edition_files import edition_files

    files = edition_files(subject, pictures)
    yield from ((file.download.path, file.content) for file in files)
    yield MANIFEST, as_json({"files": [file.listing.as_record() for file in files]})


@contextmanager
def _alone(cache: Path, kind: str, *, wait: bool = True) -> Iterator[None]:
    """Keep other processes from making files of a kind; where files cannot be locked, a build is one process."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _keep(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files beside the folder, then move them into place; other folders go.

    A folder that goes is made into the new one, since most files are the same in both, and to make one costs more than
    to read one. What differs is a new file: others may have linked the old.
    """
    made = dict(files)
    fresh = _begun(folder, made.keys())
    place(fresh, made.items())
    for old in folder.parent.iterdir():
        if old.is_file():
            old.unlink()
    folder.with_suffix(SUMS).write_bytes(as_json({name: _sum(content) for name, content in made.items()}))
    fresh.rename(folder)


def _begun(folder: Path, names: Collection[str]) -> Path:
    """The folder to fill: another of the kind without what is in the way, or an empty one; the rest go."""
    fresh = folder.with_suffix(".new")
    others = sorted(old for old in folder.parent.iterdir() if old.is_dir()) if folder.parent.is_dir() else []
    if others and not fresh.exists():
        others.pop().rename(fresh)
    for old in others:
        if old != fresh:
            shutil.rmtree(old)
    fresh.mkdir(parents=True, exist_ok=True)
    for path in sorted(fresh.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(fresh).as_posix() not in names:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return fresh


def _whole(folder: Path) -> bool:
    """Whether every file is there as it was made."""
    try:
        sums = json.loads(folder.with_suffix(SUMS).read_text(encoding="utf-8"))
        return all(_sum((folder / name).read_bytes()) == held for name, held in sums.items())
    except (OSError, ValueError, AttributeError):
        return False


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=1)
def code_hash() -> str:
    """The hash of the library's own files."""
    root = Path(planbook.__file__).parent
    return digest_of(sorted(path for path in root.rglob("*") if path.suffix in CODE_ENDS))
