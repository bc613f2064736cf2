"""The words that a verdict may use, as one table that the methods page prints and the code runs.

A word holds where its predicate holds on the evidence. All words that hold are licensed in prose; the first
of them in the order of the table is the verdict. Whether a verdict is good news is not judged here;
direction belongs to the milestone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from planbook.statistics.constants import FULL_PHASE, SIMILAR_MARGIN

Kind = Literal["level", "year on year", "level and year on year", "record"]


@dataclass(frozen=True)
class Evidence:
    """What the words are derived from; every part has a neutral default.

    Attributes:
        n: quarters that the level was looked at. rules: signals in the window.
        high, low: points of the window outside the upper and the lower limit.
        trend: 1 rising, -1 falling, 0 no trend. step: the window less what stood before it, in per cent, or 0.
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
    def judged(self) -> bool:
        """A word on the level can be given."""
        return self.n >= FULL_PHASE and not self.alike and not self.rare

    @property
    def stable(self) -> bool:
        """Nothing signals in the window."""
        return self.judged and not self.rules

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

ANOTHER_LEVEL: Final = (
    "The reporting year as a whole stands {0} the quarters before it with a p under 1.5 per cent, season and "
    "neighbours allowed for, and a step describes them better than a trend. Or the last two, three or four quarters "
    "stand {0} the trend before them with a p under 1 per cent over the three places looked at, and half of that or "
    "more shows against the same quarters a year before."
)
WORDS: Final[tuple[Word, ...]] = (
    _level(
        "too few points to say",
        "The current phase has fewer than 12 quarters.",
        "5 quarters since the definition changed: too few points to say.",
        lambda e: e.n < FULL_PHASE,
    ),
    _level(
        "too few to judge",
        "The quarters hold fewer than 5 offences each, on average: limits would mean nothing.",
        "3 homicides a quarter: too few to judge.",
        lambda e: e.rare,
    ),
    _level(
        "no word: neighbours alike",
        "The lag-1 correlation that season, trend or step leave is above 0.6: limits would be too narrow.",
        "Neighbouring quarters stay alike (correlation 0.72), so no word is given.",
        lambda e: e.alike,
    ),
    _level(
        "rising",
        "A steady trend upwards over the quarters looked at has a p under 1.5 per cent, with neighbours allowed "
        "for, describes them better than a step, and the reporting year lies above the year before.",
        "Rising by 7.0 per cent a year over 16 quarters.",
        lambda e: e.judged and e.trend > 0,
        ("not stable",),
    ),
    _level(
        "falling",
        "A steady trend downwards over the quarters looked at has a p under 1.5 per cent, with neighbours allowed "
        "for, describes them better than a step, and the reporting year lies below the year before.",
        "Falling by 4.0 per cent a year over 16 quarters.",
        lambda e: e.judged and e.trend < 0,
        ("not stable",),
    ),
    _level(
        "on a higher level",
        ANOTHER_LEVEL.format("above"),
        "The year stands 9.6 per cent above the 12 quarters before it.",
        lambda e: e.judged and e.step > 0,
        ("not stable",),
    ),
    _level(
        "on a lower level",
        ANOTHER_LEVEL.format("below"),
        "The year stands 8.1 per cent below the 12 quarters before it.",
        lambda e: e.judged and e.step < 0,
        ("not stable",),
    ),
    _level(
        "not stable: high",
        "A quarter of the reporting year lies above its upper limit, which carries the season; it is named.",
        "Not stable: July to September 2014 lies above the upper limit.",
        lambda e: e.judged and e.high > 0,
        ("not stable", "unusually high"),
    ),
    _level(
        "not stable: low",
        "A quarter of the reporting year lies below its lower limit, which carries the season; it is named.",
        "Not stable: January to March 2015 lies below the lower limit.",
        lambda e: e.judged and e.low > 0,
        ("not stable", "unusually low"),
    ),
    _level(
        "unsettled",
        "No quarter lies outside its limits, but 8 in a row that reach into the reporting year lie on one side of "
        "the expected value, or a clear trend is not gone on with in the reporting year. Of a share: 7 in a row on one "
        "side of the mean or only rising or falling, or 2 of 3 close to a limit.",
        "Unsettled: 8 quarters in a row lie above the expected value.",
        lambda e: e.judged and bool(e.rules) and not (e.high or e.low or e.trend or e.step),
    ),
    _level(
        "stable",
        "12 quarters or more, and nothing signals: no quarter of the reporting year outside its limits, no 8 in a "
        "row on one side, no trend, no other level than before.",
        "Stable: every quarter of 2014/15 lies within the limits and no rule fires.",
        lambda e: e.stable,
        ("stable since", "process average"),
    ),
    _year(
        "too few to compare",
        "The two periods together hold fewer than 20 offences: the two counts are printed and no percentage.",
        "5 against 9.",
        lambda e: e.counts_only,
    ),
    _year(
        "significant increase on last year",
        "The 95 per cent interval of the change (t) lies wholly above zero.",
        "+7.8 per cent, interval +2.1 to +13.9 per cent.",
        lambda e: e.increased,
        ("significant increase", "higher than last year"),
    ),
    _year(
        "significant reduction on last year",
        "The 95 per cent interval of the change (t) lies wholly below zero.",
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
        "The 95 per cent interval of the change (t) contains zero.",
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
