"""The plain sentences of verdicts, and how periods, numbers and measures are written in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    # For types alone: the site reads the table of words and starts without pandas.
    import pandas as pd

    from planbook.statistics.change import Change

MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOUNS: Final = {"M": "month", "Q": "quarter", "Y": "year"}
ADJECTIVES: Final = {"M": "Monthly", "Q": "Quarterly", "Y": "Yearly"}
UNCOUNTED: Final = ("crime", "behaviour", "satisfaction", "confidence", "violence")


def period_noun(period: pd.Period, count: int = 1) -> str:
    """Noun for the period: "month", "quarter" or "year", in the plural for any count but one."""
    noun = NOUNS[period.freqstr[0]]
    return noun if count == 1 else f"{noun}s"


def first_month(period: pd.Period) -> str:
    """The month in which a period starts: "July 2014"."""
    return _month(period, "start")


def period_span(start: pd.Period, end: pd.Period) -> str:
    """First to last month: "April 2012 to March 2015"; one month alone is named once."""
    first, last = _month(start, "start"), _month(end, "end")
    return first if first == last else f"{first} to {last}"


def period_name(period: pd.Period) -> str:
    """One period by its months: "July to September 2014", "March 2015"."""
    first, last = _month(period, "start"), _month(period, "end")
    return first if first == last else f"{first.removesuffix(last[-5:])} to {last}"


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separated; minus zero is written as zero."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", "\N{MINUS SIGN}")


def per_cent(value: float, *, signed: bool = False) -> str:
    """A percentage with one decimal: "9.0 per cent"; signed: "+1.0 per cent"."""
    text = number(value, 1)
    plus = "+" if signed and value > 0 and text.strip("0.,") else ""
    return f"{plus}{text} per cent"


def join_words(words: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@dataclass(frozen=True)
class Subject:
    """The noun phrase of a sentence, with the verb that agrees with it ("was" or "were")."""

    noun: str
    was: str

    @property
    def has(self) -> str:
        """The verb "has" or "have"."""
        return "has" if self.was == "was" else "have"

    @property
    def capital(self) -> str:
        """The noun phrase at the start of a sentence."""
        return self.noun[:1].upper() + self.noun[1:]


def subject(label: str, unit: str) -> Subject:
    """Noun phrase and verb: "robbery offences were", "total recorded crime was"."""
    if label.endswith(UNCOUNTED) and not label.endswith(f" {unit}"):
        return Subject(label, "was")
    named = not unit or label.endswith(unit)
    return Subject(label if named else f"{label} {unit}", "were")


def change_sentence(word: str, change: Change, about: Subject, unit: str, against: str) -> str:
    """The sentence for a change on the year before: size, counts, interval, dispersion, then the word."""
    counts = f"{number(change.count)} against {number(change.baseline)}"
    counted = f"{counts} {unit}" if unit else counts
    if word == "too few to compare":
        return f"{about.capital}: {counted} in {against}; {word} in per cent."
    side = "higher" if change.percent > 0 else "lower"
    moved = f"{per_cent(abs(change.percent))} {side} than" if round(abs(change.percent), 1) else "level with"
    interval = f"{number(change.low, 1)} to {per_cent(change.high)}"
    verdict = word.removesuffix(" on last year").removesuffix(" to last year")
    article = "" if word.startswith(("no ", "similar")) else "a "
    tail = f"; {per_cent(change.day_adjusted_percent, signed=True)} day for day" if change.leap_day else ""
    return (
        f"{about.capital} {about.was} {moved} {against} ({counted}; 95 per cent interval {interval}, "
        f"dispersion {number(change.dispersion, 1)}{tail}): {article}{verdict}."
    )


def plain_interval(low: float, high: float, unit: str = "per cent") -> str:
    """What the interval of a change means, in two sentences; empty where an end is not finite.

    Args:
        low: the lower end of a 95 per cent interval.
        high: its upper end.
        unit: of both; "percentage points" for the change of a share.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    lead = f"The underlying change could plausibly lie between {_move(low, unit)} and {_move(high, unit)}."
    if low <= 0 <= high:
        return f"{lead} That range includes no change at all, so chance alone could explain it."
    return f"{lead} That range does not include no change, so chance alone is an unlikely reason."


def _month(period: pd.Period, how: Literal["start", "end"]) -> str:
    month = period.asfreq("M", how=how)
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def _move(change: float, unit: str) -> str:
    size = number(abs(change), 1)
    if size == number(0.0, 1):
        return "no change"
    return f"a {'fall' if change < 0 else 'rise'} of {size} {unit}"
