"""Change on the year before by the season model."""

import math

import numpy as np
import pandas as pd
import pytest

from planbook.statistics.annual import Options, annual_spread, change_on_year
from planbook.statistics.change import year_on_year
from planbook.statistics.season_model import p_value
from planbook.statistics.series import ManyFaults, NoYearBefore, PhaseStart, WindowNotAtEnd, YearsAlone, ZeroDenominator
from planbook.statistics.verdicts import change_verdict
from tests.statistics.simulation import Made

NO_CORRELATION = Options(correlation=0.0)


@pytest.fixture
def noisy(quarters):
    """Twenty-four quarters of a stationary process."""
    return quarters(Made(24).counts(1)[0])


@pytest.fixture
def west_midlands(recorded_crime):
    """A subgroup of West Midlands up to March 2015, and its last year."""

    def cut(name):
        series = recorded_crime[f"west_midlands {name}"][:"2015Q4"]
        return series, series.index[-4:]

    return cut


@pytest.mark.parametrize(("name", "p"), [("domestic_burglary", 0.04), ("shoplifting", 0.11)])
def test_the_review_of_2014_15(west_midlands, name, p):
    """Quarter and year over three years, neighbours unlike: the p-values of an independent statistician."""
    assert change_on_year(*west_midlands(name), options=NO_CORRELATION).p_value == pytest.approx(p, abs=0.006)


def test_verdicts_of_2014_15(west_midlands):
    """With neighbours allowed for, shop theft's rise and burglary's fall are no chance-free verdicts by z."""
    words = {
        name: change_verdict(change_on_year(*west_midlands(name))).word
        for name in ("shoplifting", "violence_with_injury")
    }
    assert words == {
        "shoplifting": "no clear change on last year",
        "violence_with_injury": "significant increase on last year",
    }


def test_change_is_that_of_the_recorded_counts(noisy):
    """Count, baseline and per cent are recorded figures; only the interval is modelled."""
    found, plain = change_on_year(noisy, noisy.index[-4:]), year_on_year(noisy[-4:].sum(), noisy[-8:-4].sum())
    assert (found.count, found.baseline, found.percent) == (plain.count, plain.baseline, plain.percent)
    assert (found.periods, plain.periods, 0 <= found.correlation <= 0.9) == (20, 0, True)
    assert found.low < plain.low < plain.high < found.high


def test_without_correlation_the_dispersion_is_the_pearson_one(noisy):
    """Then the variance of the logarithm is dispersion times (1/count + 1/baseline), and t has 12 degrees."""
    spread = annual_spread(noisy, noisy.index[-4:], options=NO_CORRELATION)
    assert spread.dispersion == pytest.approx(spread.single)
    assert (spread.df, spread.periods, spread.start) == (pytest.approx(12), 20, noisy.index[4])


@pytest.mark.parametrize("count", [400.0, 430.0, 520.0, 5.0])
def test_p_and_interval_agree(count):
    """The interval leaves out zero exactly where p is under 5 per cent, by t and by the exact test."""
    for change in (year_on_year(count, 450, dispersion=2, df=6), year_on_year(count, 450, exact=True)):
        assert (change.p_value < 0.05) == (change.low > 0 or change.high < 0)
    error = math.sqrt(2 * (1 / count + 1 / 450))
    expected = p_value(np.array([math.log(count / 450) / error]), np.array([6.0]))[0]
    assert year_on_year(count, 450, dispersion=2, df=6).p_value == pytest.approx(expected)


def test_part_of_a_year_is_held_against_the_same_part(noisy):
    """Three quarters against the same three; the blocks before them are whole years."""
    window = noisy.index[-3:]
    found, spread = change_on_year(noisy, window), annual_spread(noisy, window)
    assert (found.count, found.baseline) == (noisy[-3:].sum(), noisy[-7:-4].sum())
    assert (spread.periods, found.days, found.baseline_days) == (19, 274, 274)


def test_months_are_taken_too(months):
    """Twelve months against the twelve before, with a season of months."""
    series = months(np.round(400 + 40 * np.sin(np.arange(48) / 2) + Made(48, mean=400).counts(1)[0] / 10))
    assert annual_spread(series, series.index[-12:]).periods == 48


@pytest.mark.parametrize("values", [[3, 4, 2, 5] * 4, [9, 8, 7, 9] * 3 + [0, 0, 0, 0]], ids=["few", "none"])
def test_small_counts_take_the_exact_test(quarters, values):
    """A mean under 5, or a year without an offence, has the exact interval and says so."""
    series = quarters(values)
    found = change_on_year(series, series.index[-4:])
    plain = year_on_year(found.count, found.baseline, exact=True)
    assert found.exact
    assert (found.low, found.high) == (plain.low, plain.high)
    assert "exact" in found.basis


def test_two_years_give_a_rough_interval(quarters):
    """With eight quarters the interval is wide and its basis says why."""
    series = quarters(Made(8).counts(1)[0])
    spread = annual_spread(series, series.index[-4:])
    assert (spread.periods, spread.df < 4) == (8, True)
    assert spread.sentence.endswith("April 2012 to March 2014, fewer than 3 years: the interval is a rough one.")


def test_a_young_phase_is_looked_across_and_a_break_is_not(noisy):
    """A declared phase of two years is looked across up to three; a break of definition never."""
    window, start = noisy.index[-4:], noisy.index[-8]
    declared = annual_spread(noisy, window, starts=[PhaseStart(start, "new unit")])
    broken = annual_spread(noisy, window, starts=[PhaseStart(start, "redefined", forced=True)])
    assert (declared.periods, broken.periods) == (12, 8)
    assert declared.note == "The phase from April 2016 is shorter than 3 years and is looked across."


def test_years_unlike_the_last_three_are_left_out(quarters):
    """A lockdown five years back does not widen today's interval."""
    values = Made(20).counts(1)[0]
    values[:4] *= [0.5, 1.2, 1.3, 0.7]
    series = quarters(values)
    spread = annual_spread(series, series.index[-4:])
    assert (spread.periods, "vary far more" in spread.note) == (12, True)


@pytest.mark.parametrize(
    ("length", "cut", "starts", "fault"),
    [
        (4, 7, (), NoYearBefore),
        (5, 24, (), WindowNotAtEnd),
        (0, 24, (), WindowNotAtEnd),
        (4, 24, (20,), NoYearBefore),
    ],
)
def test_what_cannot_be_compared_is_refused(noisy, length, cut, starts, fault):
    """No year before, a window that is none, a break between the two years."""
    series = noisy[:cut]
    window = series.index[len(series) - length :]
    with pytest.raises(fault):
        change_on_year(series, window, starts=[PhaseStart(noisy.index[at], "code", forced=True) for at in starts])


def test_yearly_counts_have_no_interval(quarters):
    """Between two yearly counts chance cannot be told from change; every fault is named."""
    years = quarters([100, 110, 120]).set_axis(pd.period_range("2013", periods=3, freq="Y-MAR"))
    with pytest.raises(YearsAlone, match="counted by year alone"):
        change_on_year(years, years.index[-1:])
    with pytest.raises(ManyFaults):
        change_on_year(years, years.index[:0])


def test_a_baseline_of_none_is_refused(quarters):
    """A change from zero is refused by name."""
    series = quarters([0] * 8 + [9, 8, 9, 9])
    with pytest.raises(ZeroDenominator):
        change_on_year(series, series.index[-4:])


def test_a_change_on_an_earlier_year_is_that_of_its_counts(noisy):
    """Two years back: count and baseline are recorded figures, and the interval holds the change."""
    window = noisy.index[-4:]
    found = change_on_year(noisy, window, options=Options(back=2))
    assert (found.count, found.baseline) == (noisy[-4:].sum(), noisy[-12:-8].sum())
    assert found.low < found.percent < found.high
    assert (
        "on 2012/13" in change_verdict(found, baseline="2012/13").word
        or "similar to 2012/13" == change_verdict(found, baseline="2012/13").word
    )
    with pytest.raises(NoYearBefore):
        change_on_year(noisy, window, options=Options(back=6))


def test_an_interval_on_an_earlier_year_keeps_its_confidence(quarters):
    """Of 200 stationary series about one in twenty has an interval of three years that lacks no change."""
    counts = Made(24).counts(200)
    missed = 0
    for each in counts:
        series = quarters(each)
        found = change_on_year(series, series.index[-4:], options=Options(back=3))
        missed += not found.low <= 0 <= found.high
    assert 2 <= missed <= 22
