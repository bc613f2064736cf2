"""The edition of 2014/15 built, bundled and published once for all tests that need an honest one.

Workers of one run of the tests share it: the first that asks makes it, the others wait. Nobody may write to it.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import copy_project

PROJECT = (
    "CITATION.cff", "Containerfile", "LICENSE", "Makefile", "_config.yml", "_toc.yml", "book", "data",
    "environment.yml", "notebooks", "pyproject.toml", "requirements-test.lock", "requirements.lock", "src",
)  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """Where, under what settings and with how many workers an edition is made; when its files were written."""

    folder: str
    settings: dict[str, str]
    workers: int
    written: int
    mask: int


PLAIN = Circumstances(
    "a",
    {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1", "PLANBOOK_COLD_KERNELS": "1", "LANGUAGE": "en"},
    1,
    1_000_000_000,
    0o022,
)


def honest_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in which the edition was made: its site, its bundle, its library."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "honest", shared / "honest.done"
    with (shared / "honest.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            make(PLAIN, folder)
            done.touch()
    return folder / PLAIN.folder


def bundle_of(project: Path) -> Path:
    """The one bundle of a project."""
    (bundle,) = (project / "_build" / "bundle").glob("*.zip")
    return bundle


def make(circumstances: Circumstances, folder: Path) -> Path:
    """Build, bundle and publish the edition in a copy of the project."""
    root = project(circumstances, folder)
    workers = str(circumstances.workers)
    run(root, circumstances, "book", "--period", "FY2014-15", "--workers", workers, "--since", "none")
    run(root, circumstances, "bundle", "--date", "2015-06-30", "--draft")
    run(root, circumstances, "publish", "--date", "2015-06-30", "--draft", "--base-url", "https://example.org/")
    return root


def project(circumstances: Circumstances, folder: Path) -> Path:
    """A copy of the project, its files written on another day with other rights."""
    root = folder / circumstances.folder
    copy_project(root, *PROJECT)
    for path in root.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~circumstances.mask)
        os.utime(path, (circumstances.written, circumstances.written))
    return root


def run(root: Path, circumstances: Circumstances, *arguments: str) -> None:
    """A command of the project's own library, under the settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, **circumstances.settings, "PLANBOOK_ROOT": str(root), "PYTHONPATH": str(root / "src")}
    command = [sys.executable, "-m", "planbook.cli", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
