"""A bundle is enough: unpacked elsewhere, with the network refused, it gives the same ledger and the same site."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.edition.honest import bundle_of, honest_edition

pytestmark = pytest.mark.slow
NO_NETWORK = '''"""Refuse every connection that leaves this machine, and every question for a name."""
import socket


class Refusing(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"no network: {address}")
        return super().connect(address)


def refuse(*names, **options):
    raise OSError(f"no network: {names}")


socket.socket = Refusing
asked = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: (asked if host in {None, "127.0.0.1", "::1", "localhost"} else refuse)(
    host, *rest, **more
)
'''
NO_PROJECT = """
import sys


def kept_out(event, names):
    if event in {"open", "os.listdir", "os.scandir"} and str(names[0]).startswith(REFUSED):
        raise OSError(f"a file of the project that the bundle was made in: {names[0]}")


sys.addaudithook(kept_out)
"""
"""Refuse every file of the project in which the bundle was made."""


def planbook(root: Path, path: str, *arguments: str) -> str:
    """Run a command in a project with the library found on ``path``; what it said."""
    environment = {**os.environ, "PLANBOOK_ROOT": str(root), "PYTHONPATH": path}
    command = [sys.executable, "-m", "planbook.cli", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a whole edition, unpacked in a folder of its own, its edition built again without a network."""
    project = honest_edition(tmp_path_factory)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(bundle_of(project)) as bundle:
        bundle.extractall(elsewhere)
    (folder,) = elsewhere.iterdir()
    guard = tmp_path_factory.mktemp("guard")
    (guard / "sitecustomize.py").write_text(f"{NO_NETWORK}\nREFUSED = {str(project)!r}\n{NO_PROJECT}", encoding="utf-8")
    planbook(folder, f"{guard}{os.pathsep}{folder / 'src'}", "book", "--period", "FY2014-15", "--since", "none")
    return folder


def test_the_ledger_is_the_same_bytes(unpacked: Path) -> None:
    """Every claim, verdict and chart, from the bundle's own data, notebooks and library."""
    assert (unpacked / "site" / "ledger.json").read_bytes() == (unpacked / "_build/html/ledger.json").read_bytes()


def test_the_whole_site_is_the_same_bytes(unpacked: Path) -> None:
    """Every page, picture and file."""
    assert hashes(unpacked / "site") == hashes(unpacked / "_build" / "html")


def test_the_checksums_hold_for_what_was_unpacked(unpacked: Path) -> None:
    """Each file of the list is there with its hash, and nothing else was in the bundle."""
    lines = (unpacked / "checksums.txt").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    made_since = ("_build/", "book/edition/", "checksums.txt")
    held = {name: digest for name, digest in hashes(unpacked).items() if not name.startswith(made_since)}
    assert listed == {name: digest for name, digest in held.items() if "__pycache__" not in name}


def test_the_network_is_refused_while_it_is_built_again(unpacked: Path, tmp_path: Path) -> None:
    """The guard that the rebuild ran under stops a connection."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert "no network" in done.stderr
