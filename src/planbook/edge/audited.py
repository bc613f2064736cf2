"""What an audit is given: a bundle, a site or a published edition, folder or zip file, and the evidence for it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.audit.evidence import CHECKSUMS, LOCK, PUBLISHED_SITE, Fault, evidence_faults, listing_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Audited", "NoEvidence", "audited_at", "files_of"]

SITE = "site/"
LEDGER = "ledger.json"
EVIDENCE = "evidence/"
LIBRARY = "editions.json"
MADE_SINCE = ("_build/", "book/edition/", ".venv/", "out/")
"""What following the instructions of a bundle makes in its folder."""
BYTECODE = "__pycache__"


class NoEvidence(LookupError):
    """A site without the bundle that it was published with."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds no evidence to rebuild from. Give the bundle (zip) that was published with the site, a "
            "published edition with its evidence folder, or the site and --evidence BUNDLE"
        )


@dataclass(frozen=True)
class Audited:
    """A published site with its evidence, contents by path; ``stamped``: its pages say which revision they are."""

    site: Mapping[str, bytes]
    bundle: Mapping[str, bytes]
    stamped: bool
    compared: str
    faults: tuple[Fault, ...]

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger of the site; of one that cannot be read any more, the ledger that the bundle holds."""
        return _record(self.site[LEDGER]) or _record(self.kept[LEDGER])

    @property
    def kept(self) -> dict[str, bytes]:
        """The site that the bundle holds."""
        return _below(self.bundle, SITE)


def audited_at(subject: Path, evidence: Path | None = None) -> Audited:
    """Read what is to be audited.

    Raises:
        NoEvidence: there is no site, or nothing to rebuild it from.
    """
    given = files_of(subject)
    if LOCK in given and f"{SITE}{LEDGER}" in given:
        return _bundle(given)
    inside = sorted(name for name in given if name.startswith(EVIDENCE) and name.endswith(".zip"))
    bundle = files_of(evidence) if evidence else _unzipped(given[inside[-1]]) if inside else {}
    if LEDGER not in given or LOCK not in bundle:
        raise NoEvidence(subject.name)
    stamped = CHECKSUMS in given and bool(inside)
    site = {name: content for name, content in given.items() if name not in {CHECKSUMS, *inside}}
    found = list(evidence_faults(bundle, _record(given[LEDGER])))
    found += listing_faults(given, lambda _: PUBLISHED_SITE, "it was published") if stamped else ()
    found += _against_library(subject, given) if stamped else ()
    what = "A published edition, its pages stamped again in the same way" if stamped else "A site"
    return Audited(site, bundle, stamped, f"{what}, against a rebuild from its evidence.", tuple(found))


def _bundle(given: Mapping[str, bytes]) -> Audited:
    site = _below(given, SITE)
    faults = evidence_faults(given, _record(site[LEDGER]))
    return Audited(
        site, given, stamped=False, compared="The site of a bundle, against a rebuild from it.", faults=faults
    )


def _record(ledger: bytes) -> dict[str, Any]:
    """A ledger as plain data; nothing where it is not in its form, which the comparison then tells."""
    try:
        record = json.loads(ledger)
    except ValueError:
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("edition"), dict) else {}


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a folder or a zip file, by path below the folder; of a zip, below the one folder that holds all.

    Raises:
        FileNotFoundError: there is nothing at the path.
    """
    if path.is_dir():
        return {name: file.read_bytes() for name, file in _files(path)}
    return _unzipped(path.read_bytes())


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    made_since = MADE_SINCE if (folder / LOCK).is_file() else ()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not name.startswith(made_since) and BYTECODE not in file.parts and file.is_file():
            yield name, file


def _unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        held = {name: bundle.read(name) for name in sorted(bundle.namelist()) if not name.endswith("/")}
    tops = {name.partition("/")[0] for name in held}
    if len(tops) == 1 and all("/" in name for name in held):
        return {name.partition("/")[2]: content for name, content in held.items()}
    return held


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)}


def _against_library(subject: Path, given: Mapping[str, bytes]) -> Iterator[Fault]:
    """Where the revision lies in a library, whether its list of checksums is the one that the library recorded."""
    folder = subject.resolve()
    record = folder.parents[2] / LIBRARY if folder.is_dir() and len(folder.parents) > 2 else Path(LIBRARY)
    if not (folder.is_dir() and record.is_file()):
        return
    address = folder.relative_to(record.parent).as_posix()
    held = {one["address"]: one for one in json.loads(record.read_text(encoding="utf-8"))["editions"]}
    known = held.get(address, {}).get("checksums", "")
    if hashlib.sha256(given[CHECKSUMS]).hexdigest() != known:
        yield Fault(PUBLISHED_SITE, CHECKSUMS, f"is not the list that {LIBRARY} of the library recorded for {address}")
