"""Read series as pandas objects: one measure of one area, months of districts, counts and residents of all forces.

pandas counts quarters that end with March as ``Q-MAR`` and financial years as ``Y-MAR``.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
import pandas as pd

from planbook import Refusal
from planbook.data import available, registers
from planbook.data.available import CRIME_BY_FORCE, CRIME_BY_SUBGROUP, PEOPLE_BY_FORCE, NotKnownYet
from planbook.data.house_form import read_table
from planbook.data.measures import Measure
from planbook.data.periods import Period, date_words, last_day_of
from planbook.data.places import Places
from planbook.data.rows_behind import MIDDLE_OF_YEAR, Observation, Rows, note, selected
from planbook.data.values import records, value_of
from planbook.statistics.constants import USUAL_CORRELATION
from planbook.statistics.series import PhaseStart

MISSING = "missing"
CORRECTED = "corrected"


class Correction(msgspec.Struct, frozen=True):
    """A row of a table, the value that was published in it, and the right one, or that none is known."""

    table: str
    period: str
    area: str
    measure: str
    vintage: str
    published: float
    right: str
    reason: str
    source: str


@lru_cache(maxsize=4)
def corrections(data: Path) -> tuple[Correction, ...]:
    """The register of known errors of a data folder; a small book may come without."""
    path = data / "measures" / "corrections.csv"
    return records(read_table(path), Correction) if path.is_file() else ()


def corrected(rows: Iterable[Observation], errors: Iterable[Correction]) -> Iterator[Observation]:
    """Rows with right values in place of wrong ones; a row whose right value nobody knows is left out."""
    by_key = {((one.table, one.area, one.measure, one.period), one.vintage): one for one in errors}
    for row in rows:
        error = by_key.get((row.key, row.vintage))
        if error is None or row.value != error.published:
            yield row
        elif error.right != MISSING:
            yield msgspec.structs.replace(row, value=float(error.right), status=CORRECTED)


ALL_SUBGROUPS = "total_recorded_crime"
MONTHS = "police_uk_by_month"
# Few people live in the City of London and many come to it by day, so a rate by residents says nothing of risk.
LEFT_OUT = ("city_of_london",)

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""The closed rings of an area, each a row of longitude and latitude in degrees."""


@lru_cache(maxsize=4096)
def calendar_period(text: str) -> pd.Period:
    """The pandas year of a canonical financial year; of any other period the quarter in which it ends."""
    period = Period.parse(text)
    if period.kind == "year":
        return pd.Period(year=period.last.year, freq="Y-MAR")
    return pd.Period(year=period.last.year, month=period.last.number, freq="Q-MAR")


def quarters_of(period: Period) -> pd.PeriodIndex:
    """The quarters that make up a period, in order.

    Raises:
        Refusal: the period is not made of whole financial quarters.
    """
    quarters = [calendar_period(quarter.canonical) for quarter in period.quarters]
    return pd.PeriodIndex(quarters, freq="Q-MAR", name="period")


def years_of(period: Period) -> pd.PeriodIndex:
    """The financial year that a whole-year period covers; empty for a part of a year."""
    years = [calendar_period(period.plan_year.canonical)] if period.whole_year else []
    return pd.PeriodIndex(years, freq="Y-MAR", name="period")


@lru_cache(maxsize=4096)
def period_of(quarter: pd.Period) -> Period:
    """The canonical period of a pandas quarter or financial year."""
    year = Period.financial_year(quarter.qyear - 1)
    return year if quarter.freqstr.startswith("Y") else year.quarters[quarter.quarter - 1]


@lru_cache(maxsize=16)
def observations(path: Path) -> tuple[Observation, ...]:
    """All rows of a table, in every vintage, in the order of the file; known errors of the source are put right."""
    # pandas would read the file more quickly, but takes other texts for numbers than the check does.
    rows = records(({**row, "table": path.stem} for row in registers.rows(path)), Observation)
    return tuple(corrected(rows, corrections(path.parents[1])))


@lru_cache(maxsize=16)
def by_series(path: Path, as_at: str = "") -> dict[tuple[str, str], tuple[Observation, ...]]:
    """The rows of a table by area and measure, in order of period, each in its latest vintage of those known."""
    latest: dict[tuple[str, str, str, str], Observation] = {}
    # From the first vintage to the last, so that a revision takes the place of what it revises.
    for row in sorted(observations(path), key=lambda row: row.vintage):
        # Texts of months and days compare as their dates do: all of July 2018 comes after 2018-06-30.
        if not as_at or row.vintage <= as_at:
            latest[row.key] = row
    ordered = (latest[key] for key in sorted(latest))
    return {series: tuple(own) for series, own in groupby(ordered, key=lambda row: (row.area, row.measure))}


def rows_again(places: Places, ranges: tuple[Rows, ...], as_at: str) -> tuple[Observation, ...]:
    """The rows of the ranges as known at a date, checked against their hashes.

    Raises:
        Refusal: a table no longer holds what the claim was computed from.
    """
    return tuple(row for rows in ranges for row in _range(places.root, rows, as_at))


@lru_cache(maxsize=512)
def _range(root: Path, rows: Rows, as_at: str) -> tuple[Observation, ...]:
    table = by_series(root / rows.path, as_at)
    return selected(rows, (row for area in rows.areas for name in rows.measures for row in table.get((area, name), ())))


def _table(places: Places, table: str, as_at: str = "") -> dict[tuple[str, str], tuple[Observation, ...]]:
    path = places.data / "series" / f"{table}.csv"
    if not path.is_file():
        raise Refusal(
            f"data/series/{table}.csv is not there; measures.csv names it: put it back, or name another table"
        )
    available.check_as_at(as_at)
    rows = by_series(path, as_at)
    if as_at and not rows:
        held = ", ".join(available.column_values(places, table, "vintage"))
        raise NotKnownYet(
            f"as_at {as_at!r}: nothing in data/series/{table}.csv was known then; vintages held: {held}. Leave as_at "
            "empty for the latest vintage"
        )
    return rows


def _noted_rows(places: Places, table: str, measure: str, area: str, as_at: str) -> tuple[Observation, ...]:
    if not table:
        raise Refusal(
            f"measure {measure!r} has no such table in data/series: cite what was printed of a measure that was "
            "published only (`promise.cite()`), and read by quarter (`outcome.quarters`) one without totals by year"
        )
    rows = _table(places, table, as_at).get((area, measure), ())
    note(rows)
    return rows


def read_series(places: Places, table: str, measure: str, area: str, as_at: str = "") -> pd.Series:
    """One measure of one area, as known at ``as_at`` (a date or month; empty for the latest vintage).

    Returns a Series of counts named for the measure, with a sorted PeriodIndex: quarters (``Q-MAR``) or financial
    years (``Y-MAR``). It is empty where the table holds no such rows.

    Raises:
        Refusal: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    return _indexed({row.period: row.value for row in _noted_rows(places, table, measure, area, as_at)}, measure)


def measure_series(places: Places, measure: Measure, area: str, as_at: str = "") -> pd.Series:
    """A measure of an area by quarter: from its own table, added up from offence subgroups, or from that of all forces.

    A table by offence code holds one force, that of subgroups a few. A measure that no subgroup makes up (vehicle
    crime) is empty for the others.
    """
    counts = read_series(places, measure.table, measure.id, area, as_at)
    if counts.empty:
        counts = _from_subgroups(places, measure.id, area, as_at)
    return read_series(places, CRIME_BY_FORCE, measure.id, area, as_at) if counts.empty else counts


def _from_subgroups(places: Places, measure: str, area: str, as_at: str) -> pd.Series:
    totals: dict[str, float] = defaultdict(float)
    for row in registers.rows(places.data / "measures" / "subgroups.csv"):
        if measure in {row["measure"], ALL_SUBGROUPS}:
            for part in _noted_rows(places, CRIME_BY_SUBGROUP, row["subgroup"], area, as_at):
                totals[part.period] += part.value
    return _indexed(dict(sorted(totals.items())), measure)


def _indexed(values: Mapping[str, float], name: str) -> pd.Series:
    """Values by canonical quarter or year, whose texts are in the order of time."""
    quarterly = not values or "Q" in next(iter(values))
    periods = map(calendar_period, values)
    # The frequency is named, since an empty list tells pandas none.
    index = pd.PeriodIndex(list(periods), freq="Q-MAR" if quarterly else "Y-MAR", name="period")
    return pd.Series(list(values.values()), index=index, name=name, dtype=float)


def phase_starts(places: Places, measure: str, area: str, as_at: str = "") -> tuple[PhaseStart, ...]:
    """Declared phases of a series that were approved by a date, and the breaks that force one, in order."""
    folder, last = places.data / "measures", last_day_of(as_at) if as_at else date.max
    declared = [
        PhaseStart(
            calendar_period(row["start"]),
            row["reason"],
            approval=f"{row['approved_by']} on {date_words(row['approved_on'])}",
        )
        for row in registers.rows(folder / "phases.csv")
        if (row["measure"], row["area"]) == (measure, area) and row["approved_on"] <= last.isoformat()
    ]
    forced = [
        PhaseStart(calendar_period(row["period"]), row["change"], forced=True)
        for row in registers.rows(folder / "breaks.csv")
        if row["measure"] == measure and not value_of(row["comparable"], "boolean")
    ]
    return tuple(sorted((*declared, *forced), key=lambda start: start.start))


def correlation_of(places: Places, measure: str) -> float:
    """How alike neighbouring quarters of a measure are in the 43 forces; the usual value where none is registered."""
    rows = registers.rows(places.data / "measures" / "autocorrelation.csv")
    return next((float(row["correlation"]) for row in rows if row["measure"] == measure), USUAL_CORRELATION)


def twelve_month_counts(places: Places, measure: Measure, forces: tuple[str, ...], last: pd.Period) -> pd.Series:
    """Counts of the four quarters that end with ``last``, by force; NaN where a quarter is missing."""
    quarters = pd.period_range(end=last, periods=4, freq="Q-MAR")
    totals = {force: measure_series(places, measure, force).reindex(quarters).sum(skipna=False) for force in forces}
    return pd.Series(totals, name="count", dtype=float)


def residents_by_quarter(places: Places, area: str, quarters: pd.Index) -> pd.Series | None:
    """Residents of the middle of the financial year of each quarter; None where a year is not held.

    Returns a Series with the index given.
    """
    rows = _table(places, "population").get((area, "population"), ())
    by_year = {_mid_year(row): row.value for row in rows}
    values = [by_year.get(quarter.qyear - 1) for quarter in quarters]
    return None if None in values or not values else pd.Series(values, index=quarters, dtype=float)


def denominators(places: Places, measure: str, areas_wanted: tuple[str, ...], mid_year: int) -> pd.Series:
    """Residents or households (``measure``) at the middle of a year, or of the latest year held before it.

    Returns a Series indexed by area, named for the year used, such as ``mid-2014``.
    """
    rows = [row for area in _table(places, measure).values() for row in area]
    years = {_mid_year(row) for row in rows}
    year = max((year for year in years if year <= mid_year), default=min(years))
    own = [row for row in rows if _mid_year(row) == year and row.area in areas_wanted]
    note(own)
    values = pd.Series({row.area: row.value for row in own}, dtype=float)
    return values.reindex(list(areas_wanted)).rename(f"mid-{year}")


def _mid_year(row: Observation) -> int:
    return int(row.period.removeprefix(MIDDLE_OF_YEAR))


def differing_definition(places: Places, measure: str) -> str | None:
    """What makes the nearest monthly category differ from ``measure``, in words; None where the two are the same."""
    for row in registers.rows(places.data / "measures" / "monthly_categories.csv"):
        if row["measure"] == measure:
            return None if value_of(row["same_definition"], "boolean") else row["why_not"]
    return "no category comes near it"


def monthly_counts(places: Places, measure: str, force: str, as_at: str = "") -> pd.DataFrame:
    """Records of a measure by month in the districts of a force, as known at ``as_at``.

    Returns a frame of counts with a PeriodIndex of months (``M``) from the first to the last held and one column a
    district, by name; a month in which a district is not held is NaN. It is empty where nothing is held or known.
    """
    areas = registers.rows(places.data / "measures" / "areas.csv")
    names = {row["area"]: row["name"] for row in areas if row["part_of"] == force}
    counts: dict[str, dict[pd.Period, float]] = {}
    for (area, name), rows in by_series(places.data / "series" / f"{MONTHS}.csv", as_at).items():
        if name == measure and area in names:
            counts[names[area]] = {pd.Period(row.period, freq="M"): row.value for row in rows}
    if not counts:
        return pd.DataFrame(index=pd.PeriodIndex([], freq="M", name="month"))
    table = pd.DataFrame(counts)[sorted(counts)]
    return table.reindex(pd.period_range(table.index.min(), table.index.max(), freq="M", name="month"))


def force_counts(places: Places, last: pd.Period, as_at: str = "") -> pd.DataFrame:
    """Counts of every measure and force by quarter up to ``last``, as known at ``as_at``.

    Returns a frame with a PeriodIndex (``Q-MAR``) and columns (measure, force); NaN where a measure is not counted.

    Raises:
        Refusal: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    crime = _table(places, CRIME_BY_FORCE, as_at)
    counts = {(name, force): {row.period: row.value for row in rows} for (force, name), rows in crime.items()}
    table = pd.DataFrame(counts).sort_index().sort_index(axis="columns").rename_axis(columns=["measure", "area"])
    table.index = pd.PeriodIndex([calendar_period(text) for text in table.index], freq="Q-MAR", name="period")
    return table.loc[:last]


def force_denominators(places: Places, measure: str) -> pd.DataFrame:
    """Residents or households (``measure``) of every force: index mid-year, columns forces."""
    table = _table(places, PEOPLE_BY_FORCE)
    own = {
        force: {_mid_year(row): row.value for row in rows} for (force, name), rows in table.items() if name == measure
    }
    return pd.DataFrame(own).sort_index().rename_axis(index="year", columns="area")


def rate_frame(places: Places, measure: Measure, last: pd.Period, as_at: str = "") -> pd.DataFrame:
    """What rates of every force but the City of London are made of, for the twelve months that end with ``last``.

    Returns a frame indexed by force id with columns count and population, forces without four counted quarters left
    out; empty where no estimate is held of the middle of the financial year of ``last``.

    Raises:
        Refusal: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    # Four quarters whatever the period: a rate is of twelve months, as the estimate of residents is of a year.
    quarters = {period_of(last - back).canonical for back in range(4)}
    counts = {}
    for (force, name), rows in _table(places, CRIME_BY_FORCE, as_at).items():
        own = [row for row in rows if name == measure.id and row.period in quarters]
        if len(own) == len(quarters) and force not in LEFT_OUT:
            note(own)
            counts[force] = sum(row.value for row in own)
    for (force, name), rows in _table(places, PEOPLE_BY_FORCE).items():
        note(
            [
                row
                for row in rows
                if force in counts and name == measure.denominator and _mid_year(row) == last.qyear - 1
            ]
        )
    people = force_denominators(places, measure.denominator).reindex([last.qyear - 1]).iloc[0]
    return pd.DataFrame({"count": counts, "population": people}, index=sorted(counts), dtype=float).dropna()


def force_names(places: Places) -> dict[str, str]:
    """The forces by id, in the order of their names."""
    areas = registers.rows(places.data / "measures" / "areas.csv")
    names = ((row["area"], row["name"]) for row in areas if row["kind"] == "force")
    return dict(sorted(names, key=lambda pair: pair[1]))


@lru_cache(maxsize=4)
def _outlines(path: Path) -> dict[str, Outline]:
    outlines = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        rings = (ring for polygon in feature["geometry"]["coordinates"] for ring in polygon)
        outlines[str(feature["id"])] = tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings)
    return outlines


def force_outlines(places: Places) -> dict[str, Outline]:
    """The outlines of the force areas by id, generalised for a picture of England and Wales."""
    return _outlines(places.data / "geography" / "police_force_areas.geojson")
