"""Uncertainty in plain English."""

from __future__ import annotations

import math

import pytest

from planbook.statistics.plain import plain_interval


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-17.04, 0.1, "a fall of 17.0 per cent and a rise of 0.1 per cent"),
        (-14.0, -3.2, "a fall of 14.0 per cent and a fall of 3.2 per cent"),
        (2.1, 13.9, "a rise of 2.1 per cent and a rise of 13.9 per cent"),
        (-0.04, 3.0, "no change and a rise of 3.0 per cent"),
    ],
)
def test_both_ends_are_said_with_their_direction(low: float, high: float, said: str) -> None:
    """A reader needs no sign to know a fall from a rise."""
    assert plain_interval(low, high).startswith(f"The true change could plausibly lie between {said}. ")


@pytest.mark.parametrize(
    ("high", "ends"), [(-0.3, "chance alone is an unlikely reason."), (0.8, "so chance alone could explain it.")]
)
def test_the_interval_says_whether_chance_is_enough(high: float, ends: str) -> None:
    """Zero inside the interval is chance; zero outside is not."""
    assert plain_interval(-17.0, high).endswith(ends)


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1.0), (-100.0, math.inf)])
def test_an_open_end_is_not_said(low: float, high: float) -> None:
    """Where the interval has no end, there is no sentence."""
    assert "" == plain_interval(low, high)
