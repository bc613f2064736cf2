"""Published expectations of the R package NHSRplotthedots (0.2.0, tests and snapshots) for what both share.

What differs is said in docs/statistics.md.
"""

import pytest

from planbook.statistics.xmr import control_chart

NORMAL = (
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285),
    *(-0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716),
    *(0.70135590, -0.47279141),
)
"""R's rnorm(20) after set.seed(123), as its tests draw it; the snapshot shows the first five."""
OUTLIER = (*NORMAL[:14], 10.0, *NORMAL[15:])


def chart(quarters, values, **settings):
    """A chart without a floor."""
    return control_chart(quarters(values), floor=None, **settings)


@pytest.mark.parametrize(
    ("values", "screen", "mean", "lower", "upper"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627),
        (OUTLIER, True, 0.6694159, -2.383666, 3.722497),
        (OUTLIER, False, 0.6694159, -4.596625, 5.935457),
    ],
    ids=["r1", "r2 screened", "r3 not screened"],
)
def test_limits_agree(quarters, values, screen, mean, lower, upper):
    """tests/testthat/_snaps/ptd_spc_standard.md: mean_col, lpl and upl of its three results."""
    found = chart(quarters, values, screen=screen)
    assert (found.mean, found.lower, found.upper) == pytest.approx((mean, lower, upper), abs=1e-6)


def test_facets_agree(quarters):
    """tests/testthat/_snaps/ptd_spc.md: the first and the last ten as two series, to the digits printed."""
    for values, mean, lower, upper in ((NORMAL[:10], 0.0746, -2.60, 2.75), (NORMAL[10:], 0.209, -3.28, 3.70)):
        found = chart(quarters, values)
        assert (found.mean, found.lower, found.upper) == pytest.approx((mean, lower, upper), abs=0.006)


def test_two_of_three_on_opposite_sides_is_none(quarters):
    """Its test of two near-limit points on opposite sides: the last two points are common cause here too."""
    values = [1.0, -1.0] * 8
    values[14:] = [5.5, -5.5]
    points = control_chart(quarters(values), floor=None).points
    assert points["rules"].iloc[-2:].tolist() == [(), ()]


@pytest.mark.parametrize(
    ("values", "rule", "first", "last"),
    [
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], "trend", 1, 8),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], "trend", 1, 8),
        ([1, 1, 1, 1, 1, 1, 1, 1, -1], "shift", 0, 8),
        ([-1, -1, -1, -1, -1, -1, -1, -1, 1], "shift", 0, 8),
        ([1, 2, 3, 3, 4, 5, 6], "trend", 0, 0),
        ([1, 2, 3, 4, 5, 6], "trend", 0, 0),
    ],
)
def test_points_of_a_run_of_seven_agree(quarters, values, rule, first, last):
    """tests/testthat/test-ptd_calculate_point_type.R: which points are part of seven, ties and shorter runs none."""
    rules = control_chart(quarters(values), floor=None).points["rules"]
    assert [at for at, names in enumerate(rules) if rule in names] == list(range(first, last))
