"""The card for previews."""

from __future__ import annotations

import struct
from dataclasses import replace

from planbook.charts.pictures import HEIGHT, WIDTH, Card, Share, card_svg
from planbook.export.pictures import draw_pictures

CARD = Card(
    "Was it kept?",
    "West Midlands",
    "2014/15 (April 2014 to March 2015)",
    "Police and Crime Plan 2014/15: 39 promises",
    (Share("met", "met", 0), Share("part", "met in part", 1), Share("open", "not judged", 38)),
)


def test_the_card_has_the_size_of_previews_and_the_same_bytes_each_time() -> None:
    """1,200 by 630 pixels."""
    (first,), (second,) = draw_pictures([card_svg(CARD)]), draw_pictures([card_svg(CARD)])
    assert (WIDTH, HEIGHT) == struct.unpack(">II", first[16:24])
    assert first == second


def test_the_card_is_of_its_counts() -> None:
    """Every group that holds a promise is named with its count; without a plan there is no bar."""
    drawn = card_svg(CARD)
    assert [False, True, True] == [words in drawn for words in ("0 met<", "1 met in part<", "38 not judged<")]
    assert (6, 2) == (drawn.count("<rect"), card_svg(replace(CARD, shares=())).count("<rect"))


def test_words_of_a_card_are_text() -> None:
    """A sign that means something in markup is shown as it is."""
    assert "Dorset &amp; Wilts Police" in card_svg(replace(CARD, force="Dorset & Wilts"))
