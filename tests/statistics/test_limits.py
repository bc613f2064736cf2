"""Phases laid end to end do not know each other."""

import numpy as np

from planbook.statistics.limits import phase_limits, place_in_phase


def test_places_restart_at_each_phase():
    """Places are counted from the first point of each phase."""
    first = np.array([True, False, False, True, True, False])
    assert place_in_phase(first).tolist() == [0, 1, 2, 0, 0, 1]


def test_phases_have_limits_of_their_own():
    """Limits of two phases end to end are those of each alone."""
    values = np.array([3.0, 5, 4, 6, 30, 50, 40])
    first = np.zeros(7, dtype=bool)
    first[[0, 4]] = True
    both = phase_limits(values, first, screen=True, floor=0.0)
    alone = phase_limits(values[4:], np.array([True, False, False]), screen=True, floor=0.0)
    assert both.upper[1] == alone.upper[0]
    assert both.mean.tolist() == [4.5, 40.0]
    assert both.track(values, first).mean.tolist() == [4.5] * 4 + [40.0] * 3
