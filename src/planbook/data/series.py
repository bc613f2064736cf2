"""Read series: one measure of one area as a pandas Series over quarters or financial years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from planbook.data import noted_rows, registers
from planbook.data.available import NotKnownYet, known_at
from planbook.data.periods import index_of, quarter_of, year_of
from planbook.data.values import TRUTHS

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.measures import Measure
    from planbook.data.places import Places

__all__ = [
    "MONTHS",
    "denominators",
    "differing_definition",
    "measure_series",
    "monthly_counts",
    "observations",
    "ordered",
    "read_series",
    "residents_by_quarter",
    "twelve_month_counts",
]


CRIME_BY_SUBGROUP = "recorded_crime_by_subgroup"
ALL_SUBGROUPS = "total_recorded_crime"


@lru_cache(maxsize=16)
def observations(path: Path) -> pd.DataFrame:
    """All observations of one table: columns period, area, measure, value, status, vintage."""
    texts = dict.fromkeys(("period", "area", "measure", "status", "vintage"), "category")
    return pd.read_csv(path, dtype={**texts, "value": "float64"}, encoding="utf-8")


@dataclass(frozen=True, eq=False)
class Ordered:
    """The observations of one table by period and vintage, as arrays of shape (n,).

    ``places`` holds the places of the rows of each measure and area.
    """

    periods: np.ndarray[tuple[int], np.dtype[np.object_]]
    vintages: np.ndarray[tuple[int], np.dtype[np.object_]]
    values: np.ndarray[tuple[int], np.dtype[np.float64]]
    places: dict[tuple[str, str], Any]

    def latest(self, measure: str, area: str, as_at: str = "") -> tuple[noted_rows.Row, ...]:
        """The rows of one measure and area in order, each period in its latest vintage of those known."""
        places = self.places.get((measure, area), np.array([], dtype=np.int64))
        if as_at:
            places = places[self.vintages[places] <= as_at]
        last = places[np.append(self.periods[places][1:] != self.periods[places][:-1], True)[: len(places)]]
        columns = (self.periods[last].tolist(), self.values[last].tolist(), self.vintages[last].tolist())
        return tuple((period, area, measure, value, vintage) for period, value, vintage in zip(*columns, strict=True))


@lru_cache(maxsize=16)
def ordered(path: Path) -> Ordered:
    """The observations of one table by period and vintage, and where those of each measure and area stand."""
    observed = observations(path).sort_values(["period", "vintage"], kind="stable")
    groups = observed.groupby(["measure", "area"], observed=True, sort=False).indices
    periods, vintages = (observed[name].to_numpy(dtype=object) for name in ("period", "vintage"))
    places = cast("dict[tuple[str, str], Any]", groups)
    return Ordered(periods, vintages, observed["value"].to_numpy(dtype=float), places)


def residents_by_quarter(places: Places, area: str, quarters: pd.Index) -> pd.Series | None:
    """Residents of the middle of the financial year of each quarter; None where a year is not held.

    Returns a Series with the index given.
    """
    frame = observations(places.data / "series" / "population.csv")
    own = frame[frame["area"] == area]
    years = own["period"].astype(str).str.removeprefix("MID-").astype(int)
    by_year = dict(zip(years, own["value"], strict=True))
    values = [by_year.get(quarter.qyear - 1) for quarter in quarters]
    return None if None in values or not values else pd.Series(values, index=quarters, dtype=float)


def read_series(places: Places, table: str, measure: str, area: str, as_at: str = "") -> pd.Series:
    """One measure of one area, as known at ``as_at`` (a date or month; empty for the latest vintage).

    Returns a Series of counts named for the measure, with a sorted PeriodIndex: quarters
    (``Q-MAR``) or financial years (``Y-MAR``). It is empty where the table holds no such rows.

    Raises:
        BadAsAt, NotKnownYet: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    path = places.data / "series" / f"{table}.csv"
    if as_at:
        known_at(observations(path), table, as_at)
    latest = ordered(path).latest(measure, area, as_at)
    noted_rows.note(table, latest)
    return _indexed([row[0] for row in latest], [row[3] for row in latest], measure)


def measure_series(places: Places, measure: Measure, area: str, as_at: str = "") -> pd.Series:
    """A measure of an area by quarter: from its own table, or added up from offence subgroups.

    The table by measure holds the force of the plan; other forces have their subgroups. A measure that no
    subgroup makes up (vehicle crime) is empty for them.
    """
    counts = read_series(places, measure.table, measure.id, area, as_at)
    return counts if len(counts) else _from_subgroups(places, measure.id, area, as_at)


def twelve_month_counts(places: Places, measure: Measure, forces: tuple[str, ...], last: pd.Period) -> pd.Series:
    """Counts of the four quarters that end with ``last``, by force; NaN where a quarter is missing."""
    quarters = pd.period_range(end=last, periods=4, freq="Q-MAR")
    totals = {force: measure_series(places, measure, force).reindex(quarters).sum(skipna=False) for force in forces}
    return pd.Series(totals, name="count", dtype=float)


def _from_subgroups(places: Places, measure: str, area: str, as_at: str) -> pd.Series:
    listed = registers.rows(places.data / "measures" / "subgroups.csv")
    wanted = [row["subgroup"] for row in listed if row["measure"] == measure or measure == ALL_SUBGROUPS]
    parts = [read_series(places, CRIME_BY_SUBGROUP, subgroup, area, as_at) for subgroup in wanted]
    held = [part for part in parts if len(part)]
    if not held:
        return _indexed([], [], measure)
    quarters, which = np.unique(np.concatenate([pd.PeriodIndex(part.index).asi8 for part in held]), return_inverse=True)
    index = index_of(quarters, quarterly=True)
    return pd.Series(np.bincount(which, weights=np.concatenate(held)), index=index, name=measure)


def _indexed(texts: list[str], values: list[float], measure: str) -> pd.Series:
    """Values by quarter or year; canonical periods of one kind are in order of time where their texts are in order."""
    quarterly = not texts or "Q" in texts[0]
    ordinals = [(quarter_of(text) if quarterly else year_of(text)).ordinal for text in texts]
    return pd.Series(values, index=index_of(ordinals, quarterly=quarterly), name=measure, dtype=float)


def denominators(places: Places, measure: str, areas_wanted: tuple[str, ...], mid_year: int) -> pd.Series:
    """Residents or households (``measure``) at the middle of a year, or of the latest year held before it.

    Returns a Series indexed by area, named for the year used, such as ``mid-2014``.
    """
    frame = observations(places.data / "series" / f"{measure}.csv")
    years = frame["period"].astype(str).str.removeprefix("MID-").astype(int)
    usable = years[years <= mid_year]
    year = int(usable.max()) if len(usable) else int(years.min())
    chosen = frame[(years == year) & frame["area"].isin(areas_wanted)]
    columns = (chosen[name].tolist() for name in ("period", "area", "measure", "value", "vintage"))
    noted_rows.note(measure, zip(*columns, strict=True))
    values = pd.Series(chosen["value"].to_numpy(), index=chosen["area"].astype(str))
    return values.reindex(list(areas_wanted)).rename(f"mid-{year}")


MONTHS = "police_uk_by_month"


def differing_definition(places: Places, measure: str) -> str | None:
    """What makes the nearest monthly category differ from ``measure``, in words; None where the two are the same."""
    for row in registers.rows(places.data / "measures" / "monthly_categories.csv"):
        if row["measure"] == measure:
            return None if TRUTHS[row["same_definition"]] else row["why_not"]
    return "no category comes near it"


def monthly_counts(places: Places, measure: str, force: str, as_at: str = "") -> pd.DataFrame:
    """Records of a measure by month in the districts of a force, as known at ``as_at``.

    Returns a frame of counts with a PeriodIndex of months (``M``) from the first to the last held and one column a
    district, by name; a month in which a district is not held is NaN. It is empty where nothing is held or known.
    """
    names = {
        row["area"]: row["name"]
        for row in registers.rows(places.data / "measures" / "areas.csv")
        if row["part_of"] == force
    }
    frame = observations(places.data / "series" / f"{MONTHS}.csv")
    try:
        frame = known_at(frame, MONTHS, as_at)
    except NotKnownYet:
        frame = frame.iloc[:0]
    own = frame[(frame["measure"] == measure) & frame["area"].isin(list(names))]
    if own.empty:
        return pd.DataFrame(index=pd.PeriodIndex([], freq="M", name="month"))
    plain = own.assign(
        area=own["area"].astype(str).map(names), month=pd.PeriodIndex(own["period"].astype(str), freq="M")
    )
    table = plain.pivot_table(index="month", columns="area", values="value", aggfunc="last")
    return table.reindex(pd.period_range(table.index[0], table.index[-1], freq="M", name="month")).rename_axis(
        columns=None
    )
