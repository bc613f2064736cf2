"""The statements of all forces as one site: hand out tasks, tell how far they are, write the page that leads there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from tqdm import tqdm

from planbook import Refusal
from planbook.data import registers
from planbook.data.available import available_periods, check_request
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.table_files import checked_data
from planbook.forces.pages import Frame, index_page
from planbook.forces.statements import Statement, parse_periods, plan_of_all_forces, statements
from planbook.forces.tasks import Pool, StatementResult, StatementTask, dask_pool, local_pool, results_of
from planbook.run.edition import Request, tasks_of
from planbook.run.register_rules import check_registers
from planbook.run.running import check_parameters, notebooks_at_once
from planbook.site.finish import STYLE_SHEET, joined_styles
from planbook.site.theme import STATIC

SCRIPTS = ("scheme.js", "frame.js")
PICTURES = ("favicon.svg", "wordmark-light.svg")
PAUSES = {True: 0.5, False: 30.0}
"""Seconds between two words on how far a run is, on a terminal and in a log."""


@dataclass(frozen=True)
class AllRequest:
    """What is asked for: plan and forces (empty: the plan of all forces, all of them), periods, where to run.

    ``fresh`` runs every notebook, also where its result is kept.
    """

    plan: str
    forces: tuple[str, ...]
    periods: str
    scheduler: str = ""
    workers: int = 0
    fresh: bool = False


def build_all(places: Places, request: AllRequest, log: TextIO) -> Path:
    """Make every statement asked for and the page that leads to them; the log tells how far it is.

    Raises:
        DataProblems: a table or the plan's register is not as it should be.
        Refusal: what is asked for does not exist, or the cluster cannot be used; or notebooks failed: each fault is
            named, and the other statements are there.
    """
    plan = registers.read_plan(places, plan_of_all_forces(places, request.plan))
    periods = parse_periods(request.periods, available_periods(places))
    wanted = statements(request.forces, periods, registers.forces_of(places, plan))
    for period in periods:
        check_request(places, Period.parse(period), wanted[0].force, plan=plan)
    check_registers(places, plan.id)
    target, run, width = places.build / "all", uuid4().hex, notebooks_at_once(request.workers)
    with dask_pool(request.scheduler) if request.scheduler else local_pool(width) as pool:
        # After the pool, so that kernels import their libraries while the tables are checked.
        checked_data(places.data)
        check_parameters(tasks_of(places, Request(plan.id, Period.parse(periods[0]), wanted[0].force), plan))
        forces = dict.fromkeys(statement.force for statement in wanted)
        frame = Frame(plan.title, tuple((force, registers.area_name(places, force)) for force in forces), periods)
        write_shared(places, target)
        tasks = [
            StatementTask(str(places.root), str(target), plan.id, one, frame, run, fresh=request.fresh)
            for one in wanted
        ]
        made, faults = _follow(tasks, pool, log)
    (target / "index.html").write_text(index_page(frame, plan, made), encoding="utf-8")
    results_of(places, plan.id).tidy()
    if faults:
        reasons = "\n\n".join(faults)
        raise Refusal(f"{len(faults)} of {len(wanted)} statements failed; the others were made.\n\n{reasons}")
    return target / "index.html"


def write_shared(places: Places, target: Path) -> None:
    """Write what all pages share at the root of the site: styles, scripts, pictures."""
    static = target / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / STYLE_SHEET).write_text(joined_styles(places.root), encoding="utf-8")
    for script in SCRIPTS:
        shutil.copyfile(STATIC / script, static / script)
    for picture in PICTURES:
        shutil.copyfile(places.root / "book" / "_static" / picture, static / picture)


def _follow(
    tasks: Sequence[StatementTask], pool: Pool, log: TextIO
) -> tuple[dict[Statement, dict[str, str]], list[str]]:
    """Do the tasks and tell how far they are; the statuses of what was made, and the faults in order."""
    results: list[StatementResult] = []
    with tqdm(total=len(tasks), file=log, unit="statement", mininterval=PAUSES[log.isatty()]) as bar:
        for result in pool.results(tasks):
            results.append(result)
            bar.update()
    faults = {one.statement: one.fault for one in results if one.fault}
    kept = sum(not one.ran for one in results)
    log.write(f"{len(results)} of {len(tasks)}, {kept} kept from before, {len(faults)} failed\n")
    made = {one.statement: dict(one.statuses) for one in results if not one.fault}
    return made, [fault for _, fault in sorted(faults.items())]
