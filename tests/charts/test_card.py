"""The card for previews."""

from __future__ import annotations

import io
from dataclasses import replace

from matplotlib.image import imread

from planbook.charts.card import HEIGHT, WIDTH, Card, Share, card_png

CARD = Card(
    "Was it kept?",
    "West Midlands",
    "2014/15 (April 2014 to March 2015)",
    "Police and Crime Plan 2014/15: 39 promises",
    (Share("met", "met", 0), Share("part", "met in part", 1), Share("open", "not judged", 38)),
)


def test_the_card_has_the_size_of_previews_and_the_same_bytes_each_time() -> None:
    """1,200 by 630 pixels, with no time and no name of a program inside."""
    first, second = card_png(CARD), card_png(CARD)
    assert (HEIGHT, WIDTH) == imread(io.BytesIO(first)).shape[:2]
    assert first == second
    assert b"Software" not in first


def test_the_card_is_of_its_counts() -> None:
    """Other counts give another picture; without a plan there is no bar."""
    other = replace(CARD, shares=(Share("met", "met", 39),))
    assert 3 == len({card_png(card) for card in (CARD, other, replace(CARD, shares=()))})
