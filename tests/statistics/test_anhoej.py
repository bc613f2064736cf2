"""The Anhoej runs test."""

from __future__ import annotations

import pytest
from scipy import stats

from planbook.statistics.anhoej import CROSSINGS_QUANTILE, fewest_crossings, runs_test


def test_alternating_series_is_random(quarters):
    """A series that crosses its median at every point gives no signal."""
    found = runs_test(quarters([10, 12] * 10))
    assert (found.useful, found.longest_run, found.crossings, found.signal) == (20, 1, 19, False)


def test_limits_for_twenty_points(quarters):
    """Anhoej and Olesen (2014): 20 useful points allow a run of 7 and ask for 6 crossings."""
    found = runs_test(quarters([10, 12] * 10))
    assert (found.longest_allowed, found.fewest_allowed) == (7, 6)


def test_step_signals(quarters):
    """A step of ten points either side signals by run and by crossings."""
    found = runs_test(quarters([10] * 10 + [20] * 10))
    assert (found.longest_run, found.crossings, found.signal) == (10, 1, True)


@pytest.mark.parametrize("values", [[5], [5] * 12, [0] * 12])
def test_points_on_the_line_are_not_counted(quarters, values):
    """A series that never leaves its median has no useful point and no signal."""
    found = runs_test(quarters(values))
    assert (found.useful, found.signal) == (0, False)


def test_the_fewest_crossings_are_the_quantile_of_a_binomial() -> None:
    """For every number of trials up to 400, as SciPy's own distribution has it."""
    trials = range(1, 400)
    assert [int(stats.binom.ppf(CROSSINGS_QUANTILE, n, 0.5)) for n in trials] == [fewest_crossings(n) for n in trials]
