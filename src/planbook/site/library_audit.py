"""A whole library audited: every revision, then the list of editions, feed and sitemap against the revisions' records.

Nothing at the root of a library holds a figure of its own: all of it follows from the records that the revisions'
bundles carry, so it is made again from those and compared.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planbook.audit.causes import ALTERED
from planbook.audit.compare import compare_trees
from planbook.audit.evidence import CHECKSUMS, Fault
from planbook.audit.report import Audit, counted
from planbook.edge.audited import RECORD, Audited, CannotRead, NoEvidence, audited_in, below
from planbook.edge.auditing import allows
from planbook.editions.library import Library, Published
from planbook.editions.library_files import EDITIONS
from planbook.editions.publication import publication_in
from planbook.site.library_pages import library_files
from planbook.site.publishing import SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Revision", "library_audit", "revisions_of"]

REVISION_FOLDER = 3
"""Parts of the address of a revision: force, edition, revision."""


@dataclass(frozen=True)
class Revision:
    """A revision that lies in a library: its address, its files, and the record that its bundle carries."""

    address: str
    audited: Audited
    record: Mapping[str, Any]

    @property
    def published(self) -> Published:
        """The record of the library, as it follows from the revision."""
        kept = {name: value for name, value in self.record.items() if name != "base"}
        inside = next(name for name in self.audited.given if name.startswith("evidence/") and name.endswith(".zip"))
        listed = hashlib.sha256(self.audited.given.get(CHECKSUMS, b"")).hexdigest()
        known = {**kept, "pages": tuple(kept["pages"]), "checksums": listed, "bundle": inside.rpartition("/")[2]}
        return Published(**known)


def revisions_of(files: Mapping[str, bytes]) -> tuple[Revision, ...]:
    """The revisions of a library by address: every folder at such an address that holds a list of checksums.

    Raises:
        NoEvidence: there is none, or one has nothing to be rebuilt from.
    """
    ends = (name.removesuffix(f"/{CHECKSUMS}") for name in files if name.endswith(f"/{CHECKSUMS}"))
    addresses = sorted(address for address in ends if address.count("/") == REVISION_FOLDER - 1)
    if not addresses:
        raise NoEvidence("the library", "holds no revision")
    return tuple(_revision(address, below(files, f"{address}/")) for address in addresses)


def _revision(address: str, files: Mapping[str, bytes]) -> Revision:
    try:
        audited = audited_in(files, address)
    except CannotRead as fault:
        raise NoEvidence(address, f"cannot be audited: {fault}") from fault
    try:
        record = json.loads(audited.bundle.get(RECORD, b""))
        return Revision(address, audited, {**record, "pages": list(record["pages"])})
    except (ValueError, KeyError, TypeError) as fault:
        raise NoEvidence(address, f"has a bundle whose {RECORD} cannot be read") from fault


def library_audit(files: Mapping[str, bytes], revisions: tuple[Revision, ...], failed: tuple[str, ...]) -> Audit:
    """The root of a library against what the revisions' own records give; ``failed`` revisions are faults of it."""
    root = {name: content for name, content in files.items() if not _in_a_revision(name, revisions)}
    comparison = compare_trees(root, _again(revisions), allows)
    told = tuple(replace(one, cause=ALTERED) for one in comparison.differences)
    faults = tuple(
        Fault("edition", address, "did not come back the same: see its own certificate") for address in failed
    )
    number = counted(len(revisions), "revision", "revisions")
    return Audit(
        edition=f"The library of {number}: {', '.join(one.address for one in revisions)}",
        ledger=hashlib.sha256(files[EDITIONS]).hexdigest(),
        environment="Made again from the records in the revisions' evidence.",
        evidence=faults,
        versions=(),
        comparison=replace(comparison, differences=told),
        cause=ALTERED if told else "; ".join(map(str, faults)),
        compared=f"List of editions, feed, sitemap and {EDITIONS}; each revision has a certificate of its own.",
        hashed=EDITIONS,
    )


def _in_a_revision(name: str, revisions: tuple[Revision, ...]) -> bool:
    return name.startswith(tuple(f"{one.address}/" for one in revisions))


def _again(revisions: tuple[Revision, ...]) -> dict[str, bytes]:
    """The files of the root of a library made again, by path."""
    library = Library(tuple(sorted((one.published for one in revisions), key=lambda one: one.order)))
    newest = max(revisions, key=lambda one: (one.published.published, one.published.order))
    publication = publication_in(newest.audited.bundle.get("_config.yml", b""), str(newest.record.get("base", "")))
    made = {name: text.encode() for name, text in library_files(library, publication).items()}
    made |= {f"assets/{name}": newest.audited.kept.get(f"_static/{name}", b"") for name in SHARED}
    return {**made, EDITIONS: library.text.encode(), ".nojekyll": b""}
