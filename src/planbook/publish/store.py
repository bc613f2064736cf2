"""The files of an edition kept between builds: made again only when the edition, the data or the code changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import planbook
from planbook.core.downloads import Listed
from planbook.publish.package import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.core.downloads import Published
    from planbook.publish.subject import Subject

__all__ = ["MANIFEST", "listing", "prepared"]

MANIFEST = "downloads/manifest.json"
CODE_ENDS = (".py", ".ttf")


def prepared(subject: Subject) -> Path:
    """The folder that holds every published file under its path, and a manifest of them; made where it is not there."""
    cache = subject.places.build / "cache"
    folder = cache / "downloads" / _fingerprint(subject)
    with _alone(cache):
        if not folder.is_dir():
            from planbook.publish.edition_files import edition_files

            _keep(folder, edition_files(subject, cache / "pictures"))
    return folder


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Wait for another process that makes the files; where files cannot be locked, a build is one process."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "downloads.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def listing(folder: Path) -> tuple[Listed, ...]:
    """The lines of the manifest of a prepared folder, in their order."""
    record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return tuple(Listed(**line) for line in record["files"])


def _keep(folder: Path, files: Iterable[Published]) -> None:
    """Write the files beside the folder, then move them into place; folders of other editions go."""
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    lines = []
    for file in files:
        path = fresh / file.download.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        lines.append(file.listing.as_record())
    (fresh / MANIFEST).write_bytes(as_json({"files": lines}))
    for old in folder.parent.iterdir():
        if old != fresh:
            shutil.rmtree(old)
    fresh.rename(folder)


def _fingerprint(subject: Subject) -> str:
    """The hash of all that the files are made of."""
    data = sorted(path for path in subject.places.data.rglob("*") if path.suffix in {".csv", ".json"})
    whole = hashlib.sha256(_code().encode())
    for path in (subject.ledger_path, *subject.runs, *data):
        whole.update(f"\n{path.relative_to(subject.places.root).as_posix()}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """The hash of the library's own files."""
    root = Path(planbook.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in CODE_ENDS):
        whole.update(path.read_bytes())
    return whole.hexdigest()
