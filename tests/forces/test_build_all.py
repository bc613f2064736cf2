"""The command: a whole site of two forces in two years, again in a moment, and an honest estimate of the time left."""

import io
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from planbook.data.places import Places
from planbook.forces import build_all
from planbook.forces import tasks as forces_tasks
from planbook.forces.build_all import Progress, ProgressLine, duration_words, write_shared
from planbook.forces.tasks import NOTEBOOK, EditionResult, EditionTask, Pool
from tests.conftest import digests, planbook


def planbook_all(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a project of its own."""
    return planbook(places.root, "all", "--years", "2015-16..2016-17", *words)


@pytest.mark.slow
@pytest.mark.xdist_group("forces")
def test_a_site_of_two_forces_and_two_years(project: Places) -> None:
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
def test_failures_are_named_and_the_pages_stand(project: Places) -> None:
    """Each failed edition is told; the command says that it failed."""
    path = project.root / NOTEBOOK
    broken = path.read_text(encoding="utf-8").replace("numbers.overview", "numbers.nothing")
    path.write_text(broken, encoding="utf-8")
    done = planbook_all(project, "--forces", "kent")
    assert 1 == done.returncode
    assert "planbook: 2 of 2 editions failed; the others were made." in done.stderr
    assert "kent/fy2016-17 · 00_numbers.ipynb · cell 4 (overview)" in done.stderr
    assert (project.build / "all" / "index.html").is_file()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--forces", "knet"), "'knet' (nearest: kent"),
        (
            ("--forces", "kent", "--years", "2030-31"),
            "period FY2030-31: no recorded crime is held for it. Periods that exist",
        ),
    ],
)
def test_what_is_not_held_is_refused_before_anything_runs(
    project: Places, words: tuple[str, ...], message: str
) -> None:
    """A misspelt force with the nearest name, years with the periods that exist; nothing is written."""
    done = planbook_all(project, *words)
    assert (1, "") == (done.returncode, done.stdout)
    assert message in done.stderr
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
def test_a_year_with_a_plan_is_shown_whole(project: Places, monkeypatch: pytest.MonkeyPatch, standing: str) -> None:
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


@pytest.mark.parametrize(
    ("progress", "kept", "ran", "remaining", "words"),
    [
        (Progress(100, 2), 0, 4, None, "4 of 100, time left not known yet"),
        (Progress(100, 2), 0, 5, 95.0, "5 of 100, about 2 minutes left"),
        (Progress(110, 1), 50, 5, 110.0, "55 of 110, 50 kept from before, about 2 minutes left"),
    ],
)
def test_the_time_left_is_told_from_what_had_to_run(
    progress: Progress, kept: int, ran: int, remaining: float | None, words: str
) -> None:
    """Four tasks are too few; results kept from before, found in a moment, do not flatter the estimate."""
    for number in range(kept + ran):
        progress.add(2.0 if number >= kept else 0.01, ran=number >= kept)
    assert (remaining, words) == (progress.remaining, progress.words)


@given(st.lists(st.floats(0.1, 10), min_size=9, max_size=30), st.floats(100, 10_000))
def test_one_task_that_hangs_does_not_move_the_estimate_beyond_the_others(seconds: list[float], hung: float) -> None:
    """The estimate stays within what the ordinary tasks would take."""
    progress = Progress(1000, 1)
    for each in (*seconds, hung):
        progress.add(each, ran=True)
    assert progress.remaining is not None
    assert progress.remaining <= max(seconds) * (1000 - progress.done)


def test_durations_are_as_coarse_as_an_estimate() -> None:
    """No false precision."""
    words = {0.2: "5 seconds", 42: "40 seconds", 61: "1 minute", 200: "3 minutes", 3600: "1 hour"}
    assert {**words, 8000: "2 hours 10 minutes"} == {seconds: duration_words(seconds) for seconds in (*words, 8000)}


def test_a_log_gets_a_line_now_and_then_and_a_terminal_one_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks that end at once are one line in a log; the last is always told."""
    log = io.StringIO()
    line, progress = ProgressLine(log), Progress(3, 1)
    for number in range(3):
        progress.add(0.1, ran=True, failed=number == 2)
        line.write(progress)
    assert ["1 of 3, time left not known yet", "3 of 3, 1 failed"] == log.getvalue().splitlines()
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    line = ProgressLine(screen)
    line.write(progress)
    line.close()
    assert "\r\x1b[K3 of 3, 1 failed\n" == screen.getvalue()
