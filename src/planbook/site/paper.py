"""The board paper beside the pages, and the page that offers it.

The paper is made by a process of its own while Sphinx reads the pages, so that it costs the build no time where
there is a second core; what it made is found again by a hash of its sources.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parallel import parallel_available

from planbook.core.board_paper import unknown_quotes
from planbook.paper.gather import PAGE, make_paper, offered, printed
from planbook.site.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.core.board_paper import PaperSource
    from planbook.data.places import Places
    from planbook.edge.placing import Made
    from planbook.paper.gather import Printed
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "PREVIEW", "board_paper", "register"]

logger = logging.getLogger(__name__)
PREVIEW = "preview"
"""Sphinx's tag of a build of single pages: the paper waits for the whole build, unless its own page is made."""
FOLDER = "paper"
KINDS = {".pdf": ("PDF", "tagged for screen readers"), ".docx": ("Word document", "DOCX, with heading styles")}


class PaperLinks(nodes.General, nodes.Element):
    """Where the links to the paper will stand, once it is made and its size is known."""


class BoardPaper(SphinxDirective):
    """Links to both files of the board paper, with their sizes."""

    has_content = False

    def run(self) -> list[Node]:
        """A place to be filled when the pages are written."""
        return [PaperLinks()]


def register(app: Sphinx) -> None:
    """Start the paper when a build starts, check its commentary, and fill in its links when pages are written."""
    app.add_node(PaperLinks)
    app.connect("builder-inited", _start)
    app.connect("env-updated", _check)
    app.connect("doctree-resolved", _fill)


def board_paper(source: Source) -> Iterator[Made]:
    """Both files of the board paper, in a folder of their own; a book without its page has none."""
    if offered(source.places.root) and not unknown_quotes(source.paper):
        for path in make_paper(source.places, source.paper).files:
            yield f"{FOLDER}/{path.name}", path.read_bytes()


def _start(app: Sphinx) -> None:
    """Make the paper in a process of its own; what goes wrong there goes wrong again where the files are wanted."""
    app.planbook_paper = None  # type: ignore[attr-defined]
    wanted = offered(Path(app.srcdir)) and not app.tags.has(PREVIEW)
    if wanted and parallel_available and app.parallel > 1:
        source = _source(app)
        process = get_context("fork").Process(target=_make, args=(source.places, source.paper), daemon=True)
        process.start()
        app.planbook_paper = process  # type: ignore[attr-defined]


def _make(places: Places, source: PaperSource) -> None:
    try:
        make_paper(places, source)
    except Exception:  # noqa: BLE001 - told by whoever wants the files; a trace here would be told twice
        sys.exit(1)


def _source(app: Sphinx) -> Source:
    return cast("Source", app.planbook)  # type: ignore[attr-defined]


def _printed(app: Sphinx) -> Printed:
    """Both files: those of the process, if it made them, otherwise made now."""
    source = _source(app)
    process: BaseProcess | None = app.planbook_paper  # type: ignore[attr-defined]
    if process is not None:
        process.join()
        if process.exitcode == 0:
            return printed(source.places)
    return make_paper(source.places, source.paper)


def _check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report quotes of the paper's own sections that name no claim; those on milestones are reported on their pages.

    The page is written anew each time: it tells the sizes of files that any change may alter.
    """
    source = _source(app)
    if offered(source.places.root):
        for file, number, fault in unknown_quotes(source.paper):
            if not file.startswith("M"):
                logger.warning("%s.md, paragraph %s: %s", file, number, fault, type="planbook", subtype="claim")
    return [PAGE] if PAGE in env.found_docs else []


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(PaperLinks)):
        html = _links(app, docname)
        place.replace_self(nodes.raw("", html, format="html") if html else [])


def _links(app: Sphinx, docname: str) -> str:
    source = _source(app)
    if unknown_quotes(source.paper):
        return ""
    up = "../" * docname.count("/")
    files = _printed(app).files
    return render(
        "board_paper.html",
        edition=source.ledger.edition,
        files=[(f"{up}{FOLDER}/{path.name}", *KINDS[path.suffix], _kilobytes(path)) for path in files],
    )


def _kilobytes(path: Path) -> str:
    """The size of a file as a reader says it: ``918 kB``."""
    return f"{round(path.stat().st_size / 1000):,} kB"


DIRECTIVES = {"planbook-board-paper": BoardPaper}
