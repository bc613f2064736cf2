"""Reporting periods: one parser, one record.

A police financial year runs from 1 April to 31 March. A period is written in one canonical
form (``FY2014-15``, ``FY2014-15Q3``, ``FY2014-15H1``, ``2015-03``, ``R12-2015-03``,
``YTD-2014-12``); friendlier forms are read only where they cannot mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal

from planbook import Refusal
from planbook.data.values import value_of

PeriodKind = Literal["year", "half", "quarter", "month", "rolling", "to date"]

QUARTER_MONTHS = ("April to June", "July to September", "October to December", "January to March")
# Not calendar.month_name: it follows the locale of the machine, and a page must read the same everywhere.
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_YEAR = re.compile(r"(FY)?(\d{4})[-/](\d{2})(?:\s*(Q[1-4]|H[12]))?", re.IGNORECASE)
_MONTH = re.compile(r"M?(\d{4})-(0[1-9]|1[0-2])", re.IGNORECASE)
_ENDING = re.compile(r"(R12[-@]|YTD-)(\d{4})-(0[1-9]|1[0-2])", re.IGNORECASE)


class BadPeriod(ValueError):
    """A text that names no period, or more than one."""

    def __init__(self, text: str, wrong: str, remedy: str) -> None:
        super().__init__(f"period {text!r}: {wrong}. {remedy}")


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier when negative)."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        # By way of the next month, so that February needs no rule.
        after = self.plus(1)
        return date(after.year, after.number, 1) - timedelta(days=1)

    @property
    def financial_year(self) -> int:
        """The year in whose April the financial year of the month begins."""
        return self.year if self.number >= 4 else self.year - 1

    @property
    def quarter(self) -> int:
        """The number of its financial quarter, 1 for April to June."""
        return (self.number - 4) % 12 // 3 + 1

    @property
    def label(self) -> str:
        """The words for prose: ``March 2015``."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True)
class Period:
    """A stretch of whole months with a kind; made by :meth:`parse`.

    ``first`` and ``last`` are inclusive. Two periods of different kinds may cover the same
    months: ``R12-2015-03`` and ``FY2014-15`` do, and give the same figures.
    """

    kind: PeriodKind
    first: Month
    last: Month

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> Period:
        """Read a period from its canonical form or an unambiguous alias.

        Raises:
            BadPeriod: the text is ambiguous, out of step or in no known form.
        """
        bare = text.strip()
        if ending := _ENDING.fullmatch(bare):
            last = Month(int(ending[2]), int(ending[3]))
            if ending[1][0] in "Rr":
                return cls("rolling", last.plus(-11), last)
            return cls("to date", Month(last.financial_year, 4), last)
        year, month = _YEAR.fullmatch(bare), _MONTH.fullmatch(bare)
        if year and not month:
            return _year_or_part(bare, year)
        if month is None:
            raise BadPeriod(text, "is in no known form", _near(bare))
        if year and _follows(year):
            # 2011-12 is December 2011 as well; 2014-15 cannot be a month, and 2015-03 cannot be a year.
            remedy = f"Write FY{bare} for the year or M{bare} for the month"
            raise BadPeriod(bare, "is a financial year and also a month", remedy)
        one = Month(int(month[1]), int(month[2]))
        return cls("month", one, one)

    @classmethod
    def financial_year(cls, start: int) -> Period:
        """The financial year that begins in April of ``start``."""
        return cls("year", Month(start, 4), Month(start + 1, 3))

    @property
    def start(self) -> date:
        """First day, inclusive."""
        return date(self.first.year, self.first.number, 1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        return self.last.last_day

    @property
    def days(self) -> int:
        """Number of days in the period."""
        return (self.end - self.start).days + 1

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The calendar months, in order."""
        count = 12 * (self.last.year - self.first.year) + self.last.number - self.first.number + 1
        return tuple(map(self.first.plus, range(count)))

    @property
    def plan_year(self) -> Period:
        """The financial year that contains the end of the period."""
        return Period.financial_year(self.last.financial_year)

    @property
    def comparison(self) -> Period:
        """The same months one year earlier: the main comparison of every kind of period."""
        return Period(self.kind, self.first.plus(-12), self.last.plus(-12))

    def against(self, baseline: str) -> Period:
        """The same months of a baseline year; of the year before where none is given.

        Raises:
            Refusal: the baseline is not before the period.
        """
        if not baseline:
            return self.comparison
        back = 12 * (self.plan_year.first.year - Period.parse(baseline).first.year)
        if back <= 0:
            raise Refusal(
                f"baseline {baseline}: it is not before {self.canonical}, so no change can be measured against it. "
                "Give an earlier year in the register, or leave the baseline empty for the year before"
            )
        return Period(self.kind, self.first.plus(-back), self.last.plus(-back))

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The financial quarters that make up the period, in order.

        Raises:
            Refusal: the period is not made of whole financial quarters.
        """
        if self.first.number not in {4, 7, 10, 1} or len(self.months) % 3:
            raise Refusal(
                f"period {self.canonical}: the series are counted by quarter, and this period is not made of whole "
                "financial quarters. Ask for a quarter (FY2014-15Q3), a year (FY2014-15), or twelve months or a year "
                "to date that end with a quarter (R12-2014-12, YTD-2014-12)"
            )
        return tuple(Period("quarter", month, month.plus(2)) for month in self.months[::3])

    @property
    def whole_year(self) -> bool:
        """Whether the period covers exactly one financial year."""
        return self.first.number == 4 and len(self.months) == 12

    @cached_property
    def canonical(self) -> str:
        """The one form used in file names, addresses and parameters."""
        year, quarter = f"FY{_fy_text(self.last.financial_year, '-')}", self.last.quarter
        # December 2011 without the M could be the year 2011-12.
        mark = "M" if self.last.number == (self.last.year + 1) % 100 else ""
        return {
            "year": year,
            "quarter": f"{year}Q{quarter}",
            "half": f"{year}H{quarter // 2}",
            "month": f"{mark}{self.last}",
            "rolling": f"R12-{self.last}",
            "to date": f"YTD-{self.last}",
        }[self.kind]

    @property
    def slug(self) -> str:
        """The canonical form in lower case, for file names and addresses."""
        return self.canonical.lower()

    @property
    def label(self) -> str:
        """The words for prose: ``2014/15``, ``October to December 2014``, ``March 2015``."""
        labels = {
            "year": _fy_text(self.first.year, "/"),
            "quarter": f"{QUARTER_MONTHS[self.last.quarter - 1]} {self.last.year}",
            "month": self.last.label,
            "rolling": f"12 months to {self.last.label}",
        }
        return labels.get(self.kind, f"{self.first.label} to {self.last.label}")

    @property
    def short_label(self) -> str:
        """The words for an axis or a table: ``Oct–Dec 2014`` for a quarter, otherwise the label."""
        if self.kind != "quarter":
            return self.label
        first, last = (MONTH_NAMES[month.number - 1][:3] for month in (self.first, self.last))
        return f"{first}\N{EN DASH}{last} {self.last.year}"

    @property
    def last_quarter(self) -> Period:
        """The financial quarter in which the period ends."""
        return self.plan_year.quarters[self.last.quarter - 1]

    @property
    def long_label(self) -> str:
        """The words for a heading, with the dates in full."""
        if self.kind == "year":
            return f"{self.label} ({self.first.label} to {self.last.label})"
        if self.kind == "quarter":
            return f"Quarter {self.last.quarter} {self.plan_year.label} ({self.label})"
        return self.label

    def __str__(self) -> str:
        return self.canonical


def _fy_text(start: int, mark: str) -> str:
    return f"{start}{mark}{(start + 1) % 100:02d}"


def _follows(match: re.Match[str]) -> bool:
    return int(match[3]) == (int(match[2]) + 1) % 100


def _year_or_part(text: str, match: re.Match[str]) -> Period:
    start, part = int(match[2]), (match[4] or "").upper()
    if not _follows(match):
        right = f"FY{_fy_text(start, '-')}"
        raise BadPeriod(text, "the second year does not follow the first", f"Did you mean {right}{part}?")
    if not part:
        return Period.financial_year(start)
    length = 3 if part[0] == "Q" else 6
    first = Month(start, 4).plus(length * (int(part[1]) - 1))
    return Period("quarter" if length == 3 else "half", first, first.plus(length - 1))


def _near(text: str) -> str:
    forms = "Write a year as FY2014-15, a quarter as FY2014-15Q3, a month as 2015-03, twelve months as R12-2015-03"
    if re.fullmatch(r"\d{4}Q[1-4]", text, re.IGNORECASE):
        return f"A calendar or a financial quarter? {forms}"
    if re.fullmatch(r"FY\d{2}", text, re.IGNORECASE):
        return f"Give both years in full. {forms}"
    return forms


def date_words(written: str) -> str:
    """``2015-04-09`` as ``9 April 2015``, ``2015-06`` as ``June 2015``; other text stays as it is."""
    try:
        day = last_day_of(written)
    except ValueError:
        return written
    month = Month(day.year, day.month).label
    return month if value_of(written, "yearmonth") else f"{day.day} {month}"


def last_day_of(written: str) -> date:
    """The last day that a written date can mean: ``2015-06`` is 30 June.

    Raises:
        ValueError: the text is neither a month nor a day of the calendar.
    """
    if value_of(written, "yearmonth"):
        return Month(int(written[:4]), int(written[5:])).last_day
    day = value_of(written, "date")
    if isinstance(day, date):
        return day
    raise ValueError(f"{written!r} is neither a month nor a day")
