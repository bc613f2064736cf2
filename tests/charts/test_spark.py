"""The sparkline."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.charts.figure import EmptyChart
from planbook.charts.spark import HEIGHT, WIDTH, sparkline

from .conftest import robbery

COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=60)


def test_sparkline_is_hidden_and_tiny() -> None:
    """It is no news to a screen reader and costs under a kilobyte."""
    svg = sparkline(robbery())
    assert 'aria-hidden="true"' in svg
    assert len(svg) < 1000
    assert svg == sparkline(robbery())


@given(COUNTS)
def test_points_stay_inside(counts: list[int]) -> None:
    """Whatever the series, every point lies inside the drawing, one for each value."""
    line = ET.fromstring(sparkline(pd.Series(counts)))[0].attrib["points"].split()
    pairs = [tuple(map(float, pair.split(","))) for pair in line]
    assert len(counts) == len(pairs)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in pairs)


def test_empty_series_is_an_error() -> None:
    """No line for no data."""
    with pytest.raises(EmptyChart):
        sparkline(pd.Series([], dtype=float))
