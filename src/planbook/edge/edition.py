"""Make an edition: check the data, run the ten notebooks, collect the ledger, put the pages in place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook import __version__
from planbook.core.ledger import LEDGER_FORMAT, Edition, Ledger, collect
from planbook.core.pages import page_of, settled
from planbook.edge import registers, series
from planbook.edge.running import Task, check_parameters, run_tasks
from planbook.edge.tables import checked_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.core.periods import Period
    from planbook.edge.places import Places

__all__ = ["Request", "Run", "run_edition", "sha256", "swap"]


@dataclass(frozen=True)
class Request:
    """What is asked for: a period, a force, a date at which the data were known."""

    period: Period
    force: str = "west_midlands"
    as_at: str = ""
    outcomes: tuple[str, ...] = ()
    workers: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What a run made."""

    ledger: Ledger
    pages: tuple[Path, ...]


def run_edition(places: Places, request: Request) -> Run:
    """Run the notebooks for a request and put pages and ledger into ``book/edition`` in one move.

    Raises:
        DataProblems: a table is not as its schema says; every problem is listed.
        NoPeriodData, NotQuarterly, UnknownArea, BadAsAt, NotKnownYet: the request cannot be answered.
        UnknownMilestone: an outcome is asked for that the register does not hold.
        UnknownParameter: a parameter that the notebooks do not declare.
        RunFailed: notebooks failed; the others ran and the edition that was there stays.
    """
    checked_data(places.data)
    series.check_request(places, request.period, request.force, request.as_at)
    tasks_folder = places.build / "runs"
    tasks_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tasks_folder) as made:
        folder = Path(made)
        tasks = _tasks(places, request, folder)
        check_parameters(tasks)
        run_tasks(tasks, places.root, request.workers or os.cpu_count() or 1)
        return _publish_pages(places, request, tasks)


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
            target=folder / f"{outcome.notebook}.ipynb",
            parameters=parameters,
        )
        for outcome in plan.outcomes
        if outcome.id in wanted
    ]


def _publish_pages(places: Places, request: Request, tasks: list[Task]) -> Run:
    """Write pages, notebooks as run and the ledger beside the old edition, then swap the two folders."""
    edition = _edition(places, request)
    ran = {task.target.name: settled(json.loads(task.target.read_text(encoding="utf-8"))) for task in tasks}
    executed = sorted({**_carried(places, edition), **ran}.items())
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
        _write(fresh / name, page_of(notebook, titles[name]))
        _write(fresh / "as_run" / name, notebook)
    _write(fresh / "ledger.json", ledger.as_record())
    swap(fresh, places.edition)
    return Run(ledger, tuple(places.edition / name for name in ran))


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


def swap(fresh: Path, standing: Path) -> None:
    """Put ``fresh`` in the place of ``standing``; what stood there goes only once the new is in place."""
    old = standing.with_name(f"{standing.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if standing.exists():
        standing.rename(old)
    fresh.rename(standing)
    shutil.rmtree(old, ignore_errors=True)


def _edition(places: Places, request: Request) -> Edition:
    period, register = request.period, registers.plan_for(places, request.period, request.force)
    tables = sorted(path for path in places.data.rglob("*.csv"))
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
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, record: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
