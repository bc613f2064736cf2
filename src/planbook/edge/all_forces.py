"""All forces and years in one command: a site of editions in numbers that shares its styles and scripts."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from planbook.core.periods import Period
from planbook.core.remaining import Remaining
from planbook.edge import holdings
from planbook.edge.force_editions import NOTEBOOK, TABLES, make_edition, wanted_editions
from planbook.edge.pools import cluster, in_turn, local
from planbook.edge.results import Results
from planbook.edge.snapshot import Snapshot, installed_packages, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from planbook.edge.force_editions import Made
    from planbook.edge.places import Places

__all__ = ["All", "Order", "make_all", "years_held"]

ASSETS = ("scheme.js", "favicon.svg")


@dataclass(frozen=True)
class Order:
    """Which forces (none: all) and years, how many at once (0: as many as cores), and where: here, or a scheduler."""

    years: tuple[Period, ...]
    forces: tuple[str, ...] = ()
    workers: int = 0
    scheduler: str = ""


@dataclass(frozen=True)
class All:
    """What was made: the site's folder, how many editions, and how many of them had to run."""

    site: Path
    editions: int
    ran: int


def make_all(places: Places, order: Order, tell: Callable[[str], None]) -> All:
    """Make every edition and the list of them; ``tell`` gets a line of progress after each.

    Results are kept as they come: after an interruption only what is missing runs.

    Raises:
        UnknownArea, NoPeriodData: a force or a year is not held; nothing has run.
        NoDask, NoCluster: the scheduler cannot be used.
        RunFailed: a notebook failed.
    """
    wanted, site = wanted_editions(places, order.forces, order.years), places.build / "forces"
    work = partial(make_edition, root=str(places.root), site=str(site), run=_run_word(places))
    left, made = Remaining(len(wanted), time.monotonic()), list["Made"]()
    where = cluster(order.scheduler) if order.scheduler else local(order.workers)
    with where as (pool, workers):
        for one in in_turn(pool, workers, work, wanted):
            made.append(one)
            left.add(time.monotonic())
            tell(left.line)
    _write_list(places, site, sorted(made, key=lambda one: (one.name, one.wanted.period)))
    Results(places.results, Snapshot(places.root)).tidy()
    return All(site, len(made), sum(one.ran for one in made))


def years_held(places: Places) -> tuple[Period, ...]:
    """The financial years with all four quarters and a year before them to compare with."""
    held = set(holdings.force_periods(places))
    first = min(Period.parse(period).plan_year.first.year for period in held)
    last = max(Period.parse(period).plan_year.first.year for period in held)
    years = (Period.financial_year(start) for start in range(first + 1, last + 1))
    return tuple(year for year in years if {quarter.canonical for quarter in year.quarters} <= held)


def _run_word(places: Places) -> str:
    """One word for what all editions are made from: the same word, the same snapshot of the project."""
    parts = [sha256(places.root / name) for name in (*TABLES, f"notebooks/{NOTEBOOK}")]
    return hashlib.sha256("\n".join((*parts, installed_packages())).encode()).hexdigest()


def _write_list(places: Places, site: Path, made: Iterable[Made]) -> None:
    """The page that lists all editions, their record, and what all pages share."""
    from planbook.site.finish import joined_styles
    from planbook.site.force_pages import forces_page

    listed = list(made)
    assets = site / "_static"
    assets.mkdir(parents=True, exist_ok=True)
    (assets / "planbook.css").write_text(joined_styles(places.root), encoding="utf-8")
    for name in ASSETS:
        shutil.copyfile(_asset(places, name), assets / name)
    shutil.copyfile(places.notebooks / NOTEBOOK, site / "numbers.ipynb")
    (site / "index.html").write_text(forces_page(listed), encoding="utf-8")
    record = [
        {"force": one.wanted.force, "period": one.wanted.period, "ledger": f"{one.wanted.address}/ledger.json"}
        for one in listed
    ]
    (site / "editions.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _asset(places: Places, name: str) -> Path:
    from planbook.site.face import STATIC

    own = places.root / "book" / "_static" / name
    return own if own.is_file() else STATIC / name
