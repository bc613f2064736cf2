"""Clarity, likelihood and assurance beside a verdict."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.statistics.assurance import LIKELIHOODS, assurance, clarity, likelihood_reached, likelihood_word


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(-7.9, -0.4, "clearly"), (0.2, 5.0, "clearly"), (-1.0, 1.0, "not clearly more than chance")],
)
def test_a_change_is_clear_where_its_interval_leaves_zero_out(low, high, word):
    """An interval that touches or spans zero is not clear; one on either side is."""
    assert clarity(low, high) == word


def test_a_change_on_the_target_is_even():
    """A recorded change that is the target reached it with an even chance, whatever its error."""
    assert likelihood_reached(-5, -5, 0.1, 8) == pytest.approx(0.5)
    assert likelihood_word(likelihood_reached(-5, -5, 0.1, 8)) == "about as likely as not"


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(0.001, 1), st.floats(1, 50))
def test_a_ceiling_and_a_floor_share_all_chance(percent, target, error, freedom):
    """A target to stay under and the same target to stay over have probabilities that add up to one."""
    both = [likelihood_reached(percent, target, error, freedom, ceiling=side) for side in (True, False)]
    assert sum(both) == pytest.approx(1)


def test_heavier_tails_are_less_sure():
    """Few degrees of freedom make a result that beat its target less certain than the normal distribution would."""
    few, many = (likelihood_reached(-12, -5, 0.04, freedom) for freedom in (4, math.inf))
    assert 0.5 < few < many < 1


@pytest.mark.parametrize(("percent", "reached"), [(-6, 1.0), (-5, 1.0), (-4, 0.0)])
def test_without_error_the_figure_decides(percent, reached):
    """Where nothing varies the recorded change reached the target or did not."""
    assert likelihood_reached(percent, -5, 0, math.inf) == reached


def test_every_probability_has_a_word():
    """The words cover 0 to 1, and each begins where it says."""
    assert [likelihood_word(least) for least, _ in LIKELIHOODS] == [word for _, word in LIKELIHOODS]


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (99, "not reached"),
        (100, "reached in some years and not in others"),
        (119, "reached in some years and not in others"),
        (120, "reliably reached"),
    ],
)
def test_assurance_of_a_ceiling(target, word):
    """A process of 100 to 120 a year: a ceiling at or above its upper limit is reliably reached."""
    assert assurance(target, 100, 120) == word


def test_assurance_of_a_floor_is_the_mirror():
    """A floor under the lower limit is reliably reached, one over the upper limit never."""
    assert [assurance(target, 100, 120, ceiling=False) for target in (90, 110, 130)] == [
        "reliably reached",
        "reached in some years and not in others",
        "not reached",
    ]
