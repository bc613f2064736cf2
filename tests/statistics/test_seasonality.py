"""Autocorrelation and season."""

import math

import pytest
from statsmodels.tsa.stattools import acf

from planbook.statistics.change import dispersion
from planbook.statistics.seasonality import (
    autocorrelation,
    autocorrelation_note,
    dispersion_without_season,
    season_check,
    seasonal_effects,
    without_season,
)
from planbook.statistics.xmr import control_chart

WAVE = [300, 100, 100, 100]


def test_autocorrelation_agrees_with_statsmodels(quarters):
    """Lag-1 autocorrelation is that of statsmodels."""
    values = [5, 7, 6, 9, 12, 11, 10, 14, 13, 9, 8, 7]
    found = autocorrelation(control_chart(quarters(values)))
    assert found == pytest.approx(float(acf(values, nlags=1, fft=False)[1]))


def test_note_only_above_three_tenths(quarters):
    """The note appears only where neighbours are alike."""
    assert autocorrelation_note(control_chart(quarters([10, 12] * 8))) == ""
    assert "lag-1 correlation 0." in autocorrelation_note(control_chart(quarters(list(range(16)))))


@pytest.mark.parametrize("values", [[5], [5, 6], [5] * 12, [0.1] * 12])
def test_no_correlation_without_spread(quarters, values):
    """Equal values or two points have no correlation, without a warning."""
    assert autocorrelation(control_chart(quarters(values))) == 0


def test_effects_are_the_seasons(quarters):
    """A pure season is found and removed."""
    series = quarters(WAVE * 5)
    assert seasonal_effects(series).tolist() == pytest.approx([150, -50, -50, -50])
    assert without_season(series, seasonal_effects(series)).tolist() == pytest.approx([150] * 20)


def test_season_explains_a_recurring_wave(months):
    """Runs that come every year go with the season; a peak that comes once stays."""
    noise = [0, 4, -3, 2, -4, 1, 3, -2, 0, -1, 2]
    wave = [1000 + 80 * math.sin(math.pi * at / 6) + 2 * noise[at % 11] for at in range(60)]
    series = months(wave, start="2010-04")
    found = season_check(series, series.index[-12:])
    assert (len(found.explained) > 6, found.remaining) == (True, ())
    assert found.sentence.startswith("Season explains the signal")
    once = months([*[1000 + 3 * noise[at % 11] for at in range(59)], 1200], start="2010-04")
    assert season_check(once, once.index[-12:]).sentence.startswith("Season does not explain")


def test_three_years_cannot_tell(quarters):
    """Under four years nothing is said of the season."""
    series = quarters([*WAVE * 2, 900, 100, 100, 100])
    assert season_check(series, series.index[-4:]).sentence == ""


def test_season_is_no_part_of_the_chance_between_two_like_years(quarters):
    """A purely seasonal series varies with its season alone: the least dispersion, 1, times 11 / 8 for the effects."""
    series = quarters([900, 1100, 1000, 1000] * 3)
    assert 11 / 8 == dispersion_without_season(series)
    assert dispersion(control_chart(series)) > 11 / 8


def test_seasonal_effects_cost_degrees_of_freedom(quarters):
    """Twelve quarters less four seasonal means leave eight: the variance is scaled by 11 / 8."""
    series = quarters([900, 1190, 1000, 1040, 930, 1100, 1080, 1000, 870, 1100, 950, 960])
    plain = control_chart(without_season(series, seasonal_effects(series)), floor=None)
    assert dispersion(plain) * 11 / 8 == pytest.approx(dispersion_without_season(series))
