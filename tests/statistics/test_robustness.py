"""Verdicts under other settings."""

import pytest

from planbook.statistics.change import year_on_year
from planbook.statistics.robustness import change_robustness, level_robustness, per_day, without_each_phase
from planbook.statistics.xmr import PhaseStart, control_chart

STEADY = [1282, 1300, 1264, 1282] * 7


def test_steady_series_holds_everywhere(quarters):
    """A steady series is stable under every alternative."""
    series = quarters(STEADY)
    found = level_robustness(series, series.index[-4:], denominator=series * 0 + 2_700_000)
    assert (found.sentence, found.fragile) == ("“stable” is the verdict under all 9 other reasonable settings.", False)


def test_fragile_verdict_names_what_flips_it(quarters):
    """A run of six is a signal only where six are enough, and the sentence says so."""
    series = quarters([1282, 1300] * 4 + [1270, 1285, *[1300, 1301] * 3])
    found = level_robustness(series, series.index[-4:])
    assert [(each.alternative, each.word) for each in found.flips] == [("a run of 6", "unsettled")]
    assert found.sentence.endswith(" It would be “unsettled” with a run of 6.")


def test_per_day_keeps_the_unit(months):
    """A constant count a day becomes a constant count a month."""
    series = months([31 * 10, 28 * 10, 31 * 10], start="2015-01")
    assert per_day(series).tolist() == pytest.approx([304.375] * 3)


def test_marginal_change_is_fragile(quarters):
    """A change that is significant at its dispersion and not at twice it is marked."""
    chart = control_chart(quarters([1282, 1350, 1264, 1300] * 3))
    found = change_robustness(year_on_year(4888, 5373, dispersion=4), chart)
    assert [each.alternative for each in found.flips] == ["twice the dispersion"]


def test_leap_year_is_an_alternative(quarters):
    """Counts per day are tried where the periods differ in days."""
    chart = control_chart(quarters(STEADY))
    found = change_robustness(year_on_year(5000, 5373, days=366), chart)
    assert "counts per day" in {each.alternative for each in found.outcomes}


def test_verdict_without_a_phase(quarters):
    """For a declared phase, and no break of definition, the verdict without it is given."""
    series = quarters([*[1282, 1300, 1264] * 5, *[1000, 1018, 982] * 4])
    starts = [PhaseStart(series.index[15], "new unit"), PhaseStart(series.index[2], "redefined", forced=True)]
    found = without_each_phase(series, series.index[-4:], starts)
    assert [(series.index[15], "not stable: low")] == [(each.start, each.otherwise) for each in found]
