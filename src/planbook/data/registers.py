"""Read the registers: plans, measures, cited values, areas, peers. TOML and CSV become records."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from planbook import Refusal
from planbook.data.house_form import read_table
from planbook.data.measures import Measure, Measures
from planbook.data.periods import BadPeriod, Period
from planbook.data.places import Places
from planbook.data.plan import ANY_FORCE, Defaults, Milestone, Outcome, Plan, PlanFile, Step
from planbook.data.values import nearest, records

COMMENTARY, SIGNOFF, REPORT = "commentary", "signoff", "report"  # folders of a plan


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
    """What the report of a plan printed, as rows: values that are cited, and all its statements.

    ``elsewhere`` are values that other bodies published. ``folder`` is where the tables stand, below the root.
    """

    folder: str
    values: tuple[Mapping[str, str], ...] = ()
    statements: tuple[Mapping[str, str], ...] = ()
    elsewhere: tuple[Mapping[str, str], ...] = ()


def published(places: Places, plan: Plan) -> Published:
    """The registers of what the report of a plan printed, and other bodies; empty where it has no report."""
    folder = places.plan(plan.id) / REPORT
    name = folder.relative_to(places.root).as_posix()
    if plan.report is None:
        return Published(name)
    return Published(name, *(rows_of(folder / f"{table}.csv") for table in ("cited", "report_claims", "elsewhere")))


def rows(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV table as texts; a table that stands as it was is read once."""
    stands = path.stat()
    return _rows(path, stands.st_mtime_ns, stands.st_size)


def rows_of(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a table that a plan may have; none where it is not there."""
    return rows(path) if path.is_file() else ()


@lru_cache(maxsize=64)
def _rows(path: Path, changed: int, size: int) -> tuple[Mapping[str, str], ...]:
    del changed, size  # a preview reads for days, and must see what an editor saved
    return read_table(path)


File = TypeVar("File", PlanFile, Defaults)


def _read_toml(places: Places, path: Path, kind: type[File]) -> File:
    name = path.relative_to(places.root).as_posix()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        raise Refusal(f"{name} is not there: write it, or restore it with git") from None
    except msgspec.DecodeError as error:
        raise Refusal(f"{name}: {str(error).replace('`$.', '`')}") from None


def defaults(places: Places) -> Defaults:
    """The plan, period and force that are built where a command names no other."""
    return _read_toml(places, places.plans / "default.toml", Defaults)


def plan_ids(places: Places) -> tuple[str, ...]:
    """The ids of the plans on record, which are the names of their folders."""
    return tuple(sorted(path.parent.name for path in places.plans.glob("*/plan.toml")))


def read_plan(places: Places, plan: str) -> Plan:
    """A plan from its folder, ``data/plans/<plan>``.

    Raises:
        Refusal: there is no such plan, or its ``plan.toml`` is not as it should be.
    """
    if plan not in (ids := plan_ids(places)):
        raise Refusal(f"plan {plan!r} is not in data/plans; nearest: {nearest(plan, ids)}; plans: {', '.join(ids)}")
    folder = places.plan(plan)
    file = _read_toml(places, folder / "plan.toml", PlanFile)
    outcomes = ({**row, "id": row["outcome"]} for row in rows(folder / "outcomes.csv"))
    milestones, steps = [], folder / "steps.csv"
    by_step = records(rows(steps), Step) if steps.is_file() else ()
    for row in rows(folder / "milestones.csv"):
        # Columns of a table are flat; the record keeps the three together.
        elsewhere = {name: row[f"elsewhere_{name}"] for name in ("body", "paper", "date")}
        own = tuple(step for step in by_step if step.milestone == row["milestone"])
        milestones.append({**row, "id": row["milestone"], "elsewhere": elsewhere, "steps": own})
    if file.report:
        _year(plan, "report.period", file.report.period)
    years = {
        "first_year": _year(plan, "first_year", file.first_year),
        "last_year": _year(plan, "last_year", file.last_year) if file.last_year else None,
    }
    register = {"id": plan, "outcomes": records(outcomes, Outcome), "milestones": records(milestones, Milestone)}
    return Plan(**{**msgspec.structs.asdict(file), **years, **register})


def _year(plan: str, key: str, text: str) -> Period:
    try:
        return Period.parse(text)
    except BadPeriod as error:
        raise Refusal(f"data/plans/{plan}/plan.toml: {key}: {error}") from None


def plan_for(places: Places, plan: str, period: Period, force: str) -> Register:
    """A plan as it stands to a force in a period: why it is not in force there, where it is not.

    Raises:
        Refusal: no body of the plan answers for the force.
    """
    read = read_plan(places, plan)
    check_force(places, read, force)
    year, reason = period.plan_year, ""
    if not read.runs_in(year):
        reason = (
            f"The plan for {year.label} is not in the register, so no target is applied; "
            f"the headings are those of the plan for {read.years_words}."
        )
    elif not any(body.covers(force) and body.holds_office(period) for body in read.bodies):
        reason = f"No body that made the plan held office in {period.label}, so no target is applied."
    return Register(replace(read, milestones=_with_positions(places, read, period, force)), reason)


def _with_positions(places: Places, plan: Plan, period: Period, force: str) -> tuple[Milestone, ...]:
    """The milestones of a plan with what is said of them at the end of a period; a sentence of another is not said."""
    said: dict[str, dict[str, str]] = {}
    for row in rows_of(places.plan(plan.id) / "positions.csv"):
        if (row["force"] or plan.only_force) == force:
            said.setdefault(row["milestone"], {})[row["period"]] = row["position"]
    # Of what is not held nothing is lacking but a figure: who holds it is said instead.
    silent = {one.id for one in plan.milestones if one.kind == "not_held" and one.id not in said}
    return tuple(
        one if one.id in silent else replace(one, position_note=_position(said.get(one.id, {}), period))
        for one in plan.milestones
    )


def _position(said: Mapping[str, str], period: Period) -> str:
    """The sentence for a period of those by period, or the one on any period; else that there is none, and the last."""
    dated = {Period.parse(name): text for name, text in said.items() if name}
    text = next((text for one, text in dated.items() if one.end == period.end), said.get("", ""))
    if text:
        return text
    last = max((one for one in dated if one.end < period.end), key=lambda one: one.end, default=None)
    before = f"; the last one is of {last.label}" if last else ""
    return f"No position for {period.label} is on record{before}."


def forces_of(places: Places, plan: Plan) -> tuple[str, ...]:
    """The forces that a plan is of, by their ids."""
    known = (row["area"] for row in rows(places.data / "measures" / "areas.csv") if row["kind"] == "force")
    return tuple(known) if ANY_FORCE in plan.forces else plan.forces


def check_force(places: Places, plan: Plan, force: str) -> None:
    """Refuse a force that no body of a plan answers for.

    Raises:
        Refusal: the forces of the plan are named, and the other plans.
    """
    forces = forces_of(places, plan)
    if force not in forces:
        others = ", ".join(one for one in plan_ids(places) if one != plan.id) or "none"
        raise Refusal(
            f"force {force!r} is not one of the plan {plan.id}; nearest: {nearest(force, forces)}; its forces: "
            f"{', '.join(forces)}; other plans: {others}"
        )


def measures(places: Places, plan: str = "") -> Measures:
    """The catalogue: the register of measures, then quantities that the report of a plan alone names."""
    by_id = {}
    for row in rows(places.data / "measures" / "measures.csv"):
        denominator = "households" if row["denominator"].startswith("households") else "population"
        own = {"id": row["measure"], "table": row["source_table"], "denominator": denominator}
        by_id[row["measure"]] = {**row, **own}
    report = rows_of(places.plan(plan) / REPORT / "measures.csv") if plan else ()
    others = (
        {**row, "id": row["measure"], "noun": row["label"].lower()} for row in report if row["measure"] not in by_id
    )
    return Measures(records((*by_id.values(), *others), Measure))


def peer_group(places: Places, plan: str, force: str, period: Period) -> tuple[str, ...]:
    """The forces that a plan compares ``force`` with in a period, itself first; alone where no group is held."""
    groups = rows_of(places.plan(plan) / "peers.csv")
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
    register = rows(places.data / "measures" / "inspections.csv")
    own = (row for row in register if row["force"] in {"", force})  # a national inspection names no force
    return " ".join(f"{row['sentence']} ({row['source']}.)" for row in own if _holds(row, period))


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


def commentary_folder(places: Places, plan: Plan, force: str, period: str) -> Path:
    """Where the commentary of a force and a period (its slug) stands: in a plan of many forces, a folder a force."""
    return places.plan(plan.id) / COMMENTARY / ("" if force == plan.only_force else force) / period


def parse_period(text: str) -> Period:
    """A period from a parameter; an empty text is refused with the form to use."""
    if not text:
        raise BadPeriod(text, "is empty", "Give one, such as FY2014-15")
    return Period.parse(text)
