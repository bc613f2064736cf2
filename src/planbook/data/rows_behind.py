"""The rows of a table that a claim was computed from: noted as they are read, named and hashed for the ledger.

A ledger keeps the names and the hash alone; the rows themselves are read again from the table.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product
from typing import Any

import msgspec

from planbook import Refusal
from planbook.data.periods import BadPeriod, Period

LISTS = ("areas", "measures", "periods")


class Observation(msgspec.Struct, frozen=True):
    """One row of a table of series: a value, in the unit of its measure, with the release it stands in."""

    table: str
    period: str
    area: str
    measure: str
    value: float
    vintage: str
    status: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the row from every other of the edition; also the order of rows."""
        return (self.table, self.area, self.measure, self.period)


@dataclass(frozen=True)
class Rows:
    """Rows of one table: areas, measures, periods in order, how many rows, and the SHA-256 of their values."""

    table: str
    areas: tuple[str, ...]
    measures: tuple[str, ...]
    periods: tuple[str, ...]
    count: int
    sha256: str

    @property
    def first(self) -> str:
        """The first period."""
        return self.periods[0]

    @property
    def last(self) -> str:
        """The last period."""
        return self.periods[-1]

    @property
    def path(self) -> str:
        """The file, from the root of the project."""
        return f"data/series/{self.table}.csv"

    def as_record(self) -> dict[str, Any]:
        """The rows as plain data for the ledger: each list as one text, its names apart by spaces."""
        return {**vars(self), **{name: " ".join(getattr(self, name)) for name in LISTS}}


def rows_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a range as the ledger holds it."""
    return {**record, **{name: record[name].split() for name in LISTS}}


def rows_hash(observations: Iterable[Observation]) -> str:
    """The SHA-256 of rows in the order of their keys."""
    total = hashlib.sha256()
    for row in sorted(observations, key=lambda row: row.key):
        # The status is left out: a figure that is confirmed without a change is the same figure.
        total.update(f"{row.period},{row.area},{row.measure},{row.value!r},{row.vintage}\n".encode())
    return total.hexdigest()


def range_of(observations: Iterable[Observation]) -> tuple[Rows, ...]:
    """The ranges that hold ``observations``, one a table, in the order of tables."""
    ordered, ranges = sorted(set(observations), key=lambda row: row.key), []
    for table, group in groupby(ordered, key=lambda row: row.table):
        rows = tuple(group)
        names = ((row.area, row.measure, row.period) for row in rows)
        areas, measures, periods = (tuple(sorted(set(column))) for column in zip(*names, strict=True))
        ranges.append(Rows(table, areas, measures, periods, len(rows), rows_hash(rows)))
    return tuple(ranges)


def selected(rows: Rows, observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The rows of a range among ``observations`` of its table, checked against the hash.

    Raises:
        Refusal: they are more, fewer or others than those the claim was computed from.
    """
    keys = set(product(rows.areas, rows.periods, rows.measures))
    own = [row for row in observations if (row.area, row.period, row.measure) in keys]
    if rows_hash(own) != rows.sha256:
        raise Refusal(
            f"{rows.path}, {rows.first} to {rows.last}: the ledger was made from {rows.count} rows with hash "
            f"{rows.sha256[:12]}, and the table now holds {len(own)} rows that say something else. "
            "Run the edition again with `planbook run`"
        )
    return tuple(sorted(own, key=lambda row: (row.area, row.period, row.measure)))


MIDDLE_OF_YEAR = "MID-"  # how the period of residents and households begins


@lru_cache(maxsize=256)  # a receipt may list sixty rows, and hundreds of receipts list the same periods
def period_words(text: str) -> str:
    """The period of a row in words: ``2024/25``, ``Middle of 2024``; as it stands where it is none."""
    if text.startswith(MIDDLE_OF_YEAR):
        return f"Middle of {text.removeprefix(MIDDLE_OF_YEAR)}"
    try:
        return Period.parse(text).label
    except BadPeriod:
        return text


# Each block has a list of its own: what an inner block reads is not noted again by the one around it.
_noted: ContextVar[list[Observation] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[list[Observation]]:
    """Every row that is read inside the block, by whatever path, in the order of reading."""
    rows: list[Observation] = []
    before = _noted.set(rows)
    try:
        yield rows
    finally:
        _noted.reset(before)


def note(observations: Iterable[Observation]) -> None:
    """Note rows that are being read; nothing is kept where nobody asked."""
    if (rows := _noted.get()) is not None:
        rows += observations


def observed(
    rows: Iterable[Observation], periods: Collection[str] | None = None, areas: Collection[str] | None = None
) -> Iterator[Observation]:
    """Those of some periods or areas alone, where they are given.

    Residents and households are of a middle of a year (``MID-2014``) and pass whatever the periods.
    """
    for row in rows:
        due = periods is None or row.period in periods or row.period.startswith(MIDDLE_OF_YEAR)
        if due and (areas is None or row.area in areas):
            yield row
