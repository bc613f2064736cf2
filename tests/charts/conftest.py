"""Small real charts, shared by the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planbook.charts.change import render_change
from planbook.charts.chart import ChartSpec
from planbook.charts.columns import render_months, render_years
from planbook.charts.force_map import render_force_map
from planbook.charts.funnel import render_funnel
from planbook.charts.level import render_level
from planbook.statistics.funnel import Funnel, funnel
from planbook.statistics.level import Level, level_of
from planbook.statistics.series import PhaseStart

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart

ROBBERY = (1456, 1251, 1378, 1376, 1359, 1291, 1308, 1415, 1177, 1232, 1283, 1196)
"""Robbery offences a quarter, West Midlands Police, 2012/13 to 2014/15: Home Office recorded crime open data."""


def quarter(text: str) -> pd.Period:
    """The financial quarter, ``2015Q1`` being April to June 2014."""
    return pd.Period(text, "Q-MAR")


def robbery() -> pd.Series:
    """The twelve quarters as a series."""
    index = pd.period_range(quarter("2013Q1"), periods=12, freq="Q-MAR")
    return pd.Series(np.array(ROBBERY, dtype=float), index=index, name="robbery")


def stepped() -> Level:
    """A made-up series of forty quarters whose last years hold an outlier and a run, for the drawing of every mark."""
    level = [1400.0 + 25 * (place % 4) for place in range(40)]
    level[25:39] = [1390.0 + 25 * (place % 4) + (9 if place >= 30 else -9) for place in range(25, 39)]
    level[39] = 1900.0
    index = pd.period_range(quarter("2013Q1"), periods=40, freq="Q-MAR")
    return level_of(pd.Series(level, index=index, name="made_up"), index[-4:])


def spec(chart_id: str, *, title: str = "A finding", area: str = "West Midlands Police") -> ChartSpec:
    """What a chart of robbery says of itself."""
    return ChartSpec(chart_id, title, area, "Robbery", "offences", source="Home Office")


WINDOW = pd.period_range(quarter("2015Q1"), quarter("2015Q4"), freq="Q-MAR")
"""The quarters of 2014/15."""


def level() -> RenderedChart:
    """The chart of the level of robbery."""
    return render_level(spec("robbery-level"), level_of(robbery(), WINDOW))


def stepped_level() -> RenderedChart:
    """The chart with every kind of mark."""
    return render_level(spec("stepped"), stepped(), breaks=[PhaseStart(quarter("2018Q1"), "new rules")])


def change_rows() -> pd.DataFrame:
    """Two measures with interval and, for one, a target."""
    columns = ("label", "percent", "low", "high", "target")
    rows = [("Robbery & theft", -9.0, -14.1, -3.6, -5.0), ("Vehicle crime", -2.0, -6.1, 2.2, float("nan"))]
    return pd.DataFrame(rows, columns=columns)


def change() -> RenderedChart:
    """The interval chart of two measures."""
    return render_change(spec("change"), change_rows(), period="2014/15", comparison="2013/14")


AREAS = ["West Midlands", "Greater Manchester", "Merseyside", "West Yorkshire", *(f"Made-up {n}" for n in range(10))]


def all_forces() -> Funnel:
    """Counts of total recorded crime of four forces, with ten made-up ones beside them."""
    counts = [176_280, 200_810, 97_100, 158_770, *(40_000 + 6000 * place for place in range(10))]
    population = [2_805_900, 2_735_900, 1_391_100, 2_264_300, *(700_000 + 90_000 * place for place in range(10))]
    return funnel(pd.DataFrame({"count": counts, "population": population}, index=AREAS), dispersion=9.0)


PEERS = ChartSpec("peers", "Ninth of 14", "West Midlands", "Total recorded crime", "offences per 1,000 residents")


def peers() -> RenderedChart:
    """The funnel chart of total recorded crime."""
    return render_funnel(PEERS, all_forces(), peers=AREAS[1:4], period="2014/15", whom="residents")


def yearly() -> pd.Series:
    """Robbery by financial year, 2010/11 to 2014/15."""
    index = pd.period_range("2011", periods=5, freq="Y-MAR")
    return pd.Series([9000.0, 7200.0, 5461.0, 5373.0, 4888.0], index=index)


def years() -> RenderedChart:
    """The column chart of five years."""
    return render_years(spec("years"), yearly(), window=pd.Period("2015", "Y-MAR"))


def monthly_parts() -> pd.DataFrame:
    """Robbery records of two districts in six months, one of them not held: police.uk."""
    index = pd.period_range("2024-07", periods=6, freq="M")
    held = {"Birmingham": [356, 393, np.nan, np.nan, 267, 248], "Coventry": [50, 43, np.nan, np.nan, 74, 55]}
    return pd.DataFrame(held, index=index)


def months() -> RenderedChart:
    """The column chart of six months, two of them not held."""
    return render_months(spec("months"), monthly_parts(), window=pd.period_range("2024-10", "2025-03", freq="M"))


FORCES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")


def six_forces() -> pd.DataFrame:
    """Six made-up forces, the first one far above the others."""
    rows = {"name": FORCES, "rate": [90.0, 10.0, 20.0, 30.0, 40.0, 50.0], "count": [9, 1, 2, 3, 4, 5]}
    return pd.DataFrame(rows, index=[name.lower() for name in FORCES])


def square(west: float, south: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """A square of one degree, closed."""
    east, north = west + 1, south + 1
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def force_map() -> RenderedChart:
    """A map of the six, Alpha without a class."""
    outlines = {name.lower(): square(-4 + place, 51) for place, name in enumerate(FORCES)}
    return render_force_map(spec("map", area="beta"), six_forces(), outlines, left_out=["alpha"], period="2014/15")


BUILDERS = {
    "months": months,
    "robbery-level": level,
    "stepped": stepped_level,
    "change": change,
    "peers": peers,
    "years": years,
    "map": force_map,
}


@pytest.fixture(scope="session", params=sorted(BUILDERS))
def chart(request: pytest.FixtureRequest) -> RenderedChart:
    """Each kind of chart in turn."""
    return BUILDERS[request.param]()
