"""The command: a whole site of two forces in two years, again in a moment, told honestly."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.scale.progress import Progress
from planbook.scale_commands import Teller

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planbook.edge.places import Places


def planbook_all(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a project of its own."""
    command = [sys.executable, "-m", "planbook.cli", "all", "--years", "2015-16..2016-17", *words]
    environment = {**os.environ, "PLANBOOK_ROOT": str(places.root)}
    return subprocess.run(command, cwd=places.root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.xdist_group("scale")
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
@pytest.mark.xdist_group("scale")
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


def test_a_log_gets_a_line_now_and_then_and_a_terminal_one_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks that end at once are one line in a log; the last is always told."""
    log = io.StringIO()
    teller, progress = Teller(log), Progress(3, 1)
    for _ in range(3):
        progress.ended(0.1, ran=True)
        teller.tell(progress)
    assert ["1 of 3, time left not known yet", "3 of 3"] == log.getvalue().splitlines()
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    teller = Teller(screen)
    teller.tell(progress)
    teller.finish()
    assert "\r\x1b[K3 of 3\n" == screen.getvalue()
