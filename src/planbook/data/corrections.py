"""Known errors of a source: rows whose published value is not used, each with reason and source.

The table keeps what was published. A correction applies only while it holds that value, and ``planbook check`` stops
when it holds another: the publisher may have mended the error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from planbook.data.house_form import read_table
from planbook.data.rows_behind import Observation
from planbook.data.values import records

MISSING = "missing"
CORRECTED = "corrected"


class Correction(msgspec.Struct, frozen=True):
    """A row of a table, the value that was published in it, and the right one, or that none is known."""

    table: str
    period: str
    area: str
    measure: str
    vintage: str
    published: float
    right: str
    reason: str
    source: str


@lru_cache(maxsize=4)
def corrections(data: Path) -> tuple[Correction, ...]:
    """The register of known errors of a data folder; a small book may come without."""
    path = data / "measures" / "corrections.csv"
    return records(read_table(path), Correction) if path.is_file() else ()


def corrected(rows: Iterable[Observation], errors: Iterable[Correction]) -> Iterator[Observation]:
    """Rows with right values in place of wrong ones; a row whose right value nobody knows is left out."""
    by_key = {((one.table, one.area, one.measure, one.period), one.vintage): one for one in errors}
    for row in rows:
        error = by_key.get((row.key, row.vintage))
        if error is None or row.value != error.published:
            yield row
        elif error.right != MISSING:
            yield msgspec.structs.replace(row, value=float(error.right), status=CORRECTED)
