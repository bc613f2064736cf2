"""How many signals chance alone gives, so that a page of many charts is not read as a page of findings.

Screening of moving ranges, on by default, narrows limits a little and so adds false signals: 7.6, 19.4 and
30.7 per cent of stable series of 12, 24 and 36 points, in place of 4.9, 16.5 and 27.1. Expectations use the
setting of each chart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from planbook.statistics.checks import Marks
from planbook.statistics.limits import phase_limits
from planbook.statistics.runs import RuleSet, rule_set, takes_part
from planbook.statistics.xmr import ControlChart

SEED: Final = 20150331
SIMULATED: Final = 10_000
LEVEL: Final = 1000.0
SPREAD: Final = 30.0


def simulated_signals(
    points: int,
    *,
    series: int = SIMULATED,
    correlation: float = 0.0,
    rules: str | RuleSet = "mdc",
    screen: bool = True,
    seed: int = SEED,
) -> dict[str, Marks]:
    """For each rule, which points of stable series take part in it; arrays of shape (series, points).

    The series are normal noise with the lag-1 correlation given. They are no data and serve only to count
    false signals. They are charted at once: laid end to end, each a phase of its own.
    """
    random = np.random.default_rng(seed)
    noise = random.standard_normal((series, points))
    for at in range(1, points):
        noise[:, at] = correlation * noise[:, at - 1] + np.sqrt(1 - correlation**2) * noise[:, at]
    values, first = (LEVEL + SPREAD * noise).ravel(), np.arange(noise.size) % points == 0
    track = phase_limits(values, first, screen=screen, floor=None).track(values, first)
    return {rule.name: takes_part(rule, track).reshape(noise.shape) for rule in rule_set(rules).rules}


@lru_cache(maxsize=256)
def false_signal_chance(points: int, window: int, rules: str = "mdc", *, screen: bool = True) -> float:
    """Chance that a stable phase of so many points signals on one of its last `window` points, 0 to 1."""
    if points < 1 or window < 1:
        return 0.0
    by_rule = np.array(list(simulated_signals(points, rules=rules, screen=screen).values()))
    return float(by_rule[:, :, -window:].any(axis=(0, 2)).mean())


@dataclass(frozen=True)
class ChanceSignals:
    """Charts that signal in their window, seen and expected by chance, over all charts of an edition."""

    charts: int
    seen: int
    expected: float


def expected_signals(charts: Iterable[tuple[ControlChart, pd.PeriodIndex]]) -> ChanceSignals:
    """Signals seen and expected over many charts, each with its reporting window.

    The chance of a chart is that of a stable phase as long as its current one, looked at over the points of
    the window that lie in that phase.
    """
    count, seen, expected = 0, 0, 0.0
    for chart, window in charts:
        inside, points = chart.rules[chart.place(window[0]) :], chart.current.n
        look = min(len(inside), points)
        count += 1
        seen += any(inside)
        expected += false_signal_chance(points, look, chart.rule_set, screen=chart.screen)
    return ChanceSignals(count, seen, expected)
