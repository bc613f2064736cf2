"""Run rules: each at its length, ties, phase boundaries, and a slow calculation that must agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.errors import UnknownRuleSet
from planbook.statistics.runs import RULE_SETS, Track, rule_set, takes_part
from planbook.statistics.xmr import PhaseStart, control_chart
from tests.statistics.test_against_plain_calculation import plain_rules

RULES = {f"{name}-{rule.name}": rule for name, rules in RULE_SETS.items() for rule in rules.rules}
SIGMA_1 = {"mean": 0.0, "mean_range": 3 / 2.66, "floored": False}
RISING = list(range(7))


def marked(rule, values) -> list[int]:
    """Places that take part in a rule, in one phase of average 0 with a limit 3 away, so that sigma is 1."""
    x = np.asarray(values, dtype=float)
    free, average = np.zeros(x.size, dtype=bool), np.zeros(x.size)
    track = Track(x, average, average + 3, np.arange(x.size), free, free)
    return np.flatnonzero(takes_part(RULES[rule], track)).tolist()


@pytest.mark.parametrize("name", RULES)
@given(values=st.lists(st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 3.5]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_rule_agrees_with_slow_calculation(name, values):
    """Every rule of every set marks the points that a window-by-window calculation marks."""
    of, rule = name.split("-")
    assert marked(name, values) == sorted(plain_rules(values, SIGMA_1, of)[rule])


@pytest.mark.parametrize("name", RULES)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_rule_never_fires_on_shorter_series(name, data):
    """A series shorter than the run of a rule never fires it."""
    assert [] == marked(name, data.draw(st.lists(st.floats(-9, 9), max_size=RULES[name].length - 1)))


@pytest.mark.parametrize(
    ("rule", "values", "places"),
    [
        ("mdc-shift", [-0.5, *[0.5] * 6, -0.5], []),
        ("mdc-shift", [-0.5, *[0.5] * 7, -0.5], range(1, 8)),
        ("weco-shift", [-0.5, *[0.5] * 7, -0.5], []),
        ("weco-shift", [-0.5, *[0.5] * 8, -0.5], range(1, 9)),
        ("nelson-shift", [-0.5, *[0.5] * 8, -0.5], []),
        ("nelson-shift", [-0.5, *[0.5] * 9, -0.5], range(1, 10)),
        ("mdc-shift", [*[0.5] * 6, 0.0, *[0.5] * 6], []),
        ("mdc-trend", RISING, range(7)),
        ("mdc-trend", RISING[::-1], range(7)),
        ("mdc-trend", RISING[:6], []),
        ("mdc-trend", [*RISING[:6], 5], []),
        ("nelson-trend", RISING[:6], range(6)),
        ("nelson-trend", RISING[5::-1], range(6)),
        ("nelson-trend", RISING[:5], []),
        ("nelson-trend", [*RISING[:5], 4], []),
        ("mdc-two_of_three", [0, 2.5, -1.0, 3.5, 0], [1, 3]),
        ("mdc-two_of_three", [2.5, 0, -2.5], []),
        ("nelson-astronomical", [3.0, 3.1, -3.0, -3.1], [1, 3]),
    ],
)
def test_rule_at_its_length(rule, values, places):
    """A run one short is silent, at its length it is marked; a tie breaks it, and a point on a limit is inside."""
    assert marked(rule, values) == list(places)


def test_points_carry_every_rule(quarters):
    """A point lists every rule that it takes part in, in the order of the set."""
    chart = control_chart(quarters([10, 12] * 12 + [30, 31, 32, 33, 34, 35, 36]))
    assert chart.points["rules"].iloc[-1] == ("astronomical", "shift", "trend", "two_of_three")


def test_run_does_not_cross_phases(quarters):
    """A rising series cut in two by a phase start shows no trend across the cut."""
    series = quarters(list(range(10, 22)))
    chart = control_chart(series, starts=[PhaseStart(series.index[6], "cut")])
    assert "trend" not in {name for names in chart.rules for name in names}


def test_unknown_rule_set_names_the_valid_ones():
    """An unknown rule set is refused with the names of those that exist."""
    with pytest.raises(UnknownRuleSet, match="one of mdc, weco or nelson; not 'nhs'"):
        rule_set("nhs")


def test_shift_of_another_length():
    """A rule set with a longer shift keeps its other rules."""
    before, after = (each.rules for each in (RULE_SETS["mdc"], RULE_SETS["mdc"].with_shift(9)))
    assert [(9, 9)] == [(rule.length, rule.needed) for rule in after if rule not in before]
    assert [rule.name for rule in before] == [rule.name for rule in after]
