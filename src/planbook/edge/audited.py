"""What an audit is given: a bundle, a site or a published edition, folder or zip file, and the evidence for it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.audit.evidence import CHECKSUMS, LOCK, PUBLISHED_SITE, Fault, evidence_faults, listing_faults
from planbook.editions.library_files import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Audited", "CannotRead", "NoEvidence", "audited_at", "audited_in", "below", "files_of", "is_library"]

SITE = "site/"
LEDGER = "ledger.json"
EVIDENCE = "evidence/"
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a zip file raises that was cut short, altered or locked."""
MADE_SINCE = ("_build/", "book/edition/", ".venv/", "out/")
"""What following the instructions of a bundle makes in its folder."""
RECORD = "published.json"
NEEDED = frozenset({"period", "force", "as_at", "force_name", "long_label"})
"""What must be known of an edition before it can be made again."""
BYTECODE = "__pycache__"
WHAT_IS_AUDITED = "a bundle (zip or unpacked), a published edition, a site with --evidence BUNDLE, or a library"


class CannotRead(LookupError):
    """A path that is neither a folder nor a whole zip file."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"{path.name or path} {wrong}. Give {WHAT_IS_AUDITED}")


class NoEvidence(LookupError):
    """A site without the bundle that it was published with."""

    def __init__(self, name: str, wrong: str = "holds no evidence to rebuild from") -> None:
        super().__init__(
            f"{name} {wrong}. Give the bundle (zip) that was published with the site, a "
            "published edition with its evidence folder, or the site and --evidence BUNDLE"
        )


@dataclass(frozen=True)
class Audited:
    """A published site with its evidence, contents by path; ``stamped``: its pages say which revision they are.

    ``given`` is all that was given to be audited: the site with its lists, or the bundle.
    """

    site: Mapping[str, bytes]
    bundle: Mapping[str, bytes]
    stamped: bool
    compared: str
    faults: tuple[Fault, ...]
    given: Mapping[str, bytes]

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger of the site; of one that cannot be read any more, the ledger that the bundle holds."""
        return _record(self.site[LEDGER]) or _record(self.kept.get(LEDGER, b""))

    @property
    def edition(self) -> Mapping[str, Any]:
        """Period, force and as-at date by the bundle's ledger, or its record of the revision where that is unreadable.

        Raises:
            NoEvidence: neither can be read.
        """
        for held in (_record(self.kept.get(LEDGER, b"")), _record(self.site[LEDGER])):
            if held:
                return dict(held["edition"])
        try:
            record = json.loads(self.bundle.get(RECORD, b""))
        except ValueError:
            record = None
        if not isinstance(record, dict) or not record.keys() >= NEEDED:
            raise NoEvidence("the bundle", f"does not tell its edition: neither {LEDGER} nor {RECORD} can be read")
        return record

    @property
    def kept(self) -> dict[str, bytes]:
        """The site that the bundle holds."""
        return below(self.bundle, SITE)


def is_library(files: Mapping[str, bytes]) -> bool:
    """Whether some files are those of a library of editions."""
    return EDITIONS in files


def audited_at(subject: Path, evidence: Path | None = None) -> Audited:
    """Read what is to be audited.

    Raises:
        NoEvidence: there is no site, or nothing to rebuild it from.
    """
    found = audited_in(files_of(subject), subject.name or str(subject), files_of(evidence) if evidence else None)
    more = tuple(_against_library(subject, found.given)) if found.stamped else ()
    return replace(found, faults=(*found.faults, *more))


def audited_in(given: Mapping[str, bytes], named: str, evidence: Mapping[str, bytes] | None = None) -> Audited:
    """The same from files that are read already.

    Raises:
        NoEvidence: there is no site, or nothing to rebuild it from.
    """
    if LOCK in given and f"{SITE}{LEDGER}" in given:
        return _bundle(given)
    inside = sorted(name for name in given if name.startswith(EVIDENCE) and name.endswith(".zip"))
    bundle = evidence or (_unzipped(Path(inside[-1]), given[inside[-1]]) if inside else {})
    if LEDGER not in given:
        raise NoEvidence(named, f"holds no edition: there is no {LEDGER} at its top, nor a bundle's {SITE}{LEDGER}")
    if LOCK not in bundle:
        raise NoEvidence(named)
    stamped = CHECKSUMS in given and bool(inside)
    site = {name: content for name, content in given.items() if name not in {CHECKSUMS, *inside}}
    found = list(evidence_faults(bundle, _record(given[LEDGER])))
    found += listing_faults(given, lambda _: PUBLISHED_SITE, "it was published") if stamped else ()
    what = "A published edition, its pages stamped again in the same way" if stamped else "A site"
    return Audited(site, bundle, stamped, f"{what}, against a rebuild from its evidence.", tuple(found), given)


def _bundle(given: Mapping[str, bytes]) -> Audited:
    site = below(given, SITE)
    faults = evidence_faults(given, _record(site[LEDGER]))
    return Audited(
        site,
        given,
        stamped=False,
        compared="The site of a bundle, against a rebuild from it.",
        faults=faults,
        given=given,
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
        CannotRead: there is nothing at the path, or neither a folder nor a whole zip file, or it may not be read.
    """
    try:
        return dict(_read(path)) if path.is_dir() else _unzipped(path, path.read_bytes())
    except OSError as fault:
        wrong = "is not there" if isinstance(fault, FileNotFoundError) else f"cannot be read: {fault.strerror}"
        raise CannotRead(path, wrong) from fault


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files of a folder; of an unpacked bundle not what was made in it since."""
    unpacked = (folder / LOCK).is_file()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        made = unpacked and (name.startswith(MADE_SINCE) or BYTECODE in file.parts)
        if not made and file.is_file():
            yield name, file.read_bytes()


def _unzipped(path: Path, content: bytes) -> dict[str, bytes]:
    """The files of a zip file.

    Raises:
        CannotRead: it is no zip file, a damaged one, or one that holds two files of one name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            names = [name for name in bundle.namelist() if not name.endswith("/")]
            held = {name: bundle.read(name) for name in sorted(names)}
    except DAMAGED as fault:
        how = "is no zip file" if not content.startswith(b"PK") else f"is a damaged zip file ({fault})"
        raise CannotRead(path, how) from fault
    twice = sorted({name for name in names if names.count(name) > 1}) if len(held) < len(names) else []
    if twice:
        raise CannotRead(path, f"holds more than one file called {', '.join(twice)}: which of them is meant is open")
    tops = {name.partition("/")[0] for name in held}
    if len(tops) == 1 and all("/" in name for name in held):
        return {name.partition("/")[2]: content for name, content in held.items()}
    return held


def below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The files below a folder, by path in it."""
    return {name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)}


def _against_library(subject: Path, given: Mapping[str, bytes]) -> Iterator[Fault]:
    """Where the revision lies in a library, whether its list of checksums is the one that the library recorded."""
    folder = subject.resolve()
    record = folder.parents[2] / EDITIONS if folder.is_dir() and len(folder.parents) > 2 else Path(EDITIONS)
    if not (folder.is_dir() and record.is_file()):
        return
    address = folder.relative_to(record.parent).as_posix()
    held = {one["address"]: one for one in json.loads(record.read_text(encoding="utf-8"))["editions"]}
    known = held.get(address, {}).get("checksums", "")
    if hashlib.sha256(given[CHECKSUMS]).hexdigest() != known:
        yield Fault(PUBLISHED_SITE, CHECKSUMS, f"is not the list that {EDITIONS} of the library recorded for {address}")
