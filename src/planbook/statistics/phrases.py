"""How periods, numbers and measures are written in a generated sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from planbook.data.periods import MONTH_NAMES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Subject",
    "first_month",
    "frequency_adjective",
    "join_words",
    "last_month",
    "number",
    "per_cent",
    "period_name",
    "period_noun",
    "period_span",
    "subject",
]

NOUNS: Final = {"M": "month", "Q": "quarter", "Y": "year"}
ADJECTIVES: Final = {"M": "Monthly", "Q": "Quarterly", "Y": "Yearly"}
UNCOUNTED: Final = ("crime", "behaviour", "satisfaction", "confidence", "violence")


def period_noun(period: pd.Period, count: int = 1) -> str:
    """Noun for the period: "month", "quarter" or "year", in the plural for any count but one."""
    noun = NOUNS[period.freqstr[0]]
    return noun if count == 1 else f"{noun}s"


def frequency_adjective(period: pd.Period) -> str:
    """Adjective for the period: "Monthly", "Quarterly" or "Yearly"."""
    return ADJECTIVES[period.freqstr[0]]


def _month(period: pd.Period, how: Literal["start", "end"]) -> str:
    month = period.asfreq("M", how=how)
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def period_span(start: pd.Period, end: pd.Period) -> str:
    """First to last month: "April 2012 to March 2015"; one month alone is named once."""
    first, last = _month(start, "start"), _month(end, "end")
    return first if first == last else f"{first} to {last}"


def period_name(period: pd.Period) -> str:
    """One period by its months: "July to September 2014", "March 2015"."""
    first, last = _month(period, "start"), _month(period, "end")
    if first == last:
        return first
    return f"{first.removesuffix(last[-5:])} to {last}"


def first_month(period: pd.Period) -> str:
    """The month in which a period starts: "July 2014"."""
    return _month(period, "start")


def last_month(period: pd.Period) -> str:
    """The month in which a period ends: "September 2014"."""
    return _month(period, "end")


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
    """The noun phrase of a sentence, with the verb that agrees with it."""

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
    if not unit or label.endswith(unit):
        return Subject(label, "were")
    return Subject(f"{label} {unit}", "were")
