"""What is published beside the pages: the one place where each kind of file passes on its way out."""

from __future__ import annotations

from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planbook.edge.placing import place
from planbook.site.compare import PAGE as MAP_PAGE
from planbook.site.compare import map_beside
from planbook.site.data_page import data_files
from planbook.site.evidence import evidence
from planbook.site.lineage import lineage_file
from planbook.site.paper import board_paper
from planbook.site.parallel import Begun
from planbook.site.receipts import receipts
from planbook.site.revisions import PAGE as REVISIONS_PAGE
from planbook.site.revisions import revisions_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from planbook.edge.placing import Made
    from planbook.site.edition_source import Source

    Surface = Callable[[Source], Iterable[Made]]

__all__ = ["SURFACES", "begin_surfaces", "end_surfaces", "surfaces"]


def of_the_data(source: Source) -> Iterator[Made]:
    """The map and the table of revisions, where the book has the pages that they stand beside."""
    for page, make in OF_PAGES:
        if source.has_page(page):
            yield from make(source)


OF_PAGES: tuple[tuple[str, Surface], ...] = ((MAP_PAGE, map_beside), (REVISIONS_PAGE, revisions_file))
SURFACES: tuple[tuple[Surface, ...], ...] = (
    (receipts,),
    (of_the_data, board_paper, data_files, evidence, lineage_file),
)
"""Each gets the source of the build and says what stands where. Groups are made at once, so no name is made by two."""


def begin_surfaces(app: Sphinx, builder: Builder) -> None:
    """Make all of it in processes of their own while pages are written."""
    if builder.format == "html":
        out = Path(app.outdir).resolve()
        app.planbook_surfaces = Begun(app, partial(_placed, out, _source(app)), SURFACES)  # type: ignore[attr-defined]


def surfaces(app: Sphinx) -> frozenset[str]:
    """The names below the site of all that was placed; it is placed now where no page had to be written."""
    if not hasattr(app, "planbook_surfaces"):
        begin_surfaces(app, app.builder)
    return frozenset(chain.from_iterable(app.planbook_surfaces.ended()))  # type: ignore[attr-defined]


def end_surfaces(app: Sphinx, exception: Exception | None) -> None:
    """Where the build broke off, nothing is to be written behind its back."""
    if exception and hasattr(app, "planbook_surfaces"):
        app.planbook_surfaces.give_up()


def _placed(out: Path, source: Source, group: tuple[Surface, ...]) -> tuple[str, ...]:
    return place(out, chain.from_iterable(make(source) for make in group))


def _source(app: Sphinx) -> Source:
    return cast("Source", app.planbook)  # type: ignore[attr-defined]
