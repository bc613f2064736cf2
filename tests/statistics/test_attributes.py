"""The p-chart: limits that follow the denominator, Laney's correction and refusals."""

import numpy as np
import pytest

from planbook.statistics.attributes import p_chart
from planbook.statistics.errors import NumeratorAboveDenominator, UnmatchedPeriods, ZeroDenominator

FAULTY_CANS = (
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
)


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
    chart = p_chart(months(FAULTY_CANS), months([50] * 30), laney=False)
    first = chart.points.iloc[0]
    assert (chart.mean, first["upper"], first["lower"]) == pytest.approx((0.2313, 0.4102, 0.0524), abs=6e-5)
    outside = [at + 1 for at, rules in enumerate(chart.points["rules"]) if "astronomical" in rules]
    assert outside == [15, 23]


def test_laney_widens_overdispersed_limits(months):
    """Large bases with more spread than the binomial take the p' limits and say so."""
    shares, bases = months([5000, 5400, 4700, 5300, 4600, 5200, 4900, 5500]), months([10_000] * 8)
    plain, chart = p_chart(shares, bases, laney=False), p_chart(shares, bases)
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


@pytest.mark.parametrize(
    ("positives", "answers", "fault", "message"),
    [
        ([1, 0], [2, 0], ZeroDenominator, "2014-05"),
        ([3, 0], [2, 1], NumeratorAboveDenominator, "2014-04: numerator and denominator are 3 and 2"),
        ([1, 1], [2, 2, 2], UnmatchedPeriods, "2014-06"),
    ],
)
def test_bad_denominators_are_refused(months, positives, answers, fault, message):
    """A base of zero, a part above its whole and unmatched periods are refused by period."""
    with pytest.raises(fault, match=message):
        p_chart(months(positives), months(answers))
