"""All forces in one command: here and on a cluster, interrupted and resumed, with a worker lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planbook.core.periods import NotQuarterly, Period
from planbook.edge.all_forces import years_held
from planbook.edge.force_editions import Wanted, wanted_editions
from planbook.edge.holdings import UnknownArea
from planbook.edge.pools import NoCluster, cluster, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.edge.places import Places

ROOT = Path(__file__).parents[2]
FORCES = ("merseyside", "city_of_london", "kent")
YEARS = ("FY2015-16", "FY2016-17")


def test_years_have_four_quarters_and_a_year_before(places: Places) -> None:
    """The first year held serves for comparison only; the last is whole."""
    years = years_held(places)
    assert ("FY2013-14", 12) == (years[0].canonical, len(years))


def test_every_force_in_every_year(places: Places) -> None:
    """By force and then by year, at addresses that sort."""
    years = tuple(Period.parse(year) for year in YEARS)
    wanted = wanted_editions(places, FORCES, years)
    assert 6 == len(wanted)
    assert "merseyside/fy2015-16" == wanted[0].address
    assert 43 * 2 == len(wanted_editions(places, (), years))


def test_a_force_or_a_month_that_is_not_held_is_refused_before_anything_runs(places: Places) -> None:
    """With the nearest name, or what can be asked for."""
    with pytest.raises(UnknownArea, match="nearest: merseyside"):
        wanted_editions(places, ("mersyside",), (Period.parse("FY2015-16"),))
    with pytest.raises(NotQuarterly):
        wanted_editions(places, ("kent",), (Period.parse("2016-01"),))


def test_no_more_is_handed_out_than_can_soon_begin() -> None:
    """Of a thousand things two workers hold four, so memory does not grow with the rest."""
    begun: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        results = in_turn(pool, 2, lambda thing: begun.append(thing) or thing, iter(range(1000)))
        assert next(results) in range(4)
        assert len(begun) <= 4
        assert 999 == len(list(results))


def test_a_failing_task_begins_no_more() -> None:
    """The exception comes out, and what was not begun is not begun."""
    begun: list[int] = []

    def work(thing: int) -> int:
        begun.append(thing)
        raise ValueError(f"thing {thing}")

    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="thing 0"):
        list(in_turn(pool, 1, work, range(100)))
    assert len(begun) < 10


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_told_with_what_to_do() -> None:
    """The command to start one is given."""
    with pytest.raises(NoCluster, match="dask scheduler"), cluster("tcp://127.0.0.1:1"):
        pass


def planbook(root: Path, *words: str) -> str:
    """The command on all forces of these tests; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "planbook.cli", "all", "--forces", *FORCES, "--years", *YEARS, *words],
        env={**os.environ, "PLANBOOK_ROOT": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


def hashes(root: Path) -> dict[str, str]:
    """SHA-256 of every file of the site, by path."""
    site = root / "_build" / "forces"
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def project(tree: Places) -> Path:
    """A small project with the notebook of forces and the style sheets."""
    root = tree.root
    source = ROOT
    shutil.copytree(source / "notebooks" / "forces", tree.notebooks / "forces")
    for name in ("_styles", "_static"):
        shutil.copytree(source / "book" / name, root / "book" / name)
    return root


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, each a process of its own."""
    told = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    running = [subprocess.Popen([*dask, "--scheduler-file", str(told), "--port", "0", "--no-dashboard"], **quiet)]
    while not told.exists():
        time.sleep(0.1)
    address = json.loads(told.read_text())["address"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    running += [subprocess.Popen([*worker, "--no-nanny", "--death-timeout", "60"], **quiet) for _ in range(2)]
    yield address, running
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_cluster_gives_the_bytes_of_the_pool_and_survives_a_lost_worker(
    project: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """One of two workers is killed in the middle: every edition still comes, and each is the same."""
    assert planbook(project).startswith("6 editions, 6 ran:")
    here = hashes(project)
    shutil.rmtree(project / "_build")
    address, (_, _, worker) = scheduler
    with ThreadPoolExecutor(1) as aside:
        said = aside.submit(planbook, project, "--scheduler", address)
        while not list((project / "_build").glob("forces/*/*/ledger.json")):
            time.sleep(0.1)
        worker.kill()
        assert said.result(timeout=120).startswith("6 editions")
    assert here == hashes(project)


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_was(project: Path) -> None:
    """What had been made is not made again, and the site is that of a run in one go."""
    command = [sys.executable, "-m", "planbook.cli", "all", "--forces", *FORCES, "--years", *YEARS, "--workers", "1"]
    environment = {**os.environ, "PLANBOOK_ROOT": str(project)}
    first = subprocess.Popen(command, env=environment, cwd=project, stderr=subprocess.DEVNULL)
    while len(list((project / "_build").glob("forces/*/*/index.html"))) < 2:
        time.sleep(0.1)
        assert first.poll() is None
    first.terminate()
    first.wait()
    ran = int(planbook(project).split(",")[1].split()[0])
    assert 1 <= ran <= 4
    resumed = hashes(project)
    shutil.rmtree(project / "_build")
    planbook(project)
    assert resumed == hashes(project)


def test_an_edition_stands_at_the_address_of_its_force_and_year() -> None:
    """Which stays the same from run to run."""
    assert "kent/fy2015-16" == Wanted("kent", "FY2015-16").address
