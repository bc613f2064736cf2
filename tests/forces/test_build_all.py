"""The command: a whole site of two forces in two years, again in a moment, told honestly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from planbook.forces import build_all
from planbook.forces import tasks as forces_tasks
from planbook.forces.build_all import write_shared
from planbook.forces.tasks import EditionResult, Pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.forces.tasks import EditionTask


def planbook_all(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a project of its own."""
    command = [sys.executable, "-m", "planbook.cli", "all", "--years", "2015-16..2016-17", *words]
    environment = {**os.environ, "PLANBOOK_ROOT": str(places.root)}
    return subprocess.run(command, cwd=places.root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.xdist_group("forces")
def test_a_site_of_two_forces_and_two_years(project: Places, digests: Callable[[Path], dict[str, str]]) -> None:
    """Every link of every page leads somewhere, shared files stand once, and a second run changes no byte."""
    done = planbook_all(project, "--forces", "kent", "city_of_london")
    assert (0, "site: _build/all/index.html\n") == (done.returncode, done.stdout)
    site = project.build / "all"
    pages = sorted(site.rglob("*.html"))
    assert 1 + 2 + 4 == len(pages)
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        ids = {tag["id"] for tag in soup.select("[id]")}
        for tag in soup.select("[href], [src]"):
            address = str(tag.get("href") or tag["src"])
            path, _, anchor = address.partition("#")
            assert address.startswith("https://") or not path or (page.parent / path).is_file(), (page, address)
            assert path or not anchor or anchor in ids
    assert 1 == len(list(site.rglob("planbook.css")))
    ledger = json.loads((site / "kent" / "fy2015-16" / "ledger.json").read_text(encoding="utf-8"))
    assert ("kent", "FY2015-16") == (ledger["edition"]["force"], ledger["edition"]["period"])
    before = digests(site)
    again = planbook_all(project, "--forces", "kent", "city_of_london")
    assert "4 of 4, 4 kept from before" in again.stderr
    assert before == digests(site)


@pytest.mark.slow
@pytest.mark.xdist_group("forces")
def test_failures_are_named_and_the_pages_stand(project: Places, break_notebook: Callable[[], None]) -> None:
    """Each failed edition is told; the command says that it failed."""
    break_notebook()
    done = planbook_all(project, "--forces", "kent")
    assert 1 == done.returncode
    assert "planbook: 2 of 2 editions failed; the others were made." in done.stderr
    assert "kent/fy2016-17 · 00_numbers.ipynb · cell 4 (overview)" in done.stderr
    assert (project.build / "all" / "index.html").is_file()


def test_an_unknown_force_is_refused_before_anything_runs(project: Places) -> None:
    """The nearest name is given, and nothing is written."""
    done = planbook_all(project, "--forces", "knet")
    assert (1, "") == (done.returncode, done.stdout)
    assert "'knet' (nearest: kent" in done.stderr
    assert not project.build.exists()


def test_years_that_are_not_held_are_refused_before_anything_runs(project: Places) -> None:
    """The message says which periods exist, and nothing is written."""
    done = planbook_all(project, "--forces", "kent", "--years", "2030-31")
    assert (1, "") == (done.returncode, done.stdout)
    assert "period FY2030-31: no recorded crime is held for it. Periods that exist" in done.stderr
    assert not project.build.exists()


def test_every_shared_file_is_there(project: Places, tmp_path: Path) -> None:
    """Style sheet, the frame's scripts, pictures, and the notebook as written."""
    target = tmp_path / "all"
    write_shared(project, target)
    names = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    static = ("favicon.svg", "frame.js", "planbook.css", "scheme.js", "wordmark-light.svg")
    assert [*(f"_static/{name}" for name in static), "numbers.ipynb"] == names
    assert ".pb-all-forces" in (target / "_static" / "planbook.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("standing", ["", "kent"])
def test_a_year_with_a_plan_is_shown_whole(
    project: Places, tasks: Any, monkeypatch: pytest.MonkeyPatch, standing: str
) -> None:
    """Its book is built and stands in the site; where another edition stands, it stays and numbers are shown."""

    def build(places: Places) -> None:
        places.site.mkdir(parents=True)
        (places.site / "index.html").write_text("the whole book", encoding="utf-8")

    def make(task: EditionTask) -> EditionResult:
        return EditionResult(task.force_year, 0.0, ran=True)

    monkeypatch.setattr(build_all, "run_edition", lambda *_: None)
    monkeypatch.setattr(build_all, "build_site", build)
    monkeypatch.setattr(build_all, "local_pool", lambda _: nullcontext(Pool(ThreadPoolExecutor(1), lambda: 1)))
    monkeypatch.setattr(forces_tasks, "make_edition", make)
    if standing:
        project.edition.mkdir(parents=True)
        record = {"edition": {"force": standing, "period": "FY2014-15"}}
        (project.edition / "ledger.json").write_text(json.dumps(record), encoding="utf-8")
    heard: list[str] = []
    request = build_all.AllRequest(("west_midlands",), "2014-15")
    build_all.build_all(project, request, lambda progress: heard.append(progress.words))
    page = project.build / "all" / "west_midlands" / "fy2014-15" / "index.html"
    assert (["1 of 1"], False) == (heard, page.is_file()) if standing else ([], True) == (heard, page.is_file())
