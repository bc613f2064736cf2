"""The evidence of an edition checked before anything is rebuilt from it, and what a difference is likely due to."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.markers import Marker

from planbook.core.crate import CRATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "CHECKSUMS",
    "LOCK",
    "PUBLISHED_SITE",
    "Fault",
    "Versions",
    "cause_of",
    "evidence_faults",
    "library_notes",
    "listing_faults",
    "normal",
    "pinned",
    "version_faults",
]

CHECKSUMS, LOCK = "checksums.txt", "requirements.lock"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:[ \t]*;[ \t]*([^\\\n]+))?", re.MULTILINE)
COMMENTARY = "data/commentary/"
PUBLISHED_SITE = "published site"
LIBRARY = "src/planbook/"
NAMED = 3
"""Files of a library that are named one by one; of more, their number."""


@dataclass(frozen=True)
class Fault:
    """Something wrong with the evidence: what kind of thing (data, code, package ...), which, and how."""

    cause: str
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.cause}: {self.name} {self.how}"


@dataclass(frozen=True)
class Versions:
    """What the rebuild ran with: Python, packages by their normal names, and what markers ask for (PEP 508)."""

    python: str
    packages: Mapping[str, str]
    markers: Mapping[str, str] = field(default_factory=dict)


def evidence_faults(files: Mapping[str, bytes], ledger: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Where the files of a bundle are not what its list of checksums and its ledger say that they are.

    Args:
        files: contents by path below the bundle's folder.
        ledger: the ledger of the published site.
    """
    found = [*listing_faults(files, cause_of, "the bundle was made"), *_crate_faults(files)]
    edition = ledger.get("edition", {})
    recorded = {**edition.get("data", {}), **edition.get("notebooks", {})}
    named = {fault.name for fault in found}
    found += [fault for fault in _against(recorded, files, "than the ledger says") if fault.name not in named]
    return tuple(found)


def listing_faults(files: Mapping[str, bytes], cause: Callable[[str], str], made: str) -> Iterator[Fault]:
    """Where files are not what their list of checksums says: other content, missing, added; or there is no list.

    ``cause`` tells what kind of thing a file is, ``made`` when the list was written.
    """
    listed = dict(_listed(files.get(CHECKSUMS, b"")))
    if not listed:
        yield Fault(cause(CHECKSUMS), CHECKSUMS, "is missing or empty")
        return
    yield from _against(listed, files, f"than when {made}", cause)
    for name in sorted(files.keys() - listed.keys() - {CHECKSUMS}):
        yield Fault(cause(name), name, f"is not in the list of checksums: added since {made}")


def _crate_faults(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Where the list of checksums and the crate's metadata, which hold the same hashes, contradict each other."""
    listed = dict(_listed(files.get(CHECKSUMS, b"")))
    try:
        graph = json.loads(files.get(CRATE, b"{}"))["@graph"] if CRATE in files else ()
    except (ValueError, KeyError, TypeError):
        yield Fault(cause_of(CRATE), CRATE, "cannot be read")
        return
    for one in graph:
        known, name = one.get("sha256"), one.get("@id")
        if known and name in listed and listed[name] != known:
            yield Fault(cause_of(name), name, f"has one hash in {CHECKSUMS} and another in {CRATE}")


def cause_of(name: str) -> str:
    """What kind of thing a file of a bundle is, as a cause of differences."""
    if name.startswith(COMMENTARY):
        return "commentary"
    kinds = {"data/": "data", "notebooks/": "notebook", "src/": "code", "book/": "page", "site/": PUBLISHED_SITE}
    kind = next((kind for start, kind in kinds.items() if name.startswith(start)), "")
    return kind or ("package" if name.endswith(".lock") else "settings")


def pinned(lock: bytes, markers: Mapping[str, str]) -> dict[str, str]:
    """Versions that a lock asks for where ``markers`` hold, by normal name (PEP 503)."""
    lines = PIN.findall(lock.decode("utf-8", errors="replace"))
    return {normal(name): version for name, version, marker in lines if _holds(marker, markers)}


def _holds(marker: str, markers: Mapping[str, str]) -> bool:
    return not marker.strip() or Marker(marker.strip()).evaluate(dict(markers))


def normal(name: str) -> str:
    """The normal name of a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def version_faults(lock: bytes, versions: Versions) -> tuple[Fault, ...]:
    """Where what the rebuild ran with is not what the lock asks for; what is not needed here is not asked for."""
    held = versions.packages
    return tuple(
        Fault("package", name, f"is {held[name]} here and {wanted} in the lock")
        for name, wanted in sorted(pinned(lock, versions.markers).items())
        if name in held and held[name] != wanted
    )


def library_notes(files: Mapping[str, bytes], own: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Where the library in a bundle is another than ``own``, the one that runs the audit; in one line where much is.

    No fault: an edition keeps its library, and the one that audits may be a later one.
    """
    held = {name for name in files if name.startswith(LIBRARY)}
    other = sorted(name for name in held | own.keys() if files.get(name) != own.get(name))
    if len(other) > NAMED:
        how = (
            f"differs in {len(other)} files from the library that runs this audit; the edition is rebuilt with its own"
        )
        return (Fault("code", LIBRARY, how),)
    return tuple(Fault("code", name, "is another than in the library that runs this audit") for name in other)


def _listed(checksums: bytes) -> Iterator[tuple[str, str]]:
    for line in checksums.decode("utf-8", errors="replace").splitlines():
        if match := LINE.fullmatch(line):
            yield match[2], match[1]


def _against(
    recorded: Mapping[str, str], files: Mapping[str, bytes], when: str, cause: Callable[[str], str] = cause_of
) -> Iterator[Fault]:
    for name, known in sorted(recorded.items()):
        content = files.get(name)
        if content is None:
            yield Fault(cause(name), name, "is missing")
        elif hashlib.sha256(content).hexdigest() != known:
            yield Fault(cause(name), name, f"has another content {when}")
