"""What was read from the tables, noted as it is read, so that a claim can say which rows it came from."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planbook.data.rows import Observation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["Read", "Row", "note", "noting", "observed"]


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
