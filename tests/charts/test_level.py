"""The words, table and marks of the chart of a level."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from planbook.charts.labels import number
from planbook.charts.level import render_level, spread, starts_at_zero
from planbook.statistics.level import level_of

from .conftest import ROBBERY, WINDOW, level, robbery, spec, stepped_level


def test_alt_gives_level_limits_and_signals() -> None:
    """The alternative text holds what was expected of the latest quarter and what stands out in the window."""
    last = level_of(robbery(), WINDOW).points.iloc[-1]
    expected = (
        "Chart of offences a quarter, Robbery, West Midlands Police, Apr–Jun 2012 to Jan–Mar 2015, with what the "
        f"season lets expect: latest 1,196, expected {number(last['mean'])}, limits {number(last['lower'])} to "
        f"{number(last['upper'])}. No point in 2014/15 stands out."
    )
    assert level().alt.startswith(expected)


def test_table_holds_every_point() -> None:
    """One row a quarter with the counts of the series."""
    table = level().table
    assert list(ROBBERY) == table["Offences"].tolist()
    assert table["Quarter"].iloc[0] == "Apr–Jun 2012"


def test_lines_are_labelled_directly() -> None:
    """Expected value, limits and latest value stand beside their lines, on both drawings."""
    wide = ("Upper limit 1,", "Expected 1,", "Lower limit 1,", "Latest 1,196", ">2014/15<")
    narrow = (">Upper<", ">Expected<", ">Latest<", ">1,196<")
    assert [] == [words for words in wide if words not in level().wide.svg]
    assert [] == [words for words in narrow if words not in level().narrow.svg]


def test_signals_have_shape_and_words() -> None:
    """A point outside its limits is keyed by its shape in the note and named in the table and on the chart."""
    chart = stepped_level()
    assert "◆ outside the limits" in chart.note
    assert "outside the limits" in chart.table["Signal"].iloc[-1]
    assert "outside limits" in chart.wide.svg


def test_break_is_marked_and_explained() -> None:
    """A break carries the symbol [b] on the chart and its reason in the note."""
    chart = stepped_level()
    assert "[b] new rules" in chart.wide.svg
    assert "[b]" in chart.narrow.svg
    assert "[b] new rules, from Apr–Jun 2017." in chart.note


def test_limits_are_drawn_for_the_quarters_that_the_model_looks_at() -> None:
    """Earlier quarters are points without limits: of forty quarters the last sixteen have an expected value."""
    table = stepped_level().table
    assert table["Expected"].notna().tolist() == [False] * 24 + [True] * 16


def test_too_few_quarters_have_points_alone() -> None:
    """A series of eight quarters is drawn without limits, and the text says why."""
    chart = render_level(spec("c"), level_of(robbery().iloc[4:], WINDOW))
    assert chart.table["Expected"].isna().all()
    assert "No expected values: too few periods." in chart.alt
    assert "Expected" not in chart.wide.svg


@pytest.mark.parametrize(("low", "high", "expected"), [(0.0, 10.0, True), (39.0, 100.0, True), (41.0, 100.0, False)])
def test_scale_rule(low: float, high: float, *, expected: bool) -> None:
    """The axis starts at zero when the lowest thing shown is under two fifths of the highest."""
    assert expected == starts_at_zero(low, high)


def test_truncated_axis_is_said() -> None:
    """An axis that leaves zero out says so; one that starts at zero does not."""
    assert "does not start at zero" in level().note
    wide = pd.Series([5.0, 60.0, 20.0, 80.0] * 3, index=robbery().index, name="wide")
    assert "zero" not in render_level(spec("c"), level_of(wide, WINDOW)).note


def test_spread_keeps_gap_and_order() -> None:
    """Labels move apart, in order, within their bounds."""
    placed = spread([5.0, 5.2, 9.9], 1.0, 0.0, 10.0)
    assert placed == sorted(placed)
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(placed))
    assert placed[-1] <= 10.0
