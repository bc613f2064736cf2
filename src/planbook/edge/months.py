"""Real months: counts of a measure by month and district, where a publisher has them and they count the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.edge import registers
from planbook.edge.series import observations
from planbook.edge.vintages import NotKnownYet, known_at

if TYPE_CHECKING:
    from planbook.edge.places import Places

__all__ = ["MONTHS", "differing_definition", "monthly_counts"]

MONTHS = "police_uk_by_month"


def differing_definition(places: Places, measure: str) -> str | None:
    """What makes the nearest monthly category differ from ``measure``, in words; None where the two are the same."""
    for row in registers.rows(places.data / "measures" / "monthly_categories.csv"):
        if row["measure"] == measure:
            return None if row["same_definition"] == "true" else row["why_not"]
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
