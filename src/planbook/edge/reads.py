"""What was read from the tables, noted as it is read, so that a claim can say which rows it came from."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planbook.core.rows import Observation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

__all__ = ["Read", "note", "noting", "observed"]


MIDDLE_OF_YEAR = "MID-"
"""How the period of residents and households begins."""


@dataclass(frozen=True, eq=False)
class Read:
    """Rows of one table as they were handed over: columns period, area, measure, value, vintage."""

    table: str
    rows: pd.DataFrame

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The rows, one record each, in their order."""
        columns = [self.rows[name].tolist() for name in ("period", "area", "measure", "value", "vintage")]
        return tuple(
            Observation(self.table, period, area, measure, float(value), vintage)
            for period, area, measure, value, vintage in zip(*columns, strict=True)
        )


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


def note(table: str, rows: pd.DataFrame) -> None:
    """Note rows that are being read; nothing is kept where nobody asked."""
    found = _noted.get()
    if found is not None and len(rows):
        found.append(Read(table, rows))


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
