"""Words and numbers as charts print them: thousands commas, a true minus sign, periods in words."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from planbook.claims.display import decimal_text, signed_text

if TYPE_CHECKING:
    import pandas as pd

DASH = "\N{EN DASH}"
MISSING = "[x]"
"""Not available, in the Government Analysis Function's symbols for tables."""


def number(value: float, places: int = 0) -> str:
    """Return ``value`` with commas and ``places`` decimals; ``[x]`` when it is not a finite number."""
    return decimal_text(value, places) if math.isfinite(value) else MISSING


def percent(value: float, places: int = 1) -> str:
    """Return a percentage with its sign, as charts and tables print it: ``−9.0%``; zero has no sign."""
    return f"{signed_text(value, places)}%" if math.isfinite(value) else MISSING


@lru_cache(maxsize=4096)
def period_label(period: pd.Period) -> str:
    """Return ``Apr–Jun 2014`` for a quarter, ``Apr 2014`` for a month, ``2014/15`` for a financial year.

    Raises ``ValueError`` for any other frequency.
    """
    start, end = period.start_time, period.end_time
    if period.freqstr == "Q-MAR":
        return f"{start:%b}{DASH}{end:%b} {end:%Y}"
    if period.freqstr == "M":
        return f"{start:%b %Y}"
    if period.freqstr == "Y-MAR":
        return f"{start:%Y}/{end:%y}"
    message = f"no label for a period of frequency {period.freqstr!r}; use Q-MAR, M or Y-MAR"
    raise ValueError(message)


def span_label(first: pd.Period, last: pd.Period) -> str:
    """Return the words for a stretch of periods; one that makes a whole financial year is called by it."""
    if first == last:
        return period_label(first)
    year = first.asfreq("Y-MAR")
    if (year.start_time, year.end_time) == (first.start_time, last.end_time):
        return period_label(year)
    return f"{period_label(first)} to {period_label(last)}"


def count_noun(amount: int, one: str, many: str) -> str:
    """Return ``1 point`` or ``2 points``."""
    return f"{amount:,} {one if amount == 1 else many}"
