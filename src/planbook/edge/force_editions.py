"""An edition in numbers of one force and period: run its notebook, or take its result, and write page and ledger.

One call makes one edition and leaves nothing behind in memory, so it can be a task of a pool or of a cluster.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from planbook import __version__
from planbook.core.ledger import Edition, Ledger, collect
from planbook.core.pages import settled
from planbook.core.periods import Period
from planbook.edge import holdings, registers
from planbook.edge.edition import FIGURE_PACKAGES
from planbook.edge.places import Places
from planbook.edge.results import UNBOUND, Results
from planbook.edge.running import Task, run_tasks
from planbook.edge.snapshot import Snapshot, sha256

__all__ = ["Made", "Wanted", "make_edition", "wanted_editions"]

NOTEBOOK = "forces/numbers.ipynb"
TABLES = ("data/series/recorded_crime_by_force.csv", "data/series/denominators_by_force.csv")


@dataclass(frozen=True)
class Wanted:
    """An edition to make: force, canonical period, and where it goes below the site of all forces."""

    force: str
    period: str

    @property
    def address(self) -> str:
        """``merseyside/fy2014-15``: the folder of the edition."""
        return f"{self.force}/{Period.parse(self.period).slug}"


@dataclass(frozen=True)
class Made:
    """What the list of all editions says of one: total recorded crime, its change, and whether the notebook ran."""

    wanted: Wanted
    name: str
    label: str
    total: str
    change: str
    word: str
    ran: bool


def wanted_editions(places: Places, forces: tuple[str, ...], years: tuple[Period, ...]) -> tuple[Wanted, ...]:
    """Every force in every year, by force and then by year; all forces where none is named.

    Raises:
        UnknownArea, NoPeriodData: a force or a year is not held; nothing has run.
    """
    chosen = forces or holdings.all_forces(places)
    for force in chosen:
        for year in years:
            holdings.check_force(places, year, force)
    return tuple(Wanted(force, year.canonical) for force in chosen for year in years)


def make_edition(wanted: Wanted, root: str, site: str, run: str) -> Made:
    """Make one edition below ``site``; ``run`` is one word for all calls of one command.

    Raises:
        RunFailed: the notebook failed; cell, source and message are told.
    """
    places = Places(Path(root))
    results = Results(places.results, _snapshot(root, run), UNBOUND)
    notebook, ran = _notebook(places, results, wanted)
    ledger = collect(_edition(places, wanted), [(NOTEBOOK, notebook)])
    _write(Path(site) / wanted.address, ledger)
    return _summary(wanted, ledger, ran=ran)


@lru_cache(maxsize=1)
def _snapshot(root: str, run: str) -> Snapshot:
    """What stands on disk, looked at once for all editions of one command."""
    del run
    return Snapshot(Path(root))


def _notebook(places: Places, results: Results, wanted: Wanted) -> tuple[dict[str, Any], bool]:
    """The settled notebook of an edition, and whether it had to run."""
    source = places.notebooks / NOTEBOOK
    parameters = {"period": wanted.period, "as_at": "", "force": wanted.force}
    key = results.key(source, parameters)
    if (kept := results.find(key)) is not None:
        return kept, False
    runs = places.build / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=runs) as folder:
        task = Task(f"{wanted.force} {wanted.period}", source, Path(folder) / "numbers.ipynb", parameters)
        run_tasks([task], places.root, 1)
        notebook = settled(json.loads(task.target.read_text(encoding="utf-8")))
        results.keep(key, task.notes.read_text(encoding="utf-8"), notebook)
    return notebook, True


@lru_cache(maxsize=4)
def _shared(root: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What every edition records alike: hashes of tables and notebook, versions of packages."""
    return {
        "data": tuple((name, sha256(Path(root) / name)) for name in TABLES),
        "notebooks": ((f"notebooks/{NOTEBOOK}", sha256(Path(root) / "notebooks" / NOTEBOOK)),),
        "packages": tuple((name, metadata.version(name)) for name in FIGURE_PACKAGES),
    }


def _edition(places: Places, wanted: Wanted) -> Edition:
    period = Period.parse(wanted.period)
    return Edition(
        period=period.canonical,
        label=period.label,
        long_label=period.long_label,
        as_at="",
        force=wanted.force,
        force_name=registers.area_name(places, wanted.force),
        plan_year=period.plan_year.label,
        plan_in_force=False,
        version=__version__,
        **_shared(str(places.root)),
    )


def _write(folder: Path, ledger: Ledger) -> None:
    from planbook.site.force_pages import force_page

    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(ledger.as_record(), indent=1, ensure_ascii=False) + "\n"
    (folder / "ledger.json").write_text(record, encoding="utf-8")
    (folder / "index.html").write_text(force_page(ledger), encoding="utf-8")


def _summary(wanted: Wanted, ledger: Ledger, *, ran: bool) -> Made:
    shown = {claim.id: claim.display for claim in ledger.claims}
    words = {verdict["measure"]: str(verdict["word"]) for verdict in ledger.verdicts if verdict["verdict"] != "level"}
    total = "total_recorded_crime"
    return Made(
        wanted=wanted,
        name=ledger.edition.force_name,
        label=ledger.edition.label,
        total=shown.get(f"{total}.count", ""),
        change=shown.get(f"{total}.change_pct", ""),
        word=words.get(total, ""),
        ran=ran,
    )
