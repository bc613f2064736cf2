"""Locks, environment, dependencies and commands agree with each other."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec, VersionSpec
from rattler import Version as CondaVersion

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-test.lock")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
CLASSIFIER = "Programming Language :: Python :: "
MAKE = shutil.which("make")

with_make = pytest.mark.skipif(MAKE is None, reason="make is not installed")


def locked(name: str) -> dict[str, list[Requirement]]:
    """The pinned requirements of a lock, by normalised name."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        bare = re.sub(r"\s--hash=\S+", "", line.split(" #")[0]).strip()
        if bare and not bare.startswith("#"):
            requirement = Requirement(bare)
            pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


def pin(requirements: list[Requirement], python: str) -> str:
    """The version that a lock gives for a Python, or an empty text."""
    environment = {**default_environment(), "python_version": python, "python_full_version": f"{python}.7"}
    for requirement in requirements:
        if requirement.marker is None or requirement.marker.evaluate(environment):
            return str(requirement.specifier).removeprefix("==")
    return ""


def declared(*extras: str) -> list[Requirement]:
    """Direct dependencies of the project, and of these extras."""
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ("build", "import")), (LOCKS[1], ("build", "import", "test"))])
def test_every_direct_dependency_is_locked_within_its_bounds(lock: str, extras: tuple[str, ...], python: str) -> None:
    """Each dependency of pyproject.toml has a pin that satisfies it, on every Python supported."""
    pins = locked(lock)
    wrong = [
        str(wanted)
        for wanted in declared(*extras)
        if not (version := pin(pins.get(canonicalize_name(wanted.name), []), python))
        or not wanted.specifier.contains(Version(version))
    ]
    assert [] == wrong


@pytest.mark.parametrize("python", PYTHONS)
def test_the_two_locks_agree(python: str) -> None:
    """The tests run on the versions that the publication is built with."""
    book, tests = locked(LOCKS[0]), locked(LOCKS[1])
    shared = book.keys() & tests.keys()
    assert [] == [name for name in shared if pin(book[name], python) != pin(tests[name], python)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    """What is installed is what was locked, from wherever it comes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert [] == [line.split()[0] for line in pins if "--hash=sha256:" not in line or "==" not in line]
    assert [] == re.findall(r"https?://|--index-url|--extra-index-url|--find-links|@ file", text)


def test_conda_gives_python_within_the_projects_bounds_and_pip_the_lock() -> None:
    """Conda gives Python alone, from open channels, in the versions that are supported; pip takes the lock alone."""
    assert (["conda-forge", "nodefaults"], PROJECT["name"]) == (CONDA["channels"], CONDA["name"])
    assert [["-r requirements.lock"]] == [item["pip"] for item in CONDA["dependencies"] if isinstance(item, dict)]
    (python,) = [MatchSpec(text) for text in CONDA["dependencies"] if isinstance(text, str) and text != "pip"]
    assert "python" == getattr(python.name, "normalized", str(python.name))
    wanted, project = VersionSpec(str(python.version)), SpecifierSet(PROJECT["requires-python"])
    tried = ("3.10", *PYTHONS, "3.15")
    assert list(PYTHONS) == [version for version in tried if wanted.matches(CondaVersion(f"{version}.7"))]
    assert list(PYTHONS) == [version for version in tried if project.contains(f"{version}.7")]
    assert list(PYTHONS) == [text.removeprefix(CLASSIFIER) for text in PROJECT["classifiers"]]


def test_every_direct_dependency_has_its_reason() -> None:
    """docs/dependencies.md has a row for each, peers of the benchmark among them, and none for a package not used."""
    rows = re.findall(
        r"^\| ([a-z0-9-]+) \| (.+) \|$", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    peers = [
        Requirement(line) for line in (ROOT / "benchmarks" / "requirements.txt").read_text("utf-8").splitlines()[2:]
    ]
    named = [canonicalize_name(wanted.name) for wanted in (*declared("build", "test"), *peers)]
    assert sorted(named) == sorted(name for name, _ in rows)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run", "docs/layout.md", "docs/decisions.md"])
def test_every_make_command_of_the_documents_exists(page: str) -> None:
    """A reader can type what is written."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    typed = re.findall(r"(?:^ *|`)make ([a-z][a-z-]*)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert [] == sorted(set(typed) - targets)


@with_make
def test_make_alone_lists_every_target() -> None:
    """One line a target, each with what it does."""
    command = [str(MAKE), "--no-print-directory"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(phony.split()) == sorted(line.split()[0] for line in lines)
    assert [] == [line for line in lines if len(line.split()) < 3]


@with_make
@pytest.mark.parametrize(
    ("script", "advice"),
    [
        pytest.param("exit 1", "planbook needs Python 3.11 or newer, and", id="an old Python"),
        pytest.param("", "install it (python3 and python3-venv)", id="no Python"),
        pytest.param('case "$2" in *venv*) exit 1;; esac\nexit 0', "python3-venv", id="a Python without venv"),
    ],
)
def test_a_reader_without_the_right_python_is_told_what_to_install(tmp_path: Path, script: str, advice: str) -> None:
    """The message names version or package, and no environment is made."""
    python, venv = tmp_path / "python-of-another-age", tmp_path / "venv"
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
    command = [str(MAKE), "book", f"PYTHON={python}", f"VENV={venv}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert 0 != done.returncode
    assert advice in done.stderr
    assert not (venv / "ready").exists()
