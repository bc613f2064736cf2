"""Suggested phases step by step, and their comparison with those declared."""

import pytest

from planbook.statistics.phases import compare_phases, suggest_phases
from planbook.statistics.xmr import PhaseStart

LEVEL = [100, 104, 96] * 4


@pytest.mark.parametrize(
    ("values", "places", "warnings"),
    [
        (LEVEL * 3, [], 0),
        ([*LEVEL, *[120] * 7], [], 0),
        ([*LEVEL, *[120] * 8], [12], 0),
        ([*[90, 92] * 5, 130, 130, *[130] * 9], [], 1),
        ([*LEVEL, *[90] * 12], [], 1),
        ([*LEVEL, *[120, 116, 124] * 4, *[80] * 8], [12, 24], 0),
        ([*LEVEL, *[120] * 8, 100, 96, 104], [12], 0),
        ([*[101, 100] * 6, *range(102, 114)], [12], 0),
        ([*LEVEL, 900, *LEVEL], [], 0),
    ],
    ids=[
        "a stable series has one phase",
        "seven points on one side are not enough",
        "the eighth starts a phase at the first of them",
        "a run from inside the baseline is warned of",
        "a run that touches the baseline is too early",
        "a new phase locks its own average",
        "a run that ends does not undo the phase",
        "a slow drift cannot hide",
        "a single point never starts a phase",
    ],
)
def test_suggested_phases(quarters, values, places, warnings):
    """Eight points on one side of the locked average of 12 start a phase; nothing else does."""
    series = quarters(values)
    found = suggest_phases(series)
    assert [series.index[place] for place in places] == [each.start for each in found.starts]
    assert ["Shift too close to the phase start"] * warnings == [each.split(":")[0] for each in found.warnings]


def test_break_restarts_the_algorithm(quarters):
    """A break of definition is a phase of its own and nothing is judged across it."""
    series = quarters([*LEVEL, *[300, 304, 296] * 5])
    found = suggest_phases(series, breaks=[PhaseStart(series.index[12], "redefined")])
    assert [(each.start, each.forced) for each in found.starts] == [(series.index[12], True)]


def test_disagreements_are_sentences(quarters):
    """An undeclared suggestion and a declared phase without evidence are each a sentence; a break needs none."""
    series = quarters([*LEVEL, *[120] * 8])
    suggested = suggest_phases(series)
    declared = [PhaseStart(series.index[14], "new unit"), PhaseStart(series.index[6], "redefined", forced=True)]
    reason = "8 or more consecutive quarters from April 2015 above the average of 100 for April 2012 to March 2015"
    assert compare_phases(declared, suggested) == (
        f"A phase from April 2015 is suggested and not declared: {reason}.",
        "The phase declared from October 2015 (new unit) has no evidence in the series.",
    )
    assert compare_phases(suggested.starts, suggested) == ()
