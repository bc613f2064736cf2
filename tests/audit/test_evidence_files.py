"""What an audit is given is told apart: bundle, site with evidence, published edition; folder or zip."""

import json
import zipfile
from pathlib import Path

import pytest

from planbook.audit.evidence_files import NotAuditable, files_of, subject_at
from planbook.data.places import Places
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.site.published import SmallProject

R1 = "west_midlands/fy2014-15/r1"


@pytest.fixture
def project(tree: Places) -> SmallProject:
    """A project with a published edition."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    project = SmallProject(tree)
    project.build()
    project.publish()
    return project


@pytest.fixture
def bundle(project: SmallProject) -> Path:
    """The bundle of the edition."""
    return bundle_site(project.places, PublishRequest(project.library))


@pytest.fixture
def unpacked(bundle: Path, tmp_path: Path) -> Path:
    """The bundle as a folder."""
    zipfile.ZipFile(bundle).extractall(tmp_path / "out")
    return tmp_path / "out" / bundle.stem


def test_a_published_edition_holds_its_evidence(project: SmallProject, tmp_path: Path) -> None:
    """As a folder of a library or as a zip of it; nothing is at fault; the bundle tells its revision."""
    with zipfile.ZipFile(tmp_path / "r1.zip", "w") as archive:
        for path in sorted((project.library / R1).rglob("*")):
            archive.write(path, path.relative_to(project.library / R1))
    folder, packed = subject_at(project.library / R1), subject_at(tmp_path / "r1.zip")
    assert (True, (), folder.site) == (folder.with_banner, folder.faults, packed.site)
    assert "checksums.txt" not in folder.site
    assert folder.site_in_bundle == files_of(project.places.site)
    record = json.loads(folder.bundle["published.json"])
    names = ("published", "revision", "draft", "checksums", "bundle")
    assert ["2015-06-30", 1, True, "", ""] == [record[name] for name in names]


def test_a_bundle_is_read_zipped_and_unpacked(project: SmallProject, bundle: Path, unpacked: Path) -> None:
    """What was made in its folder by following the instructions is no part of it."""
    for name in ("_build/html/index.html", "book/edition/ledger.json", ".venv/x", "src/planbook/__pycache__/a.pyc"):
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_text("made", encoding="utf-8")
    zipped, folder = subject_at(bundle), subject_at(unpacked)
    assert (False, (), zipped.bundle) == (zipped.with_banner, zipped.faults, folder.bundle)
    assert zipped.site == files_of(project.places.site)


def test_a_site_needs_its_evidence(project: SmallProject, bundle: Path, tmp_path: Path) -> None:
    """With the bundle it is audited; without it the message says what to give, and what an empty folder lacks."""
    with pytest.raises(NotAuditable, match="--evidence BUNDLE"):
        subject_at(project.places.site)
    subject = subject_at(project.places.site, bundle)
    assert (False, ()) == (subject.with_banner, subject.faults)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAuditable, match=r"holds no edition: there is no ledger\.json"):
        subject_at(tmp_path / "empty")


def test_a_changed_page_of_a_published_edition_is_seen_without_a_rebuild(project: SmallProject) -> None:
    """By the edition's list, whatever the name of its folder; by the library's record once the list was made to fit."""
    page = project.library / R1 / "book" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("kept", "lost"), encoding="utf-8")
    more = page.parent / "__pycache__" / "more.html"
    more.parent.mkdir()
    more.write_text("<p>9</p>", encoding="utf-8")
    subject = subject_at(project.library / R1)
    assert "book/__pycache__/more.html" in subject.site
    assert ["book/__pycache__/more.html", "book/index.html"] == sorted(fault.name for fault in subject.faults)
    assert "published site: book/index.html has another content than when it was published" == str(subject.faults[0])
    (project.library / R1 / "checksums.txt").write_text("00  none\n", encoding="utf-8")
    assert any("of the library recorded" in fault.how for fault in subject_at(project.library / R1).faults)


def test_an_edition_is_told_by_whatever_can_be_read(project: SmallProject, bundle: Path, unpacked: Path) -> None:
    """By the ledger in the evidence, then by the record of the revision; without both it is refused."""
    (project.places.site / "ledger.json").write_text("{", encoding="utf-8")
    assert "FY2014-15" == subject_at(project.places.site, bundle).edition.period
    (unpacked / "site" / "ledger.json").write_text("{", encoding="utf-8")
    edition = subject_at(unpacked).edition
    assert ("FY2014-15", "west_midlands", "") == (edition.period, edition.force, edition.as_at)
    (unpacked / "published.json").write_text("{", encoding="utf-8")
    with pytest.raises(NotAuditable, match="does not tell its edition"):
        _ = subject_at(unpacked).edition


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cannot_be_read_is_told_with_what_to_give(tmp_path: Path) -> None:
    """Nothing, another file, a zip file that was cut short; two files of one name, of which programs unpack another."""
    (tmp_path / "text.zip").write_bytes(b"hello")
    (tmp_path / "cut.zip").write_bytes(b"PK cut short")
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("ledger.json", "{}")
        archive.writestr("ledger.json", "[]")
    faults = ("none", "is not there"), ("text", "is no zip file"), ("cut", "is a damaged zip file")
    for name, fault in (*faults, ("twice", r"holds more than one file called ledger\.json")):
        with pytest.raises(NotAuditable, match=rf"{name}\.zip {fault}.*Give a bundle"):
            subject_at(tmp_path / f"{name}.zip")
