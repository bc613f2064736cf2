"""One edition as a task that any process with the project's folder can do: run the notebook, write page and ledger.

What the task writes follows from the project alone, so it may run anywhere, and again where a machine was lost. A
notebook whose result is kept is not run again, so an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from time import perf_counter
from typing import Any

from planbook import __version__
from planbook.claims.ledger import Edition, Ledger, collect
from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE
from planbook.data.files import sha256, write_whole
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.forces.force_years import ForceYear
from planbook.forces.pages import Frame, edition_page
from planbook.run.edition import FIGURE_PACKAGES
from planbook.run.forking import warm_up
from planbook.run.pages import settled
from planbook.run.result_cache import ResultCache
from planbook.run.running import Failure, Task, run_task

NOTEBOOK = "notebooks/force/00_numbers.ipynb"
TABLES = tuple(f"data/series/{table}.csv" for table in (CRIME_BY_FORCE, PEOPLE_BY_FORCE))
RESULTS_BOUND = 1024**3
"""Bytes of results kept: 516 editions take about 100 MB."""


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
    return ResultCache(places, places.cache / "forces", RESULTS_BOUND)


def make_edition(task: EditionTask) -> EditionResult:
    """Make one edition: its page and its ledger, and its notebook's result for the next run."""
    start, force_year = perf_counter(), task.force_year
    os.environ["PLANBOOK_ROOT"] = task.root
    project = _project(task.root, task.run)
    parameters = {"period": force_year.period, "as_at": "", "force": force_year.force}
    key = project.results.key(project.notebook, parameters)
    notebook = None if task.fresh else project.results.find(key)
    ran = notebook is None
    if notebook is None:
        outcome = _run(project, force_year, parameters, key)
        if isinstance(outcome, Failure):
            return EditionResult(force_year, perf_counter() - start, ran, str(outcome))
        notebook = outcome
    _write(task, _ledger(project, force_year, notebook), notebook)
    return EditionResult(force_year, perf_counter() - start, ran)


@dataclass(frozen=True, eq=False)
class _Project:
    """The project as one process sees it during one run."""

    places: Places
    results: ResultCache
    tables: tuple[tuple[str, str], ...]
    source: str
    packages: tuple[tuple[str, str], ...]

    @property
    def notebook(self) -> Path:
        return self.places.root / NOTEBOOK


@lru_cache(maxsize=1)
def _project(root: str, run: str) -> _Project:
    """The project as it stands when the first task of the run comes to this process."""
    del run  # another run, another look
    places = Places(Path(root))
    tables = tuple((table, sha256(places.root / table)) for table in TABLES)
    packages = tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES)
    return _Project(places, results_of(places), tables, sha256(places.root / NOTEBOOK), packages)


def _run(project: _Project, force_year: ForceYear, parameters: dict[str, Any], key: str) -> dict[str, Any] | Failure:
    """The settled notebook, whose result is then kept; or its failure."""
    executed = run_task(Task(force_year.address, project.notebook, parameters), project.places.root)
    if isinstance(executed, Failure):
        return executed
    notebook = settled(executed)
    project.results.keep(key, notebook)
    return notebook


def _ledger(project: _Project, force_year: ForceYear, notebook: dict[str, Any]) -> Ledger:
    period = Period.parse(force_year.period)
    edition = Edition(
        period=period.canonical,
        label=period.label,
        long_label=period.long_label,
        as_at="",
        force=force_year.force,
        force_name=registers.area_name(project.places, force_year.force),
        plan_year=period.plan_year.label,
        plan_in_force=False,
        version=__version__,
        data=project.tables,
        notebooks=((NOTEBOOK, project.source),),
        packages=project.packages,
    )
    return collect(edition, [(project.notebook.name, notebook)])


def _write(task: EditionTask, ledger: Ledger, notebook: dict[str, Any]) -> None:
    folder = Path(task.target) / task.force_year.address
    record = json.dumps(ledger.as_record(), ensure_ascii=False, separators=(",", ":"))
    write_whole(folder / "ledger.json", f"{record}\n".encode())
    write_whole(folder / "index.html", edition_page(task.frame, task.force_year, ledger, notebook).encode())
