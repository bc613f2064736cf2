"""Read again, from the tables, the rows that the ledger says a claim was computed from."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from planbook.data.rows import Observation, selected

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.data.rows import Rows

__all__ = ["by_series", "rows_again"]


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
