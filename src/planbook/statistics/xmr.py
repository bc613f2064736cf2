"""Control charts without a model: individuals with moving ranges (XmR) and shares (p-chart), one phase each.

Shares of counts and of answers, which have no season model, are judged by the p-chart. Verdicts on counts rest on
`level`; the chart of individuals stands for comparison with NHS England's Making Data Count, whose default rules both
follow.

Sources: Shewhart 1931; Wheeler, Understanding Variation (1993); Nelson 1982 for screening; Montgomery, Introduction to
Statistical Quality Control, for the p-chart; D. B. Laney, Quality Engineering 14(4) (2002), 531-537.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from planbook.statistics.constants import (
    BIAS_OF_RANGE,
    CLOSE,
    LIMIT_FACTOR,
    LIMIT_SIGMAS,
    OVERDISPERSED,
    RANGE_LIMIT_FACTOR,
)
from planbook.statistics.series import (
    Floats,
    Marks,
    NumeratorAboveDenominator,
    SeriesFault,
    UnmatchedPeriods,
    ZeroDenominator,
    checked_series,
    measure_name,
    raise_together,
)

# Points in a row on one side, or only rising or falling, that signal (Making Data Count).
RUN: Final = 7


@dataclass(frozen=True, eq=False)
class ControlChart:
    """A series with its average, limits and signals, in the unit of the series.

    Attributes:
        points: index period; columns value, mean, lower, upper and rules (the names of those that a point takes part
            in: astronomical, shift, trend, two_of_three).
        mean: the average. mean_range: mean moving range behind the limits, after screening; NaN for one point.
        lower, upper: the limits. screened: moving ranges left out.
    """

    points: pd.DataFrame
    mean: float
    mean_range: float
    lower: float
    upper: float
    screened: int


def control_chart(series: pd.Series, *, screen: bool = True, floor: float | None = 0.0) -> ControlChart:
    """XmR chart of one series: average plus and minus 2.66 mean moving ranges.

    Args:
        series: values by period, shape (n,), PeriodIndex of frequency Q-MAR, M or Y-MAR, name the measure.
        screen: leave out moving ranges of 3.267 mean moving ranges or more, once.
        floor: smallest value the measure can take. A lower limit under it is drawn at it and cannot be passed.

    Raises:
        SeriesFault: the series is empty, unsorted, has a gap, a duplicate or a value that cannot be used.
    """
    index, values = checked_series(series, floor)
    ranges = np.abs(np.diff(values))
    mean, mean_range = float(values.mean()), float(ranges.mean()) if ranges.size else np.nan
    # Equal values have a mean range of zero, and every range would be extreme.
    extreme = (ranges >= RANGE_LIMIT_FACTOR * mean_range) & (mean_range > 0) & screen
    mean_range = float(ranges[~extreme].mean()) if extreme.any() else mean_range
    # Once: screened again and again, limits would close in on the calmest stretch.
    lowest = -np.inf if floor is None else floor
    points = _points(index, values, mean, np.full(values.size, LIMIT_FACTOR * mean_range), (lowest, np.inf))
    lower, upper = (float(points[name].iloc[-1]) for name in ("lower", "upper"))
    return ControlChart(points, mean, mean_range, lower, upper, int(extreme.sum()))


@dataclass(frozen=True, eq=False)
class ShareChart:
    """A p-chart. Shares are of 1.

    Attributes:
        points: as of a `ControlChart`, with the columns numerator and denominator.
        mean: all positives over all answers. sigma_z: mean moving range of the standardised shares / 1.128.
        laney: whether the limits were widened by `sigma_z`, which is said on the page.
    """

    points: pd.DataFrame
    mean: float
    sigma_z: float
    laney: bool


def p_chart(numerator: pd.Series, denominator: pd.Series, *, laney: bool | None = None) -> ShareChart:
    """Share of numerator in denominator by period, with limits pbar plus and minus 3 standard errors.

    Args:
        numerator: positives by period, shape (n,).
        denominator: answers by period, the same PeriodIndex.
        laney: widen the limits by sigma_z always, never, or (None) where sigma_z is over 1.25.

    Raises:
        ZeroDenominator, NumeratorAboveDenominator, UnmatchedPeriods, or a fault of either series.
    """
    index, positives, answers = _checked(numerator, denominator)
    mean = float(positives.sum() / answers.sum())
    share, error = positives / answers, np.sqrt(mean * (1 - mean) / answers)
    # One point, or shares that are all 0 or all 1, cannot be overdispersed.
    varies = share.size > 1 and bool(error.all())
    sigma_z = float(np.abs(np.diff((share - mean) / error)).mean() / BIAS_OF_RANGE) if varies else 1.0
    widened = sigma_z > OVERDISPERSED if laney is None else laney
    points = _points(index, share, mean, LIMIT_SIGMAS * error * (sigma_z if widened else 1.0), (0.0, 1.0))
    return ShareChart(points.assign(numerator=positives, denominator=answers), mean, sigma_z, bool(widened))


def _points(
    index: pd.PeriodIndex, values: Floats, mean: float, reach: Floats, scale: tuple[float, float]
) -> pd.DataFrame:
    """Values with limits `reach` from the mean, cut at the ends of the scale, and the rules that each point takes."""
    lower, upper = mean - reach, mean + reach
    names: list[tuple[str, ...]] = [()] * values.size
    for name, marks in _rules(values, mean, reach, (lower < scale[0], upper > scale[1])):
        for at in np.flatnonzero(marks):
            names[at] += (name,)
    columns = {
        "value": values,
        "mean": np.full(values.size, mean),
        "lower": np.maximum(lower, scale[0]),
        "upper": np.minimum(upper, scale[1]),
        "rules": pd.Series(names, index=index, dtype=object),
    }
    return pd.DataFrame(columns, index=index.rename("period"))


def _rules(values: Floats, mean: float, reach: Floats, cut: tuple[Marks, Marks]) -> Iterator[tuple[str, Marks]]:
    """The rules of Making Data Count and the points that take part in each; a limit that is cut cannot be passed."""
    gap, slack = values - mean, CLOSE * (abs(mean) + reach)
    sides = [(gap, cut[1]), (-gap, cut[0])]
    yield "astronomical", _any([(side > reach + slack) & ~no_limit for side, no_limit in sides])
    # A point on the average stands on neither side and so ends a run; an equal neighbour ends a trend.
    yield "shift", _any([_members(side > slack, RUN, RUN) for side, _ in sides])
    steps = np.diff(values)
    trend = np.zeros(values.size, dtype=bool)
    for moves in (steps > 0, steps < 0):
        joined = _members(moves, RUN - 1, RUN - 1)
        trend[1:] |= joined
        trend[:-1] |= joined
    yield "trend", trend
    yield "two_of_three", _any([_members(side > reach * 2 / LIMIT_SIGMAS + slack, 3, 2) for side, _ in sides])


def _any(marks: list[Marks]) -> Marks:
    return np.asarray(np.logical_or.reduce(marks))


def _members(marks: Marks, length: int, needed: int) -> Marks:
    """Marks that stand in a window of `length` points that holds `needed` of them."""
    members = np.zeros_like(marks)
    for start in range(marks.size - length + 1):
        window = slice(start, start + length)
        if marks[window].sum() >= needed:
            members[window] |= marks[window]
    return members


def _checked(numerator: pd.Series, denominator: pd.Series) -> tuple[pd.PeriodIndex, Floats, Floats]:
    index, positives = checked_series(numerator, floor=0.0)
    other, answers = checked_series(denominator, floor=0.0)
    name = measure_name(numerator)
    if not index.equals(other):
        alone = index.symmetric_difference(other)
        raise_together([UnmatchedPeriods(name, period, "one series only") for period in alone])
        raise UnmatchedPeriods(name, index[0], f"{index.freqstr} and {other.freqstr}")
    faults: list[SeriesFault] = [ZeroDenominator(name, each, 0.0) for each in index[answers == 0]]
    above = np.flatnonzero((positives > answers) & (answers > 0)).tolist()
    faults += [NumeratorAboveDenominator(name, index[at], f"{positives[at]:g} and {answers[at]:g}") for at in above]
    raise_together(faults)
    return index, positives, answers
