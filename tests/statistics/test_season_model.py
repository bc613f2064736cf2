"""The season model: against statsmodels, and what it makes of correlation."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from planbook.statistics.error_rates import Made
from planbook.statistics.season_model import (
    CANDIDATES,
    chance,
    current_phase,
    days_of,
    fit,
    likeness,
    p_value,
    seasons,
    variance,
)
from planbook.statistics.series import PhaseStart

YEARS = np.column_stack([np.eye(4)[np.arange(20) % 4], np.eye(5)[np.arange(20) // 4][:, 1:]])
NONE = np.zeros(1)


@pytest.mark.parametrize("name", ["west_midlands robbery_of_personal_property", "merseyside homicide"])
def test_fit_agrees_with_statsmodels(recorded_crime, name):
    """Fitted means, coefficients, Pearson dispersion and standard errors are those of statsmodels' GLM."""
    series = recorded_crime[name].iloc[-20:]
    days = days_of(series.index)
    found = fit(YEARS, series.to_numpy()[None], days)
    other = sm.GLM(series.to_numpy(), YEARS, family=sm.families.Poisson(), offset=np.log(days)).fit(scale="X2")
    assert found.expected[0] == pytest.approx(other.mu)
    assert found.coefficients[0] == pytest.approx(other.params)
    assert found.squares[0] / found.df == pytest.approx(other.scale)
    luck = chance(found, NONE)
    errors = np.sqrt(max(other.scale, 1) * np.diag(other.cov_params() / other.scale))
    ours = [np.sqrt(luck.dispersion * variance(found.influence[:, :, at], luck.alike))[0] for at in range(8)]
    assert ours == pytest.approx(errors)


def test_without_correlation_degrees_of_freedom_are_those_of_the_residuals():
    """Periods less columns; with correlation there are fewer, and the dispersion is larger."""
    fits = fit(YEARS, Made(20).counts(50), np.full(20, 91.0))
    plain, alike = chance(fits, np.zeros(50)), chance(fits, np.full(50, 0.5))
    assert plain.df == pytest.approx(12)
    assert (alike.df < 12).all()
    assert (alike.dispersion > plain.dispersion).all()


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6])
def test_lag_1_is_corrected_for_the_length_of_the_series(correlation):
    """In the mean of many short series the correlation comes back that they were made with."""
    fits = fit(YEARS, Made(20, correlation).counts(3000), np.full(20, 91.0))
    share = (fits.residuals[:, 1:] * fits.residuals[:, :-1]).sum() / fits.squares.sum()
    back = np.interp(share, fits.expected_lag_1().mean(axis=0), CANDIDATES)
    assert back == pytest.approx(correlation, abs=0.05)
    assert share < correlation - 0.05


def test_correlation_is_drawn_to_the_prior_and_kept_in_bounds():
    """A short series says little of itself: its own value moves the prior, and none is negative."""
    fits = fit(YEARS, Made(20).counts(300), np.full(20, 91.0))
    low, high = fits.correlation(0.1), fits.correlation(0.5)
    assert (high >= low).all()
    assert 0 <= low.min() <= high.max() <= 0.9
    assert high.mean() == pytest.approx((16 * 0.5 + 12 * fits.lag_1.mean()) / 28, abs=0.02)


def test_a_quarter_of_the_year_without_offences_is_fitted():
    """A season of zeros gets a mean near nothing and spoils no other season."""
    counts = np.array([[0.0, 20, 30, 40] * 5])
    found = fit(YEARS, counts, np.full(20, 91.0))
    assert found.expected == pytest.approx(counts, abs=1e-6)
    assert np.isfinite(chance(found, NONE).errors).all()


def test_likeness_falls_with_distance():
    """Neighbours correlate by rho, the next but one by its square, and places may be left out."""
    matrix = likeness(np.array([0.5]), np.array([0, 1, 3]))[0]
    assert matrix.tolist() == [[1, 0.5, 0.125], [0.5, 1, 0.25], [0.125, 0.25, 1]]
    assert p_value(np.array([2.446912]), np.array([6.0]))[0] == pytest.approx(0.05, abs=1e-6)


def test_calendar_of_quarters_and_months():
    """A quarter has its own days, leap day counted, and a column of its own."""
    quarters = pd.period_range("2016Q1", periods=4, freq="Q-MAR")
    months = pd.period_range("2016-01", periods=24, freq="M")
    assert days_of(quarters).tolist() == [91, 92, 92, 91]
    assert seasons(quarters).shape == (4, 4)
    assert (seasons(months)[:12] == seasons(months)[12:]).all()


def test_the_current_phase_begins_with_the_last_start():
    """Starts after the end are not yet known; breaks alone can be asked for."""
    index = pd.period_range("2013Q1", periods=12, freq="Q-MAR")
    starts = [PhaseStart(index[2], "code", forced=True), PhaseStart(index[5], "unit"), PhaseStart(index[-1] + 1, "x")]
    assert (current_phase(index, starts), current_phase(index, starts, forced=True), current_phase(index, ())) == (
        5,
        2,
        0,
    )
