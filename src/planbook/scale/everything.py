"""All editions of all forces as one site: hand the tasks out, follow them, write the pages that lead to them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from planbook.build.site import build_site
from planbook.data import registers
from planbook.data.available import areas, check_request
from planbook.data.forces import COUNTS
from planbook.data.periods import Period
from planbook.data.table_files import checked_data
from planbook.edge.capacity import notebooks_at_once
from planbook.edge.edition import Request, run_edition
from planbook.editions.publication import publication_of
from planbook.kernels.choice import warm_up
from planbook.notebook.numbers_markup import MEASURES
from planbook.scale.assets import place_full_edition, write_shared
from planbook.scale.cluster import DaskPool, dask_pool
from planbook.scale.local import LocalPool
from planbook.scale.page import Frame
from planbook.scale.pages import Row, force_page, index_page, row_of
from planbook.scale.progress import Progress
from planbook.scale.wanted import Wanted, wanted_editions, wanted_years
from planbook.scale.work import Work, store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from planbook.data.places import Places

__all__ = ["Asked", "EditionsFailed", "build_all"]


class EditionsFailed(RuntimeError):
    """Editions could not be made; the others were, and the pages that lead to them stand."""

    def __init__(self, faults: Sequence[str], total: int) -> None:
        listed = "\n\n".join(faults)
        super().__init__(f"{len(faults)} of {total} editions failed; the others were made.\n\n{listed}")


@dataclass(frozen=True)
class Asked:
    """What is asked for: forces (none for all), years, where to run, and whether kept results count."""

    forces: tuple[str, ...]
    years: str
    scheduler: str = ""
    workers: int = 0
    fresh: bool = False


def build_all(places: Places, asked: Asked, tell: Callable[[Progress], None]) -> Path:
    """Make every edition asked for and the pages that lead to them; ``tell`` hears of each that ends.

    Raises:
        DataProblems: a table is not as its schema says.
        BadYears, UnknownForces, NoPeriodData: what is asked for does not exist; nothing has run.
        NoDask, NoScheduler: the cluster cannot be used.
        EditionsFailed: notebooks failed; each fault is named, the other editions are there.
    """
    editions = _checked_editions(places, asked)
    target, run = places.build / "all", uuid4().hex
    with _pool(asked) as pool:
        checked_data(places.data)
        frame = _frame(places, editions)
        write_shared(places, target)
        full = _full_edition(places, editions)
        works = [_work(places, edition, frame, run, fresh=asked.fresh) for edition in editions if edition != full]
        faults = _followed(works, pool, tell)
    if full:
        place_full_edition(places.site, target, full.address)
    _lead(places, frame, target)
    store_of(places).keep_within_bound()
    if faults:
        raise EditionsFailed(faults, len(editions))
    return target / "index.html"


def _checked_editions(places: Places, asked: Asked) -> tuple[Wanted, ...]:
    """The editions asked for, each of a force and a year that are held."""
    editions = wanted_editions(asked.forces, asked.years, areas(places, COUNTS))
    for year in wanted_years(asked.years):
        check_request(places, Period.parse(year), editions[0].force, table=COUNTS)
    return editions


def _frame(places: Places, editions: Sequence[Wanted]) -> Frame:
    forces = sorted({edition.force for edition in editions})
    names = tuple((force, registers.area_name(places, force)) for force in forces)
    return Frame(publication_of(places).title, names, tuple(sorted({edition.period for edition in editions})))


def _work(places: Places, edition: Wanted, frame: Frame, run: str, *, fresh: bool) -> Work:
    return Work(str(places.root), str(places.build / "all"), edition, frame, run, fresh)


def _followed(works: Sequence[Work], pool: LocalPool | DaskPool, tell: Callable[[Progress], None]) -> list[str]:
    """Do the tasks, tell of each that ends, and return the faults in the order of editions."""
    faults: dict[Wanted, str] = {}
    progress = Progress(len(works), pool.width)
    for made in pool.made(works):
        progress.ended(made.seconds, ran=made.ran, failed=bool(made.fault))
        if made.fault:
            faults[made.wanted] = made.fault
        tell(progress)
    return [fault for _, fault in sorted(faults.items())]


@contextmanager
def _pool(asked: Asked) -> Iterator[LocalPool | DaskPool]:
    """Where the tasks are done. It is there before anything is written, and warms up while the tables are checked."""
    if asked.scheduler:
        with dask_pool(asked.scheduler) as pool:
            yield pool
    else:
        warm_up()
        yield LocalPool(notebooks_at_once(asked.workers))


def _full_edition(places: Places, editions: Sequence[Wanted]) -> Wanted | None:
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


def _standing(places: Places) -> Wanted | None:
    path = places.edition / "ledger.json"
    if not path.is_file():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))["edition"]
    return Wanted(record["force"], record["period"])


def _lead(places: Places, frame: Frame, target: Path) -> None:
    """Write the pages that lead to the editions, one force in memory at a time."""
    labels = {measure.id: measure.label for measure in registers.measures(places).all if measure.id in MEASURES}
    ordered = {name: labels[name] for name in MEASURES}
    rows: dict[str, dict[str, Row]] = {}
    for force, _ in frame.forces:
        found = (row_of(ledger) for ledger in sorted((target / force).glob("*/ledger.json")))
        held = {row.period: row for row in found if row.period in frame.years}
        (target / force).mkdir(exist_ok=True)
        (target / force / "index.html").write_text(force_page(frame, force, held, ordered), encoding="utf-8")
        rows[force] = {period: row.total for period, row in held.items()}
    (target / "index.html").write_text(index_page(frame, rows), encoding="utf-8")
