"""All 43 territorial forces: counts by quarter, residents and households, outlines of their areas."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pandas as pd

from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE, known_at
from planbook.data.measures import Measure
from planbook.data.places import Places
from planbook.data.quarters import period_of, quarter_of
from planbook.data.series import observations

COUNTS = CRIME_BY_FORCE
DENOMINATORS = PEOPLE_BY_FORCE
LEFT_OUT = ("city_of_london",)
"""Few people live in the City of London and many come to it by day, so a rate by residents says nothing of risk."""
QUARTERS_A_YEAR = 4

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""The closed rings of an area, each a row of longitude and latitude in degrees."""


def force_names(places: Places) -> dict[str, str]:
    """The forces by id, in the order of their names."""
    listed = registers.rows(places.data / "measures" / "areas.csv")
    return dict(
        sorted(((row["area"], row["name"]) for row in listed if row["kind"] == "force"), key=lambda pair: pair[1])
    )


def force_counts(places: Places, last: pd.Period, as_at: str = "") -> pd.DataFrame:
    """Counts of every measure and force by quarter up to ``last``, as known at ``as_at``.

    Returns a frame with a PeriodIndex (``Q-MAR``) and columns (measure, force); NaN where a measure is not counted.

    Raises:
        BadAsAt, NotKnownYet: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    known = known_at(observations(places.data / "series" / f"{COUNTS}.csv"), COUNTS, as_at)
    table = known.pivot_table(
        index="period", columns=["measure", "area"], values="value", aggfunc="last", observed=True
    )
    table.index = pd.PeriodIndex([quarter_of(str(text)) for text in table.index], freq="Q-MAR", name="period")
    return table.sort_index().loc[:last]


def force_denominators(places: Places, measure: str) -> pd.DataFrame:
    """Residents or households (``measure``) of every force: index mid-year, columns forces."""
    frame = observations(places.data / "series" / f"{DENOMINATORS}.csv")
    own = frame[frame["measure"] == measure]
    years = own["period"].astype(str).str.removeprefix("MID-").astype(int).rename("year")
    return own.assign(year=years).pivot_table(index="year", columns="area", values="value", observed=True)


def rate_frame(places: Places, measure: Measure, last: pd.Period, as_at: str = "") -> pd.DataFrame:
    """What rates of every force but the City of London are made of, for the twelve months that end with ``last``.

    Returns a frame indexed by force id with columns count and population, forces without four counted quarters left
    out; empty where no estimate is held of the middle of the financial year of ``last``.

    Raises:
        BadAsAt, NotKnownYet: ``as_at`` is in no known form, or the table holds no vintage as old as that.
    """
    counts, people = _twelve_months(places, measure.id, last, as_at), _people(places, measure.denominator, last)
    frame = pd.DataFrame({"count": counts, "population": people}, dtype=float)
    return frame.drop(index=list(LEFT_OUT), errors="ignore").dropna().sort_index()


def _twelve_months(places: Places, measure: str, last: pd.Period, as_at: str) -> pd.Series:
    quarters = pd.period_range(end=last, periods=QUARTERS_A_YEAR, freq="Q-MAR")
    names = tuple(period_of(quarter).canonical for quarter in quarters)
    latest = _rows_of(places.data / "series" / f"{COUNTS}.csv", names, as_at)
    by_force = latest[latest["measure"] == measure].groupby("area")["value"]
    return by_force.sum()[by_force.count() == QUARTERS_A_YEAR]


@lru_cache(maxsize=2)
def _rows_of(path: Path, periods: tuple[str, ...], as_at: str) -> pd.DataFrame:
    """The latest rows of some periods, as plain texts and numbers: all measures of a period are asked for in turn."""
    frame = known_at(observations(path), COUNTS, as_at)
    plain = frame[frame["period"].isin(periods)].astype({"area": str, "measure": str, "period": str, "vintage": str})
    ordered = plain.sort_values("vintage", kind="stable")
    return ordered.drop_duplicates(["area", "measure", "period"], keep="last")


def _people(places: Places, denominator: str, last: pd.Period) -> pd.Series:
    year = f"MID-{last.qyear - 1}"
    frame = observations(places.data / "series" / f"{DENOMINATORS}.csv")
    chosen = frame[(frame["measure"] == denominator) & (frame["period"] == year)]
    return pd.Series(chosen["value"].to_numpy(), index=chosen["area"].astype(str), dtype=float)


@lru_cache(maxsize=4)
def _features(path: Path) -> tuple[tuple[str, Outline], ...]:
    record = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        (
            str(feature["id"]),
            tuple(
                tuple((float(x), float(y)) for x, y in ring)
                for polygon in feature["geometry"]["coordinates"]
                for ring in polygon
            ),
        )
        for feature in record["features"]
    )


def force_outlines(places: Places) -> dict[str, Outline]:
    """The outlines of the force areas by id, generalised for a picture of England and Wales."""
    return dict(_features(places.data / "geography" / "police_force_areas.geojson"))
