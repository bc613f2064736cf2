"""One edition as a task, and where tasks are done: in threads of this process, or on a Dask cluster.

What a task writes follows from the project alone, so that any process with the project's folder can do it, and do it
again where a machine was lost. A notebook whose result is kept is not run again: an interrupted run goes on where it
stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from planbook import Refusal
from planbook.claims.ledger import collect
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE
from planbook.data.files import write_whole
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.forces.force_years import ForceYear
from planbook.forces.pages import Frame, edition_page
from planbook.run.edition import Hashes, Request, edition_of, hashes
from planbook.run.fork_requests import warm_up
from planbook.run.pages import settled
from planbook.run.result_cache import ResultCache
from planbook.run.running import Failure, Task, run_task

NOTEBOOK = "notebooks/force/00_numbers.ipynb"
RESULTS_BOUND = 1024**3  # bytes of results kept: 516 editions take about 100 MB
# Tasks handed out for each that runs: the next is there when one ends, and no more wait in memory.
QUEUED_PER_WORKER = 2
PATIENCE = 30.0  # seconds to wait for the scheduler, and for its first worker


@dataclass(frozen=True)
class EditionTask:
    """One edition to make below ``target``; a process looks at the project's files afresh for each ``run``."""

    root: str
    target: str
    force_year: ForceYear
    frame: Frame
    run: str
    fresh: bool = False


@dataclass(frozen=True)
class EditionResult:
    """What became of an edition: seconds taken, whether its notebook ran, and the fault if it failed."""

    force_year: ForceYear
    seconds: float
    ran: bool
    fault: str = ""


def prepare() -> None:
    """Start the parent of kernels and import what runs notebooks, in a process that has made no edition yet."""
    warm_up()
    import_module("papermill")


def results_of(places: Places) -> ResultCache:
    """The results of the notebook of numbers, for the project as it stands now."""
    return ResultCache(places, places.cache / "forces", bound=RESULTS_BOUND)


def make_edition(task: EditionTask) -> EditionResult:
    """Make one edition: its page and its ledger, and its notebook's result for the next run."""
    start, force_year = perf_counter(), task.force_year
    # A worker of a cluster starts anywhere: its kernels learn here which project is meant.
    os.environ["PLANBOOK_ROOT"] = task.root
    project = _project(task.root, task.run)
    source = project.places.root / NOTEBOOK
    parameters = {"period": force_year.period, "as_at": "", "force": force_year.force}
    key = project.results.key(source, parameters)
    notebook = None if task.fresh else project.results.find(key)
    ran = notebook is None
    if notebook is None:
        executed = run_task(Task(force_year.address, source, parameters), project.places.root)
        if isinstance(executed, Failure):
            return EditionResult(force_year, perf_counter() - start, ran, str(executed))
        notebook = settled(executed)
        project.results.keep(key, notebook)
    _write(task, project, notebook)
    return EditionResult(force_year, perf_counter() - start, ran)


@dataclass(frozen=True, eq=False)
class _Project:
    """The project as one process sees it during one run: its results, and hashes of what figures rest on."""

    places: Places
    results: ResultCache
    data: Hashes
    notebooks: Hashes


@lru_cache(maxsize=1)
def _project(root: str, run: str) -> _Project:
    """The project as it stands when the first task of the run comes to this process."""
    del run  # another run, another look
    places = Places(Path(root))
    tables = [f"data/series/{table}.csv" for table in (CRIME_BY_FORCE, PEOPLE_BY_FORCE)]
    return _Project(places, results_of(places), hashes(places, tables), hashes(places, [NOTEBOOK]))


def _write(task: EditionTask, project: _Project, notebook: dict[str, Any]) -> None:
    """Write ledger and page of a settled notebook."""
    request = Request("", Period.parse(task.force_year.period), task.force_year.force)
    edition = edition_of(project.places, request, None, project.data, project.notebooks)
    ledger = collect(edition, [(Path(NOTEBOOK).name, notebook)])
    record = json.dumps(ledger.as_record(), ensure_ascii=False, separators=(",", ":"))
    folder = Path(task.target) / task.force_year.address
    write_whole(folder / "ledger.json", f"{record}\n".encode())
    write_whole(folder / "index.html", edition_page(task.frame, task.force_year, ledger, notebook).encode())


@dataclass(frozen=True)
class Pool:
    """Does ``width()`` tasks at once; an exception of type ``lost`` tells that no worker outlived a task."""

    executor: Executor
    width: Callable[[], int]
    lost: tuple[type[Exception], ...] = ()

    def results(self, tasks: Iterable[EditionTask]) -> Iterator[EditionResult]:
        """Make every edition; each is handed over when it has ended.

        Where the caller stops early, editions that are being made are finished and kept, and the others are left.
        """
        waiting = iter(tasks)
        running: dict[Future[EditionResult], EditionTask] = {}
        try:
            while True:
                room = max(0, QUEUED_PER_WORKER * self.width() - len(running))
                running |= {self.executor.submit(make_edition, task): task for task in islice(waiting, room)}
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)
                    try:
                        yield future.result()
                    except self.lost as fault:
                        edition = task.force_year
                        yield EditionResult(edition, 0.0, ran=True, fault=f"{edition.address}: {fault}")
        finally:
            for future in running:
                future.cancel()
            self.executor.shutdown(wait=True)


@contextmanager
def local_pool(width: int) -> Iterator[Pool]:
    """``width`` notebooks at once on this machine, each in a kernel of its own."""
    prepare()
    yield Pool(ThreadPoolExecutor(max_workers=width), lambda: width)


@contextmanager
def dask_pool(address: str) -> Iterator[Pool]:
    """The cluster at an address, for the time of one run.

    Its workers share the project folder and write to it, so that only a line about each edition travels. A worker that
    is lost costs the tasks it had, which others do again; an edition on which worker after worker is lost fails.

    Raises:
        Refusal: dask.distributed is not installed, nothing answers at the address, or no worker is there.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as fault:
        install = "pip install 'planbook[scale]', here and on every worker"
        raise Refusal(f"--scheduler needs dask.distributed: {install}") from fault
    remedy = (
        f"Start one with `dask scheduler` and workers with `dask worker {address} --nthreads 1`, in an environment "
        "with planbook and with the same project folder"
    )
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise Refusal(f"scheduler {address!r}: nothing answers there. {remedy}") from fault

    def threads() -> int:
        # Asked again each time: workers come and go during a run.
        return max(1, sum(int(threads) for threads in client.nthreads().values()))

    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as fault:
            raise Refusal(f"scheduler {address!r}: it has no worker. {remedy}") from fault
        client.run(prepare, wait=False, on_error="ignore")
        # Not pure: two runs at one scheduler must not share a task.
        yield Pool(client.get_executor(pure=False), threads, (KilledWorker,))
