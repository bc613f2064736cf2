"""When a promise of the register falls due: its own date, or the date of the paper that will report it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planbook.core.periods import MONTH_NAMES, Month

if TYPE_CHECKING:
    from planbook.core.wording import Promise

__all__ = ["day_text", "last_day_of", "newly_due"]

MONTH_LENGTH = len("2015-06")


def last_day_of(written: str) -> date | None:
    """The last day that a written date can mean: ``2015-06`` is 30 June; nothing where none is written."""
    if not written:
        return None
    if len(written) == MONTH_LENGTH:
        year, _, month = written.partition("-")
        return Month(int(year), int(month)).last_day
    return date.fromisoformat(written)


def day_text(written: str) -> str:
    """A written date as readers say it: ``1 September 2015``, ``June 2015``."""
    year, month, *day = written.split("-")
    named = f"{MONTH_NAMES[int(month) - 1]} {year}"
    return f"{int(day[0])} {named}" if day else named


def newly_due(promise: Promise, start: date, end: date) -> str:
    """The date in words on which a promise fell due after ``start`` and not after ``end``; empty for none."""
    for written in (promise.due, promise.elsewhere_date):
        day = last_day_of(written)
        if day and start < day <= end:
            return day_text(written)
    return ""
