"""Archives of police.uk: streamed, counted, and their faults said."""

import csv
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.imports.importing import Request, add_release, read_release
from planbook.imports.police_uk import monthly_counts

MONTHS = ("2025-04", "2025-05")
Write = Callable[..., Path]


@pytest.fixture
def archive(raw: Path, tmp_path: Path, write_records: Write) -> Path:
    """Two months of West Midlands, one row for each record that police.uk counted by district and category."""
    with (raw / "police_uk_monthly_by_district.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["month"] in MONTHS]
    for month in MONTHS:
        cells = [
            (row["local_authority"], row["crime_type"], int(row["records"])) for row in rows if row["month"] == month
        ]
        write_records(tmp_path / "archive", month, "west-midlands", cells)
    return tmp_path / "archive"


def zipped(folder: Path) -> Path:
    """The same archive as a zip."""
    return Path(shutil.make_archive(str(folder), "zip", folder))


@pytest.mark.parametrize("packed", [False, True])
def test_records_are_counted_as_they_are_held(places: Places, archive: Path, packed: bool) -> None:  # noqa: FBT001
    """Folder and zip give the counts of the table, to the unit; nothing is new, and nothing is unpacked."""
    source = zipped(archive) if packed else archive
    before = sorted(source.parent.iterdir())
    release = read_release(places, Request("police-uk", (source,), vintage="2026-05"))
    found = release.changes
    assert (28, 0, 0) == (found.unchanged, len(found.rows), len(found.vanished))
    assert before == sorted(source.parent.iterdir())
    assert 0 == add_release(release)


def test_faults_of_an_archive_are_said(archive: Path, tmp_path: Path, write_records: Write) -> None:
    """A month that stands twice, a force without a month, rows that stand twice, of another month, or nowhere."""
    path = write_records(archive, "2025-04", "kent", [("Dover", "Robbery", 3), ("", "Robbery", 2)])
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], lines[2].replace("2025-04", "2025-03"), ""]), encoding="utf-8")
    write_records(tmp_path / "later", "2025-05", "west-midlands", [("Dudley", "Robbery", 7)])
    frame, notes = monthly_counts([archive, tmp_path / "later"])
    assert [
        "2025-05 stands twice for some forces (files given later count): 1",
        "kent has no file for 1 of 2 months: 2025-05",
        "1 rows bear the Crime ID of another row of the month, district and category: counted once",
        "1 records stand in the file of another month than their own",
        "2 records have no LSOA: they count in no district",
    ] == notes
    assert [["2025-05", "Dudley", "west_midlands", "Robbery", "7"]] == frame[
        frame["Month"] == "2025-05"
    ].to_numpy().tolist()


def test_forces_are_counted_through_a_mapping(places: Places, archive: Path, tmp_path: Path) -> None:
    """With area = "Force" all districts of a force are one count."""
    (tmp_path / "m.toml").write_text('[columns]\narea = "Force"\n')
    release = read_release(places, Request("police-uk", (archive,), "records_by_force", "2026-05", tmp_path / "m.toml"))
    assert {"west_midlands"} == set(release.observations["area"])
    assert 4 == len(release.observations)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """Neither folder nor zip, without a file of a month, or of another form."""
    (tmp_path / "a.zip").write_bytes(b"cut")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other" / "2025-04").mkdir(parents=True)
    (tmp_path / "other" / "2025-04" / "2025-04-kent-street.csv").write_text("Month,Crime type\n2025-04,Robbery\n")
    for name, words in {
        "a.zip": "a.zip: is no zip",
        "empty": "holds no file such as",
        "other": "2025-04-kent-street.csv: is not as police.uk publishes it",
    }.items():
        with pytest.raises(Refusal, match=words):
            monthly_counts([tmp_path / name])
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.write(tmp_path / "other" / "2025-04" / "2025-04-kent-street.csv", "2025-04/2025-04-kent-street.csv")
    with pytest.raises(Refusal, match=r"is not as police\.uk publishes it"):
        monthly_counts([tmp_path / "b.zip"])
