"""Results are kept for as long as nothing that they can depend on has changed, and never after."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planbook.data.places import Places
from planbook.run.result_cache import ResultCache

NOTEBOOK: dict[str, Any] = {"nbformat_minor": 5, "nbformat": 4, "metadata": {"b": 1, "a": 2}, "cells": []}
PARAMETERS = {"period": "FY2014-15"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a table, a paragraph and a notebook."""
    for name in ("data/series/t.csv", "data/plans/one/commentary/a.md", "notebooks/one.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"first content of {name}", encoding="utf-8")
    return tmp_path


def cache(project: Path, bound: int = 10**6) -> ResultCache:
    """The cache as a new run sees it."""
    return ResultCache(Places(project), project / "kept", "one", bound)


def key(project: Path, **parameters: str) -> str:
    """The key of the notebook as it stands."""
    return cache(project).key(project / "notebooks" / "one.ipynb", parameters or PARAMETERS)


def kept(project: Path) -> Path:
    """The entry of a result that was just filed."""
    assert cache(project).keep(key(project), NOTEBOOK)
    (entry,) = (project / "kept").iterdir()
    return entry


def test_a_kept_notebook_is_the_one_that_ran_byte_for_byte(project: Path) -> None:
    """Its parts come back in their own order, so that a site from kept results is the site from a fresh run."""
    kept(project)
    assert json.dumps(NOTEBOOK) == json.dumps(cache(project).find(key(project)))


CHANGES = ("notebooks/one.ipynb", "data/series/t.csv", "data/series/new.csv", "notebooks/helper.py", "helper.py")


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_notebooks_can_read_is_part_of_the_key(project: Path, name: str) -> None:
    """Once the file is as it was, the first result serves again; a changed paragraph runs no notebook."""
    kept(project)
    (project / "data" / "plans" / "one" / "commentary" / "a.md").write_text("Another paragraph.", encoding="utf-8")
    assert NOTEBOOK == cache(project).find(key(project))
    path = project / name
    before = path.read_bytes() if path.exists() else None
    path.write_text("something else", encoding="utf-8")
    assert cache(project).find(key(project)) is None
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    assert NOTEBOOK == cache(project).find(key(project))


def test_library_packages_and_parameters_are_part_of_the_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code, another version of a package or another period is another result."""
    keys = {key(project), key(project, period="FY2013-14")}
    monkeypatch.setattr("planbook.run.result_cache.installed_packages", lambda: "others")
    keys.add(key(project))
    library = project / "library"
    library.mkdir()
    monkeypatch.setattr("planbook.run.result_cache.LIBRARY", library)
    for name in ("module.py", "template.html"):
        (library / name).write_text("", encoding="utf-8")
        keys.add(key(project))
    assert 5 == len(keys)


DAMAGES: dict[str, Callable[[str], str] | None] = {
    "cut short": lambda text: text[:-5],
    "another notebook": lambda text: text.replace('"cells"', '"sells"'),
    "no digest": lambda text: text.splitlines()[-1],
    "empty": lambda text: "",
    "of another key": None,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_thrown_away(project: Path, damage: Callable[[str], str] | None) -> None:
    """Cut short or changed by hand, it does not match its own digest; in the wrong place it is foreign."""
    entry = kept(project)
    if damage:
        entry.write_text(damage(entry.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        entry = entry.rename(project / "kept" / "other.json")
    assert cache(project).find(key(project) if damage else "other") is None
    assert not entry.exists()


def test_what_changed_while_it_ran_is_not_kept(project: Path) -> None:
    """Nobody knows which of the two contents the notebook saw."""
    run = cache(project)
    wanted = run.key(project / "notebooks" / "one.ipynb", PARAMETERS)
    (project / "data" / "series" / "t.csv").write_text("saved meanwhile", encoding="utf-8")
    assert not run.keep(wanted, NOTEBOOK)
    assert not (project / "kept").exists()


def test_the_cache_keeps_within_its_bound(project: Path) -> None:
    """What was used longest ago goes first."""
    first = kept(project)
    os.utime(first, (1, 1))
    run = cache(project, bound=first.stat().st_size + 10)
    run.keep("second", NOTEBOOK)
    run.tidy()
    assert ["second.json"] == [entry.name for entry in (project / "kept").iterdir()]
