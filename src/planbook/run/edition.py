"""Make an edition: check the data, run the notebooks, collect the ledger, put the pages in place."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from planbook import __version__
from planbook.claims.ledger import LEDGER_FORMAT, Edition, Ledger, collect, lined_json
from planbook.data import available, registers
from planbook.data.files import sha256, swap
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.table_files import sound_data
from planbook.run.fork_requests import warm_up
from planbook.run.pages import page_of, settled
from planbook.run.register_rules import RegisterRules, check_registers
from planbook.run.result_cache import ResultCache, tables
from planbook.run.running import Failure, Notebook, Task, check_parameters, notebooks_at_once, run_tasks

NEXT = "edition.new"
"""The folder of the edition that is being made; the book leaves out what is in it (``_config.yml``)."""
AS_RUN = "as_run"  # the folder of the notebooks as they ran, beside their pages
Hashes = tuple[tuple[str, str], ...]
FIGURE_PACKAGES = ("numpy", "pandas", "scipy")
"""The packages that figures depend on; the lock file names all the others."""


@dataclass(frozen=True)
class Request:
    """What is asked for: a plan, a period, a force, a date at which the data were known.

    ``workers`` is how many notebooks run at once, 0 for as many as there are cores and memory for; ``fresh`` runs them
    all, also those whose results are kept.
    """

    plan: str
    period: Period
    force: str
    as_at: str = ""
    outcomes: tuple[str, ...] = ()
    workers: int = 0
    fresh: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What a run made."""

    ledger: Ledger
    pages: tuple[Path, ...]
    ran: int


def run_edition(places: Places, request: Request) -> Run:
    """Run the notebooks for a request and put pages and ledger into ``book/edition`` in one move.

    Raises:
        DataProblems: a table is not as its schema says, or the register and the notebooks are not of one mind; every
            problem is listed.
        Refusal: the request cannot be answered.
        UnknownMilestone: an outcome is asked for that the register does not hold.
        UnknownParameter: a parameter that the notebooks do not declare.
        RunFailed: notebooks failed; the others ran and the edition that was there stays.
    """
    sound_data(places.data, places.cache / "data_checked")
    check_registers(places, request.plan)
    # A request that cannot be answered is refused before a notebook runs: the first would fail seconds later.
    register = registers.plan_for(places, request.plan, request.period, request.force)
    available.check_request(places, request.period, request.force, request.as_at, plan=register.plan)
    tasks = tasks_of(places, request, register.plan)
    notebooks, ran = _results(places, request, register, tasks)
    # The tables as they stand when the notebooks have run.
    edition = edition_of(places, request, register, data_hashes(places, request.plan))
    if len(notebooks) < len(register.plan.outcomes):  # an analyst works on some outcomes and reads the whole book
        notebooks = {**_carried(places, edition), **notebooks}
    ledger = ledger_of(places, edition, notebooks)
    _put_in_place(places, notebooks, ledger)
    return Run(ledger, tuple(places.edition / task.source.name for task in tasks), ran)


def ledger_of(places: Places, edition: Edition, notebooks: Mapping[str, Notebook]) -> Ledger:
    """The ledger of settled notebooks, by file name.

    Raises:
        DataProblems: the register and the notebooks are not of one mind; every problem is listed.
    """
    sources = hashes(places, (f"notebooks/{edition.plan}/{name}" for name in sorted(notebooks)))
    ledger = collect(replace(edition, notebooks=sources), sorted(notebooks.items()))
    RegisterRules.of(places, edition.plan).check_run(ledger, notebooks)
    return ledger


def tasks_of(places: Places, request: Request, plan: Plan) -> list[Task]:
    """The notebooks of a plan for a request, an outcome each."""
    wanted = {plan.outcome(outcome).id for outcome in request.outcomes or (one.id for one in plan.outcomes)}
    own = {"plan": plan.id, "period": request.period.canonical, "as_at": request.as_at, "force": request.force}
    return [
        Task(f"{outcome.id} {outcome.title}", places.notebook(plan.id, outcome.notebook), {**own, **request.extra})
        for outcome in plan.outcomes
        if outcome.id in wanted
    ]


def _results(
    places: Places, request: Request, register: registers.Register, tasks: list[Task]
) -> tuple[dict[str, Notebook], int]:
    """The settled notebook of each task, by file, and how many had to run: those of which no result is kept."""
    cache = ResultCache(places, places.results, request.plan)
    keys = {task.source.name: cache.key(task.source, task.parameters) for task in tasks}
    kept = {} if request.fresh else {name: cache.find(key) for name, key in keys.items()}
    notebooks = {name: notebook for name, notebook in kept.items() if notebook is not None}
    missing = [task for task in tasks if task.source.name not in notebooks]

    def settle(task: Task, executed: Notebook) -> Failure | None:
        name, result = task.source.name, recomputed(places, register, task, executed)
        if isinstance(result, Failure):
            return result
        notebooks[name] = result
        cache.keep(keys[name], result)
        return None

    if missing:
        warm_up()  # the parent imports while parameters are checked
        check_parameters(missing)
        run_tasks(missing, places.root, notebooks_at_once(request.workers), settle)
        cache.tidy()
    return notebooks, len(missing)


def recomputed(places: Places, register: registers.Register, task: Task, executed: Notebook) -> Notebook | Failure:
    """An executed notebook settled, once its figures are what their rows give; the failure where some are not.

    Checked before it is kept: a result that is found again was right when it was made, from the same tables.
    """
    from planbook.run.recomputed import wrong_claims  # its libraries are slow to import, and most runs need none

    notebook = settled(executed)
    wrong = wrong_claims(places, register, notebook, task.parameters["force"], task.parameters["as_at"])
    return Failure(task.outcome, task.source.name, "figures that differ", "", wrong) if wrong else notebook


def data_hashes(places: Places, plan: str) -> Hashes:
    """The tables that notebooks of a plan can read, each with its SHA-256."""
    files = (Path(file) for file in tables(places, plan) if file.endswith(".csv"))
    return hashes(places, [file.relative_to(places.root).as_posix() for file in files])


def hashes(places: Places, names: Iterable[str]) -> Hashes:
    """Files by their names below the root, each with its SHA-256."""
    return tuple((name, sha256(places.root / name)) for name in names)


def edition_of(places: Places, request: Request, register: registers.Register, data: Hashes) -> Edition:
    """What a ledger says of the edition that is asked for."""
    period = request.period
    return Edition(
        period=period.canonical,
        label=period.label,
        long_label=period.long_label,
        as_at=request.as_at,
        force=request.force,
        force_name=registers.area_name(places, request.force),
        plan=register.plan.id,
        plan_title=register.plan.short_title,
        plan_year=period.plan_year.label,
        plan_in_force=register.in_force,
        version=__version__,
        data=data,
        notebooks=(),
        packages=tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES),
    )


def _carried(places: Places, edition: Edition) -> dict[str, Notebook]:
    """The notebooks of the standing edition, where it is of the same period, force, date and data.

    So an analyst who runs one outcome keeps the pages of the others. Nothing is carried where a table changed.
    """
    path = places.edition / "ledger.json"
    record = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if record.get("format") != LEDGER_FORMAT:
        return {}
    standing = Ledger.from_record(record).edition
    if any(getattr(standing, name) != getattr(edition, name) for name in ("plan", "period", "force", "as_at", "data")):
        return {}
    runs = sorted((places.edition / AS_RUN).glob("*.ipynb"))
    return {run.name: json.loads(run.read_text(encoding="utf-8")) for run in runs}


def _put_in_place(places: Places, notebooks: Mapping[str, Notebook], ledger: Ledger) -> None:
    """Write pages, notebooks as they ran and the ledger, and move them to where the standing edition is."""
    records = {"ledger.json": ledger.as_record()}
    for name, notebook in notebooks.items():
        records |= {name: page_of(notebook), f"{AS_RUN}/{name}": notebook}
    folder = places.edition.with_name(NEXT)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / AS_RUN).mkdir(parents=True)
    for name, record in records.items():
        path, standing, content = folder / name, places.edition / name, lined_json(record).encode()
        path.write_bytes(content)
        if standing.is_file() and standing.read_bytes() == content:
            shutil.copystat(standing, path)  # Sphinx reads a page again where its time has changed
    swap(folder, places.edition)
