"""Year-on-year change: the specification's figures, SciPy's exact tests, small counts and refusals."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from planbook.statistics.change import year_on_year
from planbook.statistics.series import ManyFaults, NegativeCount, NotFinite, ZeroDenominator


@pytest.mark.parametrize(
    ("change", "percent", "expected"),
    [(-474, 8.8, 5.7), (1048, 10.8, 14), (-1276, 10, 17.5), (2488, 7, 22)],
    ids=["robbery", "public place violence", "burglary dwelling", "business crime"],
)
def test_dispersion_at_which_the_verdict_flips(change, percent, expected):
    """The report's figures lose significance at the dispersion that the specification states."""
    baseline = abs(change) / (percent / 100)
    assert year_on_year(baseline + change, baseline).flip_dispersion == pytest.approx(expected, abs=0.15)


def test_vehicle_crime_is_not_significant():
    """Vehicle crime, -1.6 per cent, has the interval -3.4 to +0.2 and p 0.09 by counts alone."""
    found = year_on_year(22263, 22625)
    assert (found.low, found.high, found.p_value) == pytest.approx((-3.4, 0.2, 0.09), abs=0.05)


@given(count=st.integers(1, 3000), baseline=st.integers(1, 3000))
@settings(max_examples=60, deadline=None)
def test_exact_test_agrees_with_scipy(count, baseline):
    """The exact p and interval are those of SciPy's binomial test and its Clopper-Pearson interval."""
    found = year_on_year(count, baseline, exact=True)
    test = stats.binomtest(count, count + baseline, 0.5)
    share = test.proportion_ci(0.95, method="exact")
    limits = [100 * (limit / (1 - limit) - 1) for limit in (share.low, share.high)]
    assert found.p_value == pytest.approx(test.pvalue)
    assert limits == pytest.approx([found.low, found.high], rel=1e-6, abs=1e-6)


@given(count=st.integers(1, 5000), baseline=st.integers(1, 5000), phi=st.floats(1, 40))
@example(count=1, baseline=149, phi=7.0)
@settings(max_examples=60, deadline=None)
def test_flip_is_where_the_interval_touches_zero(count, baseline, phi):
    """The interval excludes zero exactly while the dispersion is under the flip."""
    found = year_on_year(count, baseline, dispersion=phi)
    excluded = found.low > 0 or found.high < 0
    if not math.isclose(found.flip_dispersion, phi, rel_tol=1e-9):
        assert excluded == (found.flip_dispersion > phi)
    assert found.low <= found.percent <= found.high


def test_leap_year_is_adjusted_beside_the_headline():
    """The headline is the raw change; the change per day stands beside it when days differ."""
    found = year_on_year(366, 365, days=366, baseline_days=365)
    assert (found.percent, found.day_adjusted_percent) == (pytest.approx(100 / 365), pytest.approx(0))
    assert (found.leap_day, year_on_year(366, 365).leap_day) == (True, False)


@pytest.mark.parametrize(
    ("count", "baseline", "presentation"),
    [(5, 14, "counts"), (6, 14, "percentage and counts"), (60, 49, "percentage and counts"), (60, 50, "percentage")],
)
def test_small_counts_are_presented_by_rule(count, baseline, presentation):
    """Under 20 in all only counts are printed; under 50 at baseline the counts follow the percentage."""
    assert year_on_year(count, baseline).presentation == presentation


def test_fall_to_nothing_has_an_exact_interval():
    """A count of zero takes the exact interval and has no dispersion at which it flips."""
    found = year_on_year(0, 30)
    assert (found.percent, found.low) == (-100, -100)
    assert -100 < found.high < -80
    assert math.isinf(found.flip_dispersion)


def test_zero_baseline_is_refused():
    """A change from zero is refused by name."""
    with pytest.raises(ZeroDenominator, match="hate_crime, baseline"):
        year_on_year(5, 0, measure="hate_crime")


def test_all_faults_are_named_together():
    """Faults of both counts are raised at once."""
    with pytest.raises(ManyFaults) as caught:
        year_on_year(-1, float("nan"))
    assert [type(fault) for fault in caught.value.faults] == [NegativeCount, NotFinite]
