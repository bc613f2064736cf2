"""Audit what lies at a path: one edition, or a library with all of its revisions.

The root of a library holds list of editions, feed, sitemap and script, and no figure of its own. All of it follows from
the records in the bundles of the revisions, so it is made again from those and compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from planbook.audit.causes import ALTERED
from planbook.audit.compare import compare_trees
from planbook.audit.evidence_files import NotAuditable, Subject, below, files_of, subject_at, subject_in
from planbook.audit.records import Fault, sha256
from planbook.audit.report import Audit, counted
from planbook.audit.run import AuditResult, allows, run_audit
from planbook.editions.citing import publication_in
from planbook.editions.library_files import CHECKSUMS, EDITIONS, Library, Published
from planbook.publish.library_pages import SHARED_FILES, library_files
from planbook.publish.revision_banner import EVIDENCE, RECORD, recorded_revision

ADDRESS_SLASHES = 2
"""Slashes in the address of a revision: force, edition, revision."""


@dataclass(frozen=True)
class Revision:
    """A revision in a library: its files, its entry in the record of the library, and the base address it was given."""

    subject: Subject
    published: Published
    base: str


def audits_at(path: Path, evidence: Path | None, *, fresh: bool) -> Iterator[tuple[str, AuditResult]]:
    """The audit of an edition; or of each revision of a library by its address, and at last of the library's root.

    Raises:
        NotAuditable: there is nothing that can be audited.
        RebuildFailed: a new environment is asked for and cannot be made.
    """
    # A zip file that is given with its evidence is a site.
    files = files_of(path) if path.is_dir() or not evidence else {}
    if EDITIONS not in files:
        yield "", run_audit(subject_at(path, evidence), fresh=fresh)
        return
    revisions, failed = revisions_of(files), list[str]()
    for address, revision in revisions.items():
        result = run_audit(revision.subject, fresh=fresh)
        failed += [] if result.audit.passed else [address]
        yield address, result
    site = revisions[max(revisions)].subject.site_in_bundle
    yield "", AuditResult(library_audit(files, revisions, tuple(failed)), site)


def revisions_of(files: Mapping[str, bytes]) -> dict[str, Revision]:
    """The revisions of a library by address: every folder at such a depth that has a list of checksums.

    Raises:
        NotAuditable: there is none, or one has nothing to be rebuilt from.
    """
    folders = (name.removesuffix(f"/{CHECKSUMS}") for name in files if name.endswith(f"/{CHECKSUMS}"))
    addresses = sorted(address for address in folders if address.count("/") == ADDRESS_SLASHES)
    if not addresses:
        raise NotAuditable("the library", "holds no revision")
    return {address: _revision(address, below(files, f"{address}/")) for address in addresses}


def _revision(address: str, files: Mapping[str, bytes]) -> Revision:
    try:
        subject = subject_in(files, address)
        published, base = recorded_revision(subject.bundle.get(RECORD, b""))
    except msgspec.MsgspecError as error:
        raise NotAuditable(address, f"has a bundle whose {RECORD} cannot be read") from error
    bundle = next(name for name in files if name.startswith(f"{EVIDENCE}/") and name.endswith(".zip"))
    checksums = sha256(files[CHECKSUMS])
    published = replace(published, checksums=checksums, bundle=bundle.rpartition("/")[2])
    return Revision(subject, published, base)


def library_audit(files: Mapping[str, bytes], revisions: Mapping[str, Revision], failed: tuple[str, ...]) -> Audit:
    """Compare the root of a library with the records of its revisions; ``failed`` revisions are faults of it."""
    inside = tuple(f"{address}/" for address in revisions)
    root = {name: content for name, content in files.items() if not name.startswith(inside)}
    comparison = compare_trees(root, _root_again([*revisions.values()]), allows)
    altered = tuple(replace(one, cause=ALTERED) for one in comparison.differences)
    faults = tuple(
        Fault("edition", address, "did not come back the same: see its own certificate") for address in failed
    )
    return Audit(
        edition=f"The library of {counted(len(revisions), 'revision', 'revisions')}: {', '.join(revisions)}",
        ledger=sha256(files[EDITIONS]),
        environment="Made again from the records in the revisions' evidence.",
        evidence=faults,
        comparison=replace(comparison, differences=altered),
        cause=ALTERED if altered else "; ".join(map(str, faults)),
        compared=f"List of editions, feed, sitemap and {EDITIONS}; each revision has a certificate of its own.",
        hashed=EDITIONS,
    )


def _root_again(revisions: list[Revision]) -> dict[str, bytes]:
    """The files of the root of a library, made again from the records of its revisions."""
    library = Library(tuple(sorted((one.published for one in revisions), key=lambda one: one.order)))
    newest = max(revisions, key=lambda one: (one.published.published, one.published.order))
    publication = publication_in(newest.subject.bundle.get("_config.yml", b""), newest.base)
    root = {name: text.encode() for name, text in library_files(library, publication).items()}
    site = newest.subject.site_in_bundle
    root |= {f"assets/{name}": site.get(f"_static/{name}", b"") for name in SHARED_FILES}
    return {**root, EDITIONS: library.text.encode(), ".nojekyll": b""}
