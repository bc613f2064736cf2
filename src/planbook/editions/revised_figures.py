"""Figures held in two vintages, read from the tables, and the register that says why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from planbook.claims.revisions import Entry, Revision
from planbook.data import registers, series
from planbook.data.periods import Period, date_words
from planbook.data.values import records

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places

BY_YEAR = "recorded_crime_year_ending_march"
EARLIER = (BY_YEAR, "recorded_crime_quarters_2017_18", "recorded_crime_year_ending_september")
"""Tables whose figures a later release gave again."""
TODAY = ("recorded_crime_by_subgroup", "recorded_crime_by_measure")


@dataclass(frozen=True)
class _Today:
    """Today's counts by measure and quarter, the parts of each measure, and of which release they are."""

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
    return tuple(
        Revision(measure, labels.get(measure, _plain(measure)), period, count, revised, vintage, today.vintage)
        for table in EARLIER
        for measure, period, count, vintage in _rows(places.data, table, area)
        if (revised := today.value(measure, Period.parse(period))) is not None
    )


def _plain(measure: str) -> str:
    return measure.replace("_", " ").capitalize()


def count_today(places: Places, area: str, measure: str, period: Period) -> float | None:
    """Today's count of a measure in a period of whole quarters; None where it is not held."""
    return _today(places.data, area).value(measure, period)


def release_today(places: Places, area: str) -> str:
    """The month of the release that today's counts are of, such as ``2026-04``."""
    return _today(places.data, area).vintage


def years_as_known(places: Places, area: str) -> dict[str, dict[str, float]]:
    """Counts by measure and financial year as the earlier annual table gives them."""
    years: dict[str, dict[str, float]] = {}
    for measure, period, count, _ in _rows(places.data, BY_YEAR, area):
        years.setdefault(measure, {})[period] = count
    return years


def revision_entries(places: Places) -> tuple[Entry, ...]:
    """The register of revisions, in its order."""
    listed = (
        {
            **row,
            "id": row["revision"],
            "measures": row["measures"].split(),
            "first": row["first_period"],
            "last": row["last_period"],
            "when": date_words(row["release"]),
        }
        for row in registers.rows(places.data / "measures" / "revisions.csv")
    )
    return records(listed, Entry)


def _rows(data: Path, table: str, area: str) -> list[tuple[str, str, float, str]]:
    """Measure, period, count and vintage of the rows of an area, in order."""
    frame = series.observations(data / "series" / f"{table}.csv")
    own = frame[frame["area"] == area].sort_values(["measure", "period"])
    columns = (own[name].tolist() for name in ("measure", "period", "value", "vintage"))
    return list(zip(*columns, strict=True))


@lru_cache(maxsize=4)
def _today(data: Path, area: str) -> _Today:
    rows = [row for table in TODAY for row in _rows(data, table, area)]
    counts = {(measure, period): count for measure, period, count, _ in rows}
    listed = registers.rows(data / "measures" / "subgroups.csv")
    parts: dict[str, list[str]] = {"total_recorded_crime": [row["subgroup"] for row in listed]}
    for row in listed:
        for name in {row["measure"], row["offence_group"]} - {"", row["subgroup"]}:
            parts.setdefault(name, []).append(row["subgroup"])
    return _Today(counts, {name: tuple(names) for name, names in parts.items()}, max(row[3] for row in rows))


def _labels(places: Places) -> dict[str, str]:
    listed = registers.rows(places.data / "measures" / "subgroups.csv")
    groups = {row["offence_group"]: row["offence_group_name"] for row in listed}
    own = {measure.id: measure.label for measure in registers.measures(places).all}
    return {**groups, **{row["subgroup"]: row["name"] for row in listed}, **own}
