"""Each verdict again under the reasonable alternatives, and in how many of them it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planbook.statistics.change import Change, dispersion, year_on_year
from planbook.statistics.constants import SIMILAR_MARGIN
from planbook.statistics.phrases import first_month, join_words
from planbook.statistics.runs import RULE_SETS, RuleSet
from planbook.statistics.words import change_verdict, level_verdict
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Outcome",
    "Robustness",
    "WithoutPhase",
    "change_robustness",
    "level_robustness",
    "per_day",
    "without_each_phase",
]

DAYS_OF_YEAR = 365.25
BASELINES = (12, 18, 24)
RUNS = (6, 8, 9)
PERIODS_OF_YEAR = {"M": 12, "Q": 4, "Y": 1}


@dataclass(frozen=True)
class Outcome:
    """The word under one alternative, and whether it is the published one."""

    alternative: str
    word: str
    holds: bool


@dataclass(frozen=True)
class Robustness:
    """A published word and what became of it under each alternative."""

    word: str
    outcomes: tuple[Outcome, ...]

    @property
    def held(self) -> int:
        """Alternatives under which the word holds."""
        return sum(outcome.holds for outcome in self.outcomes)

    @property
    def flips(self) -> tuple[Outcome, ...]:
        """Alternatives under which another word would stand."""
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def fragile(self) -> bool:
        """Whether any alternative gives another word."""
        return bool(self.flips)

    @property
    def sentence(self) -> str:
        """How far the word holds, and which other settings would make it which other word."""
        tried = len(self.outcomes)
        under = f"all {tried}" if not self.fragile else f"{self.held} of {tried}"
        lead = f"{_quoted(self.word)} is the verdict under {under} other reasonable settings."
        if not self.fragile:
            return lead
        words = dict.fromkeys(flip.word for flip in self.flips)
        told = [
            f"{_quoted(word)} with {join_words([flip.alternative for flip in self.flips if flip.word == word])}"
            for word in words
        ]
        return f"{lead} It would be {'; '.join(told)}."


def _quoted(word: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{word}\N{RIGHT DOUBLE QUOTATION MARK}"


def per_day(series: pd.Series) -> pd.Series:
    """The series by days in each period, times the average length of a period, in the unit of the series."""
    index = pd.PeriodIndex(series.index)
    days = (index + 1).start_time.normalize() - index.start_time.normalize()
    usual = DAYS_OF_YEAR / PERIODS_OF_YEAR[index.freqstr[0]]
    scaled: pd.Series = series.astype(float) / days.days.to_numpy() * usual
    return scaled


def level_robustness(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    breaks: Sequence[PhaseStart] = (),
    floor: float | None = 0.0,
    rules: str = "mdc",
    denominator: pd.Series | None = None,
    original: pd.Series | None = None,
) -> Robustness:
    """The level verdict of a window under other settings.

    Args:
        series: as for `control_chart`.
        window: ends where the series ends.
        starts: declared phase starts.
        breaks: breaks of definition.
        floor: smallest value the measure can take.
        rules: name of the rule set published.
        denominator: residents by period, for the alternative "as a rate"; left out where None.
        original: the series as first published, for the alternative "as first published".

    Returns:
        Published word and one outcome an alternative: no screening; averages locked on the first 12, 18 or
        24 points where a phase is longer; shift runs of 6, 8 and 9 where the set has the rule at 7; per day;
        rate; original vintage.
    """

    def chart(values: pd.Series, *, using: str | RuleSet = rules, **settings: bool | int) -> ControlChart:
        screen, lock = bool(settings.get("screen", True)), settings.get("baseline")
        return control_chart(
            values,
            starts=starts,
            breaks=breaks,
            floor=floor,
            rules=using,
            screen=screen,
            baseline=None if lock is None else int(lock),
        )

    published = chart(series)
    longest = max(phase.n for phase in published.phases)
    charts: list[tuple[str, ControlChart]] = [("no screening", chart(series, screen=False))]
    charts += [
        (f"averages locked on {points} points", chart(series, baseline=points))
        for points in BASELINES
        if points < longest
    ]
    charts += [(name, chart(series, using=using)) for name, using in _other_runs(rules)]
    charts += [(name, chart(values)) for name, values in _other_series(series, denominator, original)]
    word = level_verdict(published, window).word
    return Robustness(word, tuple(_outcome(name, level_verdict(each, window).word, word) for name, each in charts))


def change_robustness(change: Change, chart: ControlChart, *, original: Change | None = None) -> Robustness:
    """The year-on-year verdict with other dispersions, by the exact test, per day and as first published.

    Args:
        change: the published change.
        chart: the chart its dispersion came from.
        original: the change as first published, where known.
    """
    word = change_verdict(change).word
    alternatives = [
        ("a dispersion of 1", _with_dispersion(change, 1.0)),
        ("half the dispersion", _with_dispersion(change, change.dispersion / 2)),
        ("twice the dispersion", _with_dispersion(change, change.dispersion * 2)),
        ("the dispersion without screening", _with_dispersion(change, _unscreened(chart))),
    ]
    outcomes = [_outcome(name, change_verdict(each).word, word) for name, each in alternatives]
    outcomes.append(_outcome("the exact test", _exact_word(change, word), word))
    if change.leap_day:
        fair = year_on_year(
            change.count * change.baseline_days / change.days, change.baseline, dispersion=change.dispersion
        )
        outcomes.append(_outcome("counts per day", change_verdict(fair).word, word))
    if original is not None:
        outcomes.append(_outcome("the figures first published", change_verdict(original).word, word))
    return Robustness(word, tuple(outcomes))


@dataclass(frozen=True)
class WithoutPhase:
    """What the verdict would be if one declared phase had not been declared."""

    start: pd.Period
    word: str
    otherwise: str

    @property
    def sentence(self) -> str:
        """The two words in one sentence."""
        lead = f"Without the phase from {first_month(self.start)} the verdict would be"
        if self.word == self.otherwise:
            return f"{lead} the same."
        mark = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"
        return f"{lead} {mark.format(self.otherwise)}, not {mark.format(self.word)}."


def without_each_phase(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart],
    breaks: Sequence[PhaseStart] = (),
    floor: float | None = 0.0,
) -> tuple[WithoutPhase, ...]:
    """For every declared phase, the level verdict with and without it, in the order declared."""

    def word(held: Sequence[PhaseStart]) -> str:
        return level_verdict(control_chart(series, starts=held, breaks=breaks, floor=floor), window).word

    published = word(starts)
    return tuple(
        WithoutPhase(left.start, published, word([each for each in starts if each is not left]))
        for left in starts
        if not left.forced
    )


def _other_runs(rules: str) -> Iterator[tuple[str, RuleSet]]:
    published = RULE_SETS[rules]
    lengths = {rule.length for rule in published.rules if rule.name == "shift"}
    for length in sorted({7, *RUNS} - lengths):
        yield f"a run of {length}", published.resized("shift", length)


def _other_series(
    series: pd.Series, denominator: pd.Series | None, original: pd.Series | None
) -> Iterator[tuple[str, pd.Series]]:
    if str(pd.PeriodIndex(series.index).freqstr)[0] != "Y":
        yield "counts per day", per_day(series)
    if denominator is not None:
        residents = denominator.reindex(series.index).to_numpy(dtype=float)
        yield "a rate", 1000 * series / residents
    if original is not None:
        yield "the figures first published", original


def _outcome(name: str, found: str, published: str) -> Outcome:
    return Outcome(name, found, found == published)


def _with_dispersion(change: Change, phi: float) -> Change:
    return year_on_year(
        change.count,
        change.baseline,
        dispersion=phi,
        days=change.days,
        baseline_days=change.baseline_days,
    )


def _unscreened(chart: ControlChart) -> float:
    series = pd.Series(chart.observed, index=chart.index, name=chart.measure)
    starts = [PhaseStart(phase.start, phase.reason, phase.forced) for phase in chart.phases[1:]]
    return dispersion(control_chart(series, starts=starts, floor=None, screen=False))


def _exact_word(change: Change, published: str) -> str:
    if published == "too few to compare":
        return published
    if change.exact_low > 0:
        return "significant increase on last year"
    if change.exact_high < 0:
        return "significant reduction on last year"
    if change.exact_low >= -SIMILAR_MARGIN and change.exact_high <= SIMILAR_MARGIN:
        return "similar to last year"
    return "no clear change on last year"
