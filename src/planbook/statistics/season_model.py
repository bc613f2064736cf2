"""A quasi-Poisson model of counts with season, and how much chance it leaves between neighbouring periods.

Counts have the mean exp(design @ coefficients) times the days of the period and a variance of `dispersion`
times the mean; neighbours correlate by rho, the next but one by rho squared. Many series on one design are
fitted at once: one series is a batch of one, a simulation a batch of thousands.

Sources: P. McCullagh and J. A. Nelder, Generalized Linear Models (1989), sections 2.5 and 9.2; F. E.
Satterthwaite, Biometrics Bulletin 2 (1946) for the degrees of freedom; F. H. C. Marriott and J. A. Pope,
Biometrika 41 (1954), on the bias of correlations in short series.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from planbook.statistics.constants import PERIODS_A_YEAR, USUAL_CORRELATION
from planbook.statistics.series import Counts, Floats, PhaseStart

# Degrees of freedom that the registered correlation counts for. Chosen by simulation (`error_rates`).
PRIOR_WEIGHT: Final = 16.0
# A series more alike than this holds too little information for any interval.
LARGEST_CORRELATION: Final = 0.9
# Correlations at which the expected lag-1 of residuals is worked out.
CANDIDATES: Final = np.linspace(-0.8, 0.98, 90)
ROUNDS: Final = 50
LARGEST_LOG: Final = 30.0


@dataclass(frozen=True, eq=False)
class Fits:
    """Fits of k series of n periods on one design of p columns.

    Attributes:
        design: shape (n, p). expected: fitted means, shape (k, n). place: of each period in time, shape (n,).
        coefficients: on the log scale, shape (k, p). residuals: Pearson residuals, shape (k, n).
        influence: what one residual adds to each coefficient, shape (k, n, p).
        projection: from errors to residuals, shape (k, n, n).
    """

    design: Floats
    expected: Floats
    place: Counts
    coefficients: Floats
    residuals: Floats
    influence: Floats
    projection: Floats

    @property
    def df(self) -> int:
        """Periods less columns."""
        return int(self.design.shape[0] - self.design.shape[1])

    @property
    def squares(self) -> Floats:
        """Sum of the squared residuals of each series."""
        total: Floats = (self.residuals**2).sum(axis=1)
        return total

    @cached_property
    def lag_1(self) -> Floats:
        """Lag-1 correlation of the errors of each series, shape (k,), -0.8 to 0.98.

        A model takes correlation out of its residuals. The correlation returned is the one whose residuals
        would show, in the mean, what these residuals show.
        """
        products = np.einsum("ki,ij,kj->k", self.residuals, self._neighbours, self.residuals)
        shares = products / np.maximum(self.squares, np.finfo(float).tiny)
        pairs = zip(shares, self.expected_lag_1(), strict=True)
        return np.array([np.interp(share, curve, CANDIDATES) for share, curve in pairs])

    def expected_lag_1(self) -> Floats:
        """Lag-1 of residuals to expect at each candidate correlation, rising, shape (k, candidates)."""
        k = len(self.residuals)
        seen = (self.projection @ self._neighbours @ self.projection).reshape(k, -1)
        alike = likeness(CANDIDATES, self.place).reshape(CANDIDATES.size, -1)
        curve: Floats = (seen @ alike.T) / (self.projection.reshape(k, -1) @ alike.T)
        # Interpolation needs a curve that never falls.
        return np.maximum.accumulate(curve, axis=1)

    @property
    def _neighbours(self) -> Floats:
        apart = np.abs(np.subtract.outer(self.place, self.place))
        return np.asarray((apart == 1) / 2)

    def correlation(self, prior: float = USUAL_CORRELATION) -> Floats:
        """The correlation to work with, shape (k,): that of the series, drawn towards the prior."""
        # Without a degree of freedom every residual is nought, and tells nothing of its own.
        if not self.df:
            return np.full(len(self.residuals), min(prior, LARGEST_CORRELATION))
        own = (self.df * self.lag_1 + PRIOR_WEIGHT * prior) / (self.df + PRIOR_WEIGHT)
        return np.clip(own, 0.0, LARGEST_CORRELATION)


@dataclass(frozen=True, eq=False)
class Chance:
    """What chance does to k fitted series at a correlation.

    Attributes:
        dispersion: variance over mean of one period, shape (k,), 1 or more. df: degrees of freedom of it.
        alike: correlation of every two periods, shape (k, n, n).
        errors: standard deviation of each Pearson residual, shape (k, n).
    """

    dispersion: Floats
    df: Floats
    alike: Floats
    errors: Floats


def likeness(correlation: Floats, place: Counts) -> Floats:
    """Matrices of a first-order autoregression, shape (k, n, n), for correlations of shape (k,)."""
    apart = np.abs(np.subtract.outer(place, place))
    rho = correlation[:, None, None]
    matrices: Floats = np.sign(rho) ** apart * np.abs(rho) ** apart
    return matrices


def fit(design: Floats, counts: Floats, days: Floats, place: Counts | None = None) -> Fits:
    """Fit k series by iteratively reweighted least squares.

    Args:
        design: columns of the logarithm of the mean, shape (n, p), of full rank.
        counts: shape (k, n).
        days: of each period, shape (n,).
        place: of each period in time, shape (n,); None where they follow one another.
    """
    # Own least squares and not statsmodels, which fits one series at a time: a simulation has thousands.
    offset = np.log(days)
    expected = (counts + counts.mean(axis=1, keepdims=True)) / 2 + 1e-3
    for _ in range(ROUNDS):
        working = np.log(expected) - offset + (counts - expected) / expected
        weighted = design * expected[:, :, None]
        normal, right = weighted.swapaxes(1, 2) @ design, weighted.swapaxes(1, 2) @ working[:, :, None]
        coefficients = np.linalg.solve(normal, right)[:, :, 0]
        # A season without a single offence has no logarithm: its mean stops at a trillionth.
        last, expected = expected, np.exp(np.clip(coefficients @ design.T + offset, -LARGEST_LOG, LARGEST_LOG))
        if float(np.abs(expected / last - 1).max()) < 1e-10:
            break
    root = np.sqrt(expected)
    scaled = design * root[:, :, None]
    influence = scaled @ np.linalg.inv(scaled.swapaxes(1, 2) @ scaled)
    projection = np.eye(len(days)) - influence @ scaled.swapaxes(1, 2)
    place = np.arange(len(days)) if place is None else place
    return Fits(design, expected, place, coefficients, (counts - expected) / root, influence, projection)


def chance(fits: Fits, correlation: Floats) -> Chance:
    """Dispersion and degrees of freedom at a correlation, what the model has absorbed given back.

    The expected sum of squared residuals is dispersion * trace(MR), not dispersion * df, with M the projection
    and R the correlations. A dispersion under 1 counts as 1.
    """
    alike = likeness(correlation, fits.place)
    seen = fits.projection @ alike
    trace = np.trace(seen, axis1=1, axis2=2)
    df = trace**2 / np.einsum("kij,kji->k", seen, seen)
    dispersion = np.maximum(1.0, fits.squares / trace)
    own = np.maximum(np.einsum("kij,kji->ki", seen, fits.projection), np.finfo(float).eps)
    return Chance(dispersion, df, alike, np.sqrt(dispersion[:, None] * own))


def variance(weights: Floats, alike: Floats) -> Floats:
    """Variance of weighted sums of errors of variance 1; weights (k, n), correlations (k, n, n), result (k,)."""
    total: Floats = np.einsum("ki,kij,kj->k", weights, alike, weights)
    return total


def p_value(statistic: Floats, df: Floats) -> Floats:
    """Two-sided p of Student's t."""
    p: Floats = 2 * special.stdtr(df, -np.abs(statistic))
    return p


def p_of_last(fits: Fits, luck: Chance) -> Floats:
    """P of the last coefficient by Student's t, shape (k,)."""
    error = np.sqrt(luck.dispersion * variance(fits.influence[:, :, -1], luck.alike))
    return p_value(fits.coefficients[:, -1] / error, luck.df)


def chosen(which: Counts, among: Sequence[Floats]) -> Floats:
    """Of each of k series the values of the fit that ``which`` names; each of ``among`` has k rows."""
    stacked = np.stack(among)
    return np.asarray(stacked[which, np.arange(stacked.shape[1])])


def seasons(index: pd.PeriodIndex) -> Floats:
    """One column of 0 and 1 for each month or quarter of the year; one column of 1 for years."""
    per = PERIODS_A_YEAR[index.freqstr[0]]
    return np.asarray(np.eye(per)[index.asi8 % per])


def days_of(index: pd.PeriodIndex) -> Floats:
    """Days of each period."""
    days = (index + 1).start_time.normalize() - index.start_time.normalize()
    return days.days.to_numpy(dtype=float)


def current_phase(index: pd.PeriodIndex, starts: Sequence[PhaseStart], *, forced: bool = False) -> int:
    """Place of the first period of the current phase; `forced`: declared phases left out, breaks alone counted."""
    held = [start.start for start in starts if start.start <= index[-1] and (start.forced or not forced)]
    return max([0, *(int(start.ordinal - index[0].ordinal) for start in held)])
