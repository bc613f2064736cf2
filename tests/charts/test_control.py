"""The words, table and marks of a control chart."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest

from planbook.charts.control import render_control, spread, starts_at_zero
from planbook.charts.labels import number
from planbook.statistics.xmr import control_chart

from .conftest import BUILDERS, ROBBERY, control, robbery, spec, stepped


def test_alt_gives_level_limits_and_signals() -> None:
    """The alternative text holds the numbers of the current phase and the signals of the window."""
    phase = control_chart(robbery()).current
    expected = (
        "Control chart of offences a quarter, Robbery, West Midlands Police, Apr–Jun 2012 to Jan–Mar 2015: "
        f"latest 1,196, current mean {number(phase.mean)}, limits {number(phase.lower)} to {number(phase.upper)}. "
        "No special cause in 2014/15."
    )
    assert expected == control().alt


def test_table_holds_every_point() -> None:
    """One row a quarter with the counts of the series."""
    table = control().table
    assert list(ROBBERY) == table["Offences"].tolist()
    assert table["Quarter"].iloc[0] == "Apr–Jun 2012"
    assert set(table["Special cause"]) == {"none"}


def test_lines_are_labelled_directly() -> None:
    """Mean, limits, target and latest value stand beside their lines, on both drawings."""
    wide = ("Upper limit 1,", "Mean 1,310", "Lower limit 1,", "Target 1,276", "Latest 1,196", ">2014/15<")
    narrow = (">Upper<", ">Mean<", ">1,310<", ">Target<")
    assert [] == [words for words in wide if words not in control().wide.svg]
    assert [] == [words for words in narrow if words not in control().narrow.svg]


def test_special_causes_have_shape_and_words() -> None:
    """Each rule in use is keyed by its shape in the note and named in the table."""
    chart = BUILDERS["stepped"]()
    assert "◆ outside the limits" in chart.note
    assert "■ part of a long run on one side of the mean" in chart.note
    assert any("outside the limits" in cause for cause in chart.table["Special cause"])
    assert "outside limits" in chart.wide.svg


def test_break_is_marked_and_explained() -> None:
    """A break carries the symbol [b] on the chart and its reason in the note."""
    chart = BUILDERS["stepped"]()
    assert "[b] new rules" in chart.wide.svg
    assert "[b]" in chart.narrow.svg
    assert "[b] new rules, from Apr–Jun 2017." in chart.note


def test_trial_limits_are_dashed_and_said() -> None:
    """Limits from fewer than 12 points are dashed and the note says so; full limits are neither."""
    short = render_control(spec("c"), control_chart(robbery().iloc[:9]))
    assert "Dashed limits are trial limits" in short.note
    assert short.wide.svg.count("stroke-dasharray") > 0
    full = render_control(spec("c"), control_chart(robbery()))
    assert "trial" not in full.note
    assert full.wide.svg.count("stroke-dasharray") == 0


def test_points_are_joined_within_phases_only() -> None:
    """Two phases give two data lines, so that the step is not drawn as a movement."""
    joined = r'<g fill="none" stroke="var\(--pb-chart-line, #0b5a6e\)" stroke-width="2">((?:<path d="[^"]+"/>)+)</g>'
    lines = re.search(joined, BUILDERS["stepped"]().wide.svg)
    assert lines is not None
    assert len(stepped().phases) == lines[1].count("<path")


@pytest.mark.parametrize(("low", "high", "expected"), [(0.0, 10.0, True), (39.0, 100.0, True), (41.0, 100.0, False)])
def test_the_axis_starts_at_zero_or_says_so(low: float, high: float, *, expected: bool) -> None:
    """Zero is left out only where the lowest thing shown is over two fifths of the highest, and the note says so."""
    assert expected == starts_at_zero(low, high)
    assert "does not start at zero" in control().note
    wide = pd.Series([5.0, 60.0, 20.0, 80.0] * 3, index=robbery().index, name="wide")
    assert "zero" not in render_control(spec("c"), control_chart(wide)).note


def test_months_are_named() -> None:
    """A monthly chart speaks of months."""
    index = pd.period_range("2015-04", periods=14, freq="M")
    series = pd.Series([float(10 + place % 3) for place in range(14)], index=index, name="monthly")
    chart = render_control(spec("c"), control_chart(series))
    assert "offences a month" in chart.subtitle
    assert chart.table["Month"].iloc[0] == "Apr 2015"


def test_spread_keeps_gap_and_order() -> None:
    """Labels move apart, in order, within their bounds."""
    placed = spread([5.0, 5.2, 9.9], 1.0, 0.0, 10.0)
    assert placed == sorted(placed)
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(placed))
    assert placed[-1] <= 10.0
