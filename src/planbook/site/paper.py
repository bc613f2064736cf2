"""The board paper beside the pages, and the page that offers it.

Both files are made while the pages are read. The page that offers them waits for them, since it tells their sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parallel import parallel_available

from planbook.data.files import Made
from planbook.paper.board_paper import unknown_quotes
from planbook.paper.gather import PAGE, make_paper, offered
from planbook.site.edition_source import Source, source_in
from planbook.site.render import render

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


def board_paper(source: Source) -> Iterator[Made]:
    """Both files of the board paper, in a folder of their own."""
    for path in _files(source):
        yield f"{FOLDER}/{path.name}", path.read_bytes()


def _files(source: Source) -> tuple[Path, ...]:
    """PDF and DOCX; none in a book without the page, and none that quotes a claim which the ledger lacks."""
    if not offered(source.places.root) or unknown_quotes(source.paper):
        return ()
    return make_paper(source.places, source.paper)


def begin_paper(app: Sphinx) -> None:
    """Make the paper in a process of its own: it takes about as long as reading all pages, which uses one core."""
    source = source_in(app)
    if parallel_available and offered(source.places.root):
        app.planbook_paper = get_context("fork").Process(target=_try_paper, args=(source,), daemon=True)  # type: ignore[attr-defined]
        app.planbook_paper.start()  # type: ignore[attr-defined]


def _try_paper(source: Source) -> None:
    with suppress(Exception):  # what is wrong is told where the files are wanted
        _files(source)


def report_quotes(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report quotes that name no claim; those on milestones are reported on their own pages.

    The page is written anew each time: it tells the sizes of files that any change may alter.
    """
    source = source_in(app)
    for file, number, fault in unknown_quotes(source.paper) if offered(source.places.root) else ():
        if not file.startswith("M"):
            logger.warning("%s.md, paragraph %s: %s", file, number, fault, type="planbook", subtype="claim")
    return [PAGE] if PAGE in env.found_docs else []


def fill_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put links to the files, with their sizes, in the places that wait for them."""
    source, up = source_in(app), "../" * docname.count("/")
    for waiting in list(doctree.findall(PaperLinks)):
        if begun := getattr(app, "planbook_paper", None):
            begun.join()
        files = [(f"{up}{FOLDER}/{path.name}", *KINDS[path.suffix], _kilobytes(path)) for path in _files(source)]
        html = render("board_paper.html", edition=source.ledger.edition, files=files) if files else ""
        waiting.replace_self(nodes.raw("", html, format="html") if html else [])


def _kilobytes(path: Path) -> str:
    """The size of a file as a reader says it: ``918 kB``."""
    return f"{round(path.stat().st_size / 1000):,} kB"


DIRECTIVES = {"planbook-board-paper": BoardPaper}
