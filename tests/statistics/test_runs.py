"""Run rules: each at its length, ties, phase boundaries, and a slow calculation that must agree."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.errors import UnknownRuleSet
from planbook.statistics.runs import RULE_SETS, Rule, Track, rule_set, takes_part
from planbook.statistics.xmr import PhaseStart, control_chart

RULES = {f"{name}-{rule.name}": rule for name, rules in RULE_SETS.items() for rule in rules.rules}


def track(values, mean=0.0, reach=3.0):
    """Points of one phase with a stated average and a limit 3 away, so that sigma is 1."""
    x = np.asarray(values, dtype=float)
    free = np.zeros(x.size, dtype=bool)
    return Track(x, np.full(x.size, mean), np.full(x.size, reach), np.arange(x.size), free, free)


def rule(name: str, of: str = "nelson") -> Rule:
    """One rule of a set by name."""
    return next(each for each in RULE_SETS[of].rules if each.name == name)


def plainly(found: Rule, values: list[float]) -> list[bool]:
    """The rule worked out window by window, with sigma 1 and average 0."""
    n, k, s = len(values), found.length, found.sigma
    member = [False] * n
    for start in range(n - k + 1):
        for place in qualifying(found, values[start : start + k], s):
            member[start + place] = True
    return member


def qualifying(found: Rule, window: list[float], s: float) -> set[int]:
    """Places of one window that take part in the rule."""
    whole = set(range(len(window)))
    steps = np.sign(np.diff(window)).tolist()
    if found.kind == "trend":
        return whole if steps and (all(x > 0 for x in steps) or all(x < 0 for x in steps)) else set()
    if found.kind == "alternating":
        turns = [a * b < 0 for a, b in pairwise(steps)]
        return whole if all(turns) else set()
    if found.kind == "within":
        return whole if all(abs(x) < s - 1e-9 for x in window) else set()
    if found.kind == "outside":
        return whole if all(abs(x) > s + 1e-9 for x in window) else set()
    high = {place for place, x in enumerate(window) if x > s + 1e-8}
    low = {place for place, x in enumerate(window) if x < -s - 1e-8}
    return set().union(*(side for side in (high, low) if len(side) >= found.needed))


@pytest.mark.parametrize("each", RULES.values(), ids=RULES)
@given(values=st.lists(st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 3.5]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_rule_agrees_with_slow_calculation(each, values):
    """Every rule of every set marks the points that a window-by-window calculation marks."""
    assert takes_part(each, track(values)).tolist() == plainly(each, values)


@pytest.mark.parametrize("each", RULES.values(), ids=RULES)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_rule_never_fires_on_shorter_series(each, data):
    """A series shorter than the run of a rule never fires it."""
    values = data.draw(st.lists(st.floats(-9, 9), max_size=each.length - 1))
    assert not takes_part(each, track(values)).any()


@pytest.mark.parametrize(("of", "length"), [("mdc", 7), ("weco", 8), ("nelson", 9)])
def test_shift_needs_its_length(of, length):
    """A run one short is silent; at its length every point of it is marked and no other."""
    run = [0.5] * length
    assert not takes_part(rule("shift", of), track([-0.5, *run[1:], -0.5])).any()
    assert takes_part(rule("shift", of), track([-0.5, *run, -0.5])).tolist() == [
        False,
        *[True] * length,
        False,
    ]


def test_point_on_average_breaks_a_run():
    """A point exactly on the average stands on neither side."""
    assert not takes_part(rule("shift", "mdc"), track([0.5] * 6 + [0.0] + [0.5] * 6)).any()


@pytest.mark.parametrize(("of", "length"), [("mdc", 7), ("nelson", 6)])
def test_trend_needs_its_points(of, length):
    """A trend is so many points, one step fewer, and an equal neighbour breaks it."""
    rising = list(range(length))
    assert takes_part(rule("trend", of), track(rising)).all()
    assert takes_part(rule("trend", of), track(rising[::-1])).all()
    assert not takes_part(rule("trend", of), track(rising[:-1])).any()
    assert not takes_part(rule("trend", of), track([*rising[:-1], rising[-2]])).any()


def test_two_of_three_spares_the_third():
    """Two of three beyond two sigma on one side are marked; the third may stand anywhere and is not."""
    values = [0, 2.5, -1.0, 3.5, 0]
    assert takes_part(rule("two_of_three", "mdc"), track(values)).tolist() == [
        False,
        True,
        False,
        True,
        False,
    ]
    assert not takes_part(rule("two_of_three", "mdc"), track([2.5, 0, -2.5])).any()


def test_point_on_limit_is_inside():
    """A point exactly on a limit is not outside it."""
    assert takes_part(rule("astronomical"), track([3.0, 3.1, -3.0, -3.1])).tolist() == [
        False,
        True,
        False,
        True,
    ]


def test_points_carry_every_rule(quarters):
    """A point lists every rule that it takes part in, in the order of the set."""
    chart = control_chart(quarters([10, 12] * 12 + [30, 31, 32, 33, 34, 35, 36]))
    assert chart.points["rules"].iloc[-1] == ("astronomical", "shift", "trend", "two_of_three")


def test_run_does_not_cross_phases(quarters):
    """A rising series cut in two by a phase start shows no trend across the cut."""
    series = quarters(list(range(10, 22)))
    start = PhaseStart(series.index[6], "cut")
    chart = control_chart(series, starts=[start])
    assert "trend" not in {name for rules in chart.points["rules"] for name in rules}


def test_unknown_rule_set_names_the_valid_ones():
    """An unknown rule set is refused with the names of those that exist."""
    with pytest.raises(UnknownRuleSet, match="one of mdc, weco or nelson; not 'nhs'"):
        rule_set("nhs")


def test_shift_of_another_length():
    """A rule set with a longer shift keeps its other rules."""
    shift, *others = sorted(RULE_SETS["mdc"].with_shift(9).rules, key=lambda each: each.name != "shift")
    assert (shift.length, shift.needed) == (9, 9)
    assert others == [each for each in RULE_SETS["mdc"].rules if each.name != "shift"]
