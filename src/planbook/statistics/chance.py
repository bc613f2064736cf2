"""How many signals chance alone gives, so that a page of many charts is not read as a page of findings.

The table is made from 40,000 simulated stable series a cell, limits from the same points, moving ranges not
screened; the slow tests make it again. Screening, on by default, narrows limits a little and so adds false
signals (7.6, 19.4 and 30.7 per cent in place of 4.9, 16.5 and 27.1); expectations for an edition use the
setting of each chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from planbook.statistics.many import ManyCharts, many_charts
from planbook.statistics.phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from planbook.statistics.runs import RuleSet
    from planbook.statistics.xmr import ControlChart

__all__ = [
    "FALSE_SIGNALS",
    "ChanceSignals",
    "FalseSignals",
    "expected_signals",
    "false_signal_chance",
    "simulated_charts",
]

SEED: Final = 20150331
SIMULATED: Final = 10_000
LEVEL: Final = 1000.0
SPREAD: Final = 30.0


@dataclass(frozen=True)
class FalseSignals:
    """Per cent of stable series of so many points in which the rule fires at least once.

    `rule` is "any" for the whole of mdc, or "run of 7", "run of 8", "run of 9".
    """

    rule: str
    correlation: float
    points: int
    percent: float


FALSE_SIGNALS: Final = tuple(
    FalseSignals(rule, correlation, points, percent)
    for rule, correlation, percents in (
        ("any", 0.0, (4.9, 16.5, 27.1)),
        ("run of 7", 0.0, (1.2, 8.8, 16.5)),
        ("run of 8", 0.0, (0.2, 3.4, 7.3)),
        ("run of 9", 0.0, (0.0, 1.3, 3.1)),
        ("any", 0.3, (15.1, 44.5, 64.4)),
    )
    for points, percent in zip((12, 24, 36), percents, strict=True)
)
"""What stable series of 12, 24 and 36 points signal by chance, moving ranges not screened."""


def simulated_charts(
    points: int,
    *,
    series: int = SIMULATED,
    correlation: float = 0.0,
    rules: str | RuleSet = "mdc",
    screen: bool = True,
    seed: int = SEED,
) -> ManyCharts:
    """Charts of made, stable series, shape (series, points): normal noise with the lag-1 correlation given.

    These are no data; they serve only to count false signals.
    """
    random = np.random.default_rng(seed)
    noise = random.standard_normal((series, points))
    for at in range(1, points):
        noise[:, at] = correlation * noise[:, at - 1] + np.sqrt(1 - correlation**2) * noise[:, at]
    return many_charts(LEVEL + SPREAD * noise, rules=rules, screen=screen, floor=None)


@lru_cache(maxsize=256)
def false_signal_chance(points: int, window: int, rules: str = "mdc", *, screen: bool = True) -> float:
    """Chance that a stable phase of so many points signals on one of its last `window` points, 0 to 1."""
    if points < 1 or window < 1:
        return 0.0
    charts = simulated_charts(points, rules=rules, screen=screen)
    return float(charts.any_signal[:, -window:].any(axis=1).mean())


@dataclass(frozen=True)
class ChanceSignals:
    """Charts that signal in their window, seen and expected by chance, over all charts of an edition."""

    charts: int
    seen: int
    expected: float

    @property
    def sentence(self) -> str:
        """The comparison in plain English."""
        noun = "chart" if self.charts == 1 else "charts"
        return (
            f"Of {self.charts} {noun}, {self.seen} signal in the reporting window; chance alone would give "
            f"about {number(self.expected, 1)}."
        )


def expected_signals(charts: Iterable[tuple[ControlChart, pd.PeriodIndex]]) -> ChanceSignals:
    """Signals seen and expected over many charts, each with its reporting window.

    The chance of a chart is that of a stable phase as long as its current one, looked at over the points of
    the window that lie in that phase.
    """
    held = list(charts)
    seen, expected = 0, 0.0
    for chart, window in held:
        inside = chart.rules[chart.place(window[0]) :]
        seen += any(inside)
        look = min(len(inside), chart.current.n)
        rules = chart.rule_set
        expected += false_signal_chance(chart.current.n, look, rules, screen=chart.screen)
    return ChanceSignals(len(held), seen, expected)
