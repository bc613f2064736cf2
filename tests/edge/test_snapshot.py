"""What stands on disk: digests of files, folders and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.reads import ABSENT, FILE, FOLDER, Read
from planbook.edge.snapshot import Snapshot, in_library, installed_packages, modules_behind

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


def test_a_module_stands_for_all_that_it_imports() -> None:
    """At its outermost level: what a function imports when it is called is noted when it is called."""
    names = {
        path.name for path in modules_behind(("planbook.notebook.outcome.open_outcome", "planbook.notebook.outcome"))
    }
    assert {"level.py", "__init__.py", "outcome.py", "registers.py"} <= names
    assert {"drawing.py", "xmr.py"}.isdisjoint(names)


def test_a_name_that_is_no_module_is_nothing() -> None:
    """Functions are imported by name too."""
    names = ("planbook.statistics.xmr.PhaseStart", "pandas", "planbook.nothing")
    assert (set(), []) == (modules_behind(names), [name for name in names if in_library(name)])
    assert in_library("planbook.statistics.xmr")


def test_another_version_of_a_package_is_another_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of what is installed carry the versions."""
    monkeypatch.setattr("sysconfig.get_paths", lambda: {"purelib": str(tmp_path)})
    (tmp_path / "pandas-3.0.0.dist-info").mkdir()
    before = installed_packages()
    (tmp_path / "pandas-3.0.0.dist-info").rename(tmp_path / "pandas-3.0.1.dist-info")
    assert before != installed_packages()
