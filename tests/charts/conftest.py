"""Small real charts, shared by the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planbook.charts.change import render_change
from planbook.charts.chart import ChartSpec
from planbook.charts.columns import render_months, render_years
from planbook.charts.control import render_control
from planbook.charts.force_map import render_force_map
from planbook.charts.peers import render_peers
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart

STEP = pd.Period("2018Q1", "Q-MAR")
ROBBERY = (1456, 1251, 1378, 1376, 1359, 1291, 1308, 1415, 1177, 1232, 1283, 1196)
"""Robbery offences a quarter, West Midlands Police, 2012/13 to 2014/15: Home Office recorded crime open data."""


def robbery() -> pd.Series:
    """The twelve quarters as a series."""
    index = pd.period_range("2013Q1", periods=12, freq="Q-MAR")
    return pd.Series(np.array(ROBBERY, dtype=float), index=index, name="robbery")


def stepped() -> ControlChart:
    """A made-up chart of forty quarters with a step, an outlier and a run, for the drawing of every mark."""
    level = [1000.0 + 20 * (place % 3) for place in range(20)] + [1400.0 + 25 * (place % 4) for place in range(20)]
    level[6], level[30:38] = 1300.0, [1395.0 + place for place in range(8)]
    index = pd.period_range("2013Q1", periods=40, freq="Q-MAR")
    starts = (PhaseStart(STEP, "made-up step"),)
    return control_chart(pd.Series(level, index=index, name="made_up"), starts=starts)


def spec(chart_id: str, *, title: str = "A finding", area: str = "West Midlands Police") -> ChartSpec:
    """What a chart of robbery says of itself."""
    return ChartSpec(chart_id, title, area, "Robbery", "offences", source="Home Office")


def control() -> RenderedChart:
    """The control chart of robbery."""
    window = pd.period_range("2015Q1", "2015Q4", freq="Q-MAR")
    return render_control(spec("robbery-control"), control_chart(robbery()), target=1276.0, window=window)


def change_rows() -> pd.DataFrame:
    """Two measures with interval and, for one, a target."""
    columns = ("label", "percent", "low", "high", "target")
    rows = [("Robbery & theft", -9.0, -14.1, -3.6, -5.0), ("Vehicle crime", -2.0, -6.1, 2.2, float("nan"))]
    return pd.DataFrame(rows, columns=columns)


def change() -> RenderedChart:
    """The interval chart of two measures."""
    return render_change(spec("change"), change_rows(), period="2014/15", comparison="2013/14")


def peer_rates() -> pd.DataFrame:
    """Four forces' rates per 1,000 residents."""
    names = ["West Midlands", "Greater Manchester", "Merseyside", "West Yorkshire"]
    rates = {
        "rate": [62.8, 73.4, 69.8, 69.9],
        "low": [62.3, 72.9, 69.2, 69.3],
        "high": [63.3, 73.9, 70.4, 70.3],
    }
    return pd.DataFrame(rates, index=names)


PEERS = ChartSpec("peers", "Lowest of four", "West Midlands", "Total recorded crime", "offences per 1,000 residents")


def peers() -> RenderedChart:
    """The peer chart of total recorded crime."""
    return render_peers(PEERS, peer_rates(), mean=68.975, usual=(64.5, 73.4), period="2014/15")


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
    "robbery-control": control,
    "stepped": lambda: render_control(spec("stepped"), stepped(), breaks=[PhaseStart(STEP, "new rules")]),
    "change": change,
    "peers": peers,
    "years": years,
    "map": force_map,
}


@pytest.fixture(scope="session", params=sorted(BUILDERS))
def chart(request: pytest.FixtureRequest) -> RenderedChart:
    """Each kind of chart in turn."""
    return BUILDERS[request.param]()
