"""What was read from the tables, noted as it is read, so that a claim can say which rows it came from."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from planbook.data.rows import Observation, selected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.data.rows import Rows

__all__ = ["Read", "Row", "by_series", "note", "noting", "observed", "rows_again"]


def rows_again(places: Places, ranges: tuple[Rows, ...], as_at: str) -> tuple[Observation, ...]:
    """The rows of the ranges as known at a date, checked against their hashes.

    Raises:
        RowsChanged: a table no longer holds what the claim was computed from.
    """
    return tuple(row for rows in ranges for row in _range(places.root, rows, as_at))


@lru_cache(maxsize=512)
def _range(root: Path, rows: Rows, as_at: str) -> tuple[Observation, ...]:
    held = by_series(root / rows.path, as_at)
    return selected(rows, (row for area in rows.areas for name in rows.measures for row in held.get((area, name), ())))


@lru_cache(maxsize=16)
def by_series(path: Path, as_at: str) -> dict[tuple[str, str], tuple[Observation, ...]]:
    """The rows of a table by area and measure, each period in its latest vintage of those known."""
    latest: dict[tuple[str, str, str, str], Observation] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            row = Observation(
                table=path.stem,
                period=line["period"],
                area=line["area"],
                measure=line["measure"],
                value=float(line["value"]),
                vintage=line["vintage"],
                status=line["status"],
            )
            held = latest.get(row.key)
            if (not as_at or row.vintage <= as_at) and (held is None or held.vintage <= row.vintage):
                latest[row.key] = row
    found: dict[tuple[str, str], list[Observation]] = {}
    for row in latest.values():
        found.setdefault((row.area, row.measure), []).append(row)
    return {series: tuple(rows) for series, rows in found.items()}


MIDDLE_OF_YEAR = "MID-"
"""How the period of residents and households begins."""


Row = tuple[str, str, str, float, str]
"""Period, area, measure, value, vintage."""


@dataclass(frozen=True, eq=False)
class Read:
    """Rows of one table as they were handed over."""

    table: str
    rows: tuple[Row, ...]

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The rows, one record each, in their order."""
        return tuple(Observation(self.table, *row) for row in self.rows)


_noted: ContextVar[list[Read] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[list[Read]]:
    """Everything that is read inside the block, by whatever path, in the order of reading."""
    found: list[Read] = []
    before = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(before)


def note(table: str, rows: Iterable[Row]) -> None:
    """Note rows that are being read; nothing is kept where nobody asked."""
    found = _noted.get()
    if found is not None and (held := tuple(rows)):
        found.append(Read(table, held))


def observed(
    reads: Collection[Read], periods: Collection[str] | None = None, areas: Collection[str] | None = None
) -> Iterator[Observation]:
    """The rows of reads as observations, those of some periods or areas alone where they are given.

    Residents and households are of a middle of a year (``MID-2014``) and pass whatever the periods.
    """
    for read in reads:
        for row in read.observations:
            if periods is not None and row.period not in periods and not row.period.startswith(MIDDLE_OF_YEAR):
                continue
            if areas is None or row.area in areas:
                yield row
