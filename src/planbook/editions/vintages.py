"""Figures that two releases give, why they differ, and the milestones judged on each vintage.

All milestones are judged by one rule and with one dispersion, that of the edition's own series, so that where two
judgements differ the figures alone are the cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from planbook.claims.judging import YearCounts, implied_counts, judged_on
from planbook.claims.ledger import Ledger
from planbook.claims.revisions import Entry, Revision
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.available import BY_YEAR, CRIME_BY_FORCE, column_values
from planbook.data.measures import Measures
from planbook.data.periods import Period, date_words
from planbook.data.places import Places
from planbook.data.plan import Milestone, Plan
from planbook.data.rows_behind import Observation
from planbook.data.values import records

EARLIER = (BY_YEAR, "recorded_crime_quarters_2017_18", "recorded_crime_year_ending_september")
"""Tables whose figures a later release gave again."""
TODAY = ("recorded_crime_by_subgroup", "recorded_crime_by_measure")
"""The most detailed tables of today's counts; a force that they lack stands in the table of all forces."""


def _rows(data: Path, table: str, area: str) -> list[Observation]:
    """The rows of an area in their latest vintage, in order of measure and period."""
    return [
        row
        for (held, _), own in series.by_series(data / "series" / f"{table}.csv").items()
        for row in own
        if held == area
    ]


@dataclass(frozen=True)
class _Today:
    """Today's counts by measure and quarter, the subgroups of each measure, and the month of their release."""

    counts: dict[tuple[str, str], float]
    parts: dict[str, list[str]]
    vintage: str

    def value(self, measure: str, period: Period) -> float | None:
        """The count of a period, None where a quarter of it is not in the table."""
        # A count that the publisher gives is not added up again from subgroups.
        names = [measure] if (measure, period.quarters[0].canonical) in self.counts else self.parts.get(measure, [])
        # A year with a quarter missing would look like a fall, so it has no count.
        quarters = [
            [self.counts[name, quarter.canonical] for name in names if (name, quarter.canonical) in self.counts]
            for quarter in period.quarters
        ]
        return sum(map(sum, quarters)) if all(quarters) else None


# The pages of revisions ask for the same area several times, and each time costs a pass over all rows.
@lru_cache(maxsize=4)
def _today(data: Path, area: str) -> _Today:
    rows = [row for table in TODAY for row in _rows(data, table, area)] or _rows(data, CRIME_BY_FORCE, area)
    subgroups = registers.rows(data / "measures" / "subgroups.csv")
    parts: dict[str, list[str]] = {"total_recorded_crime": [row["subgroup"] for row in subgroups]}
    for row in subgroups:
        for name in {row["measure"], row["offence_group"]} - {"", row["subgroup"]}:
            parts.setdefault(name, []).append(row["subgroup"])
    counts = {(row.measure, row.period): row.value for row in rows}
    return _Today(counts, parts, max(row.vintage for row in rows))


@lru_cache(maxsize=4)
def revisions_of(places: Places, area: str) -> tuple[Revision, ...]:
    """Every figure of an area that two releases give, by table, measure and period; equal ones too."""
    today, subgroups = _today(places.data, area), registers.rows(places.data / "measures" / "subgroups.csv")
    labels = {row["offence_group"]: row["offence_group_name"] for row in subgroups}
    labels |= {row["subgroup"]: row["name"] for row in subgroups}
    labels |= {measure.id: measure.label for measure in registers.measures(places).all}
    revisions = []
    for table in EARLIER:
        for row in _rows(places.data, table, area):
            revised = today.value(row.measure, Period.parse(row.period))
            if revised is not None:
                label = labels.get(row.measure, row.measure.replace("_", " ").capitalize())
                figures = (row.value, revised, row.vintage, today.vintage)
                revisions.append(Revision(row.measure, label, row.period, *figures))
    return tuple(revisions)


def release_today(places: Places, area: str) -> str:
    """The month of the release that today's counts are of, such as ``2026-04``."""
    return _today(places.data, area).vintage


def years_as_known(places: Places, area: str) -> dict[str, dict[str, float]]:
    """Counts by measure and financial year as the earlier annual table gives them."""
    years: dict[str, dict[str, float]] = {}
    for row in _rows(places.data, BY_YEAR, area):
        years.setdefault(row.measure, {})[row.period] = row.value
    return years


def revision_entries(places: Places) -> tuple[Entry, ...]:
    """The register of revisions, in its order."""
    rows = (
        {
            "id": row["revision"],
            "measures": row["measures"].split(),
            "first": row["first_period"],
            "last": row["last_period"],
            "when": date_words(row["release"]),
            **{name: row[name] for name in ("kind", "what", "why", "source")},
        }
        for row in registers.rows(places.data / "measures" / "revisions.csv")
    )
    return records(rows, Entry)


@dataclass(frozen=True)
class Standing:
    """A milestone on each clock, None where that clock has no figures for it."""

    milestone: Milestone
    on: tuple[MilestoneStatus | None, ...]
    counts: tuple[YearCounts | None, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The status words that the clocks give, each once, in their order."""
        return tuple(dict.fromkeys(status.word for status in self.on if status))

    @property
    def changes(self) -> bool:
        """Whether two clocks give it two statuses."""
        return len(self.words) > 1


@dataclass(frozen=True)
class Standings:
    """The clocks by name, and each milestone on them."""

    clocks: tuple[str, ...]
    rows: tuple[Standing, ...]


def standings(places: Places, plan: Plan, measures: Measures, ledger: Ledger, period: Period) -> Standings:
    """The milestones with a series, judged on each vintage; none where the plan is not in force or not for a year."""
    area = ledger.edition.force
    tabled = column_values(places, BY_YEAR, "vintage")[-1]
    clocks = ("As printed", date_words(tabled), date_words(release_today(places, area)))
    if not (ledger.edition.plan_in_force and period.whole_year):
        return Standings(clocks, ())
    rows = []
    for milestone in plan.milestones:
        if milestone.evidence == "series" and milestone.kind in {"numeric_target", "direction_only"}:
            measure, vintages = measures[milestone.measure], _counts(places, ledger, milestone, period)
            statuses = (judged_on(milestone, measure, counts, period) if counts else None for counts in vintages)
            rows.append(Standing(milestone, tuple(statuses), vintages))
    return Standings(clocks, tuple(rows))


def _counts(places: Places, ledger: Ledger, milestone: Milestone, period: Period) -> tuple[YearCounts | None, ...]:
    """What a milestone is judged on in each vintage: as printed, as tabled later, as of today."""
    area, name, before = ledger.edition.force, milestone.measure, period.against(milestone.baseline)
    windows = (period, before)
    years, today = years_as_known(places, area).get(name, {}), _today(places.data, area)
    # The report prints changes, and no place among years: a promise to be the lowest cannot be judged on them.
    alone = milestone.target_kind == "lowest_on_record" or milestone.baseline
    printed = None if alone else _printed(ledger, name)
    vintages = [printed]
    for count, baseline in ([years.get(one.canonical) for one in windows], [today.value(name, one) for one in windows]):
        vintages.append(None if count is None or baseline is None else YearCounts(count, baseline))
    spread = next((claim.value for claim in ledger.claims if claim.id == f"{name}.dispersion"), None)
    freedom = next((claim.value for claim in ledger.claims if claim.id == f"{name}.degrees_of_freedom"), None)
    noise = spread, freedom
    return tuple(_completed(counts, noise, years, (period, before)) if counts else None for counts in vintages)


def _printed(ledger: Ledger, measure: str) -> YearCounts | None:
    """The counts that the printed change implies; None where the report prints no pair of them."""
    values = {claim.id: claim.value for claim in ledger.claims if claim.status == "published"}
    change, percent = (values.get(f"{measure}.published_{name}") for name in ("change", "change_pct"))
    return implied_counts(change, percent) if change is not None and percent else None


def _completed(
    counts: YearCounts,
    noise: tuple[float | None, float | None],
    years: Mapping[str, float],
    windows: tuple[Period, Period],
) -> YearCounts:
    """The counts with the interval of their change, and their place among the years of the annual table up to them."""
    (spread, freedom), (period, baseline) = noise, windows
    if spread is not None:
        # Imported here: the statistics load SciPy, which the other figures of this module do without.
        from planbook.statistics.change import year_on_year

        days, before = period.days, baseline.days
        change = year_on_year(
            counts.count, counts.baseline, dispersion=spread, df=freedom or math.inf, days=days, baseline_days=before
        )
        counts = replace(counts, low=change.low, high=change.high)
    earlier = {name: value for name, value in years.items() if name < period.comparison.canonical}
    if not earlier:
        return counts
    # The table of one vintage ends before the year: its own count and the last one are put in.
    place = 1 + sum(value < counts.count for value in (*earlier.values(), counts.baseline))
    first = min(earlier).removeprefix("FY").replace("-", "/")
    return replace(counts, rank=place, years=f"{len(earlier) + 2} years since {first}")
