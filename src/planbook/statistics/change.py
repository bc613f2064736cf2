"""Year-on-year change of a count, with an interval that allows for overdispersion.

Sources: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) for the exact conditional test; C. Clopper
and E. S. Pearson, Biometrika 26 (1934); P. McCullagh and J. A. Nelder, Generalized Linear Models (1989),
section 6.2, for quasi-Poisson variance.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

from scipy import special

from planbook.statistics.constants import CONFIDENCE, COUNTS_BESIDE_UNDER, COUNTS_ONLY_UNDER, NORMAL_95
from planbook.statistics.series import ZeroDenominator, count_faults, raise_together

WIDEST: Final = 5.0  # half an interval on the log scale: a factor of 148 either way says that nothing is known


@dataclass(frozen=True)
class Change:
    """A count against the count of the comparison period.

    Attributes:
        count, baseline: the two counts. absolute: count minus baseline.
        percent: change in per cent of the baseline, days not adjusted for.
        low, high: 95 per cent quasi-Poisson interval of `percent`; exact where the count is zero.
        dispersion: variance over mean behind the interval, 1 or more.
        flip_dispersion: dispersion at which the interval just touches zero: the change is significant at
            any dispersion under it. Infinite where the count is zero.
        day_adjusted_percent: change of the count per day, in per cent.
        days, baseline_days: length of the two periods.
        df: degrees of freedom of the t behind the interval; infinite for the normal distribution.
        exact: the interval is the exact one and the p-value goes with it.
        correlation, periods: of neighbouring periods, and how many periods stand behind the dispersion; NaN and 0
            where it was handed in.
        basis: a sentence on where the interval comes from; empty where the dispersion was handed in.
    """

    count: float
    baseline: float
    absolute: float
    percent: float
    low: float
    high: float
    dispersion: float
    flip_dispersion: float
    day_adjusted_percent: float
    days: int = 365
    baseline_days: int = 365
    df: float = math.inf
    exact: bool = False
    basis: str = ""
    correlation: float = math.nan
    periods: int = 0

    @property
    def p_value(self) -> float:
        """Two-sided p of no change, by the test that the interval comes from."""
        if self.exact:
            both, fewer = round(self.count) + round(self.baseline), round(min(self.count, self.baseline))
            return min(1.0, 2 * float(special.bdtr(fewer, both, 0.5)))
        error = math.sqrt(self.dispersion * (1 / self.count + 1 / self.baseline))
        return 2 * float(special.stdtr(self.df, -abs(math.log(self.count / self.baseline)) / error))

    @property
    def presentation(self) -> Literal["counts", "percentage and counts", "percentage"]:
        """What may be printed: under 20 in all the counts alone, under 50 at baseline both."""
        if self.count + self.baseline < COUNTS_ONLY_UNDER:
            return "counts"
        return "percentage and counts" if self.baseline < COUNTS_BESIDE_UNDER else "percentage"

    @property
    def leap_day(self) -> bool:
        """Whether the two periods differ in days, so that the day-adjusted figure is shown too."""
        return self.days != self.baseline_days


def year_on_year(
    count: float,
    baseline: float,
    *,
    dispersion: float = 1.0,
    df: float = math.inf,
    exact: bool = False,
    days: int = 365,
    baseline_days: int = 365,
    measure: str = "count",
) -> Change:
    """Change of a count on its comparison period.

    Args:
        count: offences in the period.
        baseline: offences in the comparison period; for part of a year, the same months of the year before.
        dispersion: variance over mean; values under 1 count as 1.
        df: degrees of freedom of the dispersion; infinite where it is taken as known.
        exact: take the exact interval, for small counts.
        days: length of the period.
        baseline_days: that of the comparison period.
        measure: id for messages.

    Raises:
        ZeroDenominator: the baseline, or a number of days, is zero.
        NegativeCount, NotFinite: a count that cannot be one.
    """
    amounts = {"count": count, "baseline": baseline, "dispersion": dispersion}
    divisors = {"baseline": baseline, "days": days, "baseline days": baseline_days}
    zeros = [ZeroDenominator(measure, place, value) for place, value in divisors.items() if value == 0]
    raise_together([*count_faults(measure, amounts.items()), *zeros])
    # A dispersion under 1 is chance in a short series: counts do not vary less than Poisson counts.
    phi, exact = max(1.0, dispersion), exact or not count
    low, high = _exact_interval(count, baseline) if exact else _interval(count, baseline, phi, df)
    flip = (math.log(count / baseline) / _quantile(df)) ** 2 / (1 / count + 1 / baseline) if count else math.inf
    return Change(
        count=count,
        baseline=baseline,
        absolute=count - baseline,
        percent=_as_percent(count / baseline),
        low=_as_percent(low),
        high=_as_percent(high),
        dispersion=phi,
        flip_dispersion=flip,
        day_adjusted_percent=_as_percent((count / days) / (baseline / baseline_days)),
        days=days,
        baseline_days=baseline_days,
        df=df,
        exact=exact,
    )


def _interval(count: float, baseline: float, phi: float, df: float) -> tuple[float, float]:
    """95 per cent quasi-Poisson interval of count over baseline."""
    # With a degree of freedom or less t has no bounds worth the name, and their exponential overflows.
    widest = WIDEST + abs(math.log(count / baseline))
    half = min(widest, _quantile(df) * math.sqrt(phi * (1 / count + 1 / baseline)))
    return count / baseline * math.exp(-half), count / baseline * math.exp(half)


def _as_percent(ratio: float) -> float:
    return 100 * (ratio - 1)


def _quantile(df: float) -> float:
    """97.5 per cent point of Student's t."""
    return NORMAL_95 if math.isinf(df) else float(special.stdtrit(df, (1 + CONFIDENCE) / 2))


def _exact_interval(count: float, baseline: float) -> tuple[float, float]:
    """Clopper-Pearson limits of count over all, turned into limits of the ratio."""
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if count == 0 else float(special.betaincinv(count, baseline + 1, tail))
    high = float(special.betaincinv(count + 1, baseline, 1 - tail))
    return low / (1 - low), high / (1 - high)
