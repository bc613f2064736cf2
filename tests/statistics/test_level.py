"""Level with the season modelled: shapes, limits, words and what is refused."""

import numpy as np
import pandas as pd
import pytest

from planbook.statistics.annual import change_on_year
from planbook.statistics.level import level_of
from planbook.statistics.series import PhaseStart, WindowNotAtEnd
from planbook.statistics.verdicts import change_verdict, level_verdict
from tests.statistics.simulation import Made

SEASON = np.array([1.1, 1.0, 0.85, 1.05])


@pytest.fixture
def seasonal(quarters):
    """Build quarters with an ordinary season and a little chance, times what is given."""

    def build(n, factor=1.0, seed=3):
        noise = np.random.default_rng(seed).normal(0, 0.012, n)
        return quarters(np.round(5000 * np.tile(SEASON, n)[:n] * (1 + noise) * factor))

    return build


def word(series, **settings):
    """The word for the last year of a series."""
    return level_verdict(level_of(series, series.index[-4:], **settings), label="robbery")


def test_an_ordinary_season_is_stable(seasonal):
    """Summer and winter differ by a quarter, and nothing signals; the limits carry the season."""
    series = seasonal(16)
    level = level_of(series, series.index[-4:])
    assert word(series).word == "stable"
    assert level.shape == "one level"
    assert not level.points["rules"].map(bool).any()
    assert level.judged.expected[0] / series.mean() == pytest.approx(np.tile(SEASON, 4), abs=0.02)
    assert ((level.judged.low < series.to_numpy()) & (series.to_numpy() < level.judged.high)).all()


def test_a_steady_rise_is_called_a_rise(seasonal):
    """Seven per cent a year over three years, with a season, is rising and not stable."""
    found = word(seasonal(12, 1.07 ** (np.arange(12) / 4)))
    assert (found.word, found.licensed) == ("rising", ("rising", "not stable"))
    assert found.sentence == (
        "Quarterly robbery offences were rising through the year, by 7.5 per cent a year (April 2012 to March 2015, "
        "12 quarters)."
    )
    assert word(seasonal(16, 0.93 ** (np.arange(16) / 4))).word == "falling"


def test_another_level_of_the_year_is_a_step(seasonal):
    """A sudden change of the reporting year is a step, up or down, and no trend."""
    factor = np.where(np.arange(16) >= 12, 1.1, 1.0)
    found = word(seasonal(16, factor))
    assert found.word == "on a higher level"
    assert "stood, through the year, 9.0 per cent above the 12 quarters before" in found.sentence
    assert word(seasonal(16, 1 / factor)).word == "on a lower level"


@pytest.mark.parametrize(
    ("factor", "verdict", "side"),
    [(1.15, "not stable: high", "above the upper"), (0.85, "not stable: low", "below the lower")],
)
def test_a_quarter_outside_is_named(seasonal, factor, verdict, side):
    """One quarter of the year outside its limits is the verdict, with its months."""
    series = seasonal(16)
    series.iloc[-3] *= factor
    found = word(series)
    assert found.word == verdict
    assert f"July to September 2015 lies {side} limit" in found.sentence
    level = level_of(series, series.index[-4:])
    assert list(level.outside) == [series.index[-3]]
    assert level.points["rules"].iloc[-3] == ("astronomical",)


def test_an_old_outlier_does_not_signal(seasonal):
    """Only quarters of the reporting year are judged."""
    series = seasonal(16)
    series.iloc[5] *= 1.15
    assert word(series).word == "stable"


def test_a_run_on_one_side_is_unsettled(seasonal):
    """Eight in a row that reach into the year; seven would do with another setting, nine are asked for by another."""
    series = seasonal(16, seed=16)
    found = word(series)
    assert found.word == "unsettled"
    assert found.sentence == (
        "Quarterly robbery offences were unsettled through the year: 8 in a row lie on one side of the expected value "
        "(April 2012 to March 2016, 16 quarters)."
    )
    assert (word(series, run=7).word, word(series, run=9).word) == ("unsettled", "stable")


def test_neighbours_that_stay_alike_get_no_word(quarters):
    """A slow wave has no word, and the sentence says why."""
    series = quarters(np.round(2000 + 300 * np.sin(np.arange(16) / 16 * 2 * np.pi)))
    found = word(series)
    assert found.word == "no word: neighbours alike"
    assert "neighbouring quarters stay alike" in found.sentence


@pytest.mark.parametrize(
    ("values", "verdict"), [([100, 104, 97] * 3, "too few points to say"), ([3, 4, 2, 5] * 4, "too few to judge")]
)
def test_too_little_for_a_word(quarters, values, verdict):
    """Fewer than 12 quarters, or fewer than 5 offences in each, have no limits."""
    series = quarters(values)
    level = level_of(series, series.index[-4:])
    assert (level_verdict(level).word, level.judged, level.rule) == (verdict, None, "")
    assert level.points["mean"].isna().all()


def test_only_the_current_phase_and_a_bounded_window_are_used(seasonal):
    """At most 16 quarters; a phase start cuts them; the raw series stays whole for the picture."""
    series = seasonal(40, np.where(np.arange(40) < 20, 1.4, 1.0))
    level = level_of(series, series.index[-4:])
    assert (len(level.index), len(level.points), word(series).word) == (16, 40, "stable")
    later = level_of(series, series.index[-4:], starts=[PhaseStart(series.index[-13], "new unit")])
    assert (len(later.index), later.points["mean"].notna().sum()) == (13, 13)


def test_a_trend_that_the_year_does_not_go_on_with_is_unsettled(seasonal):
    """Three years up and one down are no rise."""
    rising = np.concatenate([1.2 ** (np.arange(12) / 4), np.full(4, 1.5)])
    found = word(seasonal(16, rising))
    assert found.word in {"unsettled", "no word: neighbours alike"}


def test_the_rule_is_printed(seasonal):
    """A sentence says periods, shape, dispersion, correlation and what signals."""
    series = seasonal(16)
    rule = level_of(series, series.index[-4:]).rule
    assert rule.startswith(
        "Expected values and limits come from a model with season and one level, fitted to the last 16"
    )
    assert "at least 12 and at most 16 quarters" in rule


def test_a_window_that_is_not_at_the_end_is_refused(seasonal):
    """Limits must not know the future; a window is a year at most."""
    series = seasonal(16)
    for window in (series.index[-5:-1], series.index[-5:], series.index[:0]):
        with pytest.raises(WindowNotAtEnd):
            level_of(series, window)


def test_a_made_series_of_months_is_judged(months):
    """Months have three to four years of them, and twelve seasons."""
    series = months(Made(48, mean=400).counts(1)[0])
    level = level_of(series, series.index[-12:])
    assert (len(level.index), level.judged is not None) == (48, True)


# Robbery in Kent by quarter, January 2020 to December 2025 (Home Office, police recorded crime open data).
KENT = [448, 255, 388, 323, 257, 261, 286, 315, 326, 338, 363, 285]
KENT += [275, 248, 303, 263, 270, 287, 259, 217, 189, 396, 386, 372]


@pytest.fixture
def kent():
    """Robbery in Kent up to December 2025."""
    return pd.Series(KENT, pd.period_range("2020Q4", periods=24, freq="Q-MAR"), dtype=float, name="robbery")


@pytest.mark.parametrize("length", [1, 3, 4])
def test_a_sudden_change_inside_the_last_year_is_seen(kent, length):
    """From 189 to 396 robberies a quarter is another level and a clear change, whatever part of a year is judged."""
    window = kent.index[-length:]
    level, change = level_of(kent, window, prior=0.21), change_on_year(kent, window, prior=0.21)
    assert list(level.sudden) == list(kent.index[-3:])
    assert level_verdict(level).word == "on a higher level"
    assert (
        "stood, in April 2025 to December 2025, 81.1 per cent above the trend before" in level_verdict(level).sentence
    )
    assert "a steady trend with a sudden change in April 2025" in level.rule
    if length < 4:
        assert change_verdict(change).word == "significant increase on last year"
    assert ("A sudden change in April 2025 is no part of the dispersion." in change.basis) == (length != 3)


def test_one_quarter_alone_is_no_level(seasonal):
    """A single high quarter at the end lies outside its limits; it is no level that began."""
    series = seasonal(16)
    series.iloc[-1] *= 1.15
    assert (len(level_of(series, series.index[-4:]).sudden), word(series).word) == (0, "not stable: high")
