"""Targets, fixed and varying in time."""

import pandas as pd
import pytest

from planbook.statistics.errors import GapInSeries, ZeroDenominator
from planbook.statistics.targets import Target, target_position, target_series


def test_public_place_violence_of_the_report():
    """A rise of 10.8 per cent against a target of -5 is 15.8 points and 1,533 offences over."""
    baseline = 1048 / 0.108
    found = target_position(baseline + 1048, baseline, -5)
    assert (found.gap_points, found.gap, found.met) == (
        pytest.approx(15.8),
        pytest.approx(1533.2, abs=0.1),
        False,
    )


def test_floor_target_is_met_above():
    """A target to rise is met above its level."""
    assert target_position(110, 100, 5, ceiling=False).met
    assert target_position(90, 100, -5).met


def test_zero_baseline_is_refused():
    """A target against nothing is refused by name."""
    with pytest.raises(ZeroDenominator, match="robbery"):
        target_position(1, 0, -5, measure="robbery")


def test_target_steps_in_time(quarters):
    """A target that changes within the year steps in the line, against the same quarters a year before."""
    baseline = quarters([100, 200, 300, 400], start="2014Q1")
    steps = [Target(pd.Period("2015Q1", "Q-MAR"), -5), Target(pd.Period("2015Q3", "Q-MAR"), -10)]
    line = target_series(baseline, steps)
    assert line.tolist() == pytest.approx([95, 190, 270, 360])
    assert str(line.index[0]) == "2015Q1"
    with pytest.raises(GapInSeries, match="2015Q1"):
        target_series(baseline, steps[1:])
