"""Finish the site: the style sheet, every file beside the pages, and nothing left that no page uses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parallel import parallel_available

import planbook
from planbook.data.files import PLACED, Made, digest_of, files_below, installed_packages, place
from planbook.paper.board_paper import unknown_quotes
from planbook.paper.gather import make_paper, offered
from planbook.site.compare import PAGE as MAP_PAGE
from planbook.site.compare import map_files
from planbook.site.edition_source import Source, source_in
from planbook.site.evidence import data_files, evidence
from planbook.site.lineage import lineage_file
from planbook.site.receipts import receipts
from planbook.site.render import render
from planbook.site.revisions import PAGE as REVISIONS_PAGE
from planbook.site.revisions import revisions_file
from planbook.site.theme import name_of

logger = logging.getLogger(__name__)
STYLE_SHEET = "planbook.css"
# What stands in quotation marks or brackets: an address, or else a word too many, which keeps a file.
ADDRESS = re.compile(r"""["'(]([^"'()<>?#\s]+)""")
# What Sphinx needs the next time, and other books to link to this one.
OF_SPHINX = (".buildinfo", ".doctrees/", "objects.inv")
PAPER_KINDS = {".pdf": ("PDF", "tagged for screen readers"), ".docx": ("Word document", "DOCX, with heading styles")}


def write_styles(app: Sphinx) -> None:
    """Write the one sheet that pages load."""
    target = Path(app.outdir) / "_static" / STYLE_SHEET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(joined_styles(Path(app.srcdir)), encoding="utf-8")


def joined_styles(root: Path) -> str:
    """The sheets of ``book/_styles``, ``base.css`` first, as one."""
    sheets = sorted((root / "book" / "_styles").glob("*.css"), key=lambda sheet: (sheet.name != "base.css", sheet.name))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


class BoardPaper(SphinxDirective):
    """Links to both files of the board paper, with their sizes."""

    has_content = False

    def run(self) -> list[Node]:
        """The links, or nothing where a section of the paper quotes a claim that the ledger lacks, which is a fault."""
        # Any change may alter the sizes that the page tells, so that it is read anew at every build.
        self.env.note_reread()
        source = source_in(self.env.app)
        for file, number, fault in unknown_quotes(source.paper):
            # Commentary on milestones is reported where it stands.
            if not file.startswith("M"):
                logger.warning("%s.md, paragraph %s: %s", file, number, fault, type="planbook", subtype="claim")
        if begun := getattr(self.env.app, "planbook_paper", None):
            begun.join()
        up = "../" * self.env.docname.count("/")
        files = [
            (f"{up}{name}", *PAPER_KINDS[path.suffix], f"{round(path.stat().st_size / 1000):,} kB")
            for name, path in board_paper(source)
        ]
        html = render("board_paper.html", edition=source.ledger.edition, files=files)
        return [nodes.raw("", html, format="html")] if files else []


def begin_paper(app: Sphinx) -> None:
    """Make the paper in a process of its own: it takes about as long as reading all pages, which uses one core."""
    source = source_in(app)
    if parallel_available and offered(source.places.root):
        app.planbook_paper = get_context("fork").Process(target=_try_paper, args=(source,), daemon=True)  # type: ignore[attr-defined]
        app.planbook_paper.start()  # type: ignore[attr-defined]


def _try_paper(source: Source) -> None:
    with suppress(Exception):  # what is wrong is told where the files are wanted
        make_paper(source.places, source.paper)


def board_paper(source: Source) -> Iterator[tuple[str, Path]]:
    """PDF and DOCX; none in a book without the page, and none that quotes a claim which the ledger lacks."""
    if offered(source.places.root) and not unknown_quotes(source.paper):
        yield from ((f"paper/{path.name}", path) for path in make_paper(source.places, source.paper))


def data_of_pages(source: Source) -> Iterator[Made]:
    """The map and the table of revisions, where the book has the pages that they stand beside."""
    if source.has_page(MAP_PAGE):
        yield from map_files(source)
    if source.has_page(REVISIONS_PAGE):
        yield from revisions_file(source)


# Each makes files from the source of the build; no name is made by two. What takes long says what it follows from
# beside edition, tables and library: it is left where all of that is the same.
FILES: Mapping[Callable[[Source], Iterable[Made]], Callable[[Source], object] | None] = {
    receipts: lambda source: (source.quotes, source.signoffs),
    data_of_pages: lambda source: sorted(source.pages),
    board_paper: None,
    data_files: lambda _: (),
    evidence: None,
    lineage_file: None,
}


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Publish what stands beside the pages, and delete what neither they nor a reader can ask for."""
    if exception or app.builder.format != "html":
        return
    out, source = Path(app.outdir).resolve(), source_in(app)
    if app.config.root_doc != "index":
        door = render("front_door.html", front=f"{app.config.root_doc}.html", title=name_of(app.config))
        (out / "index.html").write_text(f"{door}\n", encoding="utf-8")
    published = _publish(out, source, Path(app.doctreedir) / PLACED)
    delete_unused(out, {"index.html", *map(app.builder.get_target_uri, source.pages), *published})


def _publish(out: Path, source: Source, record: Path) -> set[str]:
    """Make what stands beside the pages, or leave it where all that it follows from is the same; return its names."""
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    data = (file for file in files_below(source.places.data) if not file.endswith(".md"))
    # The settings give every receipt its title and address, so a change of them is no change of an edition alone.
    root, library = source.places.root, Path(planbook.__file__).parent
    whole = (source.places.edition, library, root / "_config.yml", root / "_toc.yml")
    made_of = (*data, *(file for top in whole for file in files_below(top)))
    shared, now = digest_of(made_of, installed_packages()), {}
    for make, follows in FILES.items():
        digest = digest_of((), shared, repr(follows(source))) if follows else ""
        standing = before.get(make.__name__, {"digest": None, "names": []})
        same = digest and digest == standing["digest"] and all((out / name).is_file() for name in standing["names"])
        now[make.__name__] = standing if same else {"digest": digest, "names": place(out, make(source))}
    record.write_text(json.dumps(now), encoding="utf-8")
    return {name for one in now.values() for name in one["names"]}


def delete_unused(out: Path, published: Collection[str]) -> None:
    """Delete files that are not ``published`` and that no page or sheet refers to by name, and empty folders."""
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    used = {name for name in files if name in published or name.startswith(OF_SPHINX)}
    fresh = used
    # A page may name a page that Sphinx alone makes, and a sheet may import another: until nothing new is named.
    while fresh:
        texts = [files[name].read_text(encoding="utf-8") for name in fresh if name.endswith((".html", ".css"))]
        names = {unquote(address).rpartition("/")[2] for text in texts for address in ADDRESS.findall(text)}
        fresh = {name for name, path in files.items() if path.name in names} - used
        used |= fresh
    for name in files.keys() - used:
        files[name].unlink()
    for folder in sorted((path for path in out.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


DIRECTIVES = {"planbook-board-paper": BoardPaper}
