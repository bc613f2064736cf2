"""What was known of a period at a date, found from the vintages that the tables hold."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from planbook.core.known import REPORT_KNOWN, Known
from planbook.edge.vintages import NothingKnown, check_as_at

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.core.periods import Period
    from planbook.edge.places import Places

__all__ = ["column_values", "known_form"]

BY_QUARTER = "recorded_crime_by_measure"
BY_YEAR = "recorded_crime_year_ending_march"


def known_form(places: Places, period: Period, force: str, as_at: str) -> Known:
    """In what form the figures of a period and force were known at ``as_at`` (empty for the latest revision).

    Raises:
        BadAsAt: the date is in no known form.
        NothingKnown: nothing of the period was known then; the message says what is held.
    """
    if not as_at:
        return Known("quarters")
    check_as_at(as_at)
    if min(column_values(places, BY_QUARTER, "vintage")) <= as_at:
        return Known("quarters", as_at)
    years = set(column_values(places, BY_YEAR, "period")) if period.whole_year else set()
    by_year = column_values(places, BY_YEAR, "vintage")
    held_for = column_values(places, BY_YEAR, "area")
    if period.plan_year.canonical in years and force in held_for and min(by_year) <= as_at:
        return Known("years", as_at)
    if period.whole_year and as_at >= REPORT_KNOWN and _reported(places, period, force):
        return Known("published", as_at)
    raise NothingKnown(as_at, period.label, _held(places))


def _reported(places: Places, period: Period, force: str) -> bool:
    """Whether the original report covers the period and the force."""
    from planbook.edge.registers import PLAN_FORCE

    folder = places.data / "plan" / period.plan_year.canonical.removeprefix("FY")
    return force == PLAN_FORCE and folder.is_dir()


def _held(places: Places) -> tuple[str, ...]:
    years = column_values(places, BY_YEAR, "period")
    return (
        f"values that the original report printed for its own year, from {REPORT_KNOWN}",
        f"financial years {years[0]} to {years[-1]}, from {min(column_values(places, BY_YEAR, 'vintage'))}",
        f"quarters, from {min(column_values(places, BY_QUARTER, 'vintage'))}",
    )


def column_values(places: Places, table: str, column: str) -> tuple[str, ...]:
    """The distinct texts of one column of a series table, in order, without opening a frame."""
    path = places.data / "series" / f"{table}.csv"
    return _distinct(path, column, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _distinct(path: Path, column: str, changed: int) -> tuple[str, ...]:
    """The distinct texts as the table stands; one that has changed is read again."""
    del changed
    with path.open(encoding="utf-8", newline="") as rows:
        return tuple(sorted({row[column] for row in csv.DictReader(rows)}))
