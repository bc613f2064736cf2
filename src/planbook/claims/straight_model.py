"""The model behind intervals and levels, written straight for one series: a second way to each of its figures.

`planbook.statistics` fits many series at once, by normal equations; here one series is fitted by orthogonal
decomposition. The two share the constants of the published rules and no line of arithmetic, so that a slip in one shows
as a difference. The rules are told in `planbook.statistics.annual` and `planbook.statistics.level`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from planbook.statistics.annual import FEWEST_YEARS, UNLIKE_P, YEARS
from planbook.statistics.constants import SUDDEN_P
from planbook.statistics.level import LONGEST, OUTSIDE_P, SHAPE_P
from planbook.statistics.season_model import CANDIDATES, LARGEST_CORRELATION, LARGEST_LOG, PRIOR_WEIGHT, ROUNDS

Numbers = npt.NDArray[np.float64]
SEASONS = 4
SUDDEN = (2, 3, 4)  # quarters from the end at which the level is asked for a sudden change


class Quarters(NamedTuple):
    """Counts of quarters in a row: the days of each, and its place among the quarters of all years."""

    counts: Numbers
    days: Numbers
    place: npt.NDArray[np.int64]

    def last(self, many: int) -> Quarters:
        """The last so many."""
        return Quarters(self.counts[-many:], self.days[-many:], self.place[-many:])

    @property
    def season(self) -> Numbers:
        """One column of 0 and 1 for each quarter of the year."""
        return np.eye(SEASONS)[self.place % SEASONS]


class Spread(NamedTuple):
    """What the interval of a change rests on.

    ``squares`` is the sum of squared Pearson residuals, ``trace`` and ``trace_2`` the traces of MR and MRMR, and
    ``wide`` the variance of the logarithm of the change at a dispersion of one. ``p`` is that of a sudden change inside
    the last year that the model has taken out, 1 without one.
    """

    squares: float
    trace: float
    trace_2: float
    wide: float
    df: int
    p: float


class Lines(NamedTuple):
    """The level of a series: expected value and limits of every quarter, and the slope a year, or the step."""

    expected: Numbers
    lower: Numbers
    upper: Numbers
    slope: float


@dataclass(frozen=True)
class _Fit:
    """One quasi-Poisson fit; ``projection`` leads from errors to residuals, ``alike`` is R at a correlation."""

    expected: Numbers
    slope: float
    residuals: Numbers
    projection: Numbers
    pull: Numbers
    df: int

    @property
    def squares(self) -> float:
        return float(self.residuals @ self.residuals)

    def correlation(self, prior: float) -> float:
        """That of neighbours whose residuals would look as these do, drawn towards the prior."""
        if not self.df:  # every residual is nought, and tells nothing of its own
            return min(prior, LARGEST_CORRELATION)
        near = (_apart(len(self.residuals)) == 1) / 2
        around, tried = self.projection @ near @ self.projection, _candidates(len(self.residuals))
        curve = np.sum(tried * around, axis=(1, 2)) / np.sum(tried * self.projection, axis=(1, 2))
        seen = self.residuals @ near @ self.residuals / max(self.squares, float(np.finfo(float).tiny))
        own = np.interp(seen, np.maximum.accumulate(curve), CANDIDATES)
        drawn = (self.df * own + PRIOR_WEIGHT * prior) / (self.df + PRIOR_WEIGHT)
        return float(np.clip(drawn, 0.0, LARGEST_CORRELATION))

    def alike(self, correlation: float) -> Numbers:
        """Correlation of every two quarters."""
        matrix: Numbers = np.power(correlation, _apart(len(self.residuals)))
        return matrix

    def traces(self, correlation: float) -> tuple[float, float]:
        """The traces of MR and of MRMR."""
        seen = self.projection @ self.alike(correlation)
        return float(np.trace(seen)), float(np.sum(seen * seen.T))

    def p(self, correlation: float) -> float:
        """Two-sided p of the last coefficient."""
        chance, df = _chance(self, correlation)
        error = np.sqrt(chance * (self.pull @ self.alike(correlation) @ self.pull))
        return float(2 * special.stdtr(df, -abs(self.slope / error)))


def _apart(many: int) -> npt.NDArray[np.int64]:
    """How many quarters lie between every two."""
    return np.abs(np.subtract.outer(np.arange(many), np.arange(many)))


@lru_cache(maxsize=16)
def _candidates(many: int) -> Numbers:
    """The correlation of every two of so many quarters, at each candidate."""
    return np.stack([np.power(one, _apart(many)) for one in CANDIDATES])


def _fit(design: Numbers, quarters: Quarters) -> _Fit:
    """Iteratively reweighted least squares."""
    counts, offset = quarters.counts, np.log(quarters.days)
    expected = (counts + counts.mean()) / 2 + 1e-3
    for _ in range(ROUNDS):
        root = np.sqrt(expected)
        working = np.log(expected) - offset + (counts - expected) / expected
        slopes = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        last, expected = expected, np.exp(np.clip(design @ slopes + offset, -LARGEST_LOG, LARGEST_LOG))
        if np.abs(expected / last - 1).max() < 1e-10:
            break
    root = np.sqrt(expected)
    basis, triangle = np.linalg.qr(design * root[:, None])
    return _Fit(
        expected=expected,
        slope=float(slopes[-1]),
        residuals=(counts - expected) / root,
        projection=np.eye(len(counts)) - basis @ basis.T,
        pull=basis[:, -1] / triangle[-1, -1],  # the last row of the inverse of a triangle has one entry
        df=len(counts) - design.shape[1],
    )


def spread_of(quarters: Quarters, length: int, back: int, prior: float, phase: int, broken: int) -> Spread:
    """How far chance moves the change of the last ``length`` quarters on the same of ``back`` years before.

    ``phase`` and ``broken`` are the first places of the current phase and after the last break of definition.
    """
    first = len(quarters.counts) - length
    recent = max(FEWEST_YEARS - 1, back)
    wanted = first - recent * SEASONS
    begin = phase if phase <= wanted or phase == broken else max(broken, wanted)
    earlier = min((first - begin) // SEASONS, max(YEARS - 1, back))
    whole = quarters.last(length + earlier * SEASONS)
    short = quarters.last(length + min(earlier, recent) * SEASONS)
    ways = [since for since in range(1, SEASONS + 1) if since != length and earlier >= recent]
    plain, *sudden = (_settled(whole, short, length, back, prior, since) for since in (0, *ways))
    likely = min(sudden, key=lambda each: each.p, default=plain)
    return likely if likely.p * len(sudden) < SUDDEN_P else plain


def _settled(whole: Quarters, short: Quarters, length: int, back: int, prior: float, since: int) -> Spread:
    """The spread of all years, or of the last three where those before vary far more."""
    every, last = (_spread(quarters, length, back, prior, since) for quarters in (whole, short))
    if not last.df or every.df == last.df:
        return every
    gained = every.df - last.df
    ratio = (every.squares - last.squares) / gained / max(1.0, last.squares / last.df)
    return last if special.fdtrc(gained, last.df, max(0.0, ratio)) < UNLIKE_P else every


def _spread(quarters: Quarters, length: int, back: int, prior: float, since: int) -> Spread:
    counts, many = quarters.counts, len(quarters.counts)
    ago = np.maximum(0, np.ceil((many - length - np.arange(many)) / SEASONS)).astype(int)
    years = np.eye(int(ago.max()) + 1)[ago][:, 1:]
    step = [np.arange(many) >= many - since] if since else []
    fit = _fit(np.column_stack([quarters.season, years, *step]), quarters)
    correlation = fit.correlation(prior)
    now, before = np.zeros(many), np.zeros(many)
    now[many - length :], before[many - length - back * SEASONS :][:length] = 1, 1
    pull = (now / (now @ counts) - before / (before @ counts)) * np.sqrt(counts)
    wide = float(pull @ fit.alike(correlation) @ pull)
    return Spread(fit.squares, *fit.traces(correlation), wide, fit.df, fit.p(correlation) if since else 1.0)


def lines_of(quarters: Quarters, length: int, prior: float, phase: int) -> Lines:
    """The level of a series whose last ``length`` quarters are judged, by the shape that describes it."""
    used = quarters.last(min(len(quarters.counts) - phase, LONGEST))
    many = len(used.counts)
    time = np.arange(many)
    trend, step = (_fit(np.column_stack([used.season, column]), used) for column in (time, time >= many - length))
    better, slope = (step, step.slope) if trend.squares >= step.squares else (trend, trend.slope * SEASONS)
    rho = better.correlation(prior)
    if better.p(rho) >= SHAPE_P:
        better, slope = _fit(used.season, used), 0.0
    beside = [_fit(np.column_stack([used.season, time, time >= many - since]), used) for since in SUDDEN]
    sudden = min(beside, key=lambda each: each.p(each.correlation(prior)))
    own = sudden.correlation(prior)
    if sudden.p(own) * len(beside) < SUDDEN_P and _chance(sudden, own)[0] < _chance(better, rho)[0]:
        return _lines(sudden, own, sudden.slope)
    return _lines(better, rho, slope)


def _lines(fit: _Fit, correlation: float, slope: float) -> Lines:
    """Expected values with the limits that one point in 370 passes; a point is left out of what it is held against."""
    chance, df = _chance(fit, correlation)
    own = np.diag(fit.projection @ fit.alike(correlation) @ fit.projection)
    df = max(df - 1, 1.0)
    t = special.stdtrit(df, 1 - OUTSIDE_P / 2)
    residual = np.sqrt(chance * np.maximum(own, np.finfo(float).eps)) * t * np.sqrt((df + 1) / (df + t**2))
    reach = residual * np.sqrt(fit.expected)
    return Lines(fit.expected, np.maximum(0.0, fit.expected - reach), fit.expected + reach, slope)


def _chance(fit: _Fit, correlation: float) -> tuple[float, float]:
    """Dispersion, 1 or more, and its degrees of freedom."""
    trace, trace_2 = fit.traces(correlation)
    return max(1.0, fit.squares / trace), trace**2 / trace_2
