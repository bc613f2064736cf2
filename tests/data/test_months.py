"""Real months are read for the districts of a force, where they count the same thing as the measure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planbook.data import registers
from planbook.data.places import Places
from planbook.data.series import differing_definition, measure_series, monthly_counts

PLACES = Places(Path(__file__).parents[2])
CLOSE = 0.015
"""How far the sum of three months may lie from the Home Office's quarter."""
DISTRICTS = ["Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"]


def test_months_are_those_of_the_seven_districts() -> None:
    """The frame has a column a district and a row a month, the months known to be short left empty."""
    counts = monthly_counts(PLACES, "robbery", "west_midlands")
    assert DISTRICTS == list(counts.columns)
    empty = [str(month) for month in counts.index[counts.isna().all(axis=1)]]
    assert ["2024-09", "2024-10", "2025-03"] == empty
    assert 316 == counts.loc[pd.Period("2024-04", "M"), "Birmingham"]


@pytest.mark.parametrize("measure", ["robbery", "theft_from_shops"])
def test_months_agree_with_quarters(measure: str) -> None:
    """Three whole months are within one and a half per cent of the quarter of the other publisher."""
    months = monthly_counts(PLACES, measure, "west_midlands").sum(axis=1, skipna=False)
    held = months.groupby(months.index.asfreq("Q-MAR")).agg(["sum", "count"])
    whole = held["sum"][held["count"] == 3]
    quarters = (
        measure_series(PLACES, registers.measures(PLACES)[measure], "west_midlands").reindex(whole.index).dropna()
    )
    assert 6 == len(quarters)
    assert ((whole.reindex(quarters.index) / quarters - 1).abs() < CLOSE).all()


def test_a_category_that_differs_is_not_the_same() -> None:
    """A measure whose nearest category counts more has a reason; the two that agree have none."""
    assert differing_definition(PLACES, "robbery") is None
    assert differing_definition(PLACES, "theft_from_shops") is None
    assert "the category counts arson too" == differing_definition(PLACES, "criminal_damage")


def test_each_measure_by_quarter_is_in_the_register() -> None:
    """Every measure with a quarterly series says which monthly category comes nearest."""
    quarterly = {
        row["measure"]
        for row in registers.rows(PLACES.data / "measures" / "measures.csv")
        if row["series"] == "quarterly"
    }
    listed = {row["measure"] for row in registers.rows(PLACES.data / "measures" / "monthly_categories.csv")}
    assert quarterly == listed


@pytest.mark.parametrize(("force", "as_at"), [("merseyside", ""), ("west_midlands", "2026-04")])
def test_nothing_held_or_known_is_empty(force: str, as_at: str) -> None:
    """A force without districts, and a date before the months were known, give no month."""
    assert monthly_counts(PLACES, "robbery", force, as_at).empty
