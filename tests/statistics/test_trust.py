"""How far data can be trusted, and the Anhoej runs test."""

import pytest
from scipy import stats

from planbook.statistics.change import year_on_year
from planbook.statistics.trust import CROSSINGS_QUANTILE, runs_test, trust
from planbook.statistics.xmr import control_chart


def test_no_doubt_is_said(quarters):
    """Without a doubt the word says that none is known."""
    chart, change = control_chart(quarters([1282, 1300, 1264, 1282] * 3)), year_on_year(4888, 5373)
    found = trust(chart, change)
    assert (found.word, found.doubts) == ("no known doubt", ())


def test_every_doubt_is_listed(quarters):
    """Trial limits, a close change and an inspection are each a doubt with a sentence."""
    chart = control_chart(quarters([1282, 1300, 1264, 1282] * 2))
    change = year_on_year(4888, 5373, dispersion=5)
    found = trust(chart, change, inspection="Inspectors found under-recording.")
    kinds = ["trial limits", "a change close to its margin", "recording found wanting by inspection"]
    assert ("with care", kinds) == (found.word, [doubt.kind for doubt in found.doubts])
    assert found.doubts[0].sentence == "Limits rest on 8 points, fewer than 12."


@pytest.mark.parametrize(
    ("values", "useful", "run", "crossings", "signal"),
    [
        ([10, 12] * 10, 20, 1, 19, False),
        ([10] * 10 + [20] * 10, 20, 10, 1, True),
        ([5], 0, 0, 0, False),
        ([5] * 12, 0, 0, 0, False),
        ([0] * 12, 0, 0, 0, False),
    ],
    ids=["alternating", "step", "one point", "equal", "zeros"],
)
def test_runs_and_crossings(quarters, values, useful, run, crossings, signal):
    """A step signals by run and by crossings; points on the median are not counted."""
    found = runs_test(quarters(values))
    assert (found.useful, found.longest_run, found.crossings, found.signal) == (useful, run, crossings, signal)


def test_limits_for_twenty_points(quarters):
    """Anhoej and Olesen (2014): 20 useful points allow a run of 7 and ask for 6 crossings."""
    found = runs_test(quarters([10, 12] * 10))
    assert (found.longest_allowed, found.fewest_allowed) == (7, 6)


def test_the_fewest_crossings_are_the_quantile_of_a_binomial(quarters):
    """For every length up to 120 points, as SciPy's own distribution has it."""
    lengths = range(2, 121, 2)
    found = [runs_test(quarters([10, 12] * (n // 2))).fewest_allowed for n in lengths]
    assert [int(stats.binom.ppf(CROSSINGS_QUANTILE, n - 1, 0.5)) for n in lengths] == found
