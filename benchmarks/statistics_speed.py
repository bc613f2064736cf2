"""Speed and memory of limits, phases and rules for 10,000 series of 156 points.

Run: python benchmarks/statistics_speed.py [series]

The series are made here and are not data. The loop of the per-series functions runs over all of them;
memory is the peak of the process while only the vectorised functions have run.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd

from planbook.statistics.many import many_charts, many_phase_starts
from planbook.statistics.phases import suggest_phases
from planbook.statistics.xmr import control_chart

POINTS = 156
REPEATS = 5


def made_series(count: int) -> np.ndarray:
    """Poisson counts, a third of the series with a step, shape (count, 156)."""
    random = np.random.default_rng(20150331)
    level = random.uniform(20, 2000, size=(count, 1)) * np.ones(POINTS)
    level[::3, POINTS // 2 :] *= 1.3
    return random.poisson(level).astype(float)


def together(values: np.ndarray) -> float:
    """Best of a few runs of the vectorised functions, in seconds."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        many_charts(values, starts=many_phase_starts(values))
        best = min(best, time.perf_counter() - start)
    return best


def one_by_one(values: np.ndarray) -> float:
    """A loop of the per-series functions, in seconds."""
    index = pd.period_range("2004-04", periods=POINTS, freq="M")
    start = time.perf_counter()
    for row in values:
        series = pd.Series(row, index=index, name="made")
        control_chart(series, starts=suggest_phases(series).starts)
    return time.perf_counter() - start


def main() -> int:
    """Print both times, their ratio and the peak memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    values = made_series(count)
    fast = together(values)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slow = one_by_one(values)
    print(f"{count:,} series of {POINTS} points")
    print(f"together    {fast:8.3f} s, peak of the process {peak:,.0f} MiB")
    print(f"one by one  {slow:8.3f} s")
    print(f"ratio       {slow / fast:8.1f}")
    return 0 if slow / fast >= 50 and peak < 1024 else 1


if __name__ == "__main__":
    raise SystemExit(main())
