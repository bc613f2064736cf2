"""Audit a published edition: unpack its evidence, rebuild it in a clean environment with cold kernels, compare."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.audit.compare import compare_trees
from planbook.audit.evidence import LOCK, Versions, evidence_faults, likely_cause, normal, version_faults
from planbook.audit.report import Audit
from planbook.kernels.choice import COLD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.audit.evidence import Fault

__all__ = ["NoEvidence", "Order", "RebuildFailed", "audit"]

SITE = "site/"
BEFORE = "before"
KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""Variables that a rebuild gets of the auditor's environment; everything else is left behind."""
TELL = """
import json
from importlib.metadata import distributions
print(json.dumps({held.metadata["Name"]: held.version for held in distributions()}))
"""
"""Tells the versions of what is installed beside an interpreter."""

FIGURES = frozenset({"claim", "verdict", "chart"})


class NoEvidence(LookupError):
    """A site without the bundle that it was published with."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: holds no evidence to rebuild from. Give the bundle (zip) that was published with the site, or "
            "the site's folder and --evidence BUNDLE"
        )


class RebuildFailed(RuntimeError):
    """The edition cannot be built from its evidence."""

    def __init__(self, said: str, faults: tuple[Fault, ...]) -> None:
        listed = "".join(f"\nevidence: {fault}" for fault in faults)
        super().__init__(f"the edition could not be rebuilt from its evidence:\n{said.strip()}{listed}")


@dataclass(frozen=True)
class Order:
    """What is audited: a bundle (zip or folder), or a site with a bundle beside it; ``fresh`` makes an environment."""

    subject: Path
    evidence: Path | None = None
    fresh: bool = False


def audit(order: Order) -> Audit:
    """Rebuild an edition from its evidence and compare it with what was published.

    Raises:
        NoEvidence: there is nothing to rebuild from.
        RebuildFailed: the evidence does not build; what was said, and which files of it are wrong.
    """
    bundle = files_of(order.evidence or _bundle_of(order.subject))
    site = _site(files_of(order.subject) if order.evidence or LOCK not in files_of(order.subject) else bundle)
    ledger = _ledger(site)
    faults = evidence_faults(bundle, ledger)
    with tempfile.TemporaryDirectory(prefix="planbook-audit-") as made:
        folder = Path(made).resolve()
        _unpack(bundle, folder / "edition")
        python, environment = _environment(folder, bundle, fresh=order.fresh)
        rebuilt = _rebuild(folder / "edition", python, ledger, faults)
        versions = version_faults(bundle.get(LOCK, b""), _versions(python))
    comparison = compare_trees(site, rebuilt, _allows(ledger))
    figures = any(difference.kind in FIGURES for difference in comparison.differences)
    return Audit(
        edition=_named(ledger),
        ledger=hashlib.sha256(site["ledger.json"]).hexdigest(),
        environment=environment,
        evidence=faults,
        versions=versions,
        comparison=comparison,
        cause=likely_cause(faults, versions, figures=figures),
    )


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a bundle or a site, by path below its folder."""
    if path.is_dir():
        return {
            file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()
        }
    with zipfile.ZipFile(path) as bundle:
        return {
            name.partition("/")[2]: bundle.read(name) for name in sorted(bundle.namelist()) if not name.endswith("/")
        }


def _bundle_of(subject: Path) -> Path:
    """The bundle itself, or the one beside a published site."""
    if zipfile.is_zipfile(subject) or (subject / LOCK).is_file():
        return subject
    beside = sorted((*subject.glob("*.zip"), *subject.parent.glob("*.zip"))) if subject.is_dir() else []
    if not beside:
        raise NoEvidence(subject.name)
    return beside[-1]


def _site(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site among the files of a bundle, or the files of a site; a bundle that lies in a site is no part of it."""
    if f"{SITE}ledger.json" in files:
        return {name.removeprefix(SITE): content for name, content in files.items() if name.startswith(SITE)}
    return {name: content for name, content in files.items() if not name.endswith(".zip")}


def _ledger(site: Mapping[str, bytes]) -> dict[str, Any]:
    if "ledger.json" not in site:
        raise NoEvidence("the site has no ledger.json and")
    record: dict[str, Any] = json.loads(site["ledger.json"])
    return record


def _unpack(bundle: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a bundle; of the published site only the edition that its page of changes compares with."""
    for name, content in bundle.items():
        if name.startswith(SITE) and not name.startswith(f"{SITE}{BEFORE}/"):
            continue
        target = (folder / name).resolve()
        if target.is_relative_to(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _environment(folder: Path, bundle: Mapping[str, bytes], *, fresh: bool) -> tuple[str, str]:
    """The interpreter for the rebuild, and a sentence on it."""
    if not fresh:
        return sys.executable, f"Rebuilt with the packages installed here, Python {platform.python_version()}."
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    (folder / LOCK).write_bytes(bundle[LOCK])
    install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(folder / LOCK)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    return python, f"Rebuilt in a new environment made from the edition's lock, Python {platform.python_version()}."


def _rebuild(folder: Path, python: str, ledger: Mapping[str, Any], faults: tuple[Fault, ...]) -> dict[str, bytes]:
    """Build the edition again, from its own library, in an environment of its own, and read the site."""
    edition = ledger["edition"]
    since = folder / SITE / BEFORE
    asked = ["--period", edition["period"], "--force", edition["force"], "--as-at", edition["as_at"], "--fresh"]
    done = subprocess.run(
        [python, "-m", "planbook.cli", "book", *asked, "--since", str(since) if since.is_dir() else "none"],
        cwd=folder,
        env=_clean(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RebuildFailed(done.stderr or done.stdout, faults)
    built = files_of(folder / "_build" / "html")
    shutil.rmtree(folder)
    return built


def _clean(folder: Path) -> dict[str, str]:
    """An environment with nothing of the auditor's but where programs are."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"PYTHONPATH": str(folder / "src"), "PLANBOOK_ROOT": str(folder), COLD: "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return {**kept, **own}


def _versions(python: str) -> Versions:
    told = subprocess.run([python, "-c", TELL], capture_output=True, text=True, check=True)
    held: dict[str, str] = json.loads(told.stdout)
    return Versions(platform.python_version(), {normal(name): version for name, version in held.items()})


def _allows(ledger: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a function
    """Whether a rerun value is within the tolerance that the claim's formula states."""
    from planbook.core.formulas import EXACT, FORMULAS

    def allows(claim: str, published: float, rebuilt: float) -> bool:
        formula = FORMULAS.get(claim.rpartition(".")[2])
        return (formula.tolerance if formula else EXACT).allows(published, rebuilt)

    del ledger
    return allows


def _named(ledger: Mapping[str, Any]) -> str:
    edition = ledger["edition"]
    return f"{edition['force_name']}, {edition['long_label']}"
