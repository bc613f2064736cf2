"""Titles of charts."""

from __future__ import annotations

import pytest

from planbook.notebook.drawing import FINDINGS, level_title
from planbook.statistics.words import WORDS

NO_FINDING = {"too few points to say", "stable (trial limits)"}


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("stable", "Robbery stayed stable through 2014/15"),
        ("not stable: high", "Robbery reached an unusually high level in 2014/15"),
        ("too few points to say", "Robbery in 2014/15: too few points to say"),
    ],
)
def test_the_title_of_a_control_chart_is_a_finding(word: str, title: str) -> None:
    """A reader who reads the title alone knows what the chart shows."""
    assert title == level_title("Robbery", "2014/15", word)


def test_every_verdict_on_a_level_has_its_title() -> None:
    """A word that is added to the vocabulary is thought of here too."""
    assert {word.word for word in WORDS if word.kind == "level"} == {*FINDINGS, *NO_FINDING}
