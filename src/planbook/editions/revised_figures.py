"""Figures held in two vintages, read from the tables, and the register that says why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from planbook.claims.revisions import Entry, Revision
from planbook.data import registers, series
from planbook.data.as_at import day_or_month
from planbook.data.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planbook.data.places import Places

__all__ = ["BY_YEAR", "EARLIER", "count_today", "release_today", "revision_entries", "revisions_of", "years_as_known"]

BY_YEAR = "recorded_crime_year_ending_march"
EARLIER = (BY_YEAR, "recorded_crime_quarters_2017_18", "recorded_crime_year_ending_september")
"""Tables whose figures a later release gave again."""
TODAY = "recorded_crime_by_measure"
PARTS = "recorded_crime_by_subgroup"


@dataclass(frozen=True)
class _Today:
    """Today's counts by measure and quarter, and of which release they are."""

    counts: dict[tuple[str, str], float]
    parts: dict[str, tuple[str, ...]]
    vintage: str

    def value(self, measure: str, period: Period) -> float | None:
        """The count of a period, None where a quarter of it is not held."""
        names = (measure,) if (measure, period.quarters[0].canonical) in self.counts else self.parts.get(measure, ())
        quarters = [
            [self.counts[name, quarter.canonical] for name in names if (name, quarter.canonical) in self.counts]
            for quarter in period.quarters
        ]
        return sum(map(sum, quarters)) if all(quarters) else None


@lru_cache(maxsize=4)
def revisions_of(places: Places, area: str) -> tuple[Revision, ...]:
    """Every figure of an area that two releases give, by table, measure and period; equal ones too."""
    today, labels = _today(places.data, area), _labels(places)
    return tuple(revision for table in EARLIER for revision in _of_table(places, table, area, today, labels))


def count_today(places: Places, area: str, measure: str, period: Period) -> float | None:
    """Today's count of a measure in a period of whole quarters; None where it is not held."""
    return _today(places.data, area).value(measure, period)


def release_today(places: Places, area: str) -> str:
    """The month of the release that today's counts are of, such as ``2026-04``."""
    return _today(places.data, area).vintage


def years_as_known(places: Places, area: str) -> dict[str, dict[str, float]]:
    """Counts by measure and financial year as the earlier annual table gives them."""
    frame = series.observations(places.data / "series" / f"{BY_YEAR}.csv")
    own = frame[frame["area"] == area]
    found: dict[str, dict[str, float]] = {}
    for measure, period, value in zip(own["measure"], own["period"], own["value"], strict=True):
        found.setdefault(str(measure), {})[str(period)] = float(value)
    return found


def revision_entries(places: Places) -> tuple[Entry, ...]:
    """The register of revisions, in its order."""
    return tuple(
        Entry(
            id=row["revision"],
            measures=tuple(row["measures"].split()),
            first=row["first_period"],
            last=row["last_period"],
            kind=row["kind"],  # type: ignore[arg-type]
            what=row["what"],
            why=row["why"],
            when=day_or_month(row["release"]),
            source=row["source"],
        )
        for row in registers.rows(places.data / "measures" / "revisions.csv")
    )


def _of_table(places: Places, table: str, area: str, today: _Today, labels: dict[str, str]) -> Iterator[Revision]:
    frame = series.observations(places.data / "series" / f"{table}.csv")
    own = frame[frame["area"] == area].sort_values(["measure", "period"])
    columns = (own[name].tolist() for name in ("measure", "period", "value", "vintage"))
    for measure, period, value, vintage in zip(*columns, strict=True):
        revised = today.value(measure, Period.parse(period))
        if revised is not None:
            label = labels.get(measure, measure.replace("_", " ").capitalize())
            yield Revision(measure, label, period, value, revised, vintage, today.vintage)


@lru_cache(maxsize=4)
def _today(data: Path, area: str) -> _Today:
    counts: dict[tuple[str, str], float] = {}
    vintages = set()
    for table in (PARTS, TODAY):
        frame = series.observations(data / "series" / f"{table}.csv")
        own = frame[frame["area"] == area]
        vintages |= set(own["vintage"].astype(str))
        for measure, period, value in zip(own["measure"], own["period"], own["value"], strict=True):
            counts[str(measure), str(period)] = float(value)
    listed = registers.rows(data / "measures" / "subgroups.csv")
    parts: dict[str, list[str]] = {"total_recorded_crime": [row["subgroup"] for row in listed]}
    for row in listed:
        for name in {row["measure"], row["offence_group"]} - {"", row["subgroup"]}:
            parts.setdefault(name, []).append(row["subgroup"])
    return _Today(counts, {name: tuple(held) for name, held in parts.items()}, max(vintages))


def _labels(places: Places) -> dict[str, str]:
    listed = registers.rows(places.data / "measures" / "subgroups.csv")
    groups = {row["offence_group"]: row["offence_group_name"] for row in listed}
    own = {measure.id: measure.label for measure in registers.measures(places).all}
    return {**groups, **{row["subgroup"]: row["name"] for row in listed}, **own}
