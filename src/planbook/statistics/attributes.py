"""The p-chart: a share across periods, with limits that follow the denominator, and Laney's correction.

Sources: Montgomery, Introduction to Statistical Quality Control, chapter on control charts for attributes;
D. B. Laney, Quality Engineering 14(4) (2002), 531-537.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planbook.statistics import errors
from planbook.statistics.checks import Floats, checked_series, measure_name
from planbook.statistics.constants import BIAS_OF_RANGE, LIMIT_SIGMAS, OVERDISPERSED
from planbook.statistics.errors import SeriesFault, raise_together
from planbook.statistics.runs import RuleSet, Track, rule_set, signals


@dataclass(frozen=True, eq=False)
class ShareChart:
    """A p-chart. Shares are of 1.

    Attributes:
        points: index period; columns value, numerator, denominator, mean, lower, upper and rules.
        mean: all positives over all answers. sigma_z: mean moving range of the standardised shares / 1.128.
        laney: whether the limits were widened by `sigma_z`, which is said on the page.
    """

    points: pd.DataFrame
    mean: float
    sigma_z: float
    laney: bool
    rule_set: str
    measure: str


def p_chart(
    numerator: pd.Series, denominator: pd.Series, *, rules: str | RuleSet = "mdc", laney: bool | None = None
) -> ShareChart:
    """Share of numerator in denominator by period, with limits pbar plus and minus 3 standard errors.

    Args:
        numerator: positives by period, shape (n,).
        denominator: answers by period, the same PeriodIndex.
        rules: as for `control_chart`.
        laney: widen the limits by sigma_z always, never, or (None) where sigma_z is over 1.25.

    Raises:
        ZeroDenominator, NumeratorAboveDenominator, UnmatchedPeriods, or a fault of either series.
    """
    index, positives, answers = _checked(numerator, denominator)
    mean = float(positives.sum() / answers.sum())
    share, error = positives / answers, np.sqrt(mean * (1 - mean) / answers)
    sigma_z = _sigma_z(share, mean, error)
    widened = sigma_z > OVERDISPERSED if laney is None else laney
    reach = LIMIT_SIGMAS * error * (sigma_z if widened else 1.0)
    lower, upper, average = mean - reach, mean + reach, np.full(share.size, mean)
    track, chosen = Track(share, average, reach, np.arange(share.size), lower < 0, upper > 1), rule_set(rules)
    columns = {
        "value": share,
        "numerator": positives,
        "denominator": answers,
        "mean": average,
        "lower": np.maximum(lower, 0.0),
        "upper": np.minimum(upper, 1.0),
        "rules": pd.Series(signals(chosen, track), index=index, dtype=object),
    }
    points = pd.DataFrame(columns, index=index.rename("period"))
    return ShareChart(points, mean, sigma_z, bool(widened), chosen.name, measure_name(numerator))


def _sigma_z(share: Floats, mean: float, error: Floats) -> float:
    """Laney's sigma of z; 1 where it cannot be told (one point, or every share 0 or 1)."""
    if share.size < 2 or not error.all():
        return 1.0
    z = (share - mean) / error
    return float(np.abs(np.diff(z)).mean() / BIAS_OF_RANGE)


def _checked(numerator: pd.Series, denominator: pd.Series) -> tuple[pd.PeriodIndex, Floats, Floats]:
    index, positives = checked_series(numerator, floor=0.0)
    other, answers = checked_series(denominator, floor=0.0)
    name = measure_name(numerator)
    if not index.equals(other):
        alone = index.symmetric_difference(other)
        raise_together([errors.UnmatchedPeriods(name, period, "one series only") for period in alone])
        raise errors.UnmatchedPeriods(name, index[0], f"{index.freqstr} and {other.freqstr}")
    faults: list[SeriesFault] = [errors.ZeroDenominator(name, each, 0.0) for each in index[answers == 0]]
    for at in np.flatnonzero((positives > answers) & (answers > 0)).tolist():
        both = f"{positives[at]:g} and {answers[at]:g}"
        faults.append(errors.NumeratorAboveDenominator(name, index[at], both))
    raise_together(faults)
    return index, positives, answers
