"""False signals: the table of the specification made again, and what an edition should expect."""

import math

import numpy as np
import pytest

from planbook.statistics.chance import expected_signals, false_signal_chance, simulated_signals
from planbook.statistics.runs import RULE_SETS
from planbook.statistics.xmr import control_chart

SERIES = 40_000
ROUNDING = 0.05
TABLE = {
    ("any", 0.0): (4.9, 16.5, 27.1),
    ("run of 7", 0.0): (1.2, 8.8, 16.5),
    ("run of 8", 0.0): (0.2, 3.4, 7.3),
    ("run of 9", 0.0): (0.0, 1.3, 3.1),
    ("any", 0.3): (15.1, 44.5, 64.4),
}
CELLS = [(*row, n, cell) for row, cells in TABLE.items() for n, cell in zip((12, 24, 36), cells, strict=True)]


def percent_of(rule, correlation, points, series):
    """Per cent of made series in which the rule fires, moving ranges not screened."""
    rules = "mdc" if rule == "any" else RULE_SETS["mdc"].with_shift(int(rule[-1]))
    settings = {"series": series, "correlation": correlation, "rules": rules, "screen": False, "seed": 7}
    marks = simulated_signals(points, **settings)
    chosen = list(marks.values()) if rule == "any" else [marks["shift"]]
    return 100 * float(np.any(chosen, axis=(0, 2)).mean())


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "correlation", "points", "percent"), CELLS)
def test_table_within_monte_carlo_error(rule, correlation, points, percent):
    """Each cell is made again within four standard errors of two simulations of 40,000 series."""
    share = max(percent, 0.05) / 100
    error = 100 * math.sqrt(2 * share * (1 - share) / SERIES)
    assert percent_of(rule, correlation, points, SERIES) == pytest.approx(percent, abs=4 * error + ROUNDING)


def test_table_roughly():
    """A small simulation agrees with the first cell, so that the table is checked at every run."""
    assert percent_of(*CELLS[0][:3], series=4000) == pytest.approx(4.9, abs=1.5)


def test_shorter_look_gives_fewer_signals():
    """Looking at the last four points alone gives fewer false signals than looking at all."""
    assert 0 < false_signal_chance(24, 4) < false_signal_chance(24, 24)
    assert false_signal_chance(0, 4) == 0


def test_edition_states_seen_and_expected(quarters):
    """Nine quiet charts have no signal and nine times the chance of one."""
    series = quarters([1282, 1300, 1264, 1282] * 3)
    found = expected_signals([(control_chart(series), series.index[-4:])] * 9)
    assert (found.charts, found.seen) == (9, 0)
    assert found.expected == pytest.approx(9 * false_signal_chance(12, 4))
