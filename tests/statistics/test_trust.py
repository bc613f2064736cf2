"""Verdicts under other settings: what can overturn them, and what does not count."""

import numpy as np
import pytest

from planbook.statistics.change import year_on_year
from planbook.statistics.error_rates import Made
from planbook.statistics.level import level_of
from planbook.statistics.series import PhaseStart
from planbook.statistics.trust import Outcome, Robustness, change_alternatives, level_alternatives, trust


@pytest.fixture
def made(quarters):
    """A made series of quarters and its last year."""

    def build(step=0.0, n=24, seed=1, **how):
        series = quarters(Made(n, step=step, **how).counts(1, seed)[0])
        return series, series.index[-4:]

    return build


def test_every_setting_is_tried_and_a_plain_change_holds(made):
    """Seven settings for a long series whose season hardly shows; none of them overturns a doubling."""
    series, window = made(1.0, dispersion=20, seed=4)
    found = change_alternatives(series, window, residents=series * 0 + 2_700_000)
    assert [each.alternative for each in found.outcomes] == [
        "three years in place of five",
        "no season",
        "the year before left out of the dispersion",
        "neighbours unlike",
        "neighbours very alike",
        "a bootstrap",
        "a rate",
    ]
    assert (found.word, found.fragile) == ("significant increase on last year", False)
    assert found.sentence == (
        "“significant increase on last year” is the verdict under all 7 other reasonable settings."
    )


def test_a_season_that_shows_is_not_left_out(quarters):
    """To ignore a season that explains most of the spread is no reasonable setting."""
    series = quarters([120, 80, 40, 90, 110, 85, 45, 92, 125, 78, 38, 95, 130, 84, 44, 99])
    assert "no season" not in [each.alternative for each in change_alternatives(series, series.index[-4:]).outcomes]


def test_settings_can_overturn_in_both_directions(made):
    """Among many made changes some are lost and some are gained by another setting."""
    flips = [change_alternatives(*made(0.12, seed=seed)) for seed in range(12)]
    clear = {"significant increase on last year"}
    assert any(each.word in clear and each.fragile for each in flips)
    assert any(each.word not in clear and each.fragile for each in flips)
    assert not all(each.fragile for each in flips)


def test_a_growing_population_can_explain_a_rise(made):
    """The rate is tried where residents are known: as many more people as offences are no rise."""
    series, window = made(0.5)
    residents = series * 0 + 2_000_000
    residents[-4:] = 3_000_000
    flips = change_alternatives(series, window, residents=residents).flips
    assert [(each.alternative, each.word) for each in flips] == [("a rate", "no clear change on last year")]


def test_three_years_and_small_counts_have_fewer_settings(made, quarters):
    """With three years there is no shorter window; with small counts the exact test stands alone."""
    names = [each.alternative for each in change_alternatives(*made(n=12)).outcomes]
    assert "three years in place of five" not in names
    few = quarters([3, 4, 2, 5] * 4)
    found = change_alternatives(few, few.index[-4:])
    assert (found.outcomes, found.sentence) == ((), "")


def test_a_level_that_any_setting_confirms(made):
    """A clear rise is a rise with fewer and with more quarters, and without a declared phase."""
    series, window = made(rise=0.15, mean=5000, dispersion=3)
    found = level_alternatives(series, window, starts=[PhaseStart(series.index[4], "new unit")])
    assert [each.alternative for each in found.outcomes] == [
        "12 quarters",
        "20 quarters",
        "a run of 7",
        "a run of 9",
        "no declared phase",
    ]
    assert (found.word, found.fragile) == ("rising", False)


def test_a_slight_rise_depends_on_the_settings(made):
    """Among made series that rise by 3 per cent a year, some verdicts would differ with another window."""
    tried = [level_alternatives(*made(rise=0.03, mean=5000, dispersion=3, n=20, seed=seed)) for seed in range(12)]
    assert any(each.fragile for each in tried)
    assert not all(each.fragile for each in tried)


def test_no_word_has_nothing_to_overturn(quarters):
    """Where neighbours stay alike or counts are few, no setting is tried."""
    wave = quarters(np.round(2000 + 300 * np.sin(np.arange(16) / 16 * 2 * np.pi)))
    assert level_alternatives(wave, wave.index[-4:]) == Robustness("no word: neighbours alike", ())


def test_the_sentence_names_what_overturns():
    """Settings that give one other word stand together."""
    words = {"a": "rising", "b": "stable", "c": "rising"}
    found = Robustness("stable", tuple(Outcome(name, word, word == "stable") for name, word in words.items()))
    assert (
        found.sentence
        == "“stable” is the verdict under 1 of 3 other reasonable settings. It would be “rising” with a and c."
    )


@pytest.fixture
def plain(made):
    """A level without doubts."""
    return level_of(*made())


def test_no_doubt_is_a_statement_too(plain):
    """A clear change on an unbroken series is judged without care."""
    assert (trust(plain, year_on_year(4000, 5000)).doubts, trust(plain, year_on_year(4000, 5000)).word) == (
        (),
        "no known doubt",
    )


def test_every_doubt_has_its_sentence(made):
    """A break in the quarters looked at, a close change, a fragile verdict and an inspection each say so."""
    series, window = made()
    starts = [PhaseStart(series.index[10], "burglary redefined.", forced=True), PhaseStart(series.index[4], "unit")]
    fragile = Robustness("stable", (Outcome("12 quarters", "rising", holds=False),))
    found = trust(
        level_of(series, window, starts=starts),
        year_on_year(1090, 1000),
        starts=starts,
        robustness=[fragile, Robustness("stable", ())],
        inspection="An inspection found a fifth unrecorded.",
    )
    assert found.word == "with care"
    assert {doubt.kind: doubt.sentence for doubt in found.doubts} == {
        "a break of definition": "The series was broken here: burglary redefined.",
        "a change close to its margin": "The change is close to where its word turns: p is 4.9 per cent, and the word "
        "turns at 5 per cent.",
        "a fragile verdict": fragile.sentence,
        "recording found wanting by inspection": "An inspection found a fifth unrecorded.",
    }


@pytest.mark.parametrize(("count", "close"), [(1050, False), (1085, True), (1100, True), (1150, False)])
def test_a_change_is_close_on_either_side_of_its_margin(plain, count, close):
    """Significant or not: p within a factor of two of 5 per cent is close; two counts without a percentage never."""
    assert bool(trust(plain, year_on_year(count, 1000)).doubts) is close
    assert trust(plain, year_on_year(4, 12, exact=True)).doubts == ()
