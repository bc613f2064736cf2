"""Run an audit of an edition, or of a library: rebuild each edition in a process of its own, and compare both copies.

The root of a library holds list of editions, feed, sitemap and script, and no figure of its own. All of it follows from
the records in the bundles of the revisions, so it is made again from those and compared.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from packaging.utils import canonicalize_name

from planbook.audit.compare import compare_trees
from planbook.audit.evidence import (
    ALTERED,
    LIBRARY,
    LOCK,
    PUBLISHED_SITE,
    Circumstances,
    LedgerEdition,
    explain,
    ledger_in,
    library_notes,
    likely_cause,
    rows_by_claim,
    version_faults,
)
from planbook.audit.evidence_files import SITE, NotAuditable, Subject, below, files_of, subject_at, subject_in
from planbook.audit.records import Comparison, Fault, Files
from planbook.audit.report import Audit
from planbook.claims.statistics_table import EXACT, STATISTICS
from planbook.data.values import counted
from planbook.editions.citing import publication_in
from planbook.editions.library_files import CHECKSUMS, EDITIONS, LEDGER, Library, Published, hash_of
from planbook.publish.library_pages import SHARED_FILES, library_files
from planbook.publish.revision_banner import EVIDENCE, RECORD, recorded_revision

PACKAGE = Path(__file__).resolve().parents[1]  # the library that runs the audit
COMMAND, BANNER = "planbook.cli", "planbook.publish.revision_banner"
"""The modules that build an edition and put the banner on it: those of its own library."""
BEFORE = "site/before"
"""The one folder of the published site that a rebuild needs: the edition that its page of changes compares with."""
IN_EVIDENCE = f"evidence: {SITE}"
"""Prefix of the files of the site in the evidence, where the audited site is a published one."""
# A rebuild gets no other variables of the auditor: an edition must not depend on them.
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
# Editions of older libraries ask for ordinary kernels by this variable too, so its name is written out here.
OWN_VARIABLES = {"PLANBOOK_COLD_KERNELS": "1", "PYTHONNOUSERSITE": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
LIST_PACKAGES = """
import json
from importlib.metadata import distributions
print(json.dumps({one.metadata["Name"]: one.version for one in distributions()}))
"""
ADDRESS_SLASHES = 2  # in the address of a revision: force, edition, revision


class RebuildFailed(RuntimeError):
    """The edition cannot be built from its evidence, or its environment cannot be made."""


@dataclass(frozen=True)
class Environment:
    """The Python interpreter of a rebuild, a sentence on it, and its packages."""

    python: str
    words: str
    packages: Mapping[str, str]


@dataclass(frozen=True)
class Rebuilt:
    """A rebuilt site as contents by path: as built, and with the revision banner if the audited site has one."""

    site: Files
    published: Files


@dataclass(frozen=True)
class AuditResult:
    """An audit, the rebuilt site (empty if the rebuild failed), and the seconds of rebuild and comparison."""

    audit: Audit
    rebuilt: Files
    rebuild_seconds: float = 0.0
    comparison_seconds: float = 0.0


@dataclass(frozen=True)
class LibraryRevision:
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


def run_audit(subject: Subject, *, fresh: bool = False) -> AuditResult:
    """Rebuild a site from its evidence and compare; ``fresh`` makes a new environment from the edition's lock.

    Raises:
        NotAuditable: it cannot be told which edition it is.
        RebuildFailed: the new environment cannot be made.
    """
    edition, started = subject.edition, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="planbook-audit-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary).resolve()
        unpack(subject.bundle, folder / "edition")
        environment = _environment(folder, fresh=fresh)
        try:
            rebuilt = rebuild(folder / "edition", environment.python, edition, with_banner=subject.with_banner)
        except RebuildFailed as failure:
            audit = replace(_opening(subject, environment), failure=str(failure))
            return AuditResult(audit, {}, time.monotonic() - started)
    ended = time.monotonic()
    audit = audit_of(subject, rebuilt, environment)
    return AuditResult(audit, rebuilt.site, ended - started, time.monotonic() - ended)


def audit_of(subject: Subject, rebuilt: Rebuilt, environment: Environment) -> Audit:
    """Compare a site with a rebuild of it, and say what each difference is likely due to."""
    opening, in_bundle = _opening(subject, environment), subject.site_in_bundle
    published, copy = {**subject.site}, {**rebuilt.published}
    altered = {fault.name.removeprefix(SITE) for fault in subject.faults if fault.cause == PUBLISHED_SITE}
    if subject.with_banner:
        # The site in the evidence has no banner: where it is not the rebuild, it was altered too.
        for name, content in in_bundle.items():
            if rebuilt.site.get(name) != content:
                published[f"{IN_EVIDENCE}{name}"] = content
                copy |= {f"{IN_EVIDENCE}{name}": rebuilt.site[name]} if name in rebuilt.site else {}
    else:
        altered |= {name for name in subject.site.keys() | in_bundle if subject.site.get(name) != in_bundle.get(name)}
    comparison = compare_trees(published, copy, allows)
    rows = map(rows_by_claim, (subject.ledger, ledger_in(rebuilt.site[LEDGER])))
    comparison = explain(comparison, Circumstances(subject.faults, opening.versions, frozenset(altered), *rows))
    return replace(opening, comparison=comparison, cause=likely_cause(comparison, subject.faults))


def allows(claim: str, published: float, rebuilt: float) -> bool:
    """Whether a recomputed value is within the tolerance of the claim's formula; without a formula it is exact."""
    formula = STATISTICS.get(claim.rpartition(".")[2])
    return (formula.tolerance if formula else EXACT).allows(published, rebuilt)


def _opening(subject: Subject, environment: Environment) -> Audit:
    """The audit without a comparison: what the evidence, the library and the packages show by themselves."""
    sources = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    own = {f"{LIBRARY}{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in sources}
    versions = *library_notes(subject.bundle, own), *version_faults(subject.bundle[LOCK], environment.packages)
    return Audit(
        edition=subject.edition.title,
        ledger=hash_of(subject.site[LEDGER]),
        environment=environment.words,
        evidence=subject.faults,
        versions=versions,
        cause=likely_cause(Comparison(), subject.faults),
        compared=subject.compared,
    )


def unpack(bundle: Files, folder: Path) -> None:
    """Write the files of a bundle below a folder, without the site that is to be built again."""
    for name, content in bundle.items():
        target = (folder / name).resolve()
        needed = name.startswith(f"{BEFORE}/") or not name.startswith(SITE)
        # A name such as ../../x would be written outside of the folder.
        if needed and target.is_relative_to(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def rebuild(folder: Path, python: str, edition: LedgerEdition, *, with_banner: bool) -> Rebuilt:
    """Build the edition that is unpacked in ``folder`` with its own library.

    Raises:
        RebuildFailed: it does not build; the message is what the build said.
    """
    # Without a package of its own in the evidence Python would run the auditor's library in its place.
    for name in ("__init__.py", "cli/__main__.py"):
        if not (folder / LIBRARY / name).is_file():
            raise RebuildFailed(f"the evidence holds no library to rebuild with: {LIBRARY}{name} is missing")
    since = BEFORE if (folder / BEFORE).is_dir() else "none"
    plan = ["--plan", edition.plan] if edition.plan else []  # an edition of an earlier library names none
    options = [*plan, "--period", edition.period, "--force", edition.force, "--as-at", edition.as_at]
    _run([python, "-m", COMMAND, "book", *options, "--fresh", "--since", since], folder)
    site = files_of(folder / "_build" / "html")
    if not with_banner:
        return Rebuilt(site, site)
    _run([python, "-m", BANNER], folder)
    return Rebuilt(site, files_of(folder / "_build" / "as_published"))


def _run(command: Sequence[str], folder: Path) -> None:
    """Run a command on an edition. Its home and scratch folder lie beside it, so that they are removed with it."""
    home, scratch = folder.parent / "home", folder.parent / "scratch"
    home.mkdir(exist_ok=True)
    scratch.mkdir(exist_ok=True)
    variables = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ} | OWN_VARIABLES
    variables |= {"PYTHONPATH": str(folder / "src"), "PLANBOOK_ROOT": str(folder)}
    variables |= {"HOME": str(home), "TMPDIR": str(scratch)}
    process = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    if process.returncode:
        output = process.stderr.strip() or process.stdout.strip()
        raise RebuildFailed(output.replace(f"{folder}{os.sep}", "").replace(str(folder), "."))


def _environment(folder: Path, *, fresh: bool) -> Environment:
    """The environment of this audit, or a new one from the edition's lock, with each package checked by its hash."""
    python, where = sys.executable, "and the packages installed here"
    if fresh:
        home, where = folder / "environment", "in a new environment made from the edition's lock"
        venv.create(home, with_pip=True)
        python = str(home / "bin" / "python")
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK], folder / "edition")
    listing = subprocess.run([python, "-c", LIST_PACKAGES], capture_output=True, text=True, check=True).stdout
    packages = {str(canonicalize_name(name)): version for name, version in json.loads(listing).items()}
    words = f"Rebuilt with cold kernels {where}, Python {platform.python_version()}."
    return Environment(python, words, packages)


def revisions_of(files: Files) -> dict[str, LibraryRevision]:
    """The revisions of a library by address: every folder at such a depth that has a list of checksums.

    Raises:
        NotAuditable: there is none, or one has nothing to be rebuilt from.
    """
    folders = (name.removesuffix(f"/{CHECKSUMS}") for name in files if name.endswith(f"/{CHECKSUMS}"))
    addresses = sorted(address for address in folders if address.count("/") == ADDRESS_SLASHES)
    if not addresses:
        raise NotAuditable("the library", "holds no revision")
    return {address: _revision(address, below(files, f"{address}/")) for address in addresses}


def _revision(address: str, files: Files) -> LibraryRevision:
    try:
        subject = subject_in(files, address)
        published, base = recorded_revision(subject.bundle.get(RECORD, b""))
    except msgspec.MsgspecError as error:
        raise NotAuditable(address, f"has a bundle whose {RECORD} cannot be read") from error
    bundle = next(name for name in files if name.startswith(f"{EVIDENCE}/") and name.endswith(".zip"))
    # The record in a bundle cannot hold the hashes of what the bundle itself lies in.
    published = replace(published, checksums=hash_of(files[CHECKSUMS]), bundle=bundle.rpartition("/")[2])
    return LibraryRevision(subject, published, base)


def library_audit(files: Files, revisions: Mapping[str, LibraryRevision], failed: tuple[str, ...]) -> Audit:
    """Compare the root of a library with the records of its revisions; ``failed`` revisions are faults of it."""
    inside = tuple(f"{address}/" for address in revisions)
    root = {name: content for name, content in files.items() if not name.startswith(inside)}
    comparison = compare_trees(root, _root_again([*revisions.values()]), allows)
    altered = tuple(replace(one, cause=ALTERED) for one in comparison.differences)
    how = "did not come back the same: see its own certificate"
    faults = tuple(Fault("edition", address, how) for address in failed)
    return Audit(
        edition=f"The library of {counted(len(revisions), 'revision')}: {', '.join(revisions)}",
        ledger=hash_of(files[EDITIONS]),
        environment="Made again from the records in the revisions' evidence.",
        evidence=faults,
        comparison=replace(comparison, differences=altered),
        cause=ALTERED if altered else "; ".join(map(str, faults)),
        compared=f"List of editions, feed, sitemap and {EDITIONS}; each revision has a certificate of its own.",
        hashed=EDITIONS,
    )


def _root_again(revisions: list[LibraryRevision]) -> dict[str, bytes]:
    """The files of the root of a library, made again from the records of its revisions."""
    library = Library().with_one(*(one.published for one in revisions))
    newest = max(revisions, key=lambda one: (one.published.published, one.published.order))
    publication = publication_in(newest.subject.bundle.get("_config.yml", b""), newest.base)
    root = {name: text.encode() for name, text in library_files(library, publication).items()}
    site = newest.subject.site_in_bundle
    root |= {f"assets/{name}": site.get(f"_static/{name}", b"") for name in SHARED_FILES}
    return {**root, EDITIONS: library.text.encode(), ".nojekyll": b""}
