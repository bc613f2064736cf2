"""A table, its schema and its record change together or not at all."""

import fcntl
import os
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.table_files import check_data
from planbook.imports.importing import Release, Request, add_release, read_release
from planbook.imports.vintages import one_import


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def release(places: Places, raw: Path) -> Release:
    """The quarters of 2017/18 as first released, for the table by measure."""
    file = raw / "home_office_prc_pfa_2017_18.csv"
    return read_release(places, Request("home-office", (file,), "recorded_crime_by_measure", "2018-07"))


def files(places: Places) -> dict[str, bytes]:
    """The tables and what is said of them, hidden files left out."""
    return {path.name: path.read_bytes() for path in (places.data / "series").glob("[!.]*")}


@pytest.mark.parametrize("step", ["write_text", "rename"])
def test_an_import_killed_while_it_writes_leaves_the_table_as_it_was(
    places: Places, release: Release, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Every file is as before, the checks pass, and the next import goes through."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    before = files(places)
    with monkeypatch.context() as patch:
        patch.setattr(Path, step, die)
        with pytest.raises(Killed):
            add_release(release)
    assert before == files(places)
    assert () == check_data(places.data)
    assert 52 == add_release(release)


def test_an_import_killed_between_two_files_is_finished_by_the_next(
    places: Places, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the moment that all files stand ready, the import is done."""
    replace, moved = Path.replace, []

    def die_after_one(path: Path, target: Path) -> Path:
        if moved:
            raise Killed
        moved.append(path)
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die_after_one)
        with pytest.raises(Killed):
            add_release(release)
    assert 0 == add_release(release)
    assert () == check_data(places.data)
    assert not list((places.data / "series").glob(".import*"))


def test_two_imports_do_not_meet(places: Places, release: Release) -> None:
    """The second is refused while the first is at work, and goes through afterwards."""
    place = os.open(places.data / "series", os.O_RDONLY)
    fcntl.flock(place, fcntl.LOCK_EX)
    with pytest.raises(Refusal, match="another import is at work"):
        add_release(release)
    os.close(place)
    with one_import(places.data / "series"):
        pass
    assert 52 == add_release(release)
