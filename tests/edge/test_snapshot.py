"""What stands on disk: digests of files and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.reads import ABSENT, FILE, FOLDER, Read
from planbook.edge.snapshot import Snapshot, installed_packages

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_that_is_not_there_has_a_digest_too(tmp_path: Path) -> None:
    """So that its coming is a change."""
    read = Read(FILE, "later.csv")
    assert ABSENT == Snapshot(tmp_path).digest(read)
    (tmp_path / "later.csv").write_text("a\n", encoding="utf-8")
    assert ABSENT != Snapshot(tmp_path).digest(read)


def test_a_snapshot_does_not_change_its_mind(tmp_path: Path) -> None:
    """A file that changes afterwards is seen by the next snapshot."""
    file = tmp_path / "a.csv"
    file.write_text("a\n", encoding="utf-8")
    first = Snapshot(tmp_path)
    before = first.file("a.csv")
    file.write_text("b\n", encoding="utf-8")
    assert (before, True) == (first.file("a.csv"), before != Snapshot(tmp_path).file("a.csv"))


def test_a_folder_is_its_names(tmp_path: Path) -> None:
    """A plan year that is added is noticed by those who looked which there are."""
    (tmp_path / "plan").mkdir()
    before = Snapshot(tmp_path).digest(Read(FOLDER, "plan"))
    (tmp_path / "plan" / "2015-16").mkdir()
    assert before != Snapshot(tmp_path).digest(Read(FOLDER, "plan"))


def test_another_version_of_a_package_is_another_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of what is installed carry the versions."""
    monkeypatch.setattr("sysconfig.get_paths", lambda: {"purelib": str(tmp_path)})
    (tmp_path / "pandas-3.0.0.dist-info").mkdir()
    before = installed_packages()
    (tmp_path / "pandas-3.0.0.dist-info").rename(tmp_path / "pandas-3.0.1.dist-info")
    assert before != installed_packages()
