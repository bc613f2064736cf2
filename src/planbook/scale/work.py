"""One edition as a task that any process with the project's folder can do: run the notebook, write page and ledger.

The task is pure: what it writes follows from the project alone. So it may run anywhere, and again where a machine was
lost. A notebook whose result is kept is not run, by which an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from planbook import __version__
from planbook.claims.ledger import Edition, Ledger, collect
from planbook.core.pages import settled
from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE
from planbook.data.digests import sha256
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.run.edition import FIGURE_PACKAGES
from planbook.run.forking import warm_up
from planbook.run.result_cache import ResultCache
from planbook.run.running import Failure, Task, run_task
from planbook.scale.page import Frame, edition_page

if TYPE_CHECKING:
    from planbook.scale.wanted import Wanted

__all__ = ["NOTEBOOK", "STORE_BOUND", "Made", "Work", "make", "prepare", "store_of"]

NOTEBOOK = "notebooks/force/00_numbers.ipynb"
TABLES = tuple(f"data/series/{table}.csv" for table in (CRIME_BY_FORCE, PEOPLE_BY_FORCE))
STORE_BOUND = 1024**3
"""Bytes of results kept: 516 editions take about 100 MB."""


@dataclass(frozen=True)
class Work:
    """One edition to make. ``run`` names the run: a process looks at the project's files afresh for each."""

    root: str
    target: str
    wanted: Wanted
    frame: Frame
    run: str
    fresh: bool = False


@dataclass(frozen=True)
class Made:
    """What became of an edition: seconds taken, whether its notebook ran, and the fault if it failed."""

    wanted: Wanted
    seconds: float
    ran: bool
    fault: str = ""


def make(work: Work) -> Made:
    """Make one edition: page and ledger below ``target``, the notebook's result in the store."""
    began = perf_counter()
    os.environ["PLANBOOK_ROOT"] = work.root
    project = _project(work.root, work.run)
    parameters = {"period": work.wanted.period, "as_at": "", "force": work.wanted.force}
    key = project.results.key(project.notebook, parameters)
    notebook = None if work.fresh else project.results.find(key)
    ran = notebook is None
    if notebook is None:
        notebook, fault = project.run(parameters, key, work.wanted)
        if fault:
            return Made(work.wanted, perf_counter() - began, ran=True, fault=fault)
    _write(work, project.ledger(work.wanted, notebook), notebook)
    return Made(work.wanted, perf_counter() - began, ran)


def prepare() -> None:
    """Start the parent of kernels and import what runs notebooks: for a worker that has made no edition yet."""
    warm_up()
    import_module("papermill")


def store_of(places: Places) -> ResultCache:
    """The results of the editions in numbers, for the project as it stands now."""
    return ResultCache(places, places.cache / "forces", STORE_BOUND)


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

    def run(self, parameters: dict[str, Any], key: str, wanted: Wanted) -> tuple[dict[str, Any], str]:
        """The settled notebook, kept in the store; or the fault."""
        made = run_task(Task(wanted.address, self.notebook, parameters), self.places.root)
        if isinstance(made, Failure):
            return {}, str(made)
        notebook = settled(made)
        self.results.keep(key, notebook)
        return notebook, ""

    def ledger(self, wanted: Wanted, notebook: dict[str, Any]) -> Ledger:
        """The ledger of an edition."""
        period = Period.parse(wanted.period)
        edition = Edition(
            period=period.canonical,
            label=period.label,
            long_label=period.long_label,
            as_at="",
            force=wanted.force,
            force_name=registers.area_name(self.places, wanted.force),
            plan_year=period.plan_year.label,
            plan_in_force=False,
            version=__version__,
            data=self.tables,
            notebooks=((NOTEBOOK, self.source),),
            packages=self.packages,
        )
        return collect(edition, [(self.notebook.name, notebook)])


@lru_cache(maxsize=1)
def _project(root: str, run: str) -> _Project:
    """The project as it stands when the run's first task comes to this process."""
    del run
    places = Places(Path(root))
    tables = tuple((table, sha256(places.root / table)) for table in TABLES)
    packages = tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES)
    return _Project(places, store_of(places), tables, sha256(places.root / NOTEBOOK), packages)


def _write(work: Work, ledger: Ledger, notebook: dict[str, Any]) -> None:
    folder = Path(work.target) / work.wanted.address
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(ledger.as_record(), ensure_ascii=False, separators=(",", ":"))
    _replace(folder / "ledger.json", f"{record}\n")
    _replace(folder / "index.html", edition_page(work.frame, work.wanted, ledger.edition, notebook))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all: another process may be killed at any moment."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
