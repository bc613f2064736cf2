"""Every subgroup of recorded crime of four forces against a second calculation in plain Python.

The second calculation is written from the formulas of the specification, one value at a time, and uses
nothing of the library. The series are real: 100 series of 20 to 55 quarters.
"""

import math
from itertools import pairwise
from statistics import NormalDist

import pytest
from planbook.statistics.phases import suggest_phases

from planbook.statistics.change import dispersion, year_on_year
from planbook.statistics.xmr import control_chart, range_limit

Z = NormalDist().inv_cdf(0.975)


def plain_limits(x: list[float], *, screen: bool) -> dict[str, float]:
    """Average, mean range and limits of one phase; section 2 of the specification."""
    ranges = [abs(b - a) for a, b in pairwise(x)]
    mean, mean_range, kept = sum(x) / len(x), sum(ranges) / len(ranges), len(ranges)
    if screen and mean_range > 0:
        small = [each for each in ranges if each < 3.267 * mean_range]
        mean_range, kept = sum(small) / len(small), len(small)
    lower = mean - 2.66 * mean_range
    return {
        "mean": mean,
        "mean_range": mean_range,
        "upper": mean + 2.66 * mean_range,
        "lower": max(0.0, lower),
        "floored": lower < 0,
        "screened": len(ranges) - kept,
        "range_limit": 3.267 * mean_range,
    }


def beyond(x: list[float], found: dict[str, float], sigma: float, side: int) -> list[bool]:
    """Points further than `sigma` from the average on one side (1 above, -1 below)."""
    if sigma == 3 and side < 0 and found["floored"]:
        return [False] * len(x)
    line = 2.66 * found["mean_range"] * sigma / 3
    return [side * (value - found["mean"]) > line for value in x]


def so_many_of(marks: list[bool], needed: int, length: int) -> set[int]:
    """Marked places of every window that holds enough marks."""
    places: set[int] = set()
    for start in range(len(marks) - length + 1):
        inside = [at for at in range(start, start + length) if marks[at]]
        places |= set(inside) if len(inside) >= needed else set()
    return places


def either_side(x: list[float], found: dict[str, float], needed: int, length: int, sigma: float) -> set[int]:
    """So many of so many points beyond a line on the same side."""
    sides = (so_many_of(beyond(x, found, sigma, side), needed, length) for side in (1, -1))
    return set().union(*sides)


def trend(x: list[float], length: int) -> set[int]:
    """Points of every stretch of `length` points that only rises or only falls."""
    places: set[int] = set()
    for start in range(len(x) - length + 1):
        steps = [b - a for a, b in pairwise(x[start : start + length])]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            places |= set(range(start, start + length))
    return places


def alternating(x: list[float]) -> set[int]:
    """Points of every stretch of 14 points that goes up and down in turn."""
    places: set[int] = set()
    for start in range(len(x) - 13):
        steps = [b - a for a, b in pairwise(x[start : start + 14])]
        if all(a * b < 0 for a, b in pairwise(steps)):
            places |= set(range(start, start + 14))
    return places


def plain_rules(x: list[float], found: dict[str, float], of: str) -> dict[str, set[int]]:
    """Places that take part in each rule of a set; section 3 of the specification."""
    shift = {"mdc": 7, "weco": 8, "nelson": 9}[of]
    marks = {
        "astronomical": either_side(x, found, 1, 1, 3),
        "shift": either_side(x, found, shift, shift, 0),
        "two_of_three": either_side(x, found, 2, 3, 2),
    }
    if of != "weco":
        marks["trend"] = trend(x, {"mdc": 7, "nelson": 6}[of])
    if of != "mdc":
        marks["four_of_five"] = either_side(x, found, 4, 5, 1)
    if of == "nelson":
        line = 2.66 * found["mean_range"] / 3
        near = [abs(value - found["mean"]) < line for value in x]
        far = [abs(value - found["mean"]) > line for value in x]
        marks |= {"alternating": alternating(x), "hugging": so_many_of(near, 15, 15)}
        marks |= {"avoiding": so_many_of(far, 8, 8)}
    return marks


def run_before(x: list[float], average: float, begin: int, end: int) -> int:
    """First place of the run on one side of the average that ends at `end`; `end + 1` where there is none."""
    start = end + 1
    while start > begin and (x[start - 1] - average) * (x[end] - average) > 0:
        start -= 1
    return start


def plain_phases(x: list[float]) -> list[int]:
    """Places where the series suggests a new phase; section 4 of the specification."""
    starts, begin, place = [], 0, 12
    while place < len(x):
        average = sum(x[begin : begin + 12]) / 12
        start = run_before(x, average, begin, place)
        if place - start + 1 >= 8 and start - begin >= 12:
            starts.append(start)
            begin, place = start, start + 11
        place += 1
    return starts


def plain_dispersion(phases: list[list[float]]) -> float:
    """Variance over mean of the last two phases from their moving ranges; section 6 of the specification."""
    kept: list[float] = []
    for x in phases[-2:]:
        ranges = [abs(b - a) for a, b in pairwise(x)]
        cut = 3.267 * sum(ranges) / len(ranges)
        kept += [each for each in ranges if each < cut or cut == 0]
    points = [value for x in phases[-2:] for value in x]
    sigma = sum(kept) / len(kept) / 1.128
    return max(1.0, sigma**2 / (sum(points) / len(points)))


def cut_at(x: list[float], starts: list[int]) -> list[list[float]]:
    """The phases of a series."""
    return [x[a:b] for a, b in pairwise([0, *starts, len(x)])]


def test_there_are_enough_series(recorded_crime):
    """All subgroups of four forces are compared, each without a gap."""
    assert len(recorded_crime) == 100
    forces = {"greater_manchester", "merseyside", "west_midlands", "west_yorkshire"}
    assert {name.split()[0] for name in recorded_crime} == forces


@pytest.mark.parametrize("screen", [True, False])
def test_limits(recorded_crime, screen):
    """Average, mean range, limits and screening of every series are exactly those of the formulas."""
    for series in recorded_crime.values():
        phase = control_chart(series, screen=screen).current
        expected = plain_limits(series.tolist(), screen=screen)
        actual = {name: getattr(phase, name) for name in ("mean", "mean_range", "upper", "lower", "screened")}
        assert {name: expected[name] for name in actual} == actual, series.name
        assert expected["range_limit"] == range_limit(phase)


@pytest.mark.parametrize("rules", ["mdc", "weco", "nelson"])
def test_rules(recorded_crime, rules):
    """Every point of every series takes part in exactly the rules that a window-by-window search finds."""
    seen = 0
    for series in recorded_crime.values():
        x = series.tolist()
        held = control_chart(series, rules=rules).points["rules"].tolist()
        for name, places in plain_rules(x, plain_limits(x, screen=True), rules).items():
            actual = {at for at, names in enumerate(held) if name in names}
            assert places == actual, (series.name, name)
            seen += len(places)
    assert seen > 500


def test_suggested_phases(recorded_crime):
    """Every series suggests the phases that the steps of the specification give, looking back at each point."""
    found = 0
    for series in recorded_crime.values():
        expected = plain_phases(series.tolist())
        actual = [series.index.get_loc(each.start) for each in suggest_phases(series).starts]
        assert expected == actual, series.name
        found += len(expected)
    assert found > 50


def test_limits_and_rules_within_phases(recorded_crime):
    """With its suggested phases every series has the limits and rules of each phase taken alone."""
    for series in recorded_crime.values():
        starts = suggest_phases(series).starts
        chart, x = control_chart(series, starts=starts), series.tolist()
        parts = cut_at(x, plain_phases(x))
        limits = [plain_limits(part, screen=True) for part in parts]
        assert [each["upper"] for each in limits] == [phase.upper for phase in chart.phases], series.name
        marks = [plain_rules(part, found, "mdc") for part, found in zip(parts, limits, strict=True)]
        expected = [
            {name for name, places in each.items() if at in places}
            for part, each in zip(parts, marks, strict=True)
            for at in range(len(part))
        ]
        assert expected == [set(names) for names in chart.points["rules"]], series.name


def test_dispersion(recorded_crime):
    """Dispersion over the last two suggested phases is that of their pooled moving ranges."""
    for series in recorded_crime.values():
        x = series.tolist()
        chart = control_chart(series, starts=suggest_phases(series).starts)
        expected = plain_dispersion(cut_at(x, plain_phases(x)))
        assert expected == pytest.approx(dispersion(chart), rel=1e-12), series.name


def test_year_on_year(recorded_crime):
    """The last year against the year before has the interval of the formula, at the dispersion of the series."""
    for series in recorded_crime.values():
        x = series.tolist()
        now, before, phi = sum(x[-4:]), sum(x[-8:-4]), plain_dispersion([x])
        half = Z * math.sqrt(phi * (1 / now + 1 / before))
        expected = [100 * (now / before * factor - 1) for factor in (1, math.exp(-half), math.exp(half))]
        change = year_on_year(now, before, dispersion=dispersion(control_chart(series)))
        assert expected == pytest.approx([change.percent, change.low, change.high], rel=1e-9, abs=1e-9), series.name
