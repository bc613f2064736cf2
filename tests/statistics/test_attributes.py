"""The p-chart: limits that follow the denominator, Laney's correction and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from planbook.statistics.attributes import p_chart
from planbook.statistics.errors import NumeratorAboveDenominator, UnmatchedPeriods, ZeroDenominator


def test_limits_follow_the_denominator(months):
    """Limits are pbar plus and minus three standard errors of each period."""
    answers = [100, 400, 900]
    chart = p_chart(months([20, 80, 180]), months(answers), laney=False)
    error = np.sqrt(0.2 * 0.8 / np.array(answers))
    assert chart.mean == pytest.approx(0.2)
    assert chart.points["upper"].to_numpy() == pytest.approx(0.2 + 3 * error)
    assert chart.points["lower"].to_numpy() == pytest.approx(0.2 - 3 * error)


def test_montgomery_orange_juice_cans(months):
    """Montgomery, section 7.2: 347 faulty of 30 samples of 50: pbar 0.2313, limits 0.4102 and 0.0524."""
    faulty = [
        12,
        15,
        8,
        10,
        4,
        7,
        16,
        9,
        14,
        10,
        5,
        6,
        17,
        12,
        22,
        8,
        10,
        5,
        13,
        11,
        20,
        18,
        24,
        15,
        9,
        12,
        7,
    ]
    faulty += [13, 9, 6]
    chart = p_chart(months(faulty), months([50] * 30), laney=False)
    first = chart.points.iloc[0]
    assert (chart.mean, first["upper"], first["lower"]) == pytest.approx((0.2313, 0.4102, 0.0524), abs=6e-5)
    outside = [at + 1 for at, rules in enumerate(chart.points["rules"]) if "astronomical" in rules]
    assert outside == [15, 23]


def test_laney_widens_overdispersed_limits(months):
    """Large bases with more spread than the binomial take the p' limits and say so."""
    shares = [5000, 5400, 4700, 5300, 4600, 5200, 4900, 5500]
    plain = p_chart(months(shares), months([10_000] * 8), laney=False)
    chart = p_chart(months(shares), months([10_000] * 8))
    assert chart.laney
    assert chart.sigma_z > 1.25
    width = [float((c.points["upper"] - c.points["mean"]).iloc[0]) for c in (chart, plain)]
    assert width[0] == pytest.approx(width[1] * chart.sigma_z)


@pytest.mark.parametrize("positives", [0, 50])
def test_all_or_nothing_gives_no_signal(months, positives):
    """Shares of 0 or 1 throughout have limits on the average and no signal, without a warning."""
    chart = p_chart(months([positives] * 20), months([50] * 20))
    assert not chart.points["rules"].map(bool).any()
    assert chart.sigma_z == 1


def test_limit_at_the_end_of_the_scale_cannot_be_passed(months):
    """A lower limit cut at zero gives no low point."""
    chart = p_chart(months([2, 0, 3, 1, 2, 3]), months([20] * 6), laney=False)
    assert chart.points["lower"].tolist() == [0.0] * 6
    assert not chart.points["rules"].map(bool).any()


def test_bad_denominators_are_refused(months):
    """A base of zero, a part above its whole and unmatched periods are refused by period."""
    with pytest.raises(ZeroDenominator, match="2014-05"):
        p_chart(months([1, 0]), months([2, 0]))
    with pytest.raises(NumeratorAboveDenominator, match="2014-04: numerator and denominator are 3 and 2"):
        p_chart(months([3, 0]), months([2, 1]))
    with pytest.raises(UnmatchedPeriods, match="2014-06"):
        p_chart(months([1, 1]), months([2, 2, 2]))
