"""Results are kept for as long as nothing that they depend on has changed, and never after."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from planbook.core.reads import FILE, Read
from planbook.edge.results import Results, clear, size_of
from planbook.edge.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "period,area,measure,value\nQ1,west,robbery,5\nQ1,west,burglary,9\n"
NOTEBOOK: dict[str, Any] = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
NOTES = Read.rows("t.csv", area="west", measure="robbery").to_line() + "\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a table and a notebook."""
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "one.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    return tmp_path


def store(project: Path, bound: int = 10**6) -> Results:
    """The store as a new run sees it."""
    return Results(project / "kept", Snapshot(project), bound)


def kept(project: Path) -> str:
    """The key of a result that was just filed."""
    results = store(project)
    key = results.key(project / "one.ipynb", {"period": "FY2014-15"})
    assert results.keep(key, NOTES, NOTEBOOK)
    return key


def test_an_unchanged_notebook_is_found(project: Path) -> None:
    """The notebook comes back as it was filed."""
    assert NOTEBOOK == store(project).find(kept(project))


def test_a_kept_notebook_is_the_one_that_ran_byte_for_byte(project: Path) -> None:
    """Its parts come back in their own order, so that a site from kept results is the site from a fresh run."""
    turned = {"nbformat_minor": 5, "nbformat": 4, "metadata": {"b": 1, "a": 2}, "cells": []}
    results = store(project)
    key = results.key(project / "one.ipynb", {})
    results.keep(key, NOTES, turned)
    assert json.dumps(turned) == json.dumps(results.find(key))


def test_a_row_that_it_did_not_read_may_change(project: Path) -> None:
    """Burglary is nothing to a notebook on robbery."""
    key = kept(project)
    (project / "t.csv").write_text(TABLE.replace("burglary,9", "burglary,8"), encoding="utf-8")
    assert NOTEBOOK == store(project).find(key)


def test_a_row_that_it_read_may_not(project: Path) -> None:
    """A digit changed: the notebook runs again, and once the digit is back the first result serves."""
    key = kept(project)
    (project / "t.csv").write_text(TABLE.replace("robbery,5", "robbery,6"), encoding="utf-8")
    assert store(project).find(key) is None
    (project / "t.csv").write_text(TABLE, encoding="utf-8")
    assert NOTEBOOK == store(project).find(key)


def test_a_result_of_other_data_is_not_read_to_its_end(project: Path) -> None:
    """An outcome that was run for many versions of a table is found again without reading them all."""
    key = kept(project)
    entry = next((project / "kept" / key).iterdir())
    behind = entry.read_text(encoding="utf-8").splitlines()[:2]
    entry.write_text("\n".join([*behind, "no notebook"]), encoding="utf-8")
    (project / "t.csv").write_text(TABLE.replace("robbery,5", "robbery,6"), encoding="utf-8")
    assert store(project).find(key) is None
    assert entry.exists()


def test_source_and_parameters_are_part_of_the_key(project: Path) -> None:
    """Another cell or another period is another result."""
    source = project / "one.ipynb"
    keys = {store(project).key(source, {"period": period}) for period in ("FY2014-15", "FY2013-14")}
    source.write_text(json.dumps({**NOTEBOOK, "nbformat_minor": 4}), encoding="utf-8")
    assert 3 == len(keys | {store(project).key(source, {"period": "FY2014-15"})})


DAMAGES = {
    "cut short": lambda text: text[:-5],
    "only what it read": lambda text: "".join(text.splitlines(keepends=True)[:2]),
    "another notebook": lambda text: text.replace('"cells"', '"sells"'),
    "other reads": lambda text: text.replace("t.csv", "u.csv"),
    "empty": lambda text: "",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_thrown_away(project: Path, damage: Any) -> None:
    """Cut short or changed by hand: it does not match its own digest."""
    key = kept(project)
    entry = next((project / "kept" / key).iterdir())
    entry.write_text(damage(entry.read_text(encoding="utf-8")), encoding="utf-8")
    assert store(project).find(key) is None
    assert not entry.exists()


def test_an_entry_of_another_key_is_thrown_away(project: Path) -> None:
    """A sound entry in the wrong place is foreign."""
    key = kept(project)
    (project / "kept" / key).rename(project / "kept" / "other")
    assert store(project).find("other") is None
    assert [] == list((project / "kept" / "other").iterdir())


def test_what_changed_while_it_ran_is_not_kept(project: Path) -> None:
    """Nobody knows which of the two contents the notebook saw."""
    results = store(project)
    key = results.key(project / "one.ipynb", {})
    results.snapshot.file("t.csv")
    (project / "t.csv").write_text(TABLE.replace("robbery,5", "robbery,6"), encoding="utf-8")
    assert not results.keep(key, NOTES, NOTEBOOK)
    assert store(project).find(key) is None


def test_a_file_that_was_missing_and_comes_is_a_change(project: Path) -> None:
    """A notebook that looked for a file runs again once there is one."""
    results = store(project)
    key = results.key(project / "one.ipynb", {})
    results.keep(key, Read(FILE, "more.csv").to_line() + "\n", NOTEBOOK)
    (project / "more.csv").write_text("a\n", encoding="utf-8")
    assert store(project).find(key) is None


def test_the_store_keeps_within_its_bound(project: Path) -> None:
    """What was used longest ago goes first."""
    first = kept(project)
    entry = next((project / "kept" / first).iterdir())
    os.utime(entry, (1, 1))
    results = store(project, bound=entry.stat().st_size + 10)
    second = results.key(project / "one.ipynb", {"period": "FY2013-14"})
    results.keep(second, NOTES, NOTEBOOK)
    assert (None, NOTEBOOK) == (store(project).find(first), store(project).find(second))


def test_clearing_says_how_much_was_there(project: Path) -> None:
    """And nothing is left."""
    kept(project)
    size = size_of(project / "kept")
    assert (True, size, 0) == (size > 0, clear(project / "kept"), size_of(project / "kept"))
