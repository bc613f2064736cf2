"""The offline bundle: what is in it, and the same bytes each time."""

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from planbook.data.places import Places
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.site.published import Desk

ROOT = Path(__file__).parents[2]
WRITTEN = {"README.md", "checksums.txt", "ro-crate-metadata.json", ".zenodo.json", "citation.bib", "citation.json"}
COPIED = {
    "LICENSE", "requirements.lock", "data/series/population.csv", "data/series/population.provenance.json",
    "data/commentary/fy2014-15/M1.1.md", "data/plan/2014-15/milestones.csv", "notebooks/10_national_policing.ipynb",
    "site/ledger.json", "src/planbook/statistics/xmr.py",
}  # fmt: skip


@pytest.fixture
def project(tree: Places) -> Desk:
    """A project with a built site, its library and its locks."""
    for name in ("requirements.lock", "pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, tree.root)
    shutil.copytree(ROOT / "src" / "planbook" / "statistics", tree.root / "src" / "planbook" / "statistics")
    project = Desk(tree)
    project.build()
    return project


def bundled(project: Desk) -> dict[str, bytes]:
    """The files of the bundle by their path below its one folder."""
    target = bundle_site(project.places, PublishRequest(project.library))
    with zipfile.ZipFile(target) as bundle:
        return {name.removeprefix(f"{target.stem}/"): bundle.read(name) for name in bundle.namelist()}


def test_a_bundle_holds_the_site_and_all_that_it_was_made_from(project: Desk) -> None:
    """Data, registers, commentary, notebooks, library, locks, instructions, metadata; no path of this machine."""
    files = bundled(project)
    assert set() == (WRITTEN | COPIED) - files.keys()
    assert [] == [name for name in files if "__pycache__" in name or name.startswith("book/edition")]
    assert [] == [name for name in WRITTEN if str(project.places.root).encode() in files[name]]


def test_checksums_and_metadata_name_every_file(project: Desk) -> None:
    """Each with the hash of its bytes; only the list itself is not in the list."""
    files = bundled(project)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = dict(line.split("  ")[::-1] for line in files["checksums.txt"].decode().splitlines())
    del hashes["checksums.txt"]
    assert hashes == lines
    graph = json.loads(files["ro-crate-metadata.json"])["@graph"]
    del hashes["ro-crate-metadata.json"]
    assert hashes == {one["@id"]: one["sha256"] for one in graph if "sha256" in one}


def test_the_same_edition_gives_the_same_bytes(project: Desk) -> None:
    """Whenever and from wherever the files were written."""
    target = bundle_site(project.places, PublishRequest(project.library))
    first = target.read_bytes()
    for path in project.places.root.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert first == bundle_site(project.places, PublishRequest(project.library)).read_bytes()
    with zipfile.ZipFile(target) as bundle:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in bundle.infolist()}


def test_the_instructions_say_what_the_pages_compare_with(project: Desk) -> None:
    """The edition before travels inside the site."""
    project.write("before/ledger.json", "{}")
    files = bundled(project)
    assert b"--since site/before" in files["README.md"]
    assert "site/before/ledger.json" in files
