"""The error rates that are printed, and the limits that they must keep."""

import pytest

from planbook.statistics.error_rates import CORRELATIONS, ERROR_RATES, LENGTHS, nearest_rates
from tests.statistics.simulation import Made, changes_found, error_rates, levels_signalled

FALSE_CHANGES = {0.0: 6, 0.3: 8, 0.6: 12}
"""Per cent of stationary series that may be called a significant change."""
TOLERANCE = 0.3
"""Points that a row may differ by when it is made again with the same seed on another machine."""


def test_the_table_is_complete_and_within_its_limits():
    """Every length and correlation; false changes, false levels and the steady rise keep what was asked."""
    assert [(row.quarters, row.correlation) for row in ERROR_RATES] == [
        (n, rho) for n in LENGTHS for rho in CORRELATIONS
    ]
    assert all(row.false_change <= FALSE_CHANGES[row.correlation] for row in ERROR_RATES)
    assert all(row.false_level <= 6 for row in ERROR_RATES if row.correlation == 0)
    assert all(row.trend_seen >= 60 for row in ERROR_RATES)


@pytest.mark.slow
@pytest.mark.parametrize("row", ERROR_RATES, ids=lambda row: f"{row.quarters} quarters, {row.correlation}")
def test_the_table_is_made_again(row):
    """The same simulation gives the same row."""
    again = error_rates(row.quarters, row.correlation)
    for name in ("false_change", "false_level", "withheld", "power", "trend_seen"):
        assert getattr(again, name) == pytest.approx(getattr(row, name), abs=TOLERANCE), name


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [12, 20])
@pytest.mark.parametrize("correlation", CORRELATIONS)
@pytest.mark.parametrize(("mean", "dispersion"), [(20, 1), (20, 10), (200, 10), (5000, 1), (5000, 10)])
def test_limits_hold_for_other_counts_and_another_seed(quarters, correlation, mean, dispersion):
    """Small and large counts, little and much dispersion, other series: the same limits."""
    counts = Made(quarters, correlation, mean, dispersion).counts(3000, seed=5)
    assert 100 * changes_found(counts) <= FALSE_CHANGES[correlation]
    if correlation == 0:
        assert 100 * levels_signalled(counts)[0] <= 6


def test_a_small_simulation_at_every_run():
    """A few hundred series are in keeping with the table."""
    found = error_rates(20, 0.3, series=400)
    assert found.false_change < 9
    assert found.power > 20
    assert found.trend_seen > 95


@pytest.mark.parametrize(("since", "changes", "levels"), [(1, 25, 80), (2, 55, 70), (3, 80, 85)])
def test_a_sudden_change_inside_the_last_year_is_found(since, changes, levels):
    """A rise by 70 per cent one, two or three quarters before the end; it hid itself in its own dispersion before."""
    counts = Made(20, 0.3, mean=300, dispersion=4, step=0.7, since=since).counts(300)
    assert 100 * changes_found(counts) > changes
    assert 100 * levels_signalled(counts)[0] > levels


def test_the_nearest_row():
    """A series takes the row of its length and likeness."""
    row = nearest_rates(18, 0.42)
    assert (row.quarters, row.correlation) == (16, 0.3)
