"""All 43 territorial forces: counts by quarter, residents and households, outlines of their areas."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from planbook.core.calendar import quarter_of
from planbook.edge import registers
from planbook.edge.series import observations
from planbook.edge.vintages import known_at

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.edge.places import Places

__all__ = ["COUNTS", "Outline", "force_counts", "force_denominators", "force_names", "force_outlines"]

COUNTS = "recorded_crime_by_force"
DENOMINATORS = "denominators_by_force"

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
