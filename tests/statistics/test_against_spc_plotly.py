"""An independent implementation: spc-plotly for limits and signals on 20 real series; each difference is stated.

spc-plotly runs in a process of its own, because it imports a top-level package named `tests` that it
installs beside itself.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planbook.statistics.limits import phase_limits
from planbook.statistics.runs import Rule, takes_part
from planbook.statistics.xmr import control_chart, moving_ranges, range_limit

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parents[2] / "data" / "series" / "recorded_crime_by_subgroup.csv"
SUBGROUPS = (
    "criminal_damage",
    "homicide",
    "robbery_of_personal_property",
    "shoplifting",
    "violence_with_injury",
)
NEAR_LIMIT = Rule("near_limit", "beyond", 4, 3, 1.5, "3 of 4 points nearer to a limit than to the average.")
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


def read_series() -> dict[str, pd.Series]:
    """Five subgroups of four forces, quarters of the financial year."""
    held: dict[str, list[float]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["period"]):
            if row["measure"] in SUBGROUPS:
                held[f"{row['area']} {row['measure']}"].append(float(row["value"]))
    return {
        name: pd.Series(values, index=pd.period_range("2013Q1", periods=len(values), freq="Q-MAR"), name=name)
        for name, values in held.items()
    }


SERIES = read_series()
UNCUT = [name for name, series in SERIES.items() if control_chart(series, screen=False).current.lower > 0]


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> dict[str, Any]:
    """What spc-plotly says of every series."""
    values = json.dumps({name: series.tolist() for name, series in SERIES.items()})
    run = subprocess.run(
        [sys.executable, "-I", "-c", OTHER],
        input=values,
        cwd=tmp_path_factory.mktemp("apart"),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: dict[str, Any] = json.loads(run.stdout)
    return answers


def places(series: pd.Series, rule: str, rules: str = "weco") -> set[int]:
    """Places of the points that take part in a rule, with screening off."""
    held = control_chart(series, rules=rules, screen=False).points["rules"]
    return {at for at, names in enumerate(held) if rule in names}


def near_limit(series: pd.Series) -> set[int]:
    """Every place of the windows in which our engine, given the rule of 3 of 4 near a limit, marks 3 points."""
    first = np.arange(len(series)) == 0
    values = series.to_numpy(dtype=float)
    track = phase_limits(values, first, screen=False, floor=0.0).track(values, first)
    marks = takes_part(NEAR_LIMIT, track)
    found: set[int] = set()
    for start in range(len(values) - 3):
        window = slice(start, start + 4)
        sides = [int((marks[window] & (side * track.gap[window] > 0)).sum()) for side in (1, -1)]
        found |= set(range(start, start + 4)) if max(sides) >= 3 else set()
    return found


def test_twenty_series_are_compared(other):
    """Five subgroups of four forces of 55 quarters each are compared."""
    assert len(other) == 20
    assert {len(series) for series in SERIES.values()} == {55}


@pytest.mark.parametrize("name", SERIES)
def test_limits_agree(other, name):
    """Average, mean range, moving ranges and limits are those of spc-plotly, the lower one cut at zero too."""
    chart = control_chart(SERIES[name], screen=False)
    for field in ("mean", "mean_range", "upper", "lower"):
        assert other[name][field] == pytest.approx(getattr(chart.current, field), rel=1e-12, abs=1e-9)
    assert other[name]["ranges"] == moving_ranges(chart).tolist()[1:]


@pytest.mark.parametrize("name", SERIES)
def test_range_limit_differs_by_its_third_decimal(other, name):
    """Its factor for the moving range limit is 3.268 where the specification has 3.267."""
    phase = control_chart(SERIES[name], screen=False).current
    assert other[name]["range_limit"] == pytest.approx(range_limit(phase) * 3.268 / 3.267)


@pytest.mark.parametrize("name", SERIES)
def test_points_outside_limits_agree(other, name):
    """The same points lie outside, save counts of zero where the lower limit was cut at zero."""
    # spc-plotly counts a point on a limit as outside it, and a limit cut at zero as a limit.
    series = SERIES[name]
    cut = control_chart(series, screen=False).current.lower == 0
    on_the_cut = {at for at, value in enumerate(series) if cut and value == 0}
    assert set(other[name]["outside"]) - on_the_cut == places(series, "astronomical")


@pytest.mark.parametrize("name", SERIES)
def test_runs_of_eight_agree(other, name):
    """The same points stand in runs of eight on one side of the average."""
    assert set(other[name]["long_runs"]) == places(SERIES[name], "shift")


@pytest.mark.parametrize("name", UNCUT)
def test_three_of_four_near_a_limit_agree(other, name):
    """Given its rule of 3 of 4 nearer to a limit than to the average, our engine finds the same windows."""
    # spc-plotly marks the whole window. A lower limit cut at zero moves its halfway line, so those are left out.
    assert set(other[name]["short_runs"]) == near_limit(SERIES[name])


def test_only_counts_of_zero_are_judged_differently(other):
    """Of the 20 series only those whose lower limit was cut at zero can differ in points outside."""
    differing = {name for name in SERIES if set(other[name]["outside"]) != places(SERIES[name], "astronomical")}
    assert differing <= set(SERIES) - set(UNCUT)
