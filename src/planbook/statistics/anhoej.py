"""The Anhoej runs test for the audit appendix: a second opinion on whether a series is random.

Source: J. Anhoej and A. V. Olesen, PLoS ONE 9(11) (2014) e113825; as in the R package qicharts2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from planbook.statistics.checks import checked_series
from planbook.statistics.constants import CLOSE

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RunsTest", "fewest_crossings", "runs_test"]

CROSSINGS_QUANTILE = 0.05
RUN_ALLOWANCE = 3


@dataclass(frozen=True)
class RunsTest:
    """Longest run and crossings of the centre line, with the limits they are held against.

    Attributes:
        useful: points off the centre line. longest_run, longest_allowed: a longer run is a signal.
        crossings, fewest_allowed: fewer crossings are a signal. centre: the line, in the series' unit.
    """

    centre: float
    useful: int
    longest_run: int
    longest_allowed: int
    crossings: int
    fewest_allowed: int

    @property
    def signal(self) -> bool:
        """Whether either test signals."""
        return self.longest_run > self.longest_allowed or self.crossings < self.fewest_allowed


def runs_test(series: pd.Series, *, centre: float | None = None, floor: float | None = 0.0) -> RunsTest:
    """Anhoej's test of one series about its median, or about `centre`.

    A run longer than round(log2 n) + 3, or fewer crossings than the 5 per cent quantile of a binomial
    with n - 1 trials, is a signal; n counts the points off the centre line.

    Raises:
        SeriesFault: as `control_chart`.
    """
    _, values = checked_series(series, floor)
    line = float(np.median(values)) if centre is None else centre
    gap = values - line
    side = np.sign(np.where(np.abs(gap) <= CLOSE * abs(line), 0.0, gap))
    side = side[side != 0]
    n = side.size
    if n < 2:
        return RunsTest(line, n, n, n + RUN_ALLOWANCE, 0, 0)
    turns = np.flatnonzero(np.diff(side)) + 1
    longest = int(np.diff(np.concatenate(([0], turns, [n]))).max())
    allowed = round(float(np.log2(n))) + RUN_ALLOWANCE
    fewest = fewest_crossings(n - 1)
    return RunsTest(line, n, longest, allowed, turns.size, fewest)


def fewest_crossings(trials: int) -> int:
    """The quantile of a binomial of even chances: the fewest successes that are at least so likely not exceeded."""
    between = math.ceil(special.bdtrik(CROSSINGS_QUANTILE, trials, 0.5))
    below = max(between - 1, 0)
    return below if special.bdtr(below, trials, 0.5) >= CROSSINGS_QUANTILE else between
