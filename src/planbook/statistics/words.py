"""Verdicts: the words that a chart or a change licenses, each with one plain generated sentence.

Whether a verdict is good news is not judged here; direction belongs to the milestone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from planbook.statistics.phrases import (
    number,
    period_noun,
    subject,
)
from planbook.statistics.sentences import beyond, change_sentence, level_sentence, phase_span, start_of
from planbook.statistics.vocabulary import PREDICATES, WORDS, Evidence, Kind, Word, holding

if TYPE_CHECKING:
    from planbook.statistics.change import Change
    from planbook.statistics.xmr import ControlChart

__all__ = [
    "PREDICATES",
    "WORDS",
    "Evidence",
    "Verdict",
    "Word",
    "change_evidence",
    "change_verdict",
    "combined_verdict",
    "level_evidence",
    "level_verdict",
    "process_average",
    "record_verdict",
]

Fact = tuple[str, float | str]
MONTHS_OF_STEP = 12


@dataclass(frozen=True)
class Verdict:
    """A word derived by rule.

    Attributes:
        kind: "level", "year on year", "level and year on year" or "record".
        word: the verdict. sentence: one plain sentence that says it with its figures.
        licensed: words that prose may use beside it.
        facts: name and value of what the sentence is made of, in the order used.
        evidence: what the words were derived from.
    """

    kind: Kind
    word: str
    sentence: str
    licensed: tuple[str, ...]
    facts: tuple[Fact, ...]
    evidence: Evidence = field(default_factory=Evidence)


def level_evidence(chart: ControlChart, window: pd.PeriodIndex) -> Evidence:
    """What a chart says in a reporting window that ends where the chart ends.

    Raises:
        WindowNotAtEnd: the window ends elsewhere, so that limits would know the future.
    """
    rules = frozenset(rule for names in chart.rules[start_of(chart, window) :] for rule in names)
    outside = beyond(chart, window)
    gaps = (chart.observed - chart.means)[outside]
    return Evidence(
        points=True,
        n=chart.current.n,
        rules=rules,
        high=int((gaps > 0).sum()),
        low=int((gaps < 0).sum()),
        trend=_trend(chart, window),
        step=_step(chart),
    )


def level_verdict(chart: ControlChart, window: pd.PeriodIndex, *, label: str = "", unit: str = "offences") -> Verdict:
    """The word for the level of a process in a reporting window.

    Args:
        chart: ends with the last period of the window.
        window: periods of the frequency of the chart.
        label: the measure in prose ("robbery").
        unit: what is counted ("offences").

    Raises:
        WindowNotAtEnd: the window does not end where the chart ends.
    """
    evidence = level_evidence(chart, window)
    held = holding("level", evidence)
    about = subject(label or chart.measure.replace("_", " "), unit)
    sentence = level_sentence(held[0], chart, window, about)
    return Verdict("level", held[0].word, sentence, _licensed(held), _level_facts(chart), evidence)


def process_average(chart: ControlChart, unit: str = "") -> str:
    """The average of the current phase with its span.

    "1,282 a quarter (April 2012 to March 2015, 12 quarters)".
    """
    phase = chart.current
    counted = f" {unit}" if unit else ""
    noun = period_noun(phase.start)
    return f"{number(phase.mean)}{counted} a {noun} ({phase_span(phase)})"


def change_evidence(change: Change) -> Evidence:
    """What a change on last year says."""
    return Evidence(
        compared=True,
        change_low=change.low,
        change_high=change.high,
        counts_only=change.presentation == "counts",
    )


def change_verdict(
    change: Change, *, label: str = "the measure", unit: str = "offences", against: str = "the year before"
) -> Verdict:
    """The word for a change on last year; `against` names the comparison period in prose."""
    evidence = change_evidence(change)
    held = holding("year on year", evidence)
    sentence = change_sentence(held[0], change, subject(label, unit), unit, against)
    facts: tuple[Fact, ...] = (
        ("count", change.count),
        ("baseline", change.baseline),
        ("change", change.absolute),
        ("change_pct", change.percent),
        ("change_low", change.low),
        ("change_high", change.high),
        ("dispersion", change.dispersion),
        ("flip_dispersion", change.flip_dispersion),
    )
    return Verdict("year on year", held[0].word, sentence, _licensed(held), facts, evidence)


def combined_verdict(
    level: Verdict, change: Verdict, *, label: str = "the measure", unit: str = "offences"
) -> Verdict | None:
    """Verdict "elevated but stable" or "reduced but stable", where both verdicts together license it."""
    one, other = level.evidence, change.evidence
    evidence = Evidence(
        points=one.points,
        n=one.n,
        rules=one.rules,
        compared=other.compared,
        counts_only=other.counts_only,
        change_low=other.change_low,
        change_high=other.change_high,
    )
    held = holding("level and year on year", evidence)
    if not held:
        return None
    about = subject(label, unit)
    side = "higher" if held[0].predicate == "elevated_but_stable" else "lower"
    sentence = f"{about.capital} {about.was} {held[0].word}: within the limits, and {side} than the year before."
    facts = (*level.facts, *change.facts)
    return Verdict("level and year on year", held[0].word, sentence, _licensed(held), facts, evidence)


def record_verdict(yearly: pd.Series, *, label: str, unit: str = "offences") -> Verdict | None:
    """Verdict "lowest on record" or "highest on record" for the last year of a yearly series, or None.

    Ties share the lower rank: a year that equals an earlier lowest is the lowest, "equal" said.
    """
    last = float(yearly.iloc[-1])
    lower, equal = int((yearly < last).sum()), int((yearly == last).sum())
    top = lower + equal == len(yearly) and lower > 0
    evidence = Evidence(rank=len(yearly) if top else lower + 1, of=len(yearly))
    held = holding("record", evidence)
    if not held:
        return None
    about = subject(label, unit)
    adjective = held[0].word.removesuffix(" on record")
    rank = f"equal {adjective}" if equal > 1 else adjective
    first = yearly.index[0]
    since = f"{first.year - 1}/{first.year % 100:02d}" if isinstance(first, pd.Period) else str(first)
    sentence = f"{about.capital} {about.was} the {rank} of {len(yearly)} years since {since} ({number(last)})."
    facts: tuple[Fact, ...] = (("year_rank", lower + 1), ("years", len(yearly)), ("first_year", since))
    return Verdict("record", held[0].word, sentence, _licensed(held), facts, evidence)


def _licensed(held: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for each in held for word in (each.word, *each.licenses)))


def _step(chart: ControlChart) -> float:
    now, before = chart.current, chart.previous
    if before is None or now.forced:
        return 0.0
    months = chart.index[-1].asfreq("M", how="end").ordinal - now.start.asfreq("M", how="start").ordinal + 1
    return now.mean - before.mean if months <= MONTHS_OF_STEP else 0.0


def _trend(chart: ControlChart, window: pd.PeriodIndex) -> int:
    """Direction of the latest trend on a point of the window."""
    marked = ["trend" in names for names in chart.rules]
    place = next((at for at in range(len(marked) - 1, -1, -1) if marked[at]), -1)
    if place < chart.place(window[0]):
        return 0
    joined = place > 0 and marked[place - 1] and place not in chart.limits.begins
    step = chart.observed[place] - chart.observed[place - 1] if joined else 0.0
    return int(step > 0) - int(step < 0)


def _level_facts(chart: ControlChart) -> tuple[Fact, ...]:
    phase = chart.current
    facts: tuple[Fact, ...] = (
        ("process_average", phase.mean),
        ("lower_limit", phase.lower),
        ("upper_limit", phase.upper),
        ("phase_start", str(phase.start)),
        ("phase_points", phase.n),
    )
    before = chart.previous
    return facts if before is None else (*facts, ("previous_average", before.mean))
