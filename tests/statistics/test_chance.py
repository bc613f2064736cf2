"""False signals: the table of the specification made again, and what an edition should expect."""

from __future__ import annotations

import math

import pytest

from planbook.statistics.chance import FALSE_SIGNALS, expected_signals, false_signal_chance, simulated_charts
from planbook.statistics.runs import RULE_SETS
from planbook.statistics.xmr import control_chart

SERIES = 40_000
ROUNDING = 0.05


def percent_of(row, series=SERIES, seed=7):
    """Per cent of made series in which the row's rule fires."""
    rules = "mdc" if row.rule == "any" else RULE_SETS["mdc"].resized("shift", int(row.rule[-1]))
    charts = simulated_charts(
        row.points, series=series, correlation=row.correlation, rules=rules, screen=False, seed=seed
    )
    marks = charts.any_signal if row.rule == "any" else charts.signals["shift"]
    return 100 * float(marks.any(axis=1).mean())


@pytest.mark.slow
@pytest.mark.parametrize("row", FALSE_SIGNALS, ids=lambda row: f"{row.rule}-{row.points}-{row.correlation}")
def test_table_within_monte_carlo_error(row):
    """Each cell is made again within four standard errors of two simulations of 40,000 series."""
    share = max(row.percent, 0.05) / 100
    error = 100 * math.sqrt(2 * share * (1 - share) / SERIES)
    assert percent_of(row) == pytest.approx(row.percent, abs=4 * error + ROUNDING)


def test_table_roughly():
    """A small simulation agrees with the first cell, so that the table is checked at every run."""
    assert percent_of(FALSE_SIGNALS[0], series=4000) == pytest.approx(4.9, abs=1.5)


def test_shorter_look_gives_fewer_signals():
    """Looking at the last four points alone gives fewer false signals than looking at all."""
    assert 0 < false_signal_chance(24, 4) < false_signal_chance(24, 24)
    assert false_signal_chance(0, 4) == 0


def test_edition_states_seen_and_expected(quarters):
    """The sentence gives charts, signals seen and signals expected."""
    series = quarters([1282, 1300, 1264, 1282] * 3)
    found = expected_signals([(control_chart(series), series.index[-4:])] * 9)
    assert (found.charts, found.seen) == (9, 0)
    assert found.expected == pytest.approx(9 * false_signal_chance(12, 4))
    assert found.sentence.startswith("Of 9 charts, 0 signal in the reporting window; chance alone would give about 0.")
