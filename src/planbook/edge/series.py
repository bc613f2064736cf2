"""Read series: one measure of one area as a pandas Series over quarters or financial years."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from planbook.core.calendar import quarter_of, year_of
from planbook.core.later import pd
from planbook.core.reads import Read
from planbook.edge import reads, registers
from planbook.edge.tracking import note, unnoted
from planbook.edge.vintages import known_at

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.core.measures import Measure
    from planbook.edge.places import Places

__all__ = [
    "denominators",
    "measure_series",
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
    with unnoted():
        return pd.read_csv(path, dtype={**texts, "value": "float64"}, encoding="utf-8")


@lru_cache(maxsize=16)
def ordered(path: Path) -> tuple[pd.DataFrame, dict[tuple[str, str], Any]]:
    """The observations of one table by period and vintage, and the rows of each measure and area."""
    observed = observations(path).sort_values(["period", "vintage"], kind="stable")
    groups = observed.groupby(["measure", "area"], observed=True, sort=False).indices
    return observed, cast("dict[tuple[str, str], Any]", groups)


def _rows_of_series(path: Path, measure: str, area: str) -> pd.DataFrame:
    """The observations of one measure and area, in the order of periods and then of vintages."""
    observed, rows = ordered(path)
    return cast("pd.DataFrame", observed.iloc[rows.get((measure, area), [])])


def _named(table: str) -> str:
    """A table's path in the project, as reads are noted."""
    return f"data/series/{table}.csv"


def residents_by_quarter(places: Places, area: str, quarters: pd.Index) -> pd.Series | None:
    """Residents of the middle of the financial year of each quarter; None where a year is not held.

    Returns a Series with the index given.
    """
    frame = observations(places.data / "series" / "population.csv")
    note(Read.rows(_named("population"), area=area))
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
    note(Read.rows(_named(table), measure=measure, area=area))
    _note_vintages(table, as_at)
    wanted = _rows_of_series(path, measure, area)
    if as_at:
        known = known_at(observations(path), table, as_at)
        wanted = wanted[wanted.index.isin(known.index)]
    latest = wanted.drop_duplicates("period", keep="last")
    reads.note(table, latest)
    return _indexed(latest, measure)


def _note_vintages(table: str, as_at: str) -> None:
    if as_at:
        note(Read.values(_named(table), "vintage"))


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
    if not parts:
        return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="Q-MAR", name="period"), name=measure)
    return cast("pd.Series", pd.concat(parts).groupby(level=0).sum().sort_index().rename(measure))


def _indexed(rows: pd.DataFrame, measure: str) -> pd.Series:
    texts = [str(text) for text in rows["period"]]
    quarterly = bool(texts) and "Q" in texts[0]
    index = pd.PeriodIndex(
        [quarter_of(text) if quarterly else year_of(text) for text in texts],
        freq="Q-MAR" if quarterly or not texts else "Y-MAR",
        name="period",
    )
    return pd.Series(rows["value"].to_numpy(dtype=float), index=index, name=measure).sort_index()


def denominators(places: Places, measure: str, areas_wanted: tuple[str, ...], mid_year: int) -> pd.Series:
    """Residents or households (``measure``) at the middle of a year, or of the latest year held before it.

    Returns a Series indexed by area, named for the year used, such as ``mid-2014``.
    """
    frame = observations(places.data / "series" / f"{measure}.csv")
    note(Read.values(_named(measure), "period"))
    note(Read.rows(_named(measure), area=areas_wanted))
    years = frame["period"].astype(str).str.removeprefix("MID-").astype(int)
    usable = years[years <= mid_year]
    year = int(usable.max()) if len(usable) else int(years.min())
    chosen = frame[(years == year) & frame["area"].isin(areas_wanted)]
    reads.note(measure, chosen)
    values = pd.Series(chosen["value"].to_numpy(), index=chosen["area"].astype(str))
    return values.reindex(list(areas_wanted)).rename(f"mid-{year}")
