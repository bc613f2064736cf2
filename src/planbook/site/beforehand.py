"""What pages show of the tables alone: worked out while notebooks run, in the process from which the build is forked.

Everything here is kept in memory by whoever works it out, so the build and its own processes find it done. Nothing
rests on it: what is not worked out in time, or goes wrong, is worked out where it is wanted. No step may start a
thread, as Typst does: a fork has none of them and would wait for them for ever.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.core.periods import Period
from planbook.edge import registers, series
from planbook.edge.places import Places
from planbook.edge.revised import revisions_of
from planbook.edge.rows_again import by_series
from planbook.site.all_forces import Asked, map_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["beforehand"]


def beforehand(root: str, period: str, force: str, as_at: str) -> Iterator[Callable[[], object]]:
    """Steps that take some hundredths of a second each, those that save most first."""
    places = Places(Path(root))
    asked = Asked(places, Period.parse(period), force, as_at, registers.measures(places))
    yield partial(map_of, asked)
    yield partial(revisions_of, places, force)
    tables = sorted((places.data / "series").glob("*.csv"))
    yield from (partial(series.ordered, table) for table in tables)
    yield from (partial(by_series, table, as_at) for table in tables)
