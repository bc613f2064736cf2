"""The process that makes single pages again: a Sphinx application that has read the whole book and keeps it.

It works on a copy of what the last build read, and writes to a folder of its own: the site and the next build see
nothing of it. A page is read and written as the build does it; what is made of all pages (search, receipts, the
board paper) waits for the build that follows.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils

from planbook.data.places import find_places
from planbook.edge.site import faults_in
from planbook.edge.sphinx_parts import leave_out
from planbook.preview.forgetting import forget
from planbook.preview.makers import PAGES, Answer, take_orders
from planbook.preview.saved import Kind, kind_of, pages_showing
from planbook.prose.gate import check_prose
from planbook.site.edition_source import load_source
from planbook.site.freshness import quotes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planbook.data.places import Places

__all__ = ["Galley", "main"]

DOCTREES = "doctrees"
"""The copy of what was read, below the galley's folder."""


class Galley:
    """The application, its copy of what was read, and where it writes."""

    def __init__(self, places: Places, folder: Path) -> None:
        self.places, out = places, folder / PAGES
        self._said = io.StringIO()
        built = places.build / "book" / "_build"
        shutil.copytree(built / ".doctrees", folder / DOCTREES)
        shutil.copytree(built / "html" / "_static", out / "_static")  # pages name style sheets by their contents
        self._app = Sphinx(
            srcdir=places.root,
            confdir=None,
            outdir=out,
            doctreedir=folder / DOCTREES,
            buildername="html",
            confoverrides=_configuration(places.root),
            status=None,
            warning=self._said,
            tags=["preview"],
        )
        # once: a second time would take the scripts that one page asked for as those of all
        self._app.builder.prepare_writing(set(self._app.env.found_docs))

    def follow(self, *, files: Sequence[str]) -> Answer:
        """Check saved files and make the pages that show them; the names of what was written are below ``PAGES``."""
        try:
            return self._follow(files)
        except Exception as error:  # noqa: BLE001 - a half-written notebook must not end the preview
            return Answer((f"{', '.join(files)}: {type(error).__name__}: {error}",))

    def _follow(self, files: Sequence[str]) -> Answer:
        if any(kind_of(file) is Kind.NOTEBOOK for file in files):
            forget()
        faults = check_prose(self.places, [self.places.root / file for file in files])
        if faults:
            return Answer(tuple(map(str, faults)))
        self._said.seek(0)
        self._said.truncate()
        load_source(self._app)
        pages = pages_showing(files, quotes_of(self._app.env))
        self._read(pages)
        self._write(pages)
        said = self._said.getvalue()
        if said:
            return Answer(tuple(line.replace(f"{self.places.root}/", "") for line in faults_in(said).splitlines()))
        return Answer(pages=tuple(f"{page}.html" for page in pages))

    def rehearse(self) -> Self:
        """Make the longest page once: what is loaded at the first use is then loaded."""
        pages = [Path(self._app.env.doc2path(page)) for page in self._app.env.found_docs]
        longest = max((page for page in pages if page.is_file()), key=lambda page: page.stat().st_size)
        name = longest.relative_to(self.places.root).with_suffix("").as_posix()
        self._read([name])
        self._write([name])
        return self

    def _read(self, pages: Iterable[str]) -> None:
        app, env = self._app, self._app.env
        app.phase = BuildPhase.READING
        for page in pages:
            app.emit("env-purge-doc", env, page)
            env.clear_doc(page)
            app.builder.read_doc(page)
        env._pickled_doctree_cache.clear()  # noqa: SLF001 - Sphinx expects to read a page once in a process
        app.emit("env-updated", env)

    def _write(self, pages: Sequence[str]) -> None:
        app, builder = self._app, self._app.builder
        for page in pages:
            app.phase = BuildPhase.RESOLVING
            tree = app.env.get_and_resolve_doctree(page, builder)
            app.phase = BuildPhase.WRITING
            builder.write_doc_serialized(page, tree)
            builder.write_doc(page, tree)


def _configuration(root: Path) -> dict[str, Any]:
    """What ``jupyter-book build -n`` tells Sphinx."""
    contents = {"external_toc_path": (root / "_toc.yml").as_posix(), "latex_individualpages": False, "nitpicky": True}
    found, _ = get_final_config(
        user_yaml=root / "_config.yml", cli_config=contents, sourcedir=root, use_external_toc=True
    )
    return dict(found)


def main() -> None:
    """Load the book that was built last, then follow orders until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an extension prints is no answer
    folder = Path(sys.argv[1])
    for left in (DOCTREES, PAGES):
        shutil.rmtree(folder / left, ignore_errors=True)
    places = find_places()
    leave_out(places.root)
    with patch_docutils(None), docutils_namespace():
        galley = Galley(places, folder).rehearse()
        take_orders(answers, galley.follow)


if __name__ == "__main__":
    main()
