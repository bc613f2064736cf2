"""Where a count stands against a numeric target that may vary in time.

The level is the baseline times one plus the target. A part-year is held against the same months of the
baseline year, never against a twelfth a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planbook.statistics.constants import PERIODS_A_YEAR
from planbook.statistics.errors import GapInSeries, ZeroDenominator


@dataclass(frozen=True)
class Target:
    """A target in per cent of the baseline, in force from a period on."""

    start: pd.Period
    percent: float


@dataclass(frozen=True)
class TargetPosition:
    """A count against its target.

    Attributes:
        level: count at which the target is just met. gap: count less level (negative: beaten).
        gap_points: change in per cent less target, in percentage points. ceiling: the target is a most.
    """

    level: float
    gap: float
    gap_points: float
    ceiling: bool

    @property
    def met(self) -> bool:
        """Whether the count is on the right side of the level, or on it."""
        return self.gap <= 0 if self.ceiling else self.gap >= 0


def target_position(
    count: float, baseline: float, percent: float, *, ceiling: bool = True, measure: str = "target"
) -> TargetPosition:
    """A count against baseline x (1 + percent / 100), both offences of the same months; -5 is five per cent fewer.

    With `ceiling` the count should not be above the level, otherwise not below.

    Raises:
        ZeroDenominator: the baseline is zero; `measure` names it.
    """
    if baseline == 0:
        raise ZeroDenominator(measure, "baseline", baseline)
    level = baseline * (1 + percent / 100)
    return TargetPosition(level, count - level, 100 * (count / baseline - 1) - percent, ceiling)


def target_series(baseline: pd.Series, targets: Sequence[Target]) -> pd.Series:
    """Target level of every period from the same period a year before, with the target then in force.

    Args:
        baseline: counts of the baseline periods, PeriodIndex.
        targets: at least one in force from the start.

    Returns:
        Levels by period one year later, shape of `baseline`; a step in the target is a step in the line.

    Raises:
        GapInSeries: no target is in force in a period.
    """
    index = pd.PeriodIndex(baseline.index)
    index += PERIODS_A_YEAR[index.freqstr[0]]
    ordered = sorted(targets, key=lambda target: target.start.ordinal)
    without = [period for period in index if not ordered or ordered[0].start > period]
    if without:
        raise GapInSeries("target", without[0], ordered[0].start if ordered else "nowhere")
    percents = [[each.percent for each in ordered if each.start <= period][-1] for period in index]
    return pd.Series(baseline.to_numpy(dtype=float) * (1 + pd.Series(percents).to_numpy() / 100), index=index)
