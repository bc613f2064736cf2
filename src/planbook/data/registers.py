"""Read the registers: plans, measures, cited values, areas, peer groups. CSV rows become records."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from planbook import Refusal
from planbook.data.measures import Measure, Measures
from planbook.data.periods import BadPeriod, Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Outcome, Plan, Step
from planbook.data.values import records

PLAN_FORCE = "west_midlands"  # the force whose plans the register holds


@dataclass(frozen=True)
class Register:
    """A plan, and why it is not in force (empty where it is): then its headings serve and its targets do not."""

    plan: Plan
    not_in_force: str = ""

    @property
    def in_force(self) -> bool:
        """Whether the plan's targets apply."""
        return not self.not_in_force


@dataclass(frozen=True)
class Published:
    """What the original report printed, as rows: values that are cited, and all its statements.

    ``elsewhere`` are values that other bodies published.
    """

    values: tuple[Mapping[str, str], ...]
    statements: tuple[Mapping[str, str], ...]
    elsewhere: tuple[Mapping[str, str], ...] = ()


def published(places: Places) -> Published:
    """The registers of what the original report printed, and other bodies."""
    folder = places.data / "published"
    return Published(*(rows(folder / f"{name}.csv") for name in ("cited", "report_claims", "elsewhere")))


def rows(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV table as texts; a table that stands as it was is read once."""
    stands = path.stat()
    return _rows(path, stands.st_mtime_ns, stands.st_size)


@lru_cache(maxsize=64)
def _rows(path: Path, changed: int, size: int) -> tuple[Mapping[str, str], ...]:
    del changed, size  # a preview reads for days, and must see what an editor saved
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def read_plan(folder: Path) -> Plan:
    """The register of one plan year from its folder, ``data/plan/2014-15``."""
    outcomes = ({**row, "id": row["outcome"]} for row in rows(folder / "outcomes.csv"))
    milestones, steps = [], folder / "steps.csv"
    by_step = records(rows(steps), Step) if steps.is_file() else ()
    for row in rows(folder / "milestones.csv"):
        # Columns of a table are flat; the record keeps the three together.
        elsewhere = {name: row[f"elsewhere_{name}"] for name in ("body", "paper", "date")}
        own = tuple(step for step in by_step if step.milestone == row["milestone"])
        milestones.append({**row, "id": row["milestone"], "elsewhere": elsewhere, "steps": own})
    return Plan(Period.parse(f"FY{folder.name}"), records(outcomes, Outcome), records(milestones, Milestone))


def plan_for(places: Places, period: Period, force: str = PLAN_FORCE) -> Register:
    """The plan of the period's plan year, or the latest one held, with the reason why it is not in force."""
    plans = {plan.year.canonical: plan for plan in map(read_plan, sorted((places.data / "plan").glob("*-*/")))}
    if not plans:
        raise Refusal("data/plan holds no register: add a folder such as data/plan/2014-15")
    year, reason = period.plan_year, ""
    plan = plans.get(year.canonical, plans[max(plans)])
    if force != PLAN_FORCE:
        name = area_name(places, force)
        reason = f"No police and crime plan of {name} is in the register, so no target is applied."
    elif year.canonical not in plans:
        reason = (
            f"The plan for {year.label} is not in the register, so no target is applied; "
            f"the headings are those of the plan for {plan.year.label}."
        )
    return Register(plan, reason)


def measures(places: Places) -> Measures:
    """The catalogue: the register of measures, then quantities that the original report alone names."""
    by_id = {}
    for row in rows(places.data / "measures" / "measures.csv"):
        denominator = "households" if row["denominator"].startswith("households") else "population"
        own = {"id": row["measure"], "table": row["source_table"], "denominator": denominator}
        by_id[row["measure"]] = {**row, **own}
    report = rows(places.data / "published" / "measures.csv")
    others = (
        {**row, "id": row["measure"], "noun": row["label"].lower()} for row in report if row["measure"] not in by_id
    )
    return Measures(records((*by_id.values(), *others), Measure))


def peer_group(places: Places, force: str, period: Period) -> tuple[str, ...]:
    """The forces most similar to ``force`` in a period, itself first; alone where no group is held."""
    groups = rows(places.data / "measures" / "peer_groups.csv")
    peers = {row["peer"] for row in groups if row["force"] == force and _holds(row, period)}
    return (force, *sorted(peers - {force}))  # by name: their order must not look like a ranking


def _holds(row: Mapping[str, str], period: Period) -> bool:
    first = Period.parse(row["valid_from"])
    last = Period.parse(row["valid_to"]) if row["valid_to"] else period
    return first.first <= period.last <= last.last


def area_name(places: Places, area: str) -> str:
    """The name of an area as readers know it."""
    return next(row["name"] for row in rows(places.data / "measures" / "areas.csv") if row["area"] == area)


def inspection_of(places: Places, force: str, period: Period) -> str:
    """What inspections found of the force's recording of crime in the quarters of a period; empty if nothing."""
    register = rows(places.data / "measures" / "inspections.csv") if force == PLAN_FORCE else ()
    return " ".join(f"{row['sentence']} ({row['source']}.)" for row in register if _holds(row, period))


def source_of(places: Places, table: str) -> str:
    """Who published a table and when: ``Home Office, release of about April 2026``; empty without one."""
    if not table:
        return ""
    provenance = json.loads((places.data / "series" / f"{table}.provenance.json").read_text(encoding="utf-8"))
    return f"{provenance['publisher']}, {provenance['title']}. {provenance['release']}"


def publishers(places: Places) -> dict[str, str]:
    """Who published each table of series and when, by the table's name, in order."""
    names = (path.name.removesuffix(".provenance.json") for path in (places.data / "series").glob("*.provenance.json"))
    return {name: source_of(places, name) for name in sorted(names)}


def commentary_folder(data: Path, force: str, period: str) -> Path:
    """Where the commentary of a force and a period (its slug) stands; another force has a folder of its own."""
    return data / "commentary" / ("" if force == PLAN_FORCE else force) / period


def parse_period(text: str) -> Period:
    """A period from a parameter; an empty text is refused with the form to use."""
    if not text:
        raise BadPeriod(text, "is empty", "Give one, such as FY2014-15")
    return Period.parse(text)
