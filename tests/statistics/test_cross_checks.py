"""Independent implementations: statprocon for limits and rules; each difference is stated here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statprocon import XmR

from planbook.statistics.runs import RULE_SETS
from planbook.statistics.xmr import control_chart, moving_ranges, range_limit


@given(values=st.lists(st.integers(0, 2000), min_size=2, max_size=50))
@settings(max_examples=80, deadline=None)
def test_limits_agree_with_statprocon(quarters, values):
    """Average, ranges and limits agree within its three decimals; it does not screen."""
    other = XmR(values)
    chart = control_chart(quarters(values), screen=False, floor=None)
    phase = chart.current
    assert phase.mean == pytest.approx(float(other.x_central_line()[0]), abs=6e-4)
    assert phase.upper == pytest.approx(float(other.upper_natural_process_limit()[0]), abs=6e-3)
    assert phase.lower == pytest.approx(float(other.lower_natural_process_limit()[0]), abs=6e-3)
    assert moving_ranges(chart).tolist()[1:] == [float(each) for each in other.moving_ranges()[1:]]
    # Its factor for the moving range limit is 3.268 where the specification has 3.267.
    assert range_limit(phase) == pytest.approx(float(other.upper_range_limit()[0]) * 3.267 / 3.268, abs=2e-2)


@given(values=st.lists(st.integers(0, 2000).map(lambda x: x + 0.123), min_size=8, max_size=50))
@settings(max_examples=80, deadline=None)
def test_rules_agree_with_statprocon(quarters, values):
    """Points outside limits and runs of eight agree; on a tie with the average its runs go on."""
    other = XmR(values)
    rules = RULE_SETS["mdc"].with_shift(8)
    points = control_chart(quarters(values), rules=rules, screen=False, floor=None).points
    lines = (points["mean"], points["upper"], points["lower"])
    if any((abs(points["value"] - line) < 1e-2).any() for line in lines):
        return
    assert ["astronomical" in each for each in points["rules"]] == other.rule_1_x_indices_beyond_limits()
    assert ["shift" in each for each in points["rules"]] == other.rule_2_runs_about_central_line()
