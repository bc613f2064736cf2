"""What is published beside the pages: the one place where each kind of file passes on its way out."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING

from planbook.publish.store import fingerprint, kept, names_kept
from planbook.site.compare import PAGE as MAP_PAGE
from planbook.site.compare import map_files
from planbook.site.data_page import data_files, subject_of
from planbook.site.evidence import evidence
from planbook.site.lineage import lineage_file
from planbook.site.paper import board_paper
from planbook.site.receipts import receipts
from planbook.site.revisions import PAGE as REVISIONS_PAGE
from planbook.site.revisions import revisions_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planbook.edge.placing import Made
    from planbook.site.source import Source

__all__ = ["SURFACES"]


def of_the_data(source: Source) -> Iterator[Made]:
    """The map and the table of revisions, kept where neither the edition nor the data nor the code has changed."""
    makers = [make for page, make in OF_PAGES if source.has_page(page)]
    subject = subject_of(source)
    key = hashlib.sha256(" ".join([fingerprint(subject), *(make.__name__ for make in makers)]).encode()).hexdigest()
    folder = kept(source.places.cache, "of_the_data", key, lambda: chain.from_iterable(make(source) for make in makers))
    yield from ((name, folder / name) for name in names_kept(folder))


OF_PAGES = ((MAP_PAGE, map_files), (REVISIONS_PAGE, revisions_file))
"""Pages, and what stands beside the site only where it has them."""
SURFACES: tuple[tuple[Callable[[Source], Iterable[Made]], ...], ...] = (
    (receipts,),
    (of_the_data,),
    (board_paper, data_files, evidence, lineage_file),
)
"""Each gets the source of the build and says what stands where. Groups are made at once, so no name is made by two."""
