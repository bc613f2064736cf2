"""Make an edition: check the data, run the ten notebooks, collect the ledger, put the pages in place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from planbook import __version__
from planbook.core.ledger import LEDGER_FORMAT, Edition, Ledger, collect
from planbook.core.pages import page_of, settled
from planbook.edge import holdings, registers
from planbook.edge.modules import learn_imports
from planbook.edge.results import Results
from planbook.edge.running import Task, check_parameters, nothing, run_tasks
from planbook.edge.snapshot import Snapshot, sha256
from planbook.edge.swap import swap
from planbook.edge.tables import sound_data
from planbook.kernels.choice import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planbook.core.periods import Period
    from planbook.edge.places import Places

__all__ = ["Request", "Run", "run_edition"]

NOTEBOOKS = "planbook.notebook"
"""What notebooks import of the library."""
FIGURE_PACKAGES = ("numpy", "pandas", "scipy")
"""The packages that figures depend on; the lock file names all the others."""


@dataclass(frozen=True)
class Request:
    """What is asked for: a period, a force, a date at which the data were known.

    ``workers`` is how many notebooks run at once, 0 for as many as there are cores; ``fresh`` runs them all, also
    those whose results are kept.
    """

    period: Period
    force: str = "west_midlands"
    as_at: str = ""
    outcomes: tuple[str, ...] = ()
    workers: int = 0
    fresh: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Meanwhile:
    """What is done where this process would wait for its kernels.

    ``idle`` while their libraries are imported; ``running`` once a kernel has started, so that what it starts in
    another process takes nothing from the imports that every notebook waits for; ``shown`` with each cell that has run;
    ``ended`` when all have ended. Where no notebook has to run, ``running`` and ``ended`` are called at once.
    """

    idle: Callable[[], object] = nothing
    running: Callable[[], None] = nothing
    shown: Callable[[Mapping[str, Any]], None] | None = None
    ended: Callable[[], None] = nothing


@dataclass(frozen=True)
class Run:
    """What a run made."""

    ledger: Ledger
    pages: tuple[Path, ...]
    ran: int


def run_edition(places: Places, request: Request, meanwhile: Meanwhile | None = None) -> Run:
    """Run the notebooks for a request and put pages and ledger into ``book/edition`` in one move.

    Raises:
        DataProblems: a table is not as its schema says; every problem is listed.
        NoPeriodData, NotQuarterly, UnknownArea, BadAsAt, NotKnownYet: the request cannot be answered.
        UnknownMilestone: an outcome is asked for that the register does not hold.
        UnknownParameter: a parameter that the notebooks do not declare.
        RunFailed: notebooks failed; the others ran and the edition that was there stays.
    """
    if request.fresh:
        shutil.rmtree(places.drawings, ignore_errors=True)
    sound_data(places.data, places.cache / "data_checked")
    holdings.check_request(places, request.period, request.force, request.as_at)
    runs = places.build / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=runs) as made:
        tasks = _tasks(places, request, Path(made))
        done, ran = _results(places, request, tasks, meanwhile or Meanwhile())
        return _publish_pages(places, request, {task.source.name: done[task.source] for task in tasks}, ran)


def _results(places: Places, request: Request, tasks: list[Task], meanwhile: Meanwhile) -> tuple[dict[Path, Any], int]:
    """The settled notebook of each task, by source, and how many had to run: those of which no result is kept."""
    results = Results(places.results, Snapshot(places.root))
    keys = {task.source: results.key(task.source, task.parameters) for task in tasks}
    kept = {} if request.fresh else {source: results.find(key) for source, key in keys.items()}
    done: dict[Path, Any] = {source: notebook for source, notebook in kept.items() if notebook is not None}

    def settle(task: Task, executed: dict[str, Any]) -> None:
        done[task.source] = settled(executed)
        if task.notes.is_file():
            results.keep(keys[task.source], task.notes.read_text(encoding="utf-8"), done[task.source])

    missing = [task for task in tasks if task.source not in done]
    try:
        if missing:
            _run(places, request, missing, settle, meanwhile)
        else:
            meanwhile.running()
    finally:
        meanwhile.ended()
    return done, len(missing)


def _run(
    places: Places,
    request: Request,
    tasks: list[Task],
    settle: Callable[[Task, dict[str, Any]], None],
    meanwhile: Meanwhile,
) -> None:
    """Run tasks; the libraries of the notebooks are imported in a process of their own while this one prepares."""
    warm_up()
    check_parameters(tasks)
    learn_imports(NOTEBOOKS)
    meanwhile.idle()
    workers, started = request.workers or os.cpu_count() or 1, _once(meanwhile.running)
    run_tasks(tasks, places.root, workers, then=settle, started=started, shown=meanwhile.shown)


def _once(do: Callable[[], None]) -> Callable[[], None]:
    """What does something when it is first called, by whichever thread, and nothing from then on."""
    called = Lock()

    def first() -> None:
        if called.acquire(blocking=False):
            do()

    return first


def _tasks(places: Places, request: Request, folder: Path) -> list[Task]:
    plan = registers.plan_for(places, request.period).plan
    wanted = {plan.outcome(outcome).id for outcome in request.outcomes or (one.id for one in plan.outcomes)}
    parameters = {
        "period": request.period.canonical,
        "as_at": request.as_at,
        "force": request.force,
        **request.extra,
    }
    return [
        Task(
            outcome=f"{outcome.id} {outcome.title}",
            source=places.notebooks / f"{outcome.notebook}.ipynb",
            notes=folder / f"{outcome.notebook}.reads",
            parameters=parameters,
        )
        for outcome in plan.outcomes
        if outcome.id in wanted
    ]


def _publish_pages(places: Places, request: Request, done: Mapping[str, Any], ran: int) -> Run:
    """Write pages, notebooks as run and the ledger beside the old edition, then swap the two folders."""
    edition = _edition(places, request)
    executed = sorted({**_carried(places, edition), **done}.items())
    sources = tuple((f"notebooks/{name}", sha256(places.notebooks / name)) for name, _ in executed)
    ledger = collect(replace(edition, notebooks=sources), executed)
    fresh = places.edition.with_name("edition.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "as_run").mkdir(parents=True)
    titles = {
        f"{outcome.notebook}.ipynb": outcome.title
        for outcome in registers.plan_for(places, request.period).plan.outcomes
    }
    for name, notebook in executed:
        _write(fresh / name, page_of(notebook, titles[name]), places.edition / name)
        _write(fresh / "as_run" / name, notebook, places.edition / "as_run" / name)
    _write(fresh / "ledger.json", ledger.as_record(), places.edition / "ledger.json")
    swap(fresh, places.edition)
    return Run(ledger, tuple(places.edition / name for name in done), ran)


def _carried(places: Places, edition: Edition) -> dict[str, Any]:
    """Notebooks of the standing edition, where it is of the same period, force, date and data.

    So an analyst who runs one outcome keeps the pages of the others. Nothing is carried where a table changed.
    """
    path = places.edition / "ledger.json"
    if not path.is_file():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if record.get("format") != LEDGER_FORMAT:
        return {}
    standing = Ledger.from_record(record).edition
    if (standing.period, standing.force, standing.as_at, standing.data) != (
        edition.period,
        edition.force,
        edition.as_at,
        edition.data,
    ):
        return {}
    runs = sorted((places.edition / "as_run").glob("*.ipynb"))
    return {run.name: json.loads(run.read_text(encoding="utf-8")) for run in runs}


def _edition(places: Places, request: Request) -> Edition:
    period, register = request.period, registers.plan_for(places, request.period, request.force)
    ours = ("commentary", "signoff")
    tables = sorted(path for path in places.data.rglob("*.csv") if path.relative_to(places.data).parts[0] not in ours)
    return Edition(
        period=period.canonical,
        label=period.label,
        long_label=period.long_label,
        as_at=request.as_at,
        force=request.force,
        force_name=registers.area_name(places, request.force),
        plan_year=period.plan_year.label,
        plan_in_force=register.in_force,
        version=__version__,
        data=tuple((path.relative_to(places.root).as_posix(), sha256(path)) for path in tables),
        notebooks=(),
        packages=tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES),
    )


def _write(path: Path, record: Mapping[str, Any], standing: Path) -> None:
    """Write a record; where what stands is the same, so is the time of its change, for those who go by it."""
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")
    if standing.is_file() and standing.read_bytes() == text.encode():
        changed = standing.stat()
        os.utime(path, ns=(changed.st_atime_ns, changed.st_mtime_ns))
