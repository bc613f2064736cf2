"""Columns by month and by year: sums of districts, gaps that are said, the lowest year named."""

from __future__ import annotations

import pandas as pd

from planbook.charts.columns import render_months

from .conftest import monthly_parts, months, spec, yearly, years


def test_a_month_that_is_not_held_is_said_and_has_no_column() -> None:
    """The note names the months not held, the table marks them, and nought is not shown for them."""
    chart = months()
    assert "[x] not held, because the source is known to be short: Sep 2024 and Oct 2024." in chart.note
    assert [True, True] == list(chart.table["Offences"].isna()[2:4])
    assert 2 == chart.wide.svg.count(">[x]<")


def test_the_total_is_the_sum_of_the_districts() -> None:
    """The chart shows the sum, and the table each district beside it."""
    table = months().table
    assert list(table["Offences"].dropna()) == list((table["Birmingham"] + table["Coventry"]).dropna())


def test_a_month_that_one_district_lacks_has_no_total() -> None:
    """A sum over some of the districts is never shown as the force's."""
    parts = monthly_parts()
    parts.loc[parts.index[0], "Coventry"] = float("nan")
    chart = render_months(spec("m"), parts, window=parts.index)
    assert pd.isna(chart.table["Offences"].iloc[0])
    assert "Jul 2024" in chart.note


def test_the_alternative_names_the_highest_and_the_lowest_month() -> None:
    """The text alternative gives both ends of the months held."""
    assert "The highest month held is Aug 2024, 436; the lowest is Dec 2024, 303." in months().alt


def test_the_lowest_year_is_named() -> None:
    """In words and on the drawing, so that colour is not alone; columns stand on zero."""
    chart = years()
    assert "The lowest of 5 years is 2014/15, 4,888; 2014/15 has 4,888." in chart.alt
    assert "Lowest" in chart.wide.svg
    assert ">0</text>" in chart.wide.svg
    assert yearly().tolist() == chart.table["Offences"].tolist()
