"""The offline bundle: what is in it, the same bytes each time, and how it describes itself in RO-Crate 1.1."""

import hashlib
import json
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planbook.data.places import Places
from planbook.publish.bundle import BundleFile, crate, instructions
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.editions.test_citing import CITED, DRAFT
from tests.site.published import SmallProject

ROOT = Path(__file__).parents[2]
WRITTEN = {"README.md", "checksums.txt", "ro-crate-metadata.json", ".zenodo.json", "citation.bib", "citation.json"}
COPIED = {
    "LICENSE", "requirements.lock", "data/series/population.csv", "data/series/population.provenance.json",
    "data/plans/west_midlands_2014_15/commentary/fy2014-15/M1.1.md", "data/plans/west_midlands_2014_15/milestones.csv",
    "notebooks/west_midlands_2014_15/10_national_policing.ipynb",
    "site/ledger.json", "site/before/ledger.json", "src/planbook/statistics/xmr.py",
}  # fmt: skip


@pytest.fixture
def project(tree: Places) -> SmallProject:
    """A project with a built site, its library and its locks."""
    for name in ("requirements.lock", "pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, tree.root)
    shutil.copytree(ROOT / "src" / "planbook" / "statistics", tree.root / "src" / "planbook" / "statistics")
    project = SmallProject(tree)
    project.build()
    return project


def bundled(project: SmallProject) -> dict[str, bytes]:
    """The files of the bundle by their path below its one folder."""
    target = bundle_site(project.places, PublishRequest(project.library))
    with zipfile.ZipFile(target) as bundle:
        return {name.removeprefix(f"{target.stem}/"): bundle.read(name) for name in bundle.namelist()}


def test_a_bundle_holds_the_site_and_all_that_it_was_made_from(project: SmallProject) -> None:
    """Data, registers, commentary, notebooks, library, locks, instructions, metadata; no path of this machine.

    Checksums and metadata name every file with the hash of its bytes; only the list itself is not in the list.
    """
    project.write("before/ledger.json", "{}")
    files = bundled(project)
    assert set() == (WRITTEN | COPIED) - files.keys()
    assert b"--since site/before" in files["README.md"]
    assert [] == [name for name in files if "__pycache__" in name or name.startswith("book/edition")]
    assert [] == [name for name in WRITTEN if str(project.places.root).encode() in files[name]]
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = dict(line.split("  ")[::-1] for line in files["checksums.txt"].decode().splitlines())
    del hashes["checksums.txt"]
    assert hashes == lines
    graph = json.loads(files["ro-crate-metadata.json"])["@graph"]
    del hashes["ro-crate-metadata.json"]
    assert hashes == {one["@id"]: one["sha256"] for one in graph if "sha256" in one}


def test_the_same_edition_gives_the_same_bytes(project: SmallProject) -> None:
    """Whenever and from wherever the files were written."""
    target = bundle_site(project.places, PublishRequest(project.library))
    first = target.read_bytes()
    for path in project.places.root.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert first == bundle_site(project.places, PublishRequest(project.library)).read_bytes()
    with zipfile.ZipFile(target) as bundle:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in bundle.infolist()}


FILES = (
    BundleFile("data/a.csv", 3, "aa"),
    BundleFile("notebooks/05.ipynb", 4, "bb"),
    BundleFile("site/as_run/05.ipynb", 5, "cc"),
    BundleFile("site/ledger.json", 6, "dd"),
)


@pytest.fixture
def entities() -> dict[str, dict[str, Any]]:
    """The entities of the crate by id."""
    graph = crate(CITED, "The edition.", FILES)["@graph"]
    assert len(graph) == len({entity["@id"] for entity in graph})
    return {entity["@id"]: entity for entity in graph}


def test_descriptor_and_root_have_what_the_format_requires(entities: dict[str, dict[str, Any]]) -> None:
    """RO-Crate 1.1: what it conforms to and is about; name, licence, every file; a day once there is one."""
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert ("CreativeWork", {"@id": "./"}) == (descriptor["@type"], descriptor["about"])
    assert {"@id": "https://w3id.org/ro/crate/1.1"} == descriptor["conformsTo"]
    assert ("Dataset", "2015-06-30") == (root["@type"], root["datePublished"])
    assert {"name", "description", "license"} <= set(root)
    assert [file.path for file in FILES] == [part["@id"] for part in root["hasPart"]]
    (draft,) = (one for one in crate(DRAFT, "The edition.", FILES)["@graph"] if one["@id"] == "./")
    assert "datePublished" not in draft


def test_every_reference_has_an_entity_or_is_an_address(entities: dict[str, dict[str, Any]]) -> None:
    """The graph is closed."""

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [value["@id"]] if set(value) == {"@id"} else [r for part in value.values() for r in references(part)]
        return [reference for part in value for reference in references(part)] if isinstance(value, list) else []

    named = {reference for entity in entities.values() for reference in references(list(entity.values()))}
    assert set() == {name for name in named if name not in entities and not name.startswith("https://")}


def test_the_ledger_was_generated_by_the_run_from_the_notebooks(entities: dict[str, dict[str, Any]]) -> None:
    """PROV: entity, activity, agent; what was used is data and notebooks as written."""
    ledger, run = entities["site/ledger.json"], entities["#run"]
    assert {"@id": "#run"} == ledger["prov:wasGeneratedBy"]
    assert [{"@id": "site/as_run/05.ipynb"}] == ledger["prov:wasDerivedFrom"]
    assert [{"@id": "data/a.csv"}, {"@id": "notebooks/05.ipynb"}] == run["prov:used"]
    assert ("prov:Activity", "prov:SoftwareAgent") == (run["@type"][1], entities["#planbook"]["@type"][1])


def test_the_instructions_are_ten_lines_for_this_edition() -> None:
    """With period, force, the day at which it was known and what the pages compare with."""
    as_at = replace(CITED, edition=replace(CITED.edition, as_at="2018-07"))
    text = instructions(as_at, since="site/before")
    numbered = [line for line in text.splitlines() if line[:1].isdigit()]
    assert [str(number) for number in range(1, 11)] == [line.partition(".")[0] for line in numbered]
    which = "--plan west_midlands_2014_15 --period FY2014-15 --force west_midlands"
    assert f"book {which} --as-at 2018-07 --since site/before`" in text
