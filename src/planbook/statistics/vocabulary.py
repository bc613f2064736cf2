"""The words that a verdict may use, as data: the table that the methods page prints and the code runs.

A word holds where its predicate holds on the evidence. All words that hold are licensed in prose; the first
of them in the order of the table is the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from planbook.statistics.constants import FEWEST_POINTS, FULL_PHASE, SIMILAR_MARGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PREDICATES", "WORDS", "Evidence", "Kind", "Word", "holding", "words_of"]

Kind = Literal["level", "year on year", "level and year on year", "record", "peers"]


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
        rank, of: rank with 1 the lowest, of so many years or forces. points: whether a level is looked at.
        compared: whether a change is looked at.
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
    rank: int = 0
    of: int = 0
    points: bool = False
    compared: bool = False

    @property
    def quiet(self) -> bool:
        """No rule fires on any point of the window."""
        return self.points and not self.rules

    @property
    def enough(self) -> bool:
        """The phase has points enough for a word on the level."""
        return self.points and self.n >= FEWEST_POINTS


@dataclass(frozen=True)
class Word:
    """One word of the publication: its rule in plain English, an example, and the predicate that decides.

    `licenses` are the words that prose may use where it holds.
    """

    kind: Kind
    word: str
    rule: str
    example: str
    predicate: str
    licenses: tuple[str, ...]


def _stable(e: Evidence) -> bool:
    return e.quiet and e.n >= FULL_PHASE


def _increased(e: Evidence) -> bool:
    return e.compared and not e.counts_only and e.change_low > 0


def _reduced(e: Evidence) -> bool:
    return e.compared and not e.counts_only and e.change_high < 0


def _unclear(e: Evidence) -> bool:
    return e.compared and not e.counts_only and e.change_low <= 0 <= e.change_high


def _similar(e: Evidence) -> bool:
    inside = e.change_low >= -SIMILAR_MARGIN and e.change_high <= SIMILAR_MARGIN
    return e.compared and not e.counts_only and inside


PREDICATES: Final[Mapping[str, Callable[[Evidence], bool]]] = MappingProxyType(
    {
        "too_few_points": lambda e: e.points and not e.enough,
        "high_points": lambda e: e.enough and e.high > 0,
        "low_points": lambda e: e.enough and e.low > 0,
        "rising": lambda e: e.enough and e.trend > 0,
        "falling": lambda e: e.enough and e.trend < 0,
        "stepped_up": lambda e: e.enough and e.step > 0,
        "stepped_down": lambda e: e.enough and e.step < 0,
        "unsettled": lambda e: e.enough and bool(e.rules) and not e.high and not e.low and not e.trend and not e.step,
        "stable": _stable,
        "stable_on_trial": lambda e: e.quiet and FEWEST_POINTS <= e.n < FULL_PHASE,
        "counts_only": lambda e: e.compared and e.counts_only,
        "increased": _increased,
        "reduced": _reduced,
        "similar": _similar,
        "unclear": _unclear,
        "elevated_but_stable": lambda e: _stable(e) and _increased(e),
        "reduced_but_stable": lambda e: _stable(e) and _reduced(e),
        "lowest": lambda e: e.of > 1 and e.rank == 1,
        "highest": lambda e: e.of > 1 and e.rank == e.of,
    }
)
"""The predicates that `WORDS` names."""

WORDS: Final[tuple[Word, ...]] = (
    Word(
        "level",
        "too few points to say",
        "The current phase has fewer than 6 points.",
        "5 quarters since the definition changed: too few points to say.",
        "too_few_points",
        ("too few points to say",),
    ),
    Word(
        "level",
        "not stable: high",
        "A point of the reporting window lies above the upper limit of its phase; the points are listed.",
        "Not stable: July to September 2014 lies above the upper limit.",
        "high_points",
        ("not stable", "unusually high"),
    ),
    Word(
        "level",
        "not stable: low",
        "A point of the reporting window lies below the lower limit of its phase; the points are listed. "
        "A limit cut at zero cannot be passed.",
        "Not stable: January to March 2015 lies below the lower limit.",
        "low_points",
        ("not stable", "unusually low"),
    ),
    Word(
        "level",
        "rising",
        "A point of the reporting window takes part in a trend upwards (mdc: 7 points, each above the one before).",
        "Rising: each of the last 7 months is above the one before.",
        "rising",
        ("rising", "not stable"),
    ),
    Word(
        "level",
        "falling",
        "A point of the reporting window takes part in a trend downwards (mdc: 7 points, each below the one before).",
        "Falling: each of the last 7 months is below the one before.",
        "falling",
        ("falling", "not stable"),
    ),
    Word(
        "level",
        "significant increase in level",
        "A phase starts in the reporting window, or in the 12 months before its end, with a process "
        "average above that of the phase before. A change of definition never counts.",
        "The average rose from 2,907 to 3,212 a month in April 2014.",
        "stepped_up",
        ("significant increase in level",),
    ),
    Word(
        "level",
        "significant decrease in level",
        "A phase starts in the reporting window, or in the 12 months before its end, with a process "
        "average below that of the phase before. A change of definition never counts.",
        "The average fell from 449 to 409 a month in April 2014.",
        "stepped_down",
        ("significant decrease in level", "significant reduction in level"),
    ),
    Word(
        "level",
        "unsettled",
        "Only rules about runs (a shift, two of three near a limit) fire in the reporting window, and no "
        "phase starts there.",
        "Unsettled: 7 months in a row lie above the average.",
        "unsettled",
        ("unsettled",),
    ),
    Word(
        "level",
        "stable",
        "No rule fires on any point of the reporting window, against limits from 12 points or more.",
        "Stable: every quarter of 2014/15 lies within the limits and no rule fires.",
        "stable",
        ("stable", "stable since", "process average"),
    ),
    Word(
        "level",
        "stable (trial limits)",
        "No rule fires on any point of the reporting window, against limits from 6 to 11 points.",
        "Stable (trial limits): 8 quarters stand behind the limits.",
        "stable_on_trial",
        ("stable (trial limits)", "process average"),
    ),
    Word(
        "year on year",
        "too few to compare",
        "The two periods together hold fewer than 20 offences: the two counts are printed and no percentage.",
        "5 against 9.",
        "counts_only",
        (),
    ),
    Word(
        "year on year",
        "significant increase on last year",
        "The 95 per cent quasi-Poisson interval of the change lies wholly above zero.",
        "+7.8 per cent, interval +2.1 to +13.9 per cent.",
        "increased",
        ("significant increase", "significant increase on last year", "higher than last year"),
    ),
    Word(
        "year on year",
        "significant reduction on last year",
        "The 95 per cent quasi-Poisson interval of the change lies wholly below zero.",
        "\N{MINUS SIGN}8.8 per cent, interval \N{MINUS SIGN}14.0 to \N{MINUS SIGN}3.2 per cent.",
        "reduced",
        (
            "significant reduction",
            "significant decrease",
            "significant reduction on last year",
            "lower than last year",
        ),
    ),
    Word(
        "year on year",
        "similar to last year",
        "The 95 per cent interval of the change lies wholly within 3 per cent either side of zero.",
        "+0.4 per cent, interval \N{MINUS SIGN}0.6 to +1.4 per cent.",
        "similar",
        ("similar", "similar to last year"),
    ),
    Word(
        "year on year",
        "no clear change on last year",
        "The 95 per cent quasi-Poisson interval of the change contains zero.",
        "\N{MINUS SIGN}1.6 per cent, interval \N{MINUS SIGN}6.0 to +3.0 per cent.",
        "unclear",
        ("no clear change", "no clear change on last year", "no significant change"),
    ),
    Word(
        "level and year on year",
        "elevated but stable",
        "The level is stable and the year shows a significant increase on last year.",
        "Stable within its limits through the year, at a higher level than the year before.",
        "elevated_but_stable",
        ("elevated but stable", "elevated"),
    ),
    Word(
        "level and year on year",
        "reduced but stable",
        "The level is stable and the year shows a significant reduction on last year.",
        "Stable within its limits through the year, at a lower level than the year before.",
        "reduced_but_stable",
        ("reduced but stable", "reduced"),
    ),
    Word(
        "record",
        "lowest on record",
        "Rank 1 in the stated yearly series; the first year and the number of years are printed.",
        "The lowest of 13 years since 2002/03.",
        "lowest",
        ("lowest", "lowest on record"),
    ),
    Word(
        "record",
        "highest on record",
        "Last rank in the stated yearly series; the first year and the number of years are printed.",
        "The highest of 13 years since 2002/03.",
        "highest",
        ("highest", "highest on record"),
    ),
)
"""Every word with its rule, in order of precedence within its kind."""


def words_of(kind: Kind) -> tuple[Word, ...]:
    """The words of one kind, in order of precedence."""
    return tuple(word for word in WORDS if word.kind == kind)


def holding(kind: Kind, evidence: Evidence) -> tuple[Word, ...]:
    """The words of one kind that hold on the evidence, in order of precedence."""
    return tuple(word for word in words_of(kind) if PREDICATES[word.predicate](evidence))
