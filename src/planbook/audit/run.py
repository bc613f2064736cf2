"""Run an audit: rebuild an edition from its evidence in a process of its own, and compare both copies."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.utils import canonicalize_name

from planbook.audit.causes import Circumstances, explained, likely_cause
from planbook.audit.compare import compare_trees
from planbook.audit.evidence import (
    LEDGER,
    LIBRARY,
    LOCK,
    PUBLISHED_SITE,
    LedgerEdition,
    ledger_in,
    library_notes,
    rows_by_claim,
    version_faults,
)
from planbook.audit.evidence_files import SITE, Subject, files_of
from planbook.audit.records import Comparison, Fault, Files, sha256
from planbook.audit.report import Audit
from planbook.claims.statistics_table import EXACT, STATISTICS

PACKAGE = Path(__file__).resolve().parents[1]
"""The library that runs the audit."""
COMMANDS = ("src/planbook/cli/__main__.py", "src/planbook/cli.py")
"""The module that ``python -m planbook.cli`` runs: of this library, and of libraries before it."""
BANNERS = ("planbook.publish.revision_banner", "planbook.site.as_published")
"""Modules that put the revision banner on the built pages: of this library, and of libraries before it."""
BEFORE = "site/before"
"""The one folder of the published site that a rebuild needs: the edition that its page of changes compares with."""
IN_EVIDENCE = f"evidence: {SITE}"
"""Prefix of the files of the site in the evidence, where the audited site is a published one."""
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Variables of the auditor's environment that a rebuild gets; it gets no others."""
# Editions of older libraries ask for ordinary kernels by this variable too, so its name is written out here.
OWN_VARIABLES = {"PLANBOOK_COLD_KERNELS": "1", "PYTHONNOUSERSITE": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
LIST_PACKAGES = """
import json
from importlib.metadata import distributions
print(json.dumps({one.metadata["Name"]: one.version for one in distributions()}))
"""


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
    opening = _opening(subject, environment)
    published, again = {**subject.site}, {**rebuilt.published}
    if subject.with_banner:
        # The site in the evidence has no banner: where it is not the rebuild, it was altered too.
        for name, content in subject.site_in_bundle.items():
            if rebuilt.site.get(name) != content:
                published[f"{IN_EVIDENCE}{name}"] = content
                again |= {f"{IN_EVIDENCE}{name}": rebuilt.site[name]} if name in rebuilt.site else {}
    comparison = compare_trees(published, again, allows)
    rows = map(rows_by_claim, (subject.ledger, ledger_in(rebuilt.site[LEDGER])))
    circumstances = Circumstances(subject.faults, opening.versions, _altered(subject), *rows)
    comparison = explained(comparison, circumstances)
    return replace(opening, comparison=comparison, cause=likely_cause(comparison, subject.faults))


def allows(claim: str, published: float, rebuilt: float) -> bool:
    """Whether a recomputed value is within the tolerance of the claim's formula; without a formula it is exact."""
    formula = STATISTICS.get(claim.rpartition(".")[2])
    return (formula.tolerance if formula else EXACT).allows(published, rebuilt)


def _opening(subject: Subject, environment: Environment) -> Audit:
    """The audit without a comparison."""
    return Audit(
        edition=subject.edition.title,
        ledger=sha256(subject.site[LEDGER]),
        environment=environment.words,
        evidence=subject.faults,
        versions=_version_notes(subject, environment),
        cause=likely_cause(Comparison(), subject.faults),
        compared=subject.compared,
    )


def _version_notes(subject: Subject, environment: Environment) -> tuple[Fault, ...]:
    """Where the library is not the auditor's, and the packages are not those of the lock."""
    sources = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    own = {f"{LIBRARY}{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in sources}
    return (*library_notes(subject.bundle, own), *version_faults(subject.bundle[LOCK], environment.packages))


def _altered(subject: Subject) -> frozenset[str]:
    """Files that were altered after the edition was made: a list of hashes says so, or the copy in the bundle."""
    listed = {fault.name.removeprefix(SITE) for fault in subject.faults if fault.cause == PUBLISHED_SITE}
    if subject.with_banner:
        return frozenset(listed)
    copy = subject.site_in_bundle
    return frozenset(listed | {name for name in subject.site.keys() | copy if subject.site.get(name) != copy.get(name)})


def unpack(bundle: Files, folder: Path) -> None:
    """Write the files of a bundle below a folder, without the site that is to be built again."""
    for name, content in bundle.items():
        target = (folder / name).resolve()
        needed = name.startswith(f"{BEFORE}/") or not name.startswith(SITE)
        if needed and target.is_relative_to(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def rebuild(folder: Path, python: str, edition: LedgerEdition, *, with_banner: bool) -> Rebuilt:
    """Build the edition that is unpacked in ``folder`` with its own library.

    Raises:
        RebuildFailed: it does not build; the message is what the build said.
    """
    # Without a package of its own in the evidence Python would run the auditor's library in its place.
    package = (folder / LIBRARY / "__init__.py").is_file()
    if not package or not any((folder / name).is_file() for name in COMMANDS):
        missing = " or ".join(COMMANDS) if package else f"{LIBRARY}__init__.py"
        raise RebuildFailed(f"the evidence holds no library to rebuild with: {missing} is missing")
    since = BEFORE if (folder / BEFORE).is_dir() else "none"
    options = ["--period", edition.period, "--force", edition.force, "--as-at", edition.as_at]
    _run([python, "-m", "planbook.cli", "book", *options, "--fresh", "--since", since], folder)
    site = files_of(folder / "_build" / "html")
    if not with_banner:
        return Rebuilt(site, site)
    # An edition is rebuilt with its own library, where the module may still have its older name.
    modules = (name for name in BANNERS if (folder / "src" / f"{name.replace('.', '/')}.py").is_file())
    _run([python, "-m", next(modules, BANNERS[0])], folder)
    return Rebuilt(site, files_of(folder / "_build" / "as_published"))


def _run(command: Sequence[str], folder: Path) -> None:
    process = subprocess.run(command, cwd=folder, env=_variables(folder), capture_output=True, text=True, check=False)
    if process.returncode:
        output = process.stderr.strip() or process.stdout.strip()
        raise RebuildFailed(output.replace(f"{folder}{os.sep}", "").replace(str(folder), "."))


def _variables(folder: Path) -> dict[str, str]:
    """The variables of a rebuild: its home and scratch folder are removed with it."""
    home, scratch = folder.parent / "home", folder.parent / "scratch"
    home.mkdir(exist_ok=True)
    scratch.mkdir(exist_ok=True)
    inherited = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    places = {"PYTHONPATH": str(folder / "src"), "PLANBOOK_ROOT": str(folder), "HOME": str(home)}
    return {**inherited, **OWN_VARIABLES, **places, "TMPDIR": str(scratch)}


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
