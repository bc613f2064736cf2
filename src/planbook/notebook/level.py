"""The level of a series: its control chart up to the end of the period, or the lack of one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.statistics.change import dispersion
from planbook.statistics.seasonality import dispersion_without_season
from planbook.statistics.xmr import control_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planbook.data.measures import Measure
    from planbook.statistics.xmr import ControlChart, PhaseStart


@dataclass(frozen=True)
class NoChange:
    """What stands in for a change that cannot be worked out: every figure of it is missing."""

    low: float = math.nan
    high: float = math.nan
    flip_dispersion: float = math.nan


NO_CHANGE = NoChange()


@dataclass(frozen=True)
class Level:
    """A control chart and the measure that it is of; ``chart`` is None where the period has no points.

    ``mean``, ``lower`` and ``upper`` are those of the current phase, per quarter; NaN without a chart.
    ``dispersion`` is variance over mean of the quarters, the season of a seasonal measure left out.
    """

    measure: Measure
    chart: ControlChart | None
    dispersion: float = math.nan

    @property
    def mean(self) -> float:
        """The process average."""
        return self.chart.current.mean if self.chart else math.nan

    @property
    def lower(self) -> float:
        """The lower process limit."""
        return self.chart.current.lower if self.chart else math.nan

    @property
    def upper(self) -> float:
        """The upper process limit."""
        return self.chart.current.upper if self.chart else math.nan


def measure_level(counts: pd.Series, window: pd.PeriodIndex, measure: Measure, starts: Sequence[PhaseStart]) -> Level:
    """The level of a series of quarterly counts; without a chart unless every quarter of ``window`` has a count."""
    if not window.isin(counts.index).all():
        return Level(measure, None)
    chart = control_chart(counts, starts=starts)
    spread = dispersion_without_season(counts, starts) if measure.seasonal else dispersion(chart)
    return Level(measure, chart, spread)
