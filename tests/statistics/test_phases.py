"""Suggested phases step by step, and their comparison with those declared."""

from planbook.statistics.phases import compare_phases, suggest_phases
from planbook.statistics.xmr import PhaseStart

LEVEL = [100, 104, 96] * 4


def test_stable_series_suggests_nothing(quarters):
    """A series that wanders about its average has one phase."""
    assert suggest_phases(quarters(LEVEL * 3)).starts == ()


def test_shift_is_confirmed_at_the_eighth_point(quarters):
    """Seven points on one side are not enough; the eighth starts a phase at the first of them."""
    assert suggest_phases(quarters([*LEVEL, *[120] * 7])).starts == ()
    series = quarters([*LEVEL, *[120] * 8])
    found = suggest_phases(series).starts
    assert [each.start for each in found] == [series.index[12]]
    assert "above the average of 100 for April 2012 to March 2015" in found[0].reason


def test_run_from_inside_the_baseline_warns(quarters):
    """A run that starts less than 12 points after the phase starts none and is warned of."""
    found = suggest_phases(quarters([*[90, 92] * 5, 130, 130, *[130] * 9]))
    assert found.starts == ()
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("Shift too close to the phase start")


def test_new_phase_locks_its_own_average(quarters):
    """After a shift the next shift is judged against the new phase."""
    series = quarters([*LEVEL, *[120, 116, 124] * 4, *[80] * 8])
    assert [each.start for each in suggest_phases(series).starts] == [series.index[12], series.index[24]]


def test_run_that_ends_does_not_undo_the_phase(quarters):
    """Points back at the old level after the eighth leave the phase where it is."""
    series = quarters([*LEVEL, *[120] * 8, 100, 96, 104])
    assert len(suggest_phases(series).starts) == 1


def test_slow_drift_cannot_hide(quarters):
    """The average is locked, so a slow rise is caught."""
    series = quarters([101, 100] * 6 + [102 + place for place in range(12)])
    assert [each.start for each in suggest_phases(series).starts] == [series.index[12]]


def test_run_that_touches_the_baseline_is_too_early(quarters):
    """One point of the run inside the baseline leaves the phase 11 points, so the shift is only warned of."""
    found = suggest_phases(quarters([*LEVEL, *[90] * 12]))
    assert (found.starts, len(found.warnings)) == ((), 1)


def test_single_point_never_starts_a_phase(quarters):
    """A point far outside suggests nothing."""
    assert suggest_phases(quarters([*LEVEL, 900, *LEVEL])).starts == ()


def test_break_restarts_the_algorithm(quarters):
    """A break of definition is a phase of its own and nothing is judged across it."""
    series = quarters([*LEVEL, *[300, 304, 296] * 5])
    found = suggest_phases(series, breaks=[PhaseStart(series.index[12], "redefined")])
    assert [(each.start, each.forced) for each in found.starts] == [(series.index[12], True)]


def test_disagreements_are_sentences(quarters):
    """An undeclared suggestion and a declared phase without evidence are each a sentence."""
    series = quarters([*LEVEL, *[120] * 8])
    suggested = suggest_phases(series)
    declared = [PhaseStart(series.index[14], "new unit")]
    found = compare_phases(declared, suggested)
    assert len(found) == 2
    assert found[0].startswith("A phase from April 2015 is suggested and not declared")
    assert found[1] == "The phase declared from October 2015 (new unit) has no evidence in the series."
    assert compare_phases(suggested.starts, suggested) == ()


def test_break_needs_no_evidence(quarters):
    """A forced phase is never called unfounded."""
    declared = [PhaseStart(quarters(LEVEL).index[6], "redefined", forced=True)]
    assert compare_phases(declared, suggest_phases(quarters(LEVEL))) == ()
