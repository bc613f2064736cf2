"""The plain sentences of verdicts, made from the figures they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.statistics.errors import WindowNotAtEnd
from planbook.statistics.phrases import (
    Subject,
    first_month,
    frequency_adjective,
    join_words,
    number,
    per_cent,
    period_name,
    period_noun,
    period_span,
)

if TYPE_CHECKING:
    import pandas as pd

    from planbook.statistics.change import Change
    from planbook.statistics.vocabulary import Word
    from planbook.statistics.xmr import ControlChart, Phase

__all__ = ["beyond", "change_sentence", "level_sentence", "phase_span", "start_of"]

MONTHS_OF_YEAR = 12


def level_sentence(word: Word, chart: ControlChart, window: pd.PeriodIndex, about: Subject) -> str:
    """The sentence for the level of a process in a window, by the word that holds."""
    phase, when = chart.current, _while(window)
    noun = period_noun(phase.start)
    lead = f"{frequency_adjective(phase.start)} {about.noun}"
    around = f"around an average of {number(phase.mean)} a {noun} ({phase_span(phase)})"
    if word.predicate == "too_few_points":
        held = f"{phase.n} {period_noun(phase.start, phase.n)}"
        return f"{about.capital} {about.has} {held} in this phase ({phase_span(phase)}): {word.word}."
    if word.predicate in ("stable", "stable_on_trial"):
        return f"{lead} {about.was} {word.word} {when} {around}."
    if word.predicate in ("stepped_up", "stepped_down"):
        return _step_sentence(word, chart, lead)
    if word.predicate in ("rising", "falling"):
        return f"{lead} {about.was} {word.word} {when}, {around}."
    if word.predicate == "unsettled":
        return f"{lead} {about.was} unsettled {when}: runs on one side of or near a limit, {around}."
    return f"{lead} {about.was} not stable {when}: {_outside(chart, window)}, {around}."


def change_sentence(word: Word, change: Change, about: Subject, unit: str, against: str) -> str:
    """The sentence for a change on the year before: size, counts, interval, dispersion, then the word."""
    counts = f"{number(change.count)} against {number(change.baseline)}"
    counted = f"{counts} {unit}" if unit else counts
    if word.predicate == "counts_only":
        return f"{about.capital}: {counted} in {against}; {word.word} in per cent."
    size = per_cent(abs(change.percent))
    moved = (
        f"{size} {'higher' if change.percent > 0 else 'lower'} than" if round(abs(change.percent), 1) else "level with"
    )
    interval = f"{number(change.low, 1)} to {per_cent(change.high)}"
    verdict = word.word if word.word.startswith(("no ", "similar")) else f"a {word.word}"
    verdict = verdict.replace(" on last year", "").replace(" to last year", "")
    tail = f"; {per_cent(change.day_adjusted_percent, signed=True)} day for day" if change.leap_day else ""
    return (
        f"{about.capital} {about.was} {moved} {against} ({counted}; 95 per cent interval {interval}, "
        f"dispersion {number(change.dispersion, 1)}{tail}): {verdict}."
    )


def start_of(chart: ControlChart, window: pd.PeriodIndex) -> int:
    """Place of the first point of the window.

    Raises:
        WindowNotAtEnd: the window does not end where the chart ends, so that limits would know the future.
    """
    end = chart.index[-1]
    if len(window) == 0 or window[-1] != end:
        raise WindowNotAtEnd(chart.measure, window[-1] if len(window) else "nowhere", end)
    return chart.place(window[0])


def beyond(chart: ControlChart, window: pd.PeriodIndex) -> list[int]:
    """Places of the points of the window that lie beyond a limit.

    Raises:
        WindowNotAtEnd: as `start_of`.
    """
    return [at for at in range(start_of(chart, window), len(chart.rules)) if "astronomical" in chart.rules[at]]


def phase_span(phase: Phase) -> str:
    """First to last month of a phase and its points: "April 2012 to March 2015, 12 quarters"."""
    return f"{period_span(phase.start, phase.end)}, {phase.n} {period_noun(phase.start, phase.n)}"


def _step_sentence(word: Word, chart: ControlChart, lead: str) -> str:
    now, before = chart.current, chart.previous
    if before is None:
        return f"{lead}: {word.word}."
    verb = "rose" if now.mean > before.mean else "fell"
    step = number(abs(now.mean - before.mean))
    return (
        f"{lead} {verb} in level in {first_month(now.start)}, from an average of {number(before.mean)} to "
        f"{number(now.mean)} a {period_noun(now.start)}, a step of {step} ({phase_span(now)})."
    )


def _outside(chart: ControlChart, window: pd.PeriodIndex) -> str:
    above = (chart.observed > chart.means).tolist()
    parts = []
    for wanted, side in ((True, "above the upper limit"), (False, "below the lower limit")):
        names = [period_name(chart.index[at]) for at in beyond(chart, window) if above[at] is wanted]
        if names:
            parts.append(f"{join_words(names)} {'lies' if len(names) == 1 else 'lie'} {side}")
    return join_words(parts)


def _while(window: pd.PeriodIndex) -> str:
    """When: "through the year", "in" the one period, or the months of the window."""
    months = len(window) * {"M": 1, "Q": 3, "Y": 12}[window.freqstr[0]]
    if months == MONTHS_OF_YEAR:
        return "through the year"
    if len(window) == 1:
        return f"in {period_name(window[-1])}"
    return f"from {period_span(window[0], window[-1])}"
