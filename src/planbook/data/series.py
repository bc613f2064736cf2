"""Read series: one measure of one area as a pandas Series, and the rows that it was made of."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from planbook.data import registers
from planbook.data.available import CRIME_BY_SUBGROUP, NotKnownYet, known_at
from planbook.data.measures import Measure
from planbook.data.places import Places
from planbook.data.quarters import index_of, quarter_of, year_of
from planbook.data.rows import MIDDLE_OF_YEAR, Observation, Rows, note, selected
from planbook.data.values import TRUTHS

ALL_SUBGROUPS = "total_recorded_crime"


@lru_cache(maxsize=16)
def observations(path: Path) -> pd.DataFrame:
    """All observations of one table: columns period, area, measure, value, status, vintage."""
    texts = dict.fromkeys(("period", "area", "measure", "status", "vintage"), "category")
    return pd.read_csv(path, dtype={**texts, "value": "float64"}, encoding="utf-8")


@lru_cache(maxsize=16)
def by_series(path: Path, as_at: str = "") -> dict[tuple[str, str], tuple[Observation, ...]]:
    """The rows of a table by area and measure, in order of period, each in its latest vintage of those known."""
    latest: dict[tuple[str, str, str, str], Observation] = {}
    for line in registers.rows(path):
        row = msgspec.convert({**line, "table": path.stem}, Observation, strict=False)
        key = row.key
        if (not as_at or row.vintage <= as_at) and (key not in latest or latest[key].vintage <= row.vintage):
            latest[key] = row
    ordered = (latest[key] for key in sorted(latest))
    return {series: tuple(own) for series, own in groupby(ordered, key=lambda row: (row.area, row.measure))}


def rows_again(places: Places, ranges: tuple[Rows, ...], as_at: str) -> tuple[Observation, ...]:
    """The rows of the ranges as known at a date, checked against their hashes.

    Raises:
        RowsChanged: a table no longer holds what the claim was computed from.
    """
    return tuple(row for rows in ranges for row in _range(places.root, rows, as_at))


@lru_cache(maxsize=512)
def _range(root: Path, rows: Rows, as_at: str) -> tuple[Observation, ...]:
    table = by_series(root / rows.path, as_at)
    return selected(rows, (row for area in rows.areas for name in rows.measures for row in table.get((area, name), ())))


def residents_by_quarter(places: Places, area: str, quarters: pd.Index) -> pd.Series | None:
    """Residents of the middle of the financial year of each quarter; None where a year is not held.

    Returns a Series with the index given.
    """
    rows = by_series(places.data / "series" / "population.csv").get((area, "population"), ())
    by_year = {_mid_year(row): row.value for row in rows}
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
    rows = by_series(path, as_at).get((area, measure), ())
    note(rows)
    return _indexed([row.period for row in rows], [row.value for row in rows], measure)


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
    counts = (read_series(places, CRIME_BY_SUBGROUP, subgroup, area, as_at) for subgroup in wanted)
    parts = [part for part in counts if len(part)]
    if not parts:
        return _indexed([], [], measure)
    quarters, which = np.unique(
        np.concatenate([pd.PeriodIndex(part.index).asi8 for part in parts]), return_inverse=True
    )
    index = index_of(quarters, quarterly=True)
    return pd.Series(np.bincount(which, weights=np.concatenate(parts)), index=index, name=measure)


def _indexed(texts: list[str], values: list[float], measure: str) -> pd.Series:
    """Values by quarter or year; canonical periods of one kind are in order of time where their texts are in order."""
    quarterly = not texts or "Q" in texts[0]
    ordinals = [(quarter_of(text) if quarterly else year_of(text)).ordinal for text in texts]
    return pd.Series(values, index=index_of(ordinals, quarterly=quarterly), name=measure, dtype=float)


def denominators(places: Places, measure: str, areas_wanted: tuple[str, ...], mid_year: int) -> pd.Series:
    """Residents or households (``measure``) at the middle of a year, or of the latest year held before it.

    Returns a Series indexed by area, named for the year used, such as ``mid-2014``.
    """
    by_area = by_series(places.data / "series" / f"{measure}.csv")
    rows = [row for own in by_area.values() for row in own]
    years = {_mid_year(row) for row in rows}
    year = max((year for year in years if year <= mid_year), default=min(years))
    chosen = [row for row in rows if _mid_year(row) == year and row.area in areas_wanted]
    note(chosen)
    values = pd.Series({row.area: row.value for row in chosen}, dtype=float)
    return values.reindex(list(areas_wanted)).rename(f"mid-{year}")


def _mid_year(row: Observation) -> int:
    return int(row.period.removeprefix(MIDDLE_OF_YEAR))


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
