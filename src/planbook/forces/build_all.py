"""The statements of all forces as one site: hand out tasks, tell how far they are, write the page that leads there."""

from __future__ import annotations

import math
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TextIO
from uuid import uuid4

from planbook import Refusal
from planbook.data import registers
from planbook.data.available import available_periods, check_request
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.table_files import checked_data
from planbook.forces.pages import Frame, index_page
from planbook.forces.statements import Statement, parse_periods, plan_of_all_forces, statements
from planbook.forces.tasks import Pool, StatementTask, dask_pool, local_pool, results_of
from planbook.run.edition import Request, tasks_of
from planbook.run.register_rules import check_register
from planbook.run.running import check_parameters, notebooks_at_once
from planbook.site.finish import STYLE_SHEET, joined_styles
from planbook.site.theme import STATIC

SCRIPTS = ("scheme.js", "frame.js")
PICTURES = ("favicon.svg", "wordmark-light.svg")


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


def build_all(places: Places, request: AllRequest, tell: Callable[[Progress], None]) -> Path:
    """Make every statement asked for and the page that leads to them; ``tell`` hears of each that ends.

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
    check_register(places, plan.id)
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
        made, faults = _follow(tasks, pool, tell)
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
    tasks: Sequence[StatementTask], pool: Pool, tell: Callable[[Progress], None]
) -> tuple[dict[Statement, dict[str, str]], list[str]]:
    """Do the tasks and tell of each that ends; the statuses of what was made, and the faults in order."""
    made: dict[Statement, dict[str, str]] = {}
    faults: dict[Statement, str] = {}
    progress = Progress(len(tasks), pool.width())
    for result in pool.results(tasks):
        progress.add(result.seconds, ran=result.ran, failed=bool(result.fault))
        if result.fault:
            faults[result.statement] = result.fault
        else:
            made[result.statement] = dict(result.statuses)
        tell(progress)
    return made, [fault for _, fault in sorted(faults.items())]


# Tasks that the estimate is taken from: enough for a steady median, few enough to follow the load of the machine.
RECENT = 40
FEWEST = 5  # tasks that must have run before an estimate is worth telling
# Seconds between two lines in a log, and between two changes of the line on a terminal.
BETWEEN_LINES, BETWEEN_CHANGES = 30.0, 0.5


@dataclass
class Progress:
    """Counts of what is done, and the seconds that each of the last tasks that ran took.

    ``width`` is how many tasks run at once.
    """

    total: int
    width: int
    done: int = 0
    ran: int = 0
    failed: int = 0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def add(self, seconds: float, *, ran: bool, failed: bool = False) -> None:
        """Count a task that has ended after so many seconds."""
        self.done += 1
        self.ran += ran
        self.failed += failed
        # A kept result costs next to nothing: counted, it would promise a rest that takes no time.
        if ran:
            self.recent.append(seconds)

    @property
    def remaining(self) -> float | None:
        """Seconds until the end: median of the last tasks times tasks left, over tasks side by side; or not known."""
        if len(self.recent) < min(FEWEST, self.total):
            return None
        return median(self.recent) * (self.total - self.done) / max(1, self.width)

    @property
    def words(self) -> str:
        """Where the run stands, on one line."""
        reused, left = self.done - self.ran, self.remaining
        parts = [f"{self.done} of {self.total}"]
        if reused:
            parts.append(f"{reused} kept from before")
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.done < self.total:
            parts.append("time left not known yet" if left is None else f"about {duration_words(left)} left")
        return ", ".join(parts)


def duration_words(seconds: float) -> str:
    """A stretch of time as coarse as an estimate is: ``40 seconds``, ``3 minutes``, ``1 hour 20 minutes``."""
    minutes = round(seconds / 60)
    if seconds < 60:
        amounts = {"second": max(5, 5 * round(seconds / 5))}
    elif seconds < 3600:
        amounts = {"minute": minutes}
    else:
        hours, rest = divmod(10 * round(minutes / 10), 60)
        amounts = {"hour": hours, "minute": rest}
    return " ".join(f"{amount} {noun}{'' if amount == 1 else 's'}" for noun, amount in amounts.items() if amount)


class ProgressLine:
    """Writes progress: one line that changes on a terminal, a line now and then in a log."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.terminal = out.isatty()
        self.written = -math.inf

    def write(self, progress: Progress) -> None:
        """Say where the run stands, unless that was just said; the end is always said."""
        pause = BETWEEN_CHANGES if self.terminal else BETWEEN_LINES
        if progress.done == progress.total or monotonic() - self.written >= pause:
            self.written = monotonic()
            self.out.write(f"\r\x1b[K{progress.words}" if self.terminal else f"{progress.words}\n")
            self.out.flush()

    def close(self) -> None:
        """End the line on a terminal."""
        if self.terminal and self.written > -math.inf:
            self.out.write("\n")
