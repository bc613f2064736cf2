"""Control charts against worked examples from named texts, and their properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.statistics.errors import BelowFloor, DuplicatePeriod, UnknownFrequency
from planbook.statistics.xmr import PhaseStart, control_chart, footnote, moving_ranges, range_limit

SPECIFIED = (430, 412, 445, 398, 421, 437, 405, 419, 452, 410, 428, 433)
FLOWRATES = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
LOAN_COSTS = (310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304)
UNCUT = {"floor": None, "screen": False}
counts = st.lists(st.integers(0, 5000), min_size=2, max_size=60)


def test_specified_vector(months):
    """The vector of the specification, section 2, has its stated average, ranges and limits."""
    chart = control_chart(months(SPECIFIED))
    phase = chart.current
    found = (phase.mean, phase.mean_range, phase.upper, phase.lower, range_limit(phase))
    assert found == pytest.approx((424.1667, 25.5455, 492.118, 356.216, 83.457), abs=6e-4)
    assert moving_ranges(chart).tolist()[1:] == [18, 33, 47, 23, 16, 32, 14, 33, 42, 18, 5]


@pytest.mark.parametrize(
    ("values", "middle", "limits", "within"),
    [
        (FLOWRATES, (50.81, 1.8778), (55.8041, 45.8159), (5e-5, 1e-3)),
        (LOAN_COSTS, (300.5, 7.79), (321.22, 279.78), (6e-3, 6e-3)),
    ],
    ids=["NIST/SEMATECH e-Handbook 6.3.2.2", "Montgomery, Statistical Quality Control, section 6.4"],
)
def test_published_examples(months, values, middle, limits, within):
    """Mean, mean range and limits are those of the named text."""
    phase = control_chart(months(values), screen=False).current
    assert (phase.mean, phase.mean_range) == pytest.approx(middle, abs=within[0])
    assert (phase.upper, phase.lower) == pytest.approx(limits, abs=within[1])


def test_range_across_phases_does_not_count(quarters):
    """The jump between two phases is in neither mean range."""
    series = quarters([100, 101] * 6 + [200, 201] * 6)
    chart = control_chart(series, starts=[PhaseStart(series.index[12], "new recording")])
    assert [phase.mean_range for phase in chart.phases] == [1, 1]
    assert [phase.reason for phase in chart.phases] == ["start of series", "new recording"]


def test_large_range_is_screened_once(quarters):
    """A moving range of 3.267 mean ranges or more is left out and counted."""
    series = quarters([10, 11] * 8 + [90])
    with_all, screened = control_chart(series, screen=False).current, control_chart(series).current
    assert (with_all.screened, with_all.mean_range) == (0, (15 + 79) / 16)
    assert (screened.screened, screened.mean_range) == (1, 1)


def test_lower_limit_stops_at_floor(quarters):
    """A lower limit under zero is drawn at zero and no point is then low."""
    chart = control_chart(quarters([0, 9, 0, 8, 1, 9, 0, 7, 2, 9, 0, 9]))
    assert chart.current.lower == 0
    assert not any("astronomical" in names for names in chart.rules)


def test_trial_limits_end_at_twelve(quarters):
    """Eleven points give trial limits and twelve do not."""
    assert [control_chart(quarters(([5, 6, 7] * 4)[:n])).current.trial for n in (11, 12)] == [True, False]


def test_start_after_series_is_not_known(quarters):
    """A phase declared after the last period leaves an old period as it was."""
    series = quarters([5, 6] * 6)
    later = PhaseStart(series.index[-1] + 4, "later")
    assert control_chart(series, starts=[later]).phases == control_chart(series).phases


def test_break_forces_phase(quarters):
    """A break of definition starts a phase that says so."""
    series = quarters([5, 6] * 10)
    chart = control_chart(series, starts=[PhaseStart(series.index[8], "burglary redefined", forced=True)])
    assert [phase.forced for phase in chart.phases] == [False, True]


def test_phase_of_one_point_has_no_limits(quarters):
    """One point alone has an average and no limits, without a warning."""
    phase = control_chart(quarters([7])).current
    assert (phase.n, phase.mean) == (1, 7)
    assert np.isnan([phase.lower, phase.upper, phase.mean_range]).all()


@pytest.mark.parametrize("value", [0, 7, 0.1])
def test_equal_values_give_no_signal(months, value):
    """A series of equal values, zeros included, has limits on its average and no signal."""
    chart = control_chart(months([value] * 30), rules="nelson")
    assert chart.signals.empty
    assert chart.current.lower == pytest.approx(chart.current.upper)


def test_locked_baseline_ignores_later_points(quarters):
    """Limits locked on 12 points do not know the thirteenth."""
    values = [10, 12, 11] * 4
    whole, locked = control_chart(quarters(values)), control_chart(quarters([*values, 500]), baseline=12)
    assert locked.current.upper == whole.current.upper


def test_starts_must_be_of_one_frequency_and_declared_once(quarters):
    """A monthly phase start on a quarterly series is refused, and so are two starts in one period."""
    series = quarters([1, 2, 3])
    with pytest.raises(UnknownFrequency, match="M of the phase start 2014-04"):
        control_chart(series, starts=[PhaseStart(pd.Period("2014-04", "M"), "x")])
    with pytest.raises(DuplicatePeriod):
        control_chart(series, starts=[PhaseStart(series.index[1], "x")] * 2)


def test_negative_count_is_refused(quarters):
    """A value under the floor is named with its period, and passes without a floor."""
    series = quarters([3, -1, 4])
    with pytest.raises(BelowFloor, match=r"robbery, 2013Q2: -1\.0") as caught:
        control_chart(series)
    assert (caught.value.series, caught.value.period, caught.value.value) == ("robbery", "2013Q2", -1)
    assert control_chart(series, floor=None).current.n == 3


def test_footnote_prints_screening(months):
    """The line under a chart says screening, rules and trial limits."""
    text = footnote(control_chart(months(FLOWRATES)))
    assert "of each phase; none left out as extreme. Rules: NHS England, Making Data Count. Trial limits" in text


@given(values=counts, shift=st.integers(0, 5000), power=st.integers(-3, 6))
@settings(max_examples=60, deadline=None)
def test_limits_move_and_scale(quarters, values, shift, power):
    """Adding to every point moves average and limits, a factor multiplies them; neither changes a signal."""
    plain, uncut = (control_chart(quarters(values), **each) for each in ({"rules": "nelson"}, UNCUT))
    moved = control_chart(quarters([value + shift for value in values]), **UNCUT)
    scaled = control_chart(quarters([value * 2.0**power for value in values]), rules="nelson")
    for name in ("mean", "lower", "upper"):
        assert getattr(moved.current, name) == pytest.approx(getattr(uncut.current, name) + shift)
        assert getattr(scaled.current, name) == pytest.approx(getattr(plain.current, name) * 2.0**power)
    assert (moved.rules, scaled.rules) == (uncut.rules, plain.rules)


@given(values=counts)
@settings(max_examples=60, deadline=None)
def test_reversing_mirrors(quarters, values):
    """A series turned round has the same limits, and the same signals in reverse, trends included."""
    forward = control_chart(quarters(values), rules="nelson")
    backward = control_chart(quarters(values[::-1]), rules="nelson")
    assert backward.current.upper == pytest.approx(forward.current.upper)
    assert [sorted(names) for names in backward.rules[::-1]] == [sorted(names) for names in forward.rules]
