"""Charts of individuals and of shares: named texts, a second calculation on real series, ties, floors and refusals."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.series import BelowFloor, NumeratorAboveDenominator, UnmatchedPeriods, ZeroDenominator
from planbook.statistics.xmr import control_chart, p_chart

SPECIFIED = (430, 412, 445, 398, 421, 437, 405, 419, 452, 410, 428, 433)
FLOWRATES = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
LOAN_COSTS = (310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304)
FAULTY_CANS = (
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
)
RISING = list(range(7))


def signals(chart) -> set[str]:
    """Every rule that any point takes part in."""
    return {rule for rules in chart.points["rules"] for rule in rules}


def plain_rules(x: list[float], mean: float, reach: float, *, floored: bool) -> list[set[str]]:
    """The rules of Making Data Count, one window at a time."""
    held: list[set[str]] = [set() for _ in x]

    def mark(rule, marks, length, needed):
        for start in range(len(x) - length + 1):
            inside = [at for at in range(start, start + length) if marks[at]]
            for at in inside if len(inside) >= needed else ():
                held[at].add(rule)

    for side in (1, -1):
        away = [side * (value - mean) for value in x]
        if side > 0 or not floored:
            mark("astronomical", [each > reach for each in away], 1, 1)
        mark("shift", [each > 0 for each in away], 7, 7)
        mark("two_of_three", [each > 2 * reach / 3 for each in away], 3, 2)
    for start in range(len(x) - 6):
        steps = [b - a for a, b in pairwise(x[start : start + 7])]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            for at in range(start, start + 7):
                held[at].add("trend")
    return held


@pytest.mark.parametrize("screen", [True, False])
def test_a_second_calculation_agrees_on_real_series(recorded_crime, screen):
    """Limits and the rules of every point of 100 series are those of a calculation one value at a time."""
    assert len(recorded_crime) == 100
    for series in recorded_crime.values():
        x, chart = series.tolist(), control_chart(series, screen=screen)
        ranges = [abs(b - a) for a, b in pairwise(x)]
        mean, mean_range = sum(x) / len(x), sum(ranges) / len(ranges)
        small = [each for each in ranges if each < 3.267 * mean_range] if screen else ranges
        mean_range = sum(small) / len(small)
        expected = (mean, mean_range, max(0, mean - 2.66 * mean_range), mean + 2.66 * mean_range)
        assert (chart.mean, chart.mean_range, chart.lower, chart.upper) == pytest.approx(expected), series.name
        assert chart.screened == len(ranges) - len(small)
        rules = plain_rules(x, mean, 2.66 * mean_range, floored=mean < 2.66 * mean_range)
        assert [set(names) for names in chart.points["rules"]] == rules, series.name


def test_specified_vector(months):
    """The vector of the specification, section 2, has its stated average, range and limits."""
    chart = control_chart(months(SPECIFIED))
    found = (chart.mean, chart.mean_range, chart.upper, chart.lower, chart.range_limit)
    assert found == pytest.approx((424.1667, 25.5455, 492.118, 356.216, 83.457), abs=6e-4)


@pytest.mark.parametrize(
    ("values", "middle", "limits", "within"),
    [
        (FLOWRATES, (50.81, 1.8778), (55.8041, 45.8159), (5e-5, 1e-3)),
        (LOAN_COSTS, (300.5, 7.79), (321.22, 279.78), (6e-3, 6e-3)),
    ],
    ids=["NIST/SEMATECH e-Handbook 6.3.2.2", "Montgomery, Statistical Quality Control, section 6.4"],
)
def test_published_examples(months, values, middle, limits, within):
    """Mean, mean range and limits are those of the named text."""
    chart = control_chart(months(values), screen=False)
    assert (chart.mean, chart.mean_range) == pytest.approx(middle, abs=within[0])
    assert (chart.upper, chart.lower) == pytest.approx(limits, abs=within[1])


def test_large_range_is_screened_once(quarters):
    """A moving range of 3.267 mean ranges or more is left out and counted."""
    series = quarters([10, 11] * 8 + [90])
    with_all, screened = control_chart(series, screen=False), control_chart(series)
    assert (with_all.screened, with_all.mean_range) == (0, (15 + 79) / 16)
    assert (screened.screened, screened.mean_range) == (1, 1)


@pytest.mark.parametrize(
    ("values", "rule", "places"),
    [
        ([*[2, -2] * 6, *[1] * 6, -2], "shift", []),
        ([*[2, -2] * 6, *[1] * 6, 0, *[1] * 6, *[-2] * 4], "shift", []),
        ([*RISING[:6], 5], "trend", []),
        ([0, *RISING, 6], "trend", range(1, 8)),
        ([*RISING[::-1], 6], "trend", range(7)),
    ],
)
def test_a_run_needs_its_length_and_a_tie_breaks_it(quarters, values, rule, places):
    """A run one short is silent; a point on the average ends a run and an equal neighbour a trend."""
    rules = control_chart(quarters(values), floor=None).points["rules"]
    assert [at for at, names in enumerate(rules) if rule in names] == list(places)


def test_points_carry_every_rule(quarters):
    """A point lists every rule that it takes part in, in one order."""
    chart = control_chart(quarters([10, 12] * 12 + [30, 31, 32, 33, 34, 35, 36]))
    assert chart.points["rules"].iloc[-1] == ("astronomical", "shift", "trend", "two_of_three")


def test_lower_limit_stops_at_floor(quarters):
    """A lower limit under zero is drawn at zero and no point is then low."""
    chart = control_chart(quarters([0, 9, 0, 8, 1, 9, 0, 7, 2, 9, 0, 9]))
    assert chart.lower == 0
    assert "astronomical" not in signals(chart)


def test_one_point_has_no_limits_and_equal_points_no_signal(quarters):
    """One point alone has an average and no limits; equal values have limits on their average; neither warns."""
    one, equal = control_chart(quarters([7])), control_chart(quarters([0.1] * 30))
    assert (one.mean, len(one.points)) == (7, 1)
    assert np.isnan([one.lower, one.upper, one.mean_range]).all()
    assert (signals(equal), equal.lower) == (set(), pytest.approx(equal.upper))


def test_negative_count_is_refused(quarters):
    """A value under the floor is named with its period, and passes without a floor."""
    series = quarters([3, -1, 4])
    with pytest.raises(BelowFloor, match=r"robbery, 2013Q2: -1\.0") as caught:
        control_chart(series)
    assert (caught.value.series, caught.value.period, caught.value.value) == ("robbery", "2013Q2", -1)
    assert len(control_chart(series, floor=None).points) == 3


@given(values=st.lists(st.integers(0, 5000), min_size=2, max_size=60), shift=st.integers(0, 5000))
@settings(max_examples=60, deadline=None)
def test_limits_move_and_mirror(quarters, values, shift):
    """Adding to every point moves average and limits; turning the series round keeps both and mirrors signals."""
    plain = control_chart(quarters(values), floor=None, screen=False)
    moved = control_chart(quarters([value + shift for value in values]), floor=None, screen=False)
    back = control_chart(quarters(values[::-1]), floor=None, screen=False)
    for name in ("mean", "lower", "upper"):
        assert getattr(moved, name) == pytest.approx(getattr(plain, name) + shift)
        assert getattr(back, name) == pytest.approx(getattr(plain, name))
    assert moved.points["rules"].tolist() == plain.points["rules"].tolist() == back.points["rules"].tolist()[::-1]


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
