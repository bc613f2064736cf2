"""Each verdict again under the reasonable alternatives, and in how many of them it holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from planbook.statistics.alternatives import Outcome, Robustness
from planbook.statistics.change import Change, dispersion, year_on_year
from planbook.statistics.constants import PERIODS_A_YEAR
from planbook.statistics.runs import RULE_SETS
from planbook.statistics.words import change_verdict, level_verdict
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

DAYS_OF_YEAR = 365.25
BASELINES = (12, 18, 24)
RUNS = (6, 8, 9)


def per_day(series: pd.Series) -> pd.Series:
    """The series by days in each period, times the average length of a period, in the unit of the series."""
    index = pd.PeriodIndex(series.index)
    days = (index + 1).start_time.normalize() - index.start_time.normalize()
    usual = DAYS_OF_YEAR / PERIODS_A_YEAR[index.freqstr[0]]
    scaled: pd.Series = series.astype(float) / days.days.to_numpy() * usual
    return scaled


def level_robustness(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    denominator: pd.Series | None = None,
) -> Robustness:
    """The level verdict of a window, by the rules "mdc", under other settings.

    Args:
        series: as for `control_chart`.
        window: ends where the series ends.
        starts: declared phase starts and breaks of definition.
        denominator: residents by period, for the alternative "as a rate"; left out where None.

    Returns:
        Published word and one outcome an alternative: no screening; averages locked on the first 12, 18 or
        24 points where a phase is longer; shift runs of 6, 8 and 9 in place of 7; per day; rate.
    """
    chart = partial(control_chart, starts=starts)
    published = chart(series)
    word = level_verdict(published, window).word
    longest = max(phase.n for phase in published.phases)
    locks = [points for points in BASELINES if points < longest]
    alternatives = [
        ("no screening", chart(series, screen=False)),
        *((f"averages locked on {points} points", chart(series, baseline=points)) for points in locks),
        *((f"a run of {run}", chart(series, rules=RULE_SETS["mdc"].with_shift(run))) for run in RUNS),
        *((name, chart(values)) for name, values in _other_series(series, denominator)),
    ]
    return _robustness(word, ((name, level_verdict(each, window).word) for name, each in alternatives))


def change_robustness(change: Change, chart: ControlChart) -> Robustness:
    """The year-on-year verdict with other dispersions, by the exact test and per day.

    Args:
        change: the published change.
        chart: the chart its dispersion came from.
    """
    dispersions = {
        "a dispersion of 1": 1.0,
        "half the dispersion": change.dispersion / 2,
        "twice the dispersion": change.dispersion * 2,
        "the dispersion without screening": _unscreened(chart),
    }
    again = partial(year_on_year, change.count, change.baseline, days=change.days, baseline_days=change.baseline_days)
    alternatives = {name: again(dispersion=phi) for name, phi in dispersions.items()}
    alternatives["the exact test"] = replace(change, low=change.exact_low, high=change.exact_high)
    if change.leap_day:
        count = change.count * change.baseline_days / change.days
        alternatives["counts per day"] = year_on_year(count, change.baseline, dispersion=change.dispersion)
    words = ((name, change_verdict(each).word) for name, each in alternatives.items())
    return _robustness(change_verdict(change).word, words)


@dataclass(frozen=True)
class WithoutPhase:
    """What the verdict would be if one declared phase had not been declared."""

    start: pd.Period
    otherwise: str


def without_each_phase(
    series: pd.Series, window: pd.PeriodIndex, starts: Sequence[PhaseStart]
) -> tuple[WithoutPhase, ...]:
    """For every declared phase, the level verdict without it, in the order declared; breaks of definition stay."""
    left_out = [start for start in starts if not start.forced]
    charts = [control_chart(series, starts=[start for start in starts if start is not out]) for out in left_out]
    return tuple(
        WithoutPhase(out.start, level_verdict(chart, window).word) for out, chart in zip(left_out, charts, strict=True)
    )


def _robustness(published: str, others: Iterable[tuple[str, str]]) -> Robustness:
    return Robustness(published, tuple(Outcome(alternative, word, word == published) for alternative, word in others))


def _other_series(series: pd.Series, denominator: pd.Series | None) -> Iterator[tuple[str, pd.Series]]:
    if str(pd.PeriodIndex(series.index).freqstr)[0] != "Y":
        yield "counts per day", per_day(series)
    if denominator is not None:
        residents = denominator.reindex(series.index).to_numpy(dtype=float)
        yield "a rate", 1000 * series / residents


def _unscreened(chart: ControlChart) -> float:
    series = pd.Series(chart.observed, index=chart.index, name=chart.measure)
    starts = [PhaseStart(phase.start, phase.reason, phase.forced) for phase in chart.phases[1:]]
    return dispersion(control_chart(series, starts=starts, floor=None, screen=False))
