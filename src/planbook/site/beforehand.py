"""What pages show of the tables alone: worked out while notebooks run, in the process from which the build is forked.

Everything here is kept in memory by whoever works it out, so the build and its own processes find it done. Nothing
rests on it: what is not worked out in time, or goes wrong, is worked out where it is wanted. No step may start a
thread, as Typst does: a fork has none of them and would wait for them for ever.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from myst_nb.core.render import load_mime_renders, load_renderer
from nbformat.validator import get_validator
from pygments.styles import get_all_styles
from sphinx.highlighting import PygmentsBridge

from planbook.data import registers, series
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.edge.rows_again import by_series
from planbook.editions.revised_figures import revisions_of
from planbook.site.compare import Asked, map_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["beforehand"]

NOTEBOOK, NOTEBOOK_MINOR = 4, 5
"""The format of executed notebooks."""


def beforehand(root: str, period: str, force: str, as_at: str) -> Iterator[Callable[[], object]]:
    """Steps that take some hundredths of a second each, those that save most first."""
    yield _warm_readers
    places = Places(Path(root))
    measures = registers.measures(places)
    asked = Asked(places, Period.parse(period), force, as_at, measures)
    yield partial(map_of, asked)
    yield partial(revisions_of, places, force)
    names = {name for one in measures.all for name in (one.table, one.year_table, one.denominator) if name}
    tables = [table for name in sorted(names) if (table := places.data / "series" / f"{name}.csv").is_file()]
    yield from (partial(series.observations, table) for table in tables)
    yield from (partial(by_series, table, as_at) for table in tables)


def _warm_readers() -> None:
    """Compile what checks notebooks and colours code, and find what is installed to show outputs.

    It is a quarter of a page's time, in each process that needs it.
    """
    get_validator(NOTEBOOK, NOTEBOOK_MINOR)  # type: ignore[no-untyped-call]
    PygmentsBridge("html", "default").highlight_block('print(f"{1:,}")  # one\n', "ipython3")
    list(get_all_styles())
    load_mime_renders()
    load_renderer("default")
