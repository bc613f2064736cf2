"""Periods as pandas counts them: quarters that end with March (``Q-MAR``) and financial years (``Y-MAR``).

They stand apart from ``periods`` so that tables are checked without importing pandas.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from planbook.data.periods import Month, Period


@lru_cache(maxsize=4096)
def quarter_of(text: str) -> pd.Period:
    """The pandas quarter (``Q-MAR``) of a canonical quarter such as ``FY2014-15Q3``."""
    return _quarter(Period.parse(text).last)


@lru_cache(maxsize=4096)
def year_of(text: str) -> pd.Period:
    """The pandas year (``Y-MAR``) of a canonical financial year such as ``FY2014-15``."""
    return pd.Period(year=Period.parse(text).last.year, freq="Y-MAR")


def index_of(ordinals: Iterable[int], *, quarterly: bool) -> pd.PeriodIndex:
    """An index of quarters, or of financial years, from what pandas counts them by (``Period.ordinal``)."""
    freq = "Q-MAR" if quarterly else "Y-MAR"
    index: pd.PeriodIndex = pd.PeriodIndex.from_ordinals(ordinals, freq=freq, name="period")  # type: ignore[attr-defined]  # not in the stubs
    return index


@lru_cache(maxsize=1024)
def quarters_of(period: Period) -> pd.PeriodIndex:
    """The quarters that make up a period, in order.

    Raises:
        NotQuarterly: the period is not made of whole financial quarters.
    """
    quarters = period.quarters
    return pd.period_range(_quarter(quarters[0].first), _quarter(quarters[-1].last), freq="Q-MAR", name="period")


def years_of(period: Period) -> pd.PeriodIndex:
    """The financial year that a whole-year period covers; empty for a part of a year."""
    years = [pd.Period(year=period.last.year, freq="Y-MAR")] if period.whole_year else []
    return pd.PeriodIndex(years, freq="Y-MAR", name="period")


def period_of(quarter: pd.Period) -> Period:
    """The canonical period of a pandas quarter or financial year."""
    return _canonical(int(quarter.qyear), 0 if quarter.freqstr.startswith("Y") else int(quarter.quarter))


@lru_cache(maxsize=4096)
def _canonical(fiscal: int, number: int) -> Period:
    """The financial year that ends in March of ``fiscal``, or its quarter of that number; 0 for the whole year."""
    year = f"FY{fiscal - 1}-{fiscal % 100:02d}"
    return Period.parse(f"{year}Q{number}" if number else year)


def _quarter(month: Month) -> pd.Period:
    return pd.Period(year=month.year, month=month.number, freq="Q-MAR")
