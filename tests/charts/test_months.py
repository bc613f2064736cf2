"""Columns by month: sums of districts, gaps that are said, the period shaded."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.charts.figure import EmptyChart
from planbook.charts.months import months_figure

from .conftest import monthly_parts, months


def test_a_month_that_is_not_held_is_said_and_has_no_column() -> None:
    """The note names the months not held, the table marks them, and nought is not shown for them."""
    figure = months()
    assert "[x] not held, because the source is known to be short: Sep 2024 and Oct 2024." in figure.note
    assert [True, True] == list(figure.table["Offences"].isna()[2:4])
    assert 2 == figure.svg.count(">[x]<")


def test_the_total_is_the_sum_of_the_districts() -> None:
    """The chart shows the sum, and the table each district beside it."""
    table = months().table
    assert list(table["Offences"].dropna()) == list((table["Birmingham"] + table["Coventry"]).dropna())


def test_a_month_that_one_district_lacks_has_no_total() -> None:
    """A sum over some of the districts is never shown as the force's."""
    parts = monthly_parts()
    parts.loc[parts.index[0], "Coventry"] = float("nan")
    words = {"label": "Robbery", "unit": "offences", "area": "West Midlands"}
    figure = months_figure(parts, id="m", title="t", window=parts.index, **words)
    assert pd.isna(figure.table["Offences"].iloc[0])
    assert "Jul 2024" in figure.note


def test_the_alternative_names_the_highest_and_the_lowest_month() -> None:
    """The text alternative gives both ends of the months held."""
    assert "The highest month held is Aug 2024, 436; the lowest is Dec 2024, 303." in months().alt


def test_no_months_is_an_error() -> None:
    """An empty frame is refused."""
    with pytest.raises(EmptyChart, match="has no months"):
        months_figure(
            monthly_parts().iloc[:0],
            id="m",
            title="t",
            label="Robbery",
            unit="offences",
            area="nowhere",
            window=pd.PeriodIndex([], freq="M"),
        )
