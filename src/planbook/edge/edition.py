"""Make an edition: check the data, run the ten notebooks, collect the ledger, put the pages in place."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import metadata
from threading import Lock
from typing import TYPE_CHECKING, Any

from planbook import __version__
from planbook.claims.ledger import LEDGER_FORMAT, Edition, Ledger, collect
from planbook.core.pages import settled
from planbook.data import available, registers
from planbook.data.digests import sha256
from planbook.data.table_files import sound_data
from planbook.edge.capacity import notebooks_at_once
from planbook.edge.modules import keep_imports, learn_imports, recall_imports
from planbook.edge.next_edition import AS_RUN, next_edition
from planbook.edge.one_notebook import Task, nothing
from planbook.edge.results import Results
from planbook.edge.run_folder import run_folder
from planbook.edge.running import check_parameters, run_tasks
from planbook.edge.snapshot import Snapshot
from planbook.kernels.choice import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from planbook.data.periods import Period
    from planbook.data.places import Places
    from planbook.edge.next_edition import NextEdition

__all__ = ["Request", "Run", "run_edition"]

NOTEBOOKS = "planbook.notebook"
"""What notebooks import of the library."""
IMPORTS = "imports.json"
"""The file of the cache that holds what the library's modules import."""
FIGURE_PACKAGES = ("numpy", "pandas", "scipy")
"""The packages that figures depend on; the lock file names all the others."""


@dataclass(frozen=True)
class Request:
    """What is asked for: a period, a force, a date at which the data were known.

    ``workers`` is how many notebooks run at once, 0 for as many as there are cores and memory for; ``fresh`` runs them
    all, also those whose results are kept.
    """

    period: Period
    force: str = "west_midlands"
    as_at: str = ""
    outcomes: tuple[str, ...] = ()
    workers: int = 0
    fresh: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def _at_once(work: Callable[[], object]) -> object:
    return work()


@dataclass(frozen=True)
class Meanwhile:
    """What is done where this process would wait for its kernels.

    ``idle`` while their libraries are imported; ``running`` once a kernel has started, so that what it starts in
    another process takes nothing from the imports that every notebook waits for; ``shown`` with each cell that has run;
    ``ended`` when all have ended. Where no notebook has to run, ``running`` and ``ended`` are called at once.
    ``later`` is given what nobody waits for, and does it at any time; at once, unless it is said otherwise.
    """

    idle: Callable[[], object] = nothing
    running: Callable[[], None] = nothing
    shown: Callable[[Mapping[str, Any]], None] | None = None
    ended: Callable[[], None] = nothing
    later: Callable[[Callable[[], object]], object] = _at_once


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
    available.check_request(places, request.period, request.force, request.as_at)
    plan = registers.plan_for(places, request.period).plan
    with run_folder(places) as made, next_edition(places, plan) as fresh:
        edition, tasks = _edition(places, request), _tasks(places, request, made)
        done, ran = _results(places, request, tasks, fresh, meanwhile or Meanwhile())
        ledger = _publish(places, edition, done, fresh)
    return Run(ledger, tuple(places.edition / task.source.name for task in tasks), ran)


def _results(
    places: Places, request: Request, tasks: list[Task], fresh: NextEdition, meanwhile: Meanwhile
) -> tuple[dict[str, Any], int]:
    """The settled notebook of each task, by file, and how many had to run: those of which no result is kept.

    Each is written into the next edition as soon as it is there.
    """
    recall_imports(places.cache / IMPORTS)
    results = Results(places.results, Snapshot(places.root))
    keys = {task.source.name: results.key(task.source, task.parameters) for task in tasks}
    kept = {} if request.fresh else {name: results.find(key) for name, key in keys.items()}
    done: dict[str, Any] = {name: notebook for name, notebook in kept.items() if notebook is not None}
    for name, notebook in done.items():
        fresh.add(name, notebook)

    def settle(task: Task, executed: dict[str, Any]) -> None:
        name = task.source.name
        done[name] = notebook = settled(executed)
        fresh.add(name, notebook)
        if task.notes.is_file():
            keep = partial(results.keep, keys[name], task.notes.read_text(encoding="utf-8"), notebook)
            _at_once(keep) if len(done) < len(tasks) else meanwhile.later(keep)

    missing = [task for task in tasks if task.source.name not in done]
    try:
        if missing:
            _run(places, request, missing, settle, meanwhile)
        else:
            meanwhile.running()
    finally:
        meanwhile.ended()
    if missing:
        meanwhile.later(partial(keep_imports, places.cache / IMPORTS))
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
    workers, started = notebooks_at_once(request.workers), _once(meanwhile.running)
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


def _publish(places: Places, begun: Edition, done: Mapping[str, Any], fresh: NextEdition) -> Ledger:
    """Collect the ledger of all notebooks, also of those that are carried over, and put the edition in place.

    The hashes are those of the tables that notebooks could read, though one was saved after the run had begun.
    """
    edition = replace(begun, data=_tables(places))
    carried = _carried(places, edition, without=done) if len(done) < len(fresh.titles) else {}
    for name, notebook in carried.items():
        fresh.add(name, notebook)
    executed = sorted({**carried, **done}.items())
    sources = tuple((f"notebooks/{name}", sha256(places.notebooks / name)) for name, _ in executed)
    ledger = collect(replace(edition, notebooks=sources), executed)
    fresh.publish(ledger)
    return ledger


def _carried(places: Places, edition: Edition, without: Mapping[str, Any]) -> dict[str, Any]:
    """Other notebooks of the standing edition, where it is of the same period, force, date and data.

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
    runs = sorted((places.edition / AS_RUN).glob("*.ipynb"))
    return {run.name: json.loads(run.read_text(encoding="utf-8")) for run in runs if run.name not in without}


def _tables(places: Places) -> tuple[tuple[str, str], ...]:
    """Every table with its hash, as it stands."""
    ours = ("commentary", "signoff")
    tables = sorted(path for path in places.data.rglob("*.csv") if path.relative_to(places.data).parts[0] not in ours)
    return tuple((path.relative_to(places.root).as_posix(), sha256(path)) for path in tables)


def _edition(places: Places, request: Request) -> Edition:
    """What the ledger says of the edition; its tables and notebooks are named when all have run."""
    period, register = request.period, registers.plan_for(places, request.period, request.force)
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
        data=(),
        notebooks=(),
        packages=tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES),
    )
