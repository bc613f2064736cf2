"""Read the registers: plans, measures, cited values, areas, peer groups. CSV rows become records."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planbook.claims.report_check import ReportClaim
from planbook.core.claims import Claim, split_display
from planbook.data.measures import Measure, Measures
from planbook.data.periods import BadPeriod, Period
from planbook.data.plan import Elsewhere, Milestone, Outcome, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.statistics.xmr import PhaseStart

__all__ = [
    "PLAN_FORCE",
    "NoPlan",
    "Register",
    "area_name",
    "cited_claims",
    "inspection_of",
    "measures",
    "parse_period",
    "peer_group",
    "phase_starts",
    "plan_for",
    "publishers",
    "read_plan",
    "report_claims",
    "rows",
    "source_of",
]


class NoPlan(LookupError):
    """No register of any plan year is held."""


PLAN_FORCE = "west_midlands"
"""The force whose plans the register holds."""


@dataclass(frozen=True)
class Register:
    """A plan, and why it is not in force (empty where it is): then its headings serve and its targets do not."""

    plan: Plan
    not_in_force: str = ""

    @property
    def in_force(self) -> bool:
        """Whether the plan's targets apply."""
        return not self.not_in_force


def rows(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV table as texts; a table that stands as it was is read once."""
    stands = path.stat()
    return _rows(path, stands.st_mtime_ns, stands.st_size)


@lru_cache(maxsize=64)
def _rows(path: Path, changed: int, size: int) -> tuple[Mapping[str, str], ...]:
    del changed, size
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def read_plan(folder: Path) -> Plan:
    """The register of one plan year from its folder, ``data/plan/2014-15``."""
    outcomes = tuple(
        Outcome(
            id=row["outcome"],
            position=int(row["position"]),
            title=row["title"],
            title_inferred=row["title_inferred"] == "true",
            notebook=row["notebook"],
            note=row["note"],
        )
        for row in rows(folder / "outcomes.csv")
    )
    milestones = tuple(_milestone(row) for row in rows(folder / "milestones.csv"))
    return Plan(Period.parse(f"FY{folder.name}"), outcomes, milestones)


def plan_for(places: Places, period: Period, force: str = PLAN_FORCE) -> Register:
    """The plan of the period's plan year, or the latest one held, with the reason why it is not in force."""
    held = {plan.year.canonical: plan for plan in map(read_plan, sorted((places.data / "plan").glob("*-*/")))}
    if not held:
        raise NoPlan("data/plan holds no register: add a folder such as data/plan/2014-15")
    wanted = period.plan_year
    plan = held.get(wanted.canonical, held[max(held)])
    if force != PLAN_FORCE:
        return Register(
            plan, f"No police and crime plan of {area_name(places, force)} is in the register, so no target is applied."
        )
    if wanted.canonical not in held:
        return Register(
            plan,
            f"The plan for {wanted.label} is not in the register, so no target is applied; "
            f"the headings are those of the plan for {plan.year.label}.",
        )
    return Register(plan)


def _milestone(row: Mapping[str, str]) -> Milestone:
    plain = (
        "outcome",
        "part_of",
        "title",
        "short_title",
        "kind",
        "owner",
        "measure",
        "direction",
        "aim",
        "baseline",
    )
    more = ("paragraphs", "supplier", "awaiting", "awaiting_since", "evidence", "position_note", "note")
    return Milestone(
        id=row["milestone"],
        target_pct=float(row["target_pct"]) if row["target_pct"] else None,
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        elsewhere=Elsewhere(row["elsewhere_body"], row["elsewhere_paper"], row["elsewhere_date"]),
        **{name: row[name] for name in (*plain, *more)},
    )


def measures(places: Places) -> Measures:
    """The catalogue: the register of measures, then quantities that the original report alone names."""
    held = [_measure(row) for row in rows(places.data / "measures" / "measures.csv")]
    ids = {measure.id for measure in held}
    published = rows(places.data / "published" / "measures.csv")
    return Measures((*held, *(_published_measure(row) for row in published if row["measure"] not in ids)))


def _measure(row: Mapping[str, str]) -> Measure:
    same = ("label", "noun", "unit", "definition", "direction", "group_table", "year_table")
    more = ("first_period", "last_period", "successor", "note")
    texts: dict[str, Any] = {name: row[name] for name in (*same, *more)}
    return Measure(
        id=row["measure"],
        table=row["source_table"],
        seasonal=row["seasonal"] == "true",
        denominator="households" if row["denominator"].startswith("households") else "population",
        **texts,
    )


def _published_measure(row: Mapping[str, str]) -> Measure:
    same: dict[str, Any] = {name: row[name] for name in ("label", "unit", "definition", "direction", "note")}
    empty: dict[str, Any] = dict.fromkeys(
        ("table", "group_table", "year_table", "first_period", "last_period", "successor"), ""
    )
    return Measure(id=row["measure"], noun=row["label"].lower(), **same, **empty)


def cited_claims(places: Places, plan: Plan) -> dict[str, list[Claim]]:
    """Cited values of the original report, by milestone or part; ``front`` holds those of its summary."""
    folder = places.data / "published"
    stated = {row["claim"]: row for row in rows(folder / "report_claims.csv")}
    known = {milestone.id: milestone.outcome for milestone in plan.milestones}
    cited: dict[str, list[Claim]] = {}
    for row in rows(folder / "cited.csv"):
        statement = stated[row["claim"]]
        milestone = statement["milestone"]
        claim = _cited(row, statement["statement"], milestone, known.get(milestone, ""))
        cited.setdefault(milestone, []).append(claim)
    return cited


def _cited(row: Mapping[str, str], label: str, milestone: str, outcome: str) -> Claim:
    number, unit = split_display(row["display"])
    return Claim(
        id=row["id"],
        label=label,
        value=float(row["value"]) if row["value"] else None,
        number=number,
        unit=unit,
        window=row["period"],
        outcome=outcome,
        milestone=milestone,
        method="Cited as published in the original report; not computed here.",
        inputs=(),
        status="published",
        source=f"data/published/cited.csv, {row['claim']}",
        reason=row["note"],
        paragraph=row["paragraph"],
    )


def report_claims(places: Places) -> tuple[ReportClaim, ...]:
    """The statements of the original report, in its order."""
    folder = places.data / "published"
    shown = {row["id"]: row["display"] for row in rows(folder / "cited.csv")}
    return tuple(
        ReportClaim(
            claim=row["claim"],
            paragraph=row["paragraph"],
            milestone=row["milestone"],
            measure=row["measure"],
            statement=row["statement"],
            kind=row["kind"],
            value=_number(row["value"]),
            published=shown.get(row["cited_id"], ""),
            recomputed_id=row["recomputed_id"],
            note=row["finding_note"],
        )
        for row in rows(folder / "report_claims.csv")
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def peer_group(places: Places, force: str, period: Period) -> tuple[str, ...]:
    """The forces most similar to ``force`` in a period, itself first; alone where no group is held."""
    peers = {
        row["peer"]
        for row in rows(places.data / "measures" / "peer_groups.csv")
        if row["force"] == force and _holds(row, period)
    }
    return (force, *sorted(peers - {force}))


def _holds(row: Mapping[str, str], period: Period) -> bool:
    first, last = (
        Period.parse(row["valid_from"]),
        Period.parse(row["valid_to"]) if row["valid_to"] else period,
    )
    return first.first <= period.last <= last.last


def area_name(places: Places, area: str) -> str:
    """The name of an area as readers know it."""
    return next(row["name"] for row in rows(places.data / "measures" / "areas.csv") if row["area"] == area)


def phase_starts(places: Places, measure: str, area: str) -> tuple[PhaseStart, ...]:
    """Declared phases of a series, and the breaks of definition that force one, in order."""
    from planbook.data.periods import quarter_of
    from planbook.statistics.xmr import PhaseStart

    folder = places.data / "measures"
    declared = [
        PhaseStart(quarter_of(row["start"]), row["reason"])
        for row in rows(folder / "phases.csv")
        if (row["measure"], row["area"]) == (measure, area)
    ]
    forced = [
        PhaseStart(quarter_of(row["period"]), row["change"], forced=True)
        for row in rows(folder / "breaks.csv")
        if row["measure"] == measure and row["comparable"] == "false"
    ]
    return tuple(sorted((*declared, *forced), key=lambda start: start.start))


def inspection_of(places: Places, force: str, period: Period) -> str:
    """What inspections found of the force's recording of crime in the quarters of a period; empty if nothing."""
    if force != PLAN_FORCE:
        return ""
    found = [
        f"{row['sentence']} ({row['source']}.)"
        for row in rows(places.data / "measures" / "inspections.csv")
        if _holds(row, period)
    ]
    return " ".join(found)


def source_of(places: Places, table: str) -> str:
    """Who published a table and when: ``Home Office, release of about April 2026``; empty without one."""
    if not table:
        return ""
    path = places.data / "series" / f"{table}.provenance.json"
    provenance = json.loads(path.read_text(encoding="utf-8"))
    return f"{provenance['publisher']}, {provenance['title']}. {provenance['release']}"


def publishers(places: Places) -> dict[str, str]:
    """Who published each table of series and when, by the table's name, in order."""
    names = (path.name.removesuffix(".provenance.json") for path in (places.data / "series").glob("*.provenance.json"))
    return {name: source_of(places, name) for name in sorted(names)}


def parse_period(text: str) -> Period:
    """A period from a parameter; an empty text is refused with the form to use."""
    if not text:
        raise BadPeriod(text, "is empty", "Give one, such as FY2014-15")
    return Period.parse(text)
