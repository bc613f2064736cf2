"""Many series at once give what each gives alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from planbook.statistics.errors import BelowFloor, EmptySeries, NotFinite
from planbook.statistics.many import many_charts, many_phase_starts
from planbook.statistics.phases import suggest_phases
from planbook.statistics.runs import RULE_SETS
from planbook.statistics.xmr import control_chart

levels = st.sampled_from([100.0, 102.0, 98.0, 130.0, 70.0, 0.0, 250.0])
tables = arrays.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 60)), elements=levels)


def stepped(seed: int) -> np.ndarray:
    """Counts made here with steps of level, so that phases are found."""
    random = np.random.default_rng(seed)
    level = np.repeat(random.uniform(20, 300, size=(6, 6)), 14, axis=1)
    return random.poisson(level).astype(float)


def assert_alike(table, quarters, rules):
    """Compare many charts with one chart a row, value by value."""
    starts = many_phase_starts(table)
    together = many_charts(table, starts=starts, rules=rules)
    for row, values in enumerate(table):
        series = quarters(values)
        suggested = suggest_phases(series).starts
        chart = control_chart(series, starts=suggested, rules=rules)
        places = [0, *(series.index.get_loc(each.start) for each in suggested)]
        assert np.flatnonzero(starts[row]).tolist() == places
        for name in ("phase", "mean", "lower", "upper"):
            np.testing.assert_array_equal(getattr(together, name)[row], chart.points[name].to_numpy())
        for name, marks in together.signals.items():
            assert marks[row].tolist() == [name in held for held in chart.points["rules"]]


@pytest.mark.parametrize("rules", RULE_SETS)
@given(table=tables)
@settings(max_examples=40, deadline=None)
def test_same_as_one_by_one(quarters, rules, table):
    """Phases, limits and signals of any table are exactly those of its rows."""
    assert_alike(table, quarters, rules)


@pytest.mark.parametrize("seed", range(4))
def test_same_with_many_phases(quarters, seed):
    """Series with several steps have the same phases, limits and signals together as alone."""
    table = stepped(seed)
    assert many_phase_starts(table).sum() > len(table)
    assert_alike(table, quarters, "mdc")


def test_bad_values_are_placed():
    """A bad value is named by row and column."""
    table = np.ones((2, 3))
    table[1, 2] = np.nan
    with pytest.raises(NotFinite, match="row 1, column 2"):
        many_charts(table)
    with pytest.raises(BelowFloor, match="row 0, column 0"):
        many_charts([[-1.0, 2.0]])
    with pytest.raises(EmptySeries):
        many_charts(np.ones((0, 3)))
