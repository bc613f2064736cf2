"""One statement as a task, and where tasks are done: in threads of this process, or on a Dask cluster.

What a task writes follows from the project alone, so that any process with the project's folder can do it, and do it
again where a machine was lost. A notebook whose result is kept is not run again: an interrupted run goes on where it
stopped.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import Event
from time import perf_counter

from planbook import Refusal
from planbook.claims.ledger import lined_json
from planbook.data import registers
from planbook.data.files import write_whole
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.registers import Register
from planbook.data.tables import DataProblems
from planbook.forces.pages import Frame, Shown, statement_page
from planbook.forces.statements import Statement
from planbook.run.edition import Hashes, Request, data_hashes, edition_of, ledger_of, recomputed, tasks_of
from planbook.run.fork_requests import warm_up
from planbook.run.result_cache import ResultCache
from planbook.run.running import Failure, Notebook, Task, run_task

RESULTS_BOUND = 2 * 1024**3  # bytes of results kept: 43 forces in 27 quarters take about 1.1 GB
PATIENCE = 30.0  # seconds to wait for the scheduler, and for its first worker
stopping = Event()
"""Set once a run is stopped early: a statement that is being made ends after the notebook that runs."""


@dataclass(frozen=True)
class StatementTask:
    """One statement to make below ``target``; a process looks at the project's files afresh for each ``run``."""

    root: str
    target: str
    plan: str
    statement: Statement
    frame: Frame
    run: str
    fresh: bool = False


@dataclass(frozen=True)
class StatementResult:
    """What became of a statement: seconds taken, whether a notebook ran, each promise's status, the fault if any."""

    statement: Statement
    seconds: float
    ran: bool
    statuses: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def prepare() -> None:
    """Start the parent of kernels and import what runs notebooks, in a process that has made no statement yet."""
    warm_up()
    import_module("papermill")


def results_of(places: Places, plan: str) -> ResultCache:
    """The results of the plan's notebooks, for the project as it stands now."""
    return ResultCache(places, places.cache / "forces", plan, bound=RESULTS_BOUND)


@dataclass(frozen=True, eq=False)
class _Project:
    """The project as one process sees it during one run: results, hashes of what figures rest on, the measures."""

    places: Places
    results: ResultCache
    data: Hashes
    measures: Measures


@lru_cache(maxsize=1)
def _project(root: str, plan: str, run: str) -> _Project:
    """The project as it stands when the first task of the run comes to this process."""
    del run  # another run, another look
    places = Places(Path(root))
    return _Project(places, results_of(places, plan), data_hashes(places, plan), registers.measures(places, plan))


def make_statement(task: StatementTask) -> StatementResult:
    """Make one statement: its page and its ledger, and its notebooks' results for the next run."""
    start, statement = perf_counter(), task.statement
    # A worker of a cluster starts anywhere: its kernels learn here which project is meant.
    os.environ["PLANBOOK_ROOT"] = task.root
    places = _project(task.root, task.plan, task.run).places
    request = Request(task.plan, Period.parse(statement.period), statement.force)
    register = registers.plan_for(places, task.plan, request.period, request.force)
    notebooks: dict[str, Notebook] = {}
    faults, ran, statuses = list[str](), False, tuple[tuple[str, str], ...]()
    for one in tasks_of(places, request, register.plan):
        result, new = _result(task, register, one)
        ran = ran or new
        if isinstance(result, Failure):
            faults.append(str(result))
        else:
            notebooks[one.source.name] = result
    if not faults:
        try:
            statuses = _write(task, request, register, notebooks)
        except DataProblems as problems:
            faults.append(str(problems))
    told = "\n".join(f"{statement.address} · {fault}" for fault in faults)
    return StatementResult(statement, perf_counter() - start, ran, statuses, told)


def _result(task: StatementTask, register: Register, one: Task) -> tuple[Notebook | Failure, bool]:
    """A notebook of the plan, as it was kept or run now, and whether it was run."""
    project = _project(task.root, task.plan, task.run)
    key = project.results.key(one.source, one.parameters)
    kept = None if task.fresh else project.results.find(key)
    if kept is not None:
        return kept, False
    if stopping.is_set():
        return Failure(one.outcome, one.source.name, "no cell", "", "stopped"), False
    executed = run_task(one, project.places.root)
    result = executed if isinstance(executed, Failure) else recomputed(project.places, register, one, executed)
    if not isinstance(result, Failure):
        project.results.keep(key, result)
    return result, True


def _write(
    task: StatementTask, request: Request, register: Register, notebooks: dict[str, Notebook]
) -> tuple[tuple[str, str], ...]:
    """Write ledger and page; the status of each promise."""
    project = _project(task.root, task.plan, task.run)
    ledger = ledger_of(project.places, edition_of(project.places, request, register, project.data), notebooks)
    page = statement_page(task.frame, task.statement, Shown(register, project.measures, ledger, notebooks))
    folder = Path(task.target) / task.statement.address
    write_whole(folder / "ledger.json", lined_json(ledger.as_record()).encode())
    write_whole(folder / "index.html", page.encode())
    return tuple((status.milestone, status.status) for status in ledger.milestones)


@dataclass(frozen=True)
class Pool:
    """Does tasks side by side; an exception of type ``lost`` tells that no worker outlived a task."""

    executor: Executor
    lost: tuple[type[Exception], ...] = ()

    def results(self, tasks: Iterable[StatementTask]) -> Iterator[StatementResult]:
        """Make every statement; each is handed over when it has ended.

        Where the caller stops early, notebooks that run are finished and kept, and the others are left.
        """
        running = {self.executor.submit(make_statement, task): task.statement for task in tasks}
        try:
            for future in as_completed(running):
                try:
                    yield future.result()
                except self.lost as fault:
                    own = running[future]
                    yield StatementResult(own, 0.0, ran=True, fault=f"{own.address}: {fault}")
        finally:
            stopping.set()
            for future in running:
                future.cancel()
            self.executor.shutdown(wait=True)
            stopping.clear()


@contextmanager
def local_pool(width: int) -> Iterator[Pool]:
    """``width`` statements at once on this machine, each notebook in a kernel of its own."""
    prepare()
    yield Pool(ThreadPoolExecutor(max_workers=width))


@contextmanager
def dask_pool(address: str) -> Iterator[Pool]:
    """The cluster at an address, for the time of one run.

    Its workers share the project folder and write to it, so that only a line about each statement travels. A worker
    that is lost costs the tasks it had, which others do again; a statement on which worker after worker is lost fails.

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

    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as fault:
            raise Refusal(f"scheduler {address!r}: it has no worker. {remedy}") from fault
        client.run(prepare, wait=False, on_error="ignore")
        # Not pure: two runs at one scheduler must not share a task.
        yield Pool(client.get_executor(pure=False), (KilledWorker,))
