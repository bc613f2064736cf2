"""What an audit is given is told apart: bundle, site with evidence, published edition; folder or zip."""

import json
import zipfile
from pathlib import Path

import pytest

from planbook.audit.evidence_files import NotAuditable, files_of, subject_at
from planbook.audit.run import unpack
from planbook.edge.places import Places
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.site.published import Desk

R1 = "west_midlands/fy2014-15/r1"


@pytest.fixture
def desk(tree: Places) -> Desk:
    """A project with a published edition."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    desk = Desk(tree)
    desk.build()
    desk.publish()
    return desk


def zipped(folder: Path, target: Path) -> Path:
    """A folder as a zip file, its files at the top."""
    with zipfile.ZipFile(target, "w") as made:
        for path in sorted(folder.rglob("*")):
            made.write(path, path.relative_to(folder))
    return target


def test_a_published_edition_holds_its_evidence(desk: Desk, tmp_path: Path) -> None:
    """As a folder of a library or as a zip of it; nothing is at fault."""
    folder = subject_at(desk.library / R1)
    packed = subject_at(zipped(desk.library / R1, tmp_path / "r1.zip"))
    assert (True, (), folder.site) == (folder.with_banner, folder.faults, packed.site)
    assert "checksums.txt" not in folder.site
    assert folder.site_in_bundle == files_of(desk.places.site)


def test_a_bundle_is_read_zipped_and_unpacked(desk: Desk, tmp_path: Path) -> None:
    """What was made in its folder by following the instructions is no part of it."""
    bundle = bundle_site(desk.places, PublishRequest(desk.library))
    with zipfile.ZipFile(bundle) as held:
        held.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    for name in ("_build/html/index.html", "book/edition/ledger.json", ".venv/x", "src/planbook/__pycache__/a.pyc"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("made", encoding="utf-8")
    zip_, unpacked = subject_at(bundle), subject_at(folder)
    assert (False, (), zip_.bundle) == (zip_.with_banner, zip_.faults, unpacked.bundle)
    assert zip_.site == files_of(desk.places.site)


def test_a_site_needs_its_evidence(desk: Desk) -> None:
    """With the bundle it is audited; without it the message says what to give."""
    with pytest.raises(NotAuditable, match="--evidence BUNDLE"):
        subject_at(desk.places.site)
    audited = subject_at(desk.places.site, bundle_site(desk.places, PublishRequest(desk.library)))
    assert (False, ()) == (audited.with_banner, audited.faults)


def test_a_changed_page_of_a_published_edition_is_seen_without_a_rebuild(desk: Desk) -> None:
    """By the edition's list; and by the library's record once the list was made to fit."""
    page = desk.library / R1 / "book" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("kept", "lost"), encoding="utf-8")
    (fault,) = subject_at(desk.library / R1).faults
    assert "published site: book/index.html has another content than when it was published" == str(fault)
    (desk.library / R1 / "checksums.txt").write_text("00  none\n", encoding="utf-8")
    assert any("of the library recorded" in fault.how for fault in subject_at(desk.library / R1).faults)


def test_a_ledger_that_cannot_be_read_does_not_stop_the_audit(desk: Desk) -> None:
    """The one in the evidence tells which edition it is."""
    bundle = bundle_site(desk.places, PublishRequest(desk.library))
    (desk.places.site / "ledger.json").write_text("{", encoding="utf-8")
    assert "FY2014-15" == subject_at(desk.places.site, bundle).ledger.edition.period


def test_nothing_of_a_bundle_is_written_outside_its_folder(tmp_path: Path) -> None:
    """Whatever its names say; the site that is to be built again is not laid out."""
    folder = tmp_path / "deep" / "folder"
    unpack({"../../away.txt": b"", "data/a.csv": b"", "site/a.html": b"", "site/before/ledger.json": b""}, folder)
    held = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert ["deep/folder/data/a.csv", "deep/folder/site/before/ledger.json"] == held


def test_a_bundle_carries_the_record_of_its_revision(desk: Desk) -> None:
    """Day, revision and state, without hashes of what the bundle itself lies in."""
    record = json.loads(subject_at(desk.library / R1).bundle["published.json"])
    assert ("2015-06-30", 1, True, "", "") == tuple(
        record[name] for name in ("published", "revision", "draft", "checksums", "bundle")
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "x.zip is not there"),
        (b"hello", "x.zip is no zip file"),
        (b"PK cut short", "x.zip is a damaged zip file"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_give(tmp_path: Path, content: bytes | None, told: str) -> None:
    """A path with nothing at it, another file, a zip file that was cut short."""
    if content is not None:
        (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(NotAuditable, match=f"{told}.*Give a bundle"):
        subject_at(tmp_path / "x.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_file_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    """One program unpacks the first and another the second."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("ledger.json", "{}")
        made.writestr("ledger.json", "[]")
    with pytest.raises(NotAuditable, match=r"more than one file called ledger\.json"):
        subject_at(tmp_path / "x.zip")


def test_an_empty_folder_holds_no_edition(tmp_path: Path) -> None:
    """The message says what is missing."""
    with pytest.raises(NotAuditable, match=r"holds no edition: there is no ledger\.json"):
        subject_at(tmp_path)


def test_no_folder_of_a_published_site_is_passed_over(desk: Desk) -> None:
    """Whatever its name, a file that was put into a site is seen."""
    hidden = desk.library / R1 / "book" / "__pycache__" / "more.html"
    hidden.parent.mkdir()
    hidden.write_text("<p>9</p>", encoding="utf-8")
    audited = subject_at(desk.library / R1)
    assert ["book/__pycache__/more.html"] == [fault.name for fault in audited.faults]
    assert "book/__pycache__/more.html" in audited.site


def test_the_record_of_the_revision_tells_the_edition_where_no_ledger_can(desk: Desk) -> None:
    """A bundle whose ledger was cut short is rebuilt all the same; without the record it is refused."""
    bundle = bundle_site(desk.places, PublishRequest(desk.library))
    with zipfile.ZipFile(bundle) as held:
        held.extractall(desk.places.root / "out")
    (folder,) = (desk.places.root / "out").iterdir()
    (folder / "site" / "ledger.json").write_text("{", encoding="utf-8")
    edition = subject_at(folder).edition
    assert ("FY2014-15", "west_midlands", "") == (edition.period, edition.force, edition.as_at)
    (folder / "published.json").write_text("{", encoding="utf-8")
    with pytest.raises(NotAuditable, match="does not tell its edition"):
        _ = subject_at(folder).edition
