"""The board paper beside the pages, and the page that offers it.

Both files are written once the pages are read and before they are written: the page that offers them tells their sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from planbook.paper.board_paper import unknown_quotes
from planbook.paper.gather import PAGE, make_paper, offered
from planbook.site.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.data.files import Made
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "board_paper", "register"]

logger = logging.getLogger(__name__)
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
    """Make the paper when the pages are read, and fill in its links when they are written."""
    app.add_node(PaperLinks)
    app.connect("env-updated", _make)
    app.connect("doctree-resolved", _fill)


def board_paper(source: Source) -> Iterator[Made]:
    """Both files of the board paper, in a folder of their own; a book without its page has none."""
    if offered(source.places.root) and not unknown_quotes(source.paper):
        for path in make_paper(source.places, source.paper):
            yield f"{FOLDER}/{path.name}", path.read_bytes()


def _make(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write both files, or report quotes that name no claim; those on milestones are reported on their own pages.

    The page is written anew each time: it tells the sizes of files that any change may alter.
    """
    source = _source(app)
    faults = unknown_quotes(source.paper) if offered(source.places.root) else ()
    for file, number, fault in faults:
        if not file.startswith("M"):
            logger.warning("%s.md, paragraph %s: %s", file, number, fault, type="planbook", subtype="claim")
    if offered(source.places.root) and not faults:
        make_paper(source.places, source.paper)
    return [PAGE] if PAGE in env.found_docs else []


def _source(app: Sphinx) -> Source:
    return cast("Source", app.planbook)  # type: ignore[attr-defined]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(PaperLinks)):
        html = "" if unknown_quotes(_source(app).paper) else _links(_source(app), docname)
        place.replace_self(nodes.raw("", html, format="html") if html else [])


def _links(source: Source, docname: str) -> str:
    up = "../" * docname.count("/")
    files = [
        (f"{up}{FOLDER}/{path.name}", *KINDS[path.suffix], _kilobytes(path))
        for path in make_paper(source.places, source.paper)
    ]
    return render("board_paper.html", edition=source.ledger.edition, files=files)


def _kilobytes(path: Path) -> str:
    """The size of a file as a reader says it: ``918 kB``."""
    return f"{round(path.stat().st_size / 1000):,} kB"


DIRECTIVES = {"planbook-board-paper": BoardPaper}
