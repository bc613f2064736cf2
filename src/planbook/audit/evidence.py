"""Check the evidence of an edition, before the rebuild, against its lists of hashes, its ledger and its lock."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planbook.audit.ledger import LedgerRecord
from planbook.audit.records import Fault
from planbook.editions.library_files import CHECKSUMS
from planbook.publish.crate import CRATE

LOCK = "requirements.lock"
LIBRARY = "src/planbook/"
COMMENTARY = "data/commentary/"
PUBLISHED_SITE = "published site"
CAUSES = {"data/": "data", "notebooks/": "notebook", "src/": "code", "book/": "page", "site/": PUBLISHED_SITE}
"""What kind of thing the files of each folder of a bundle are."""
CHECKSUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
PIN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*==[^\s;\\]+(?:[ \t]*;[^\\\n]+)?", re.MULTILINE)
"""A package with its version in a lock, and the marker that says where it is needed."""
LISTED_FILES = 3
"""Files of another library that are named one by one; of more, their number."""

Files = Mapping[str, bytes]


def evidence_faults(files: Files, ledger: LedgerRecord | None) -> tuple[Fault, ...]:
    """Where the files of a bundle are not what its lists of hashes and the published ledger say."""
    faults = [*listing_faults(files, cause_of, "the bundle was made"), *_crate_faults(files)]
    names = {fault.name for fault in faults}
    recorded = {**ledger.edition.data, **ledger.edition.notebooks} if ledger else {}
    by_ledger = _hash_faults(recorded, files, "than the ledger says", cause_of)
    return (*faults, *(fault for fault in by_ledger if fault.name not in names))


def listing_faults(files: Files, cause: Callable[[str], str], made: str) -> Iterator[Fault]:
    """Where files are not what their list of checksums says: other content, missing, added; or there is no list.

    ``cause`` gives the kind of a file, ``made`` says when the list was written.
    """
    listed = _checksums(files)
    if not listed:
        yield Fault(cause(CHECKSUMS), CHECKSUMS, "is missing or empty")
        return
    yield from _hash_faults(listed, files, f"than when {made}", cause)
    for name in sorted(files.keys() - listed.keys() - {CHECKSUMS}):
        yield Fault(cause(name), name, f"is not in the list of checksums: added since {made}")


def _checksums(files: Files) -> dict[str, str]:
    lines = files.get(CHECKSUMS, b"").decode("utf-8", errors="replace").splitlines()
    return {match[2]: match[1] for line in lines if (match := CHECKSUM_LINE.fullmatch(line))}


def _hash_faults(
    recorded: Mapping[str, str], files: Files, compared: str, cause: Callable[[str], str]
) -> Iterator[Fault]:
    for name, digest in sorted(recorded.items()):
        if name not in files:
            yield Fault(cause(name), name, "is missing")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield Fault(cause(name), name, f"has another content {compared}")


def _crate_faults(files: Files) -> Iterator[Fault]:
    """Where the list of checksums and the metadata of the crate, which hold the same hashes, disagree."""
    listed = _checksums(files)
    try:
        entities = json.loads(files[CRATE])["@graph"] if CRATE in files else ()
        described = {one.get("@id"): one.get("sha256") for one in entities}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Fault(cause_of(CRATE), CRATE, "cannot be read")
        return
    for name, digest in described.items():
        if digest and listed.get(name, digest) != digest:
            yield Fault(cause_of(name), name, f"has one hash in {CHECKSUMS} and another in {CRATE}")


def cause_of(name: str) -> str:
    """The kind of a file of a bundle, as a cause of differences."""
    if name.startswith(COMMENTARY):
        return "commentary"
    kind = next((kind for folder, kind in CAUSES.items() if name.startswith(folder)), "")
    return kind or ("package" if name.endswith(".lock") else "settings")


def version_faults(
    lock: bytes, packages: Mapping[str, str], markers: dict[str, str] | None = None
) -> tuple[Fault, ...]:
    """Where packages, given by their normal names, are not those of the lock; what is not installed is not compared.

    ``markers`` are the values for which lines of the lock hold (PEP 508), by default those of this interpreter.
    """
    pins = (Requirement(line) for line in PIN.findall(lock.decode("utf-8", errors="replace")))
    wanted = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate(markers)
    }
    return tuple(
        Fault("package", name, f"is {packages[name]} here and {version} in the lock")
        for name, version in sorted(wanted.items())
        if packages.get(name, version) != version
    )


def library_notes(files: Files, own: Files) -> tuple[Fault, ...]:
    """Where the library in a bundle is not ``own``, the one that runs the audit; in one line where much differs.

    This is no fault: an edition keeps its library, and the audit may run with a later one.
    """
    names = {name for name in files if name.startswith(LIBRARY)} | own.keys()
    other = sorted(name for name in names if files.get(name) != own.get(name))
    if len(other) > LISTED_FILES:
        differs = f"differs in {len(other)} files from the library that runs this audit"
        return (Fault("code", LIBRARY, f"{differs}; the edition is rebuilt with its own"),)
    return tuple(Fault("code", name, "is another than in the library that runs this audit") for name in other)
