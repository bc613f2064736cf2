"""Rates, their intervals, ranks and the usual range."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from planbook.statistics.errors import ManyFaults, NotFinite, ZeroDenominator
from planbook.statistics.rates import byar, garwood, group_mean, rate_ratios, rates, usual_range


@pytest.fixture
def forces() -> pd.DataFrame:
    """Four forces, two of them level."""
    return pd.DataFrame(
        {"count": [200, 150, 150, 90], "population": [10_000, 10_000, 10_000, 10_000]}, index=list("ABCD")
    )


def test_fourteen_offences():
    """The specification's vector: 14 gives Garwood 7.654 to 23.490 and Byar 7.648 to 23.491."""
    assert [float(limit) for limit in garwood(14)] == pytest.approx([7.654, 23.490], abs=5e-4)
    assert [float(limit) for limit in byar(14)] == pytest.approx([7.648, 23.491], abs=5e-4)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(1, 0.0253, 5.57), (10, 0.480, 1.84), (20, 0.611, 1.54), (100, 0.814, 1.22)]
)
def test_breslow_and_day_limit_factors(count, low, high):
    """Breslow and Day (1987), table 2.11: exact limits as multiples of the observed count."""
    found = [float(limit) / count for limit in garwood(count)]
    assert found == pytest.approx([low, high], rel=4e-3)


@pytest.mark.parametrize("count", [0, 1, 5, 30, 99])
def test_garwood_agrees_with_chi_square(count):
    """The exact limits are half of the chi-square quantiles of Garwood (1936)."""
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert [float(limit) for limit in garwood(count)] == pytest.approx([low, stats.chi2.ppf(0.975, 2 * count + 2) / 2])


def test_byar_is_close_to_exact_from_ten_on():
    """Byar's limits are within 0.2 per cent of the exact ones from 10 on."""
    counts = np.arange(10, 500)
    for near, exact in zip(byar(counts), garwood(counts), strict=True):
        assert near == pytest.approx(exact, rel=2e-3)


def test_small_counts_take_the_exact_interval(forces):
    """Counts under 100 take Garwood's interval and the others Byar's."""
    table = rates(forces)
    assert table.loc["D", "low"] == pytest.approx(float(garwood(90)[0]) / 10)
    assert table.loc["A", "low"] == pytest.approx(float(byar(200)[0]) / 10)


def test_ties_share_the_lower_rank(forces):
    """Rank 1 is the lowest, ties share the lower number, and the number of forces is printed."""
    table = rates(forces)
    assert table["rank"].tolist() == [4, 2, 2, 1]
    assert table["n"].tolist() == [4] * 4


def test_group_mean_is_unweighted():
    """The group mean counts every force alike, itself included."""
    frame = pd.DataFrame({"count": [10, 100], "population": [1000, 100_000]}, index=["A", "B"])
    assert group_mean(rates(frame)) == pytest.approx(5.5)


def test_usual_range_is_one_standard_deviation(forces):
    """The usual range is the mean plus and minus the sample standard deviation."""
    usual = usual_range(rates(forces))
    spread = np.std([20, 15, 15, 9], ddof=1)
    assert (usual.mean, usual.low, usual.high) == pytest.approx((14.75, 14.75 - spread, 14.75 + spread))


def test_rate_ratio_widens_with_dispersion(forces):
    """A clear difference at dispersion 1 is not clear at dispersion 20."""
    assert rate_ratios(forces, "A").loc["B", "word"] == "higher"
    assert rate_ratios(forces, "D").loc["A", "word"] == "lower"
    assert rate_ratios(forces, "A", dispersion=20).loc["B", "word"] == "no clear difference"


def test_every_bad_area_is_named():
    """A missing count and a population of zero are raised together by area."""
    frame = pd.DataFrame({"count": [np.nan, 5], "population": [1000, 0]}, index=["A", "B"])
    with pytest.raises(ManyFaults) as caught:
        rates(frame, measure="vwi_rate")
    assert [(type(fault), fault.period) for fault in caught.value.faults] == [
        (NotFinite, "A"),
        (ZeroDenominator, "B"),
    ]


def test_no_offences_have_an_interval():
    """A count of zero has rate zero, lower limit zero and an upper limit above it, without a warning."""
    table = rates(pd.DataFrame({"count": [0], "population": [1000]}, index=["A"]))
    assert table.loc["A", ["rate", "low"]].tolist() == [0, 0]
    assert table.loc["A", "high"] == pytest.approx(3.689, abs=1e-3)
