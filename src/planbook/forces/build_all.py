"""All editions of all forces as one site: hand the tasks out, follow them, write the pages that lead to them."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from planbook.build.site import build_site
from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, check_request, column_values
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.table_files import checked_data
from planbook.editions.citing import publication_of
from planbook.forces.force_years import ForceYear, force_years, parse_years
from planbook.forces.pages import TOTAL, Frame, force_page, index_page, year_row
from planbook.forces.pools import Pool, dask_pool, local_pool
from planbook.forces.progress import Progress
from planbook.forces.records import MEASURES
from planbook.forces.task import NOTEBOOK, EditionTask, results_of
from planbook.run.edition import Request, run_edition
from planbook.run.running import notebooks_at_once
from planbook.site.finish import STYLE_SHEET, joined_styles
from planbook.site.theme import STATIC

SCRIPTS = ("scheme.js", "frame.js")
PICTURES = ("favicon.svg", "wordmark-light.svg")


class EditionsFailed(RuntimeError):
    """Editions could not be made; the others were, and the pages that lead to them stand."""

    def __init__(self, faults: Sequence[str], total: int) -> None:
        listed = "\n\n".join(faults)
        super().__init__(f"{len(faults)} of {total} editions failed; the others were made.\n\n{listed}")


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
        BadYears, UnknownForces, NoPeriodData: what is asked for does not exist; nothing has run.
        NoDask, NoScheduler: the cluster cannot be used.
        EditionsFailed: notebooks failed; each fault is named, the other editions are there.
    """
    editions, target, run = _checked_editions(places, request), places.build / "all", uuid4().hex
    width = notebooks_at_once(request.workers)
    with dask_pool(request.scheduler) if request.scheduler else local_pool(width) as pool:
        checked_data(places.data)
        frame = _frame(places, editions)
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
        raise EditionsFailed(faults, len(editions))
    return target / "index.html"


def _checked_editions(places: Places, request: AllRequest) -> tuple[ForceYear, ...]:
    """The editions asked for, each of a force and a year that are held."""
    editions = force_years(request.forces, request.years, column_values(places, CRIME_BY_FORCE, "area"))
    for year in parse_years(request.years):
        check_request(places, Period.parse(year), editions[0].force, table=CRIME_BY_FORCE)
    return editions


def _frame(places: Places, editions: Sequence[ForceYear]) -> Frame:
    forces = sorted({edition.force for edition in editions})
    names = tuple((force, registers.area_name(places, force)) for force in forces)
    return Frame(publication_of(places).title, names, tuple(sorted({edition.period for edition in editions})))


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
    """The edition whose plan is in force, its ten notebooks run and its site built; None where there is none.

    Where another edition stands in ``book/edition``, it is somebody's work and stays: numbers are shown instead.
    """
    for edition in editions:
        period = Period.parse(edition.period)
        if edition.force == registers.PLAN_FORCE and registers.plan_for(places, period, edition.force).in_force:
            if _standing(places) not in {None, edition}:
                return None
            run_edition(places, Request(period, edition.force))
            build_site(places)
            return edition
    return None


def _standing(places: Places) -> ForceYear | None:
    path = places.edition / "ledger.json"
    if not path.is_file():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))["edition"]
    return ForceYear(record["force"], record["period"])


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
        ledgers = (path.read_bytes() for path in sorted((target / force).glob("*/ledger.json")))
        rows = [row for row in map(year_row, ledgers) if row.period in frame.years]
        rows.sort(key=lambda row: row.period)
        (target / force).mkdir(exist_ok=True)
        (target / force / "index.html").write_text(force_page(frame, force, rows, labels), encoding="utf-8")
        changes[force] = {row.period: row.changes.get(TOTAL, math.nan) for row in rows}
    (target / "index.html").write_text(index_page(frame, changes), encoding="utf-8")
