"""What is published beside the pages: the one place where each kind of file passes on its way out."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planbook.data.files import place
from planbook.site.compare import PAGE as MAP_PAGE
from planbook.site.compare import map_beside
from planbook.site.data_page import data_files
from planbook.site.evidence import evidence
from planbook.site.lineage_page import lineage_file
from planbook.site.paper import board_paper
from planbook.site.receipts import receipts
from planbook.site.revisions import PAGE as REVISIONS_PAGE
from planbook.site.revisions import revisions_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx

    from planbook.data.files import Made
    from planbook.site.edition_source import Source

__all__ = ["SURFACES", "surfaces"]


def of_the_data(source: Source) -> Iterator[Made]:
    """The map and the table of revisions, where the book has the pages that they stand beside."""
    if source.has_page(MAP_PAGE):
        yield from map_beside(source)
    if source.has_page(REVISIONS_PAGE):
        yield from revisions_file(source)


SURFACES: tuple[Callable[[Source], Iterable[Made]], ...] = (
    receipts,
    of_the_data,
    board_paper,
    data_files,
    evidence,
    lineage_file,
)
"""Each gets the source of the build and says what stands where; no name is made by two."""


def surfaces(app: Sphinx) -> frozenset[str]:
    """Put all of it below the site, and return the names."""
    source = cast("Source", app.planbook)  # type: ignore[attr-defined]
    return frozenset(place(Path(app.outdir).resolve(), chain.from_iterable(make(source) for make in SURFACES)))
