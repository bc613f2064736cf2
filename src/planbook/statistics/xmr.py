"""The XmR chart: individuals with limits from the moving range, phase by phase.

Sources: Shewhart 1931; Wheeler, Understanding Variation (1993); Nelson 1982 for screening; NHS England,
Making Data Count, for the default rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from planbook.statistics.checks import Floats, checked_series, measure_name
from planbook.statistics.constants import FULL_PHASE, RANGE_LIMIT_FACTOR
from planbook.statistics.errors import DuplicatePeriod, UnknownFrequency, WindowNotAtEnd
from planbook.statistics.limits import PhaseLimits, phase_limits
from planbook.statistics.runs import RULE_SETS, RuleSet, rule_set, signals

FIRST_PHASE = "start of series"
"""Reason of a phase that begins where the series begins."""


@dataclass(frozen=True)
class PhaseStart:
    """Where a phase starts and why; `forced` marks a break of definition or recording."""

    start: pd.Period
    reason: str
    forced: bool = False


@dataclass(frozen=True)
class Phase:
    """A stretch of a series with one average and one pair of limits, in the unit of the series.

    Attributes:
        start, end: first and last period. n: points.
        mean: process average. lower, upper: natural process limits; NaN for a phase of one point.
        mean_range: mean moving range behind the limits, after screening.
        trial: fewer than 12 points stand behind the limits.
        screened: moving ranges left out by screening.
        reason: why the phase starts here. forced: a break of definition; drawn as a gap.
    """

    start: pd.Period
    end: pd.Period
    n: int
    mean: float
    lower: float
    upper: float
    mean_range: float
    trial: bool
    screened: int
    reason: str
    forced: bool = False


@dataclass(frozen=True, eq=False)
class ControlChart:
    """A series with its phases, limits and signals.

    Attributes:
        index: the periods, named "period", shape (n,). observed: in the unit of the series, shape (n,).
        limits: of each phase. rules: the rules that each point takes part in, in their order; n tuples.
        phases: in order of time. rule_set: name of the rules used.
        measure: id of the measure. screen: whether moving ranges were screened.
    """

    index: pd.PeriodIndex
    observed: Floats
    limits: PhaseLimits
    rules: tuple[tuple[str, ...], ...]
    phases: tuple[Phase, ...]
    rule_set: str
    measure: str = "series"
    screen: bool = True

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a period; columns value, phase (from 1), mean, lower, upper and rules."""
        limits = self.limits
        columns = {
            "value": self.observed,
            "phase": np.repeat(np.arange(1, limits.n.size + 1), limits.n),
            "mean": self.means,
            "lower": limits.at_points(limits.lower),
            "upper": limits.at_points(limits.upper),
            "rules": pd.Series(list(self.rules), index=self.index, dtype=object),
        }
        return pd.DataFrame(columns, index=self.index)

    @property
    def means(self) -> Floats:
        """The average of the phase of each point, shape (n,)."""
        return self.limits.at_points(self.limits.mean)

    def place(self, period: pd.Period) -> int:
        """How many points lie before a period of the frequency of the chart."""
        return int(np.searchsorted(self.index.asi8, period.ordinal))

    @property
    def current(self) -> Phase:
        """The last phase, whose average is the process average of the publication."""
        return self.phases[-1]

    @property
    def previous(self) -> Phase | None:
        """The phase before the last, where there is one."""
        return self.phases[-2] if len(self.phases) > 1 else None

    @property
    def signals(self) -> pd.PeriodIndex:
        """The periods whose points take part in any rule."""
        return self.index[[bool(names) for names in self.rules]]

    def window_start(self, window: pd.PeriodIndex) -> int:
        """Place of the first point of a reporting window.

        Raises:
            WindowNotAtEnd: the window does not end where the chart ends, so that limits would know the future.
        """
        end = self.index[-1]
        if len(window) == 0 or window[-1] != end:
            raise WindowNotAtEnd(self.measure, window[-1] if len(window) else "nowhere", end)
        return self.place(window[0])

    def outside(self, window: pd.PeriodIndex) -> list[int]:
        """Places of the points of a window that lie beyond a limit; raises as `window_start`."""
        return [at for at in range(self.window_start(window), len(self.rules)) if "astronomical" in self.rules[at]]


def control_chart(
    series: pd.Series,
    *,
    starts: Sequence[PhaseStart] = (),
    rules: str | RuleSet = "mdc",
    screen: bool = True,
    floor: float | None = 0.0,
    baseline: int | None = None,
) -> ControlChart:
    """XmR chart of one series.

    Args:
        series: values by period, shape (n,), PeriodIndex of frequency Q-MAR, M or Y-MAR, name the measure.
        starts: where later phases begin, breaks of definition among them. A start after the last period is not
            yet known and is left out; one before the first period gives the first phase its reason.
        rules: "mdc", "weco", "nelson" or a rule set.
        screen: leave out moving ranges of 3.267 mean moving ranges or more, once.
        floor: smallest value the measure can take. A lower limit under it is drawn at it and no point can
            be under the limit. None for a measure without one.
        baseline: lock average and limits on the first so many points of each phase; None for all points.

    Returns:
        The chart; averages and limits in the unit of the series.

    Raises:
        SeriesFault: the series is empty, unsorted, has a gap, a duplicate or a value that cannot be used.

    Source: Wheeler and Chambers, Understanding Statistical Process Control; see `limits` and `runs`.
    """
    index, values = checked_series(series, floor)
    name, chosen = measure_name(series), rule_set(rules)
    begins = _phase_starts(index, starts, name)
    first = np.zeros(len(index), dtype=bool)
    first[list(begins)] = True
    limits = phase_limits(values, first, screen=screen, floor=floor, baseline=baseline)
    return ControlChart(
        index=index.rename("period"),
        observed=values,
        limits=limits,
        rules=tuple(signals(chosen, limits.track(values, first))),
        phases=_phases(index, limits, begins.values()),
        rule_set=chosen.name,
        measure=name,
        screen=screen,
    )


def moving_ranges(chart: ControlChart) -> pd.Series:
    """Moving ranges of a chart, shape (n,); NaN on the first point of every phase."""
    points = chart.points
    ranges = points["value"].diff().abs()
    return ranges.where(points["phase"].diff() == 0).rename("moving_range")


def range_limit(phase: Phase) -> float:
    """Upper limit of the moving ranges of a phase: 3.267 mean moving ranges."""
    return RANGE_LIMIT_FACTOR * phase.mean_range


def footnote(chart: ControlChart) -> str:
    """What is printed under every chart: limits, screening, trial limits and rules."""
    screened = sum(phase.screened for phase in chart.phases)
    use = f"{screened or 'none'} left out as extreme" if chart.screen else "extreme ones are kept"
    rules = RULE_SETS[chart.rule_set].title if chart.rule_set in RULE_SETS else chart.rule_set
    trial = " Trial limits: fewer than 12 points." if chart.current.trial else ""
    return f"Limits are the average plus and minus 2.66 mean moving ranges of each phase; {use}. Rules: {rules}.{trial}"


def _phase_starts(index: pd.PeriodIndex, starts: Iterable[PhaseStart], name: str) -> dict[int, PhaseStart]:
    """Phase starts by position, the first phase always at 0."""
    placed = {0: PhaseStart(index[0], FIRST_PHASE)}
    declared: set[pd.Period] = set()
    for start in sorted(starts, key=lambda each: each.start.ordinal):
        if start.start.freqstr != index.freqstr:
            raise UnknownFrequency(name, start.start, f"{start.start.freqstr} of the phase start {start.start}")
        if start.start in declared:
            raise DuplicatePeriod(name, start.start, start.reason)
        declared.add(start.start)
        place = max(0, int(start.start.ordinal - index[0].ordinal))
        if place < len(index):
            placed[place] = start
    return placed


def _phases(index: pd.PeriodIndex, limits: PhaseLimits, starts: Iterable[PhaseStart]) -> tuple[Phase, ...]:
    return tuple(
        Phase(
            start=index[limits.begins[each]],
            end=index[limits.begins[each] + limits.n[each] - 1],
            n=int(limits.n[each]),
            mean=float(limits.mean[each]),
            lower=float(limits.lower[each]),
            upper=float(limits.upper[each]),
            mean_range=float(limits.mean_range[each]),
            trial=bool(limits.n[each] < FULL_PHASE),
            screened=int(limits.screened[each]),
            reason=start.reason,
            forced=start.forced,
        )
        for each, start in enumerate(starts)
    )
