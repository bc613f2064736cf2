"""The words that a verdict may use, as one table that the methods page prints and the code runs; and verdicts.

A word holds where its predicate holds on the evidence. All words that hold are licensed in prose; the first
of them in the order of the table is the verdict. Whether a verdict is good news is not judged here;
direction belongs to the milestone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

# Pandas is imported for types alone: the site reads the table of words and starts without it.
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from planbook.statistics.change import Change
from planbook.statistics.constants import FEWEST_POINTS, FULL_PHASE, SIMILAR_MARGIN
from planbook.statistics.sentences import change_sentence, level_sentence, number, subject
from planbook.statistics.xmr import ControlChart

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["level", "year on year", "level and year on year", "record"]
MONTHS_OF_STEP = 12


@dataclass(frozen=True)
class Evidence:
    """What the words are derived from; every part has a neutral default.

    Attributes:
        n: points of the current phase. rules: rules that fire on a point of the window.
        high, low: points of the window outside the upper and the lower limit.
        trend: 1 rising, -1 falling, 0 no trend in the window (the latest one counts).
        step: average of the current phase less that of the phase before, where the current phase starts in
            the window or in the 12 months before its end and is no break of definition; otherwise 0.
        change_low, change_high: 95 per cent interval of the change on last year, in per cent.
        counts_only: too few offences for a percentage.
        alike: neighbours stay too alike for a word on the level. rare: too few offences for limits.
        rank, of: rank with 1 the lowest, of so many years or forces.
    """

    n: int = 0
    rules: frozenset[str] = frozenset()
    high: int = 0
    low: int = 0
    trend: int = 0
    step: float = 0.0
    change_low: float = 0.0
    change_high: float = 0.0
    counts_only: bool = False
    alike: bool = False
    rare: bool = False
    rank: int = 0
    of: int = 0

    @property
    def enough(self) -> bool:
        """The phase has points enough for a word on the level."""
        return self.n >= FEWEST_POINTS

    @property
    def stable(self) -> bool:
        """No rule fires on any point of the window, against limits that are not on trial."""
        return not self.rules and self.n >= FULL_PHASE and not self.alike and not self.rare

    @property
    def judged(self) -> bool:
        """A word on the level can be given by the model with season."""
        return self.n >= FULL_PHASE and not self.alike and not self.rare

    @property
    def increased(self) -> bool:
        """The interval of the change lies wholly above zero."""
        return not self.counts_only and self.change_low > 0

    @property
    def reduced(self) -> bool:
        """The interval of the change lies wholly below zero."""
        return not self.counts_only and self.change_high < 0


@dataclass(frozen=True)
class Word:
    """One word of the publication: its rule in plain English, an example, and the predicate that decides.

    `licenses` are the words that prose may use beside it where it holds.
    """

    kind: Kind
    word: str
    rule: str
    example: str
    predicate: Callable[[Evidence], bool]
    licenses: tuple[str, ...] = ()


_level = partial(Word, "level")
_year = partial(Word, "year on year")
_both = partial(Word, "level and year on year")
_record = partial(Word, "record")

WORDS: Final[tuple[Word, ...]] = (
    _level(
        "too few points to say",
        "The current phase has fewer than 6 points.",
        "5 quarters since the definition changed: too few points to say.",
        lambda e: not e.enough,
    ),
    _level(
        "not stable: high",
        "A point of the reporting window lies above the upper limit of its phase; the points are listed.",
        "Not stable: July to September 2014 lies above the upper limit.",
        lambda e: e.enough and e.high > 0,
        ("not stable", "unusually high"),
    ),
    _level(
        "not stable: low",
        "A point of the reporting window lies below the lower limit of its phase; the points are listed. "
        "A limit cut at zero cannot be passed.",
        "Not stable: January to March 2015 lies below the lower limit.",
        lambda e: e.enough and e.low > 0,
        ("not stable", "unusually low"),
    ),
    _level(
        "rising",
        "A point of the reporting window takes part in a trend upwards (mdc: 7 points, each above the one before).",
        "Rising: each of the last 7 months is above the one before.",
        lambda e: e.enough and e.trend > 0,
        ("not stable",),
    ),
    _level(
        "falling",
        "A point of the reporting window takes part in a trend downwards (mdc: 7 points, each below the one before).",
        "Falling: each of the last 7 months is below the one before.",
        lambda e: e.enough and e.trend < 0,
        ("not stable",),
    ),
    _level(
        "significant increase in level",
        "A phase starts in the reporting window, or in the 12 months before its end, with a process "
        "average above that of the phase before. A change of definition never counts.",
        "The average rose from 2,907 to 3,212 a month in April 2014.",
        lambda e: e.enough and e.step > 0,
    ),
    _level(
        "significant decrease in level",
        "A phase starts in the reporting window, or in the 12 months before its end, with a process "
        "average below that of the phase before. A change of definition never counts.",
        "The average fell from 449 to 409 a month in April 2014.",
        lambda e: e.enough and e.step < 0,
        ("significant reduction in level",),
    ),
    _level(
        "unsettled",
        "Only rules about runs (a shift, two of three near a limit) fire in the reporting window, and no "
        "phase starts there.",
        "Unsettled: 7 months in a row lie above the average.",
        lambda e: e.enough and bool(e.rules) and not e.high and not e.low and not e.trend and not e.step,
    ),
    _level(
        "stable",
        "No rule fires on any point of the reporting window, against limits from 12 points or more.",
        "Stable: every quarter of 2014/15 lies within the limits and no rule fires.",
        lambda e: e.stable,
        ("stable since", "process average"),
    ),
    _level(
        "stable (trial limits)",
        "No rule fires on any point of the reporting window, against limits from 6 to 11 points.",
        "Stable (trial limits): 8 quarters stand behind the limits.",
        lambda e: e.enough and not e.rules and e.n < FULL_PHASE,
        ("process average",),
    ),
    _year(
        "too few to compare",
        "The two periods together hold fewer than 20 offences: the two counts are printed and no percentage.",
        "5 against 9.",
        lambda e: e.counts_only,
    ),
    _year(
        "significant increase on last year",
        "The 95 per cent quasi-Poisson interval of the change lies wholly above zero.",
        "+7.8 per cent, interval +2.1 to +13.9 per cent.",
        lambda e: e.increased,
        ("significant increase", "higher than last year"),
    ),
    _year(
        "significant reduction on last year",
        "The 95 per cent quasi-Poisson interval of the change lies wholly below zero.",
        "\N{MINUS SIGN}8.8 per cent, interval \N{MINUS SIGN}14.0 to \N{MINUS SIGN}3.2 per cent.",
        lambda e: e.reduced,
        ("significant reduction", "significant decrease", "lower than last year"),
    ),
    _year(
        "similar to last year",
        "The 95 per cent interval of the change lies wholly within 3 per cent either side of zero.",
        "+0.4 per cent, interval \N{MINUS SIGN}0.6 to +1.4 per cent.",
        lambda e: not e.counts_only and -SIMILAR_MARGIN <= e.change_low and e.change_high <= SIMILAR_MARGIN,
        ("similar",),
    ),
    _year(
        "no clear change on last year",
        "The 95 per cent quasi-Poisson interval of the change contains zero.",
        "\N{MINUS SIGN}1.6 per cent, interval \N{MINUS SIGN}6.0 to +3.0 per cent.",
        lambda e: not e.counts_only and e.change_low <= 0 <= e.change_high,
        ("no clear change", "no significant change"),
    ),
    _both(
        "elevated but stable",
        "The level is stable and the year shows a significant increase on last year.",
        "Stable within its limits through the year, at a higher level than the year before.",
        lambda e: e.stable and e.increased,
        ("elevated",),
    ),
    _both(
        "reduced but stable",
        "The level is stable and the year shows a significant reduction on last year.",
        "Stable within its limits through the year, at a lower level than the year before.",
        lambda e: e.stable and e.reduced,
        ("reduced",),
    ),
    _record(
        "lowest on record",
        "Rank 1 in the stated yearly series; the first year and the number of years are printed.",
        "The lowest of 13 years since 2002/03.",
        lambda e: e.of > 1 and e.rank == 1,
        ("lowest",),
    ),
    _record(
        "highest on record",
        "Last rank in the stated yearly series; the first year and the number of years are printed.",
        "The highest of 13 years since 2002/03.",
        lambda e: e.of > 1 and e.rank == e.of,
        ("highest",),
    ),
)
"""Every word with its rule, in order of precedence within its kind."""


def holding(kind: Kind, evidence: Evidence) -> tuple[Word, ...]:
    """The words of one kind that hold on the evidence, in order of precedence."""
    return tuple(word for word in WORDS if word.kind == kind and word.predicate(evidence))


@dataclass(frozen=True)
class Verdict:
    """A word derived by rule.

    Attributes:
        kind: "level", "year on year", "level and year on year" or "record".
        word: the verdict. sentence: one plain sentence that says it with its figures.
        licensed: words that prose may use, the verdict first.
        facts: name and value of each figure behind the word, in the order used.
    """

    kind: Kind
    word: str
    sentence: str
    licensed: tuple[str, ...]
    facts: tuple[tuple[str, float | str], ...]


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
    words = holding("level", _level_evidence(chart, window))
    about = subject(label or chart.measure.replace("_", " "), unit)
    phase, before = chart.current, chart.previous
    limits = {"process_average": phase.mean, "lower_limit": phase.lower, "upper_limit": phase.upper}
    facts: dict[str, float | str] = {**limits, "phase_start": str(phase.start), "phase_points": phase.n}
    if before is not None:
        facts["previous_average"] = before.mean
    return _verdict(words, level_sentence(words[0].word, chart, window, about), facts)


def change_verdict(
    change: Change, *, label: str = "the measure", unit: str = "offences", against: str = "the year before"
) -> Verdict:
    """The word for a change on last year; `against` names the comparison period in prose."""
    few = change.presentation == "counts"
    evidence = Evidence(change_low=change.low, change_high=change.high, counts_only=few)
    words = holding("year on year", evidence)
    facts: dict[str, float | str] = {
        "count": change.count,
        "baseline": change.baseline,
        "change": change.absolute,
        "change_pct": change.percent,
        "change_low": change.low,
        "change_high": change.high,
        "dispersion": change.dispersion,
        "flip_dispersion": change.flip_dispersion,
    }
    return _verdict(words, change_sentence(words[0].word, change, subject(label, unit), unit, against), facts)


def record_verdict(yearly: pd.Series, *, label: str, unit: str = "offences") -> Verdict | None:
    """Verdict "lowest on record" or "highest on record" for the last year of a yearly series, or None.

    Ties share the lower rank: a year that equals an earlier lowest is the lowest, "equal" said.
    """
    last = float(yearly.iloc[-1])
    lower, equal = int((yearly < last).sum()), int((yearly == last).sum())
    top = lower + equal == len(yearly) and lower > 0
    words = holding("record", Evidence(rank=len(yearly) if top else lower + 1, of=len(yearly)))
    if not words:
        return None
    about, first = subject(label, unit), yearly.index[0]
    adjective = words[0].word.removesuffix(" on record")
    rank = f"equal {adjective}" if equal > 1 else adjective
    since = f"{first.year - 1}/{first.year % 100:02d}" if hasattr(first, "year") else str(first)
    sentence = f"{about.capital} {about.was} the {rank} of {len(yearly)} years since {since} ({number(last)})."
    return _verdict(words, sentence, {"year_rank": lower + 1, "years": len(yearly), "first_year": since})


def _verdict(words: tuple[Word, ...], sentence: str, facts: Mapping[str, float | str]) -> Verdict:
    licensed = dict.fromkeys(word for each in words for word in (each.word, *each.licenses))
    return Verdict(words[0].kind, words[0].word, sentence, tuple(licensed), tuple(facts.items()))


def _level_evidence(chart: ControlChart, window: pd.PeriodIndex) -> Evidence:
    rules = frozenset(rule for names in chart.rules[chart.window_start(window) :] for rule in names)
    gaps = (chart.observed - chart.means)[chart.outside(window)]
    return Evidence(
        n=chart.current.n,
        rules=rules,
        high=int((gaps > 0).sum()),
        low=int((gaps < 0).sum()),
        trend=_trend(chart, window),
        step=_step(chart),
    )


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
    # Between two phases the step has no direction: a trend does not cross the start of a phase.
    joined = place > 0 and marked[place - 1] and place not in chart.limits.begins
    step = chart.observed[place] - chart.observed[place - 1] if joined else 0.0
    return int(step > 0) - int(step < 0)
