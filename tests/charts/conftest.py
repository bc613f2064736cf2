"""Small real charts, shared by the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planbook.charts.change import change_figure
from planbook.charts.control import Break, control_figure
from planbook.charts.months import months_figure
from planbook.charts.peers import peer_figure
from planbook.charts.years import years_figure
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

if TYPE_CHECKING:
    from planbook.charts.figure import Figure

ROBBERY = (1456, 1251, 1378, 1376, 1359, 1291, 1308, 1415, 1177, 1232, 1283, 1196)
"""Robbery offences a quarter, West Midlands Police, 2012/13 to 2014/15: Home Office recorded crime open data."""


def quarter(text: str) -> pd.Period:
    """The financial quarter, ``2015Q1`` being April to June 2014."""
    return pd.Period(text, "Q-MAR")


def robbery() -> pd.Series:
    """The twelve quarters as a series."""
    index = pd.period_range(quarter("2013Q1"), periods=12, freq="Q-MAR")
    return pd.Series(np.array(ROBBERY, dtype=float), index=index, name="robbery")


def stepped() -> ControlChart:
    """A made-up chart of forty quarters with a step, an outlier and a run, for the drawing of every mark."""
    level = [1000.0 + 20 * (place % 3) for place in range(20)] + [1400.0 + 25 * (place % 4) for place in range(20)]
    level[6], level[30:38] = 1300.0, [1395.0 + place for place in range(8)]
    index = pd.period_range(quarter("2013Q1"), periods=40, freq="Q-MAR")
    starts = (PhaseStart(quarter("2018Q1"), "made-up step"),)
    return control_chart(pd.Series(level, index=index, name="made_up"), starts=starts)


def control(figure_id: str = "robbery-control") -> Figure:
    """The control chart of robbery."""
    return control_figure(
        control_chart(robbery()),
        id=figure_id,
        title="Robbery is stable",
        label="Robbery",
        unit="offences",
        area="West Midlands Police",
        target=1276.0,
        window=pd.period_range(quarter("2015Q1"), quarter("2015Q4"), freq="Q-MAR"),
        source="Home Office",
    )


def stepped_control() -> Figure:
    """The control chart with every kind of mark."""
    return control_figure(
        stepped(),
        id="stepped",
        title="A made-up step",
        label="Made up",
        unit="offences",
        area="nowhere",
        breaks=[Break(quarter("2018Q1"), "new rules")],
    )


def change_rows() -> pd.DataFrame:
    """Two measures with interval and, for one, a target."""
    columns = ("label", "percent", "low", "high", "target")
    rows = [("Robbery & theft", -9.0, -14.1, -3.6, -5.0), ("Vehicle crime", -2.0, -6.1, 2.2, float("nan"))]
    return pd.DataFrame(rows, columns=columns)


def change() -> Figure:
    """The interval chart of two measures."""
    words = {"area": "West Midlands Police", "period": "2014/15", "comparison": "2013/14"}
    return change_figure(change_rows(), id="change", title="Robbery fell", **words)


def peer_rates() -> pd.DataFrame:
    """Four forces' rates per 1,000 residents."""
    names = ["West Midlands", "Greater Manchester", "Merseyside", "West Yorkshire"]
    rates = {
        "rate": [62.8, 73.4, 69.8, 69.9],
        "low": [62.3, 72.9, 69.2, 69.3],
        "high": [63.3, 73.9, 70.4, 70.3],
    }
    return pd.DataFrame(rates, index=names)


def peers() -> Figure:
    """The peer chart of total recorded crime."""
    return peer_figure(
        peer_rates(),
        own="West Midlands",
        mean=68.975,
        band=(64.5, 73.4),
        id="peers",
        title="Lowest of four",
        label="Total recorded crime",
        unit="offences per 1,000 residents",
        period="2014/15",
    )


def yearly() -> pd.Series:
    """Robbery by financial year, 2010/11 to 2014/15."""
    index = pd.period_range("2011", periods=5, freq="Y-MAR")
    return pd.Series([9000.0, 7200.0, 5461.0, 5373.0, 4888.0], index=index)


def years() -> Figure:
    """The column chart of five years."""
    words = {"label": "Robbery", "unit": "offences", "area": "West Midlands Police"}
    return years_figure(yearly(), id="years", title="Lowest", window=pd.Period("2015", "Y-MAR"), **words)


def monthly_parts() -> pd.DataFrame:
    """Robbery records of two districts in six months, one of them not held: police.uk."""
    index = pd.period_range("2024-07", periods=6, freq="M")
    held = {"Birmingham": [356, 393, np.nan, np.nan, 267, 248], "Coventry": [50, 43, np.nan, np.nan, 74, 55]}
    return pd.DataFrame(held, index=index)


def months() -> Figure:
    """The column chart of six months, two of them not held."""
    words = {"label": "Robbery", "unit": "offences", "area": "West Midlands"}
    window = pd.period_range("2024-10", "2025-03", freq="M")
    return months_figure(monthly_parts(), id="months", title="Highest in August", window=window, **words)


BUILDERS = {
    "months": months,
    "robbery-control": control,
    "stepped": stepped_control,
    "change": change,
    "peers": peers,
    "years": years,
}


@pytest.fixture(scope="session", params=sorted(BUILDERS))
def figure(request: pytest.FixtureRequest) -> Figure:
    """Each kind of chart in turn."""
    return BUILDERS[request.param]()
