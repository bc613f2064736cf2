"""An independent implementation: spc-plotly for limits and signals on 20 real series; each difference is stated.

spc-plotly runs in a process of its own, because it imports a top-level package named `tests` that it
installs beside itself.
"""

import json
import subprocess
import sys

import numpy as np
import pytest

from planbook.statistics.limits import phase_limits
from planbook.statistics.runs import Rule, takes_part
from planbook.statistics.xmr import control_chart, moving_ranges, range_limit

pytestmark = pytest.mark.slow

SUBGROUPS = ("criminal_damage", "homicide", "robbery_of_personal_property", "shoplifting", "violence_with_injury")
NEAR_LIMIT = Rule("near_limit", "beyond", 4, 3, 1.5)  # 3 of 4 points nearer to a limit than to the average
OTHER = """
import json, sys
import pandas as pd
from spc_plotly.xmr import XmR

answers = {}
for name, values in json.load(sys.stdin).items():
    month = pd.period_range("2000-01", periods=len(values), freq="M").strftime("%Y-%m")
    chart = XmR(pd.DataFrame({"month": month, "value": values}), "value", "month")
    place = {each: at for at, each in enumerate(month)}
    runs = {kind: [[place[point[0]] for point in path] for path in chart.signals[kind]]
            for kind in ("long_runs", "short_runs")}
    answers[name] = {
        "mean": float(chart.npl_limit_values["y_xmr_func"]),
        "upper": float(chart.npl_limit_values["npl_upper_limit"]),
        "lower": float(chart.npl_limit_values["npl_lower_limit"]),
        "mean_range": float(chart.mR_limit_values["mR_xmr_func"]),
        "range_limit": float(chart.mR_limit_values["mR_upper_limit"]),
        "ranges": chart.mR_data.tolist()[1:],
        "outside": [place[point[0]] for point in chart.signals["anomalies"]],
        "long_runs": sorted({at for path in runs["long_runs"] for at in path}),
        "short_runs": sorted({at for path in runs["short_runs"] for at in path}),
    }
json.dump(answers, sys.stdout)
"""


@pytest.fixture(scope="module")
def compared(recorded_crime, tmp_path_factory):
    """Five subgroups of four forces: each series, and what spc-plotly says of it."""
    series = {name: each for name, each in recorded_crime.items() if name.endswith(SUBGROUPS)}
    values = json.dumps({name: each.tolist() for name, each in series.items()})
    command, folder = [sys.executable, "-I", "-c", OTHER], tmp_path_factory.mktemp("apart")
    run = subprocess.run(command, input=values, cwd=folder, capture_output=True, text=True, check=True)
    answers = json.loads(run.stdout)
    return [(series[name], answers[name]) for name in series]


def places(series, rule: str) -> set[int]:
    """Places of the points that take part in a rule, with screening off."""
    rules = control_chart(series, rules="weco", screen=False).rules
    return {at for at, names in enumerate(rules) if rule in names}


def near_limit(series) -> set[int]:
    """Every place of the windows in which our engine, given the rule of 3 of 4 near a limit, marks 3 points."""
    values, first = series.to_numpy(dtype=float), np.arange(len(series)) == 0
    track = phase_limits(values, first, screen=False, floor=0.0).track(values, first)
    marks = takes_part(NEAR_LIMIT, track)
    found: set[int] = set()
    for start in range(len(values) - 3):
        window = slice(start, start + 4)
        sides = [int((marks[window] & (side * track.gap[window] > 0)).sum()) for side in (1, -1)]
        found |= set(range(start, start + 4)) if max(sides) >= 3 else set()
    return found


def test_twenty_series_are_compared(compared):
    """Five subgroups of four forces of 55 quarters each are compared."""
    assert [55] * 20 == [len(series) for series, _ in compared]


def test_limits_agree(compared):
    """Average, mean range, moving ranges and limits are those of spc-plotly, the lower one cut at zero too."""
    for series, other in compared:
        chart = control_chart(series, screen=False)
        for field in ("mean", "mean_range", "upper", "lower"):
            assert other[field] == pytest.approx(getattr(chart.current, field), rel=1e-12, abs=1e-9), series.name
        assert other["ranges"] == moving_ranges(chart).tolist()[1:], series.name
        # Its factor for the moving range limit is 3.268 where the specification has 3.267.
        assert other["range_limit"] == pytest.approx(range_limit(chart.current) * 3.268 / 3.267), series.name


def test_points_outside_limits_agree(compared):
    """The same points lie outside, save counts of zero where the lower limit was cut at zero."""
    # spc-plotly counts a point on a limit as outside it, and a limit cut at zero as a limit.
    for series, other in compared:
        cut = control_chart(series, screen=False).current.lower == 0
        on_the_cut = {at for at, value in enumerate(series) if cut and value == 0}
        assert set(other["outside"]) - on_the_cut == places(series, "astronomical"), series.name


def test_runs_agree(compared):
    """The same points stand in runs of eight, and the same windows hold 3 of 4 points near a limit."""
    # spc-plotly marks the whole window. A lower limit cut at zero moves its halfway line, so those are left out.
    for series, other in compared:
        assert set(other["long_runs"]) == places(series, "shift"), series.name
        if control_chart(series, screen=False).current.lower > 0:
            assert set(other["short_runs"]) == near_limit(series), series.name
