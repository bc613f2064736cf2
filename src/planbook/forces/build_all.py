"""All editions of all forces as one site: hand out tasks, tell how far they are, write the pages that lead there."""

from __future__ import annotations

import json
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
from planbook.build.site import build_site
from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, check_request, column_values
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.table_files import checked_data
from planbook.editions.citing import publication_of
from planbook.forces.force_years import MEASURES, ForceYear, force_years, parse_years
from planbook.forces.pages import TOTAL, Frame, force_page, index_page, year_row
from planbook.forces.tasks import NOTEBOOK, EditionTask, Pool, dask_pool, local_pool, results_of
from planbook.run.edition import Request, run_edition
from planbook.run.running import notebooks_at_once
from planbook.site.finish import STYLE_SHEET, joined_styles
from planbook.site.theme import STATIC

SCRIPTS = ("scheme.js", "frame.js")
PICTURES = ("favicon.svg", "wordmark-light.svg")


@dataclass(frozen=True)
class AllRequest:
    """What is asked for: forces (none for all), years, where to run, and whether to run what is kept again."""

    forces: tuple[str, ...]
    years: str
    scheduler: str = ""
    workers: int = 0
    fresh: bool = False


def build_all(places: Places, request: AllRequest, tell: Callable[[Progress], None]) -> Path:
    """Make every edition asked for and the pages that lead to them; ``tell`` hears of each that ends.

    Raises:
        DataProblems: a table is not as its schema says.
        Refusal: what is asked for does not exist, or the cluster cannot be used; or notebooks failed: each fault is
            named, and the other editions are there.
    """
    editions = force_years(request.forces, request.years, column_values(places, CRIME_BY_FORCE, "area"))
    for year in parse_years(request.years):
        check_request(places, Period.parse(year), editions[0].force)
    target, run, width = places.build / "all", uuid4().hex, notebooks_at_once(request.workers)
    with dask_pool(request.scheduler) if request.scheduler else local_pool(width) as pool:
        # After the pool, so that kernels import their libraries while the tables are checked.
        checked_data(places.data)
        names = {edition.force: registers.area_name(places, edition.force) for edition in editions}
        years = tuple(sorted({edition.period for edition in editions}))
        frame = Frame(publication_of(places).title, tuple(sorted(names.items())), years)
        write_shared(places, target)
        full = _full_edition(places, editions)
        tasks = [
            EditionTask(str(places.root), str(target), edition, frame, run, fresh=request.fresh)
            for edition in editions
            if edition != full
        ]
        faults = _follow(tasks, pool, tell)
    if full:
        # The site goes there whole: with its own styles and search it also works from there.
        shutil.rmtree(target / full.address, ignore_errors=True)
        shutil.copytree(places.site, target / full.address)
    _write_leading_pages(places, frame, target)
    results_of(places).tidy()
    if faults:
        reasons = "\n\n".join(faults)
        raise Refusal(f"{len(faults)} of {len(editions)} editions failed; the others were made.\n\n{reasons}")
    return target / "index.html"


def write_shared(places: Places, target: Path) -> None:
    """Write what all pages share at the root of the site: styles, scripts, pictures, the notebook as written."""
    static = target / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / STYLE_SHEET).write_text(joined_styles(places.root), encoding="utf-8")
    for script in SCRIPTS:
        shutil.copyfile(STATIC / script, static / script)
    for picture in PICTURES:
        shutil.copyfile(places.root / "book" / "_static" / picture, static / picture)
    shutil.copyfile(places.root / NOTEBOOK, target / "numbers.ipynb")


def _full_edition(places: Places, editions: Sequence[ForceYear]) -> ForceYear | None:
    """The edition whose plan is in force, its notebooks run and its site built; None where there is none."""
    default = registers.defaults(places).plan
    plan = registers.read_plan(places, default)
    for edition in editions:
        period = Period.parse(edition.period)
        if plan.covers(edition.force) and registers.plan_for(places, default, period, edition.force).in_force:
            ledger = places.edition / "ledger.json"
            if ledger.is_file():
                record = json.loads(ledger.read_text(encoding="utf-8"))["edition"]
                # Another edition that stands there is somebody's work: it stays, and numbers are shown instead.
                if edition != ForceYear(record["force"], record["period"]):
                    return None
            run_edition(places, Request(default, period, edition.force))
            build_site(places)
            return edition
    return None


def _follow(tasks: Sequence[EditionTask], pool: Pool, tell: Callable[[Progress], None]) -> list[str]:
    """Do the tasks, tell of each that ends, and return the faults in the order of editions."""
    faults: dict[ForceYear, str] = {}
    progress = Progress(len(tasks), pool.width())
    for result in pool.results(tasks):
        progress.add(result.seconds, ran=result.ran, failed=bool(result.fault))
        if result.fault:
            faults[result.force_year] = result.fault
        tell(progress)
    return [fault for _, fault in sorted(faults.items())]


def _write_leading_pages(places: Places, frame: Frame, target: Path) -> None:
    """Write the pages that lead to the editions, one force in memory at a time."""
    catalogue = registers.measures(places)
    labels = {name: catalogue[name].label for name in MEASURES}
    changes: dict[str, dict[str, float]] = {}
    for force, _ in frame.forces:
        # From the files, not from this run: years that were made before stay on the page.
        ledgers = (path.read_bytes() for path in sorted((target / force).glob("*/ledger.json")))
        rows = [row for row in map(year_row, ledgers) if row.period in frame.years]
        rows.sort(key=lambda row: row.period)
        (target / force).mkdir(exist_ok=True)
        (target / force / "index.html").write_text(force_page(frame, force, rows, labels), encoding="utf-8")
        changes[force] = {row.period: row.changes.get(TOTAL, math.nan) for row in rows}
    (target / "index.html").write_text(index_page(frame, changes), encoding="utf-8")


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
