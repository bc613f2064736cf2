"""How far data can be trusted."""

from __future__ import annotations

from planbook.statistics.change import year_on_year
from planbook.statistics.trust import trust
from planbook.statistics.xmr import control_chart


def test_no_doubt_is_said():
    """Without a doubt the sentence says that none is known."""
    assert (trust().word, trust().sentence) == ("no known doubt", "No doubt about these figures is known.")


def test_every_doubt_is_listed(quarters):
    """Trial limits, a close change, a revision and an inspection are each a doubt with a sentence."""
    chart = control_chart(quarters([1282, 1300, 1264, 1282] * 2))
    change = year_on_year(4888, 5373, dispersion=5)
    found = trust(chart, change, published=5000, revised=4900, inspection="Inspectors found under-recording.")
    kinds = [doubt.kind for doubt in found.doubts]
    assert kinds == [
        "trial limits",
        "a change close to its margin",
        "revised since",
        "recording found wanting by inspection",
    ]
    assert "\N{MINUS SIGN}2.0 per cent" in found.doubts[2].sentence
    assert found.sentence.startswith("To be read with care: trial limits, a change close")
