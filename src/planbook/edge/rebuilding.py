"""An edition built again from its evidence: own library, cold kernels, an environment with nothing of the auditor's."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import venv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.markers import default_environment

from planbook.audit.evidence import LOCK, Versions, normal
from planbook.edge.audited import files_of
from planbook.run.forking import COLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Environment", "RebuildFailed", "Rebuilt", "rebuild", "the_environment", "unpack"]

BEFORE = "site/before"
"""Of the published site only the edition that its page of changes compares with is laid out for a rebuild."""
OWN_LIBRARY = "src/planbook/cli.py"
"""Without it Python would run the auditor's library in the place of the edition's."""
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Variables that a rebuild gets of the auditor's environment; everything else is left behind."""
TELL = """
import json
from importlib.metadata import distributions
print(json.dumps({held.metadata["Name"]: held.version for held in distributions()}))
"""
"""Tells the versions of what is installed beside an interpreter."""


class RebuildFailed(RuntimeError):
    """The edition cannot be built from its evidence, or its environment cannot be made."""


@dataclass(frozen=True)
class Environment:
    """The interpreter of a rebuild, a sentence on it, and what it holds."""

    python: str
    words: str
    versions: Versions


def unpack(bundle: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a bundle below a folder, but not the site that is to be built again."""
    for name, content in bundle.items():
        target = (folder / name).resolve()
        if (name.startswith(f"{BEFORE}/") or not name.startswith("site/")) and target.is_relative_to(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def the_environment(folder: Path, *, fresh: bool) -> Environment:
    """The environment that runs this audit, or a new one made in ``folder`` from the edition's lock, with hashes.

    Raises:
        RebuildFailed: the packages cannot be had, or are not the ones whose hashes the lock holds.
    """
    if not fresh:
        words = f"Rebuilt with cold kernels and the packages installed here, Python {platform.python_version()}."
        return Environment(sys.executable, words, _versions(sys.executable))
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK], folder / "edition")
    made = "in a new environment made from the edition's lock"
    words = f"Rebuilt with cold kernels {made}, Python {platform.python_version()}."
    return Environment(python, words, _versions(python))


@dataclass(frozen=True)
class Rebuilt:
    """A site built again, contents by path: as built and, where asked for, with its pages stamped as published."""

    site: Mapping[str, bytes]
    published: Mapping[str, bytes]


def rebuild(folder: Path, python: str, edition: Mapping[str, Any], *, stamped: bool) -> Rebuilt:
    """Build the edition that is unpacked in ``folder`` and read its site, as built or as published.

    Raises:
        RebuildFailed: it does not build; what was said.
    """
    if not (folder / OWN_LIBRARY).is_file():
        raise RebuildFailed(f"the evidence holds no library to rebuild with: {OWN_LIBRARY} is missing")
    since = BEFORE if (folder / BEFORE).is_dir() else "none"
    asked = ["--period", edition["period"], "--force", edition["force"], "--as-at", edition["as_at"]]
    _run([python, "-m", "planbook.cli", "book", *asked, "--fresh", "--since", since], folder)
    if stamped:
        _run([python, "-m", "planbook.site.as_published"], folder)
    site = files_of(folder / "_build" / "html")
    return Rebuilt(site, files_of(folder / "_build" / "as_published") if stamped else site)


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=_clean(folder), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RebuildFailed(_without(folder, done.stderr.strip() or done.stdout.strip()))


def _without(folder: Path, said: str) -> str:
    """What was said, without the paths of this machine."""
    return said.replace(f"{folder}{os.sep}", "").replace(str(folder), ".")


def _clean(folder: Path) -> dict[str, str]:
    """An environment with nothing of the auditor's but where programs are; home and scratch folder go with it."""
    home, scratch = folder.parent / "home", folder.parent / "scratch"
    for made in (home, scratch):
        made.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"PYTHONPATH": str(folder / "src"), "PLANBOOK_ROOT": str(folder), COLD: "1", "PYTHONNOUSERSITE": "1"}
    return {**kept, **own, "HOME": str(home), "TMPDIR": str(scratch), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _versions(python: str) -> Versions:
    told = subprocess.run([python, "-c", TELL], capture_output=True, text=True, check=True)
    held: dict[str, str] = json.loads(told.stdout)
    markers = {name: str(value) for name, value in default_environment().items()}
    return Versions(platform.python_version(), {normal(name): version for name, version in held.items()}, markers)
