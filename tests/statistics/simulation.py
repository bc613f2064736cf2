"""Made series, judged as the publication judges: what the table of error rates rests on.

The series have a season, a variance of `dispersion` times their mean and neighbours that correlate. They are no data.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from planbook.statistics.annual import YEARS, annual_model
from planbook.statistics.constants import CONFIDENCE, USUAL_CORRELATION
from planbook.statistics.error_rates import ErrorRates
from planbook.statistics.level import LONGEST, judge
from planbook.statistics.season_model import p_value
from planbook.statistics.series import Floats

SEED: Final = 20150331
QUARTERS: Final = 4
LAST, BEFORE = slice(-4, None), slice(-8, -4)
SEASON_SPREAD: Final = 0.08
"""Standard deviation of the quarters of a year about their mean: that of the measures of 43 forces."""
SERIES: Final = 4000
STEADY_RISE: Final = 0.07
"""The yearly rise of which `trend_seen` says how often it is seen (mean 5,000, dispersion 3)."""
CHANGE: Final = 0.10
"""The change on the year before of which `power` says how often it is found."""


@dataclass(frozen=True)
class Made:
    """How made series are made: quarters, correlation of neighbours, mean, dispersion, and what changes.

    `rise` is the steady rise a year, `step` the change of the last `since` quarters, both as a share.
    """

    quarters: int
    correlation: float = 0.0
    mean: float = 1000.0
    dispersion: float = 5.0
    rise: float = 0.0
    step: float = 0.0
    since: int = QUARTERS

    def counts(self, series: int = SERIES, seed: int = SEED) -> Floats:
        """Counts of shape (series, quarters)."""
        random = np.random.default_rng(seed)
        noise = random.standard_normal((series, self.quarters))
        kept = np.sqrt(1 - self.correlation**2)
        for at in range(1, self.quarters):
            noise[:, at] = self.correlation * noise[:, at - 1] + kept * noise[:, at]
        season = np.exp(random.normal(0.0, SEASON_SPREAD, (series, QUARTERS)))
        time = np.arange(self.quarters)
        mean = self.mean * (season / season.mean(axis=1, keepdims=True))[:, time % QUARTERS]
        mean *= (1 + self.rise) ** (time / QUARTERS)
        mean[:, -self.since :] *= 1 + self.step
        counts: Floats = np.maximum(0.0, np.rint(mean + np.sqrt(self.dispersion * mean) * noise))
        return counts


def changes_found(counts: Floats, *, prior: float = USUAL_CORRELATION) -> float:
    """Share of made series whose last year is called a significant change on the year before."""
    counts = counts[:, -min(YEARS * QUARTERS, counts.shape[1] // QUARTERS * QUARTERS) :]
    days, season = _calendar(counts.shape[1])
    model = annual_model(counts, days, season, QUARTERS, prior=prior)
    now, before = (np.maximum(1.0, counts[:, at].sum(axis=1)) for at in (LAST, BEFORE))
    error = np.sqrt(model.dispersion * (1 / now + 1 / before))
    return float((p_value(np.log(now / before) / error, model.df) < 1 - CONFIDENCE).mean())


def levels_signalled(counts: Floats, *, prior: float = USUAL_CORRELATION) -> tuple[float, float]:
    """Share of made series whose level is called anything but stable, and share without a word."""
    counts = counts[:, -LONGEST:]
    judged = judge(counts, *_calendar(counts.shape[1]), QUARTERS, prior=prior)
    return float((judged.signal & ~judged.withheld).mean()), float(judged.withheld.mean())


def error_rates(quarters: int, correlation: float, *, series: int = SERIES, seed: int = SEED) -> ErrorRates:
    """Simulate one row of the table."""
    made = partial(Made, quarters, correlation)
    still = made().counts(series, seed)
    level, withheld = levels_signalled(still)
    power = changes_found(made(step=CHANGE).counts(series, seed))
    rising, silent = levels_signalled(made(mean=5000, dispersion=3, rise=STEADY_RISE).counts(series, seed))
    shares = (changes_found(still), level, withheld, power, rising + silent)
    return ErrorRates(quarters, correlation, *(round(100 * share, 1) for share in shares))


def _calendar(quarters: int) -> tuple[Floats, Floats]:
    """Days, all alike, and seasons of made series."""
    return np.full(quarters, 91.0), np.eye(QUARTERS)[np.arange(quarters) % QUARTERS]
