"""Sphinx's builder of pages, without the styles and scripts of themes and extensions, which no page of ours loads."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.fileutil import copy_asset
from sphinx.util.matching import Matcher

from planbook.paper.gather import PAGE as PAPER
from planbook.site.compiled import BESIDE_MODULES, KeptTemplates
from planbook.site.parallel import Begun
from planbook.site.theme import STATIC, THEME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx

__all__ = ["PageBuilder", "even_shares", "register"]

A_PAGE = 50_000
"""Bytes of source that take as long to read as a page does whatever its length: 0.02 seconds, and 0.4 a million."""


def register(app: Sphinx) -> None:
    """Take the place of the builder of the same name."""
    app.add_builder(PageBuilder, override=True)


def even_shares(sizes: Mapping[str, int], shares: int) -> list[list[str]]:
    """Pages in so many shares that take about as long, the longest first to whoever has least; in their own order."""
    held: list[list[str]] = [[] for _ in range(shares)]
    taken = [0] * shares
    for page in sorted(sizes, key=sizes.__getitem__, reverse=True):
        least = taken.index(min(taken))
        held[least].append(page)
        taken[least] += A_PAGE + sizes[page]
    order = list(sizes)
    return [sorted(pages, key=order.index) for pages in held if pages]


class PageBuilder(StandaloneHTMLBuilder):
    """Under this publication's theme, ``_static`` holds the theme's own files and those of the book."""

    def init_templates(self) -> None:
        """Keep the themes' templates compiled, as this library's own are."""
        super().init_templates()
        if isinstance(self.templates, BuiltinTemplateLoader):
            self.templates.environment.bytecode_cache = KeptTemplates(BESIDE_MODULES)

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Copy the frame's scripts; the themes below bring some hundred files, which would be deleted at the end."""
        if self.config.html_theme != THEME:
            super().copy_theme_static_files(context)
            return
        for file in sorted(STATIC.iterdir()):
            (Path(self.outdir) / "_static" / file.name).write_bytes(file.read_bytes())

    def copy_html_static_files(self, context: dict[str, Any]) -> None:
        """Copy what the book configures; what extensions add is left where it is."""
        if self.config.html_theme != THEME:
            super().copy_html_static_files(context)
            return
        target, hidden = Path(self.outdir) / "_static", Matcher([*self.config.exclude_patterns, "**/.*"])
        for name in self.config.html_static_path:
            folder = (Path(self.confdir) / name).resolve()
            if folder.is_relative_to(Path(self.srcdir).resolve()):
                copy_asset(folder, target, excluded=hidden)

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        """Read a share of the pages here and one in each other process; Sphinx reads none here and forks once more.

        Within a share the order stays: what waits for other processes comes last.
        """
        for page in docnames:
            self.events.emit("env-purge-doc", self.env, page)
            self.env.clear_doc(page)
        sizes = {page: Path(self.env.doc2path(page)).stat().st_size for page in docnames}
        own, *shares = even_shares(sizes, nproc)
        begun = Begun(self.app, self._read_share, shares)
        for page in own:
            self.read_doc(page, _cache=False)
        for pages, read in begun.ended():
            self.env.merge_info_from(pages, pickle.loads(read), self.app)  # noqa: S301 - from a fork of this process

    def _read_share(self, docnames: list[str]) -> tuple[list[str], bytes]:
        """Read pages, and return them with the environment that knows them."""
        for page in docnames:
            self.read_doc(page, _cache=False)
        return docnames, pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        """Resolve and write a share of the pages here, and one in each of ``nproc`` processes.

        Sphinx resolves all pages here, which takes longer than writing them. The page that offers the board paper
        comes last: it waits for a process that only this one can wait for.
        """
        first, *others = sorted(docnames, key=lambda page: page == PAPER)
        self._write_serial([first])  # what it loads is then loaded for all
        own, *shares = (others[-1 - place :: -1 - nproc][::-1] for place in range(nproc + 1))
        begun = Begun(self.app, self._write_share, shares)
        self._write_serial(own)
        for images in begun.ended():
            self.images |= images

    def _write_share(self, docnames: Sequence[str]) -> dict[str, str]:
        """Write pages, and return the images that they show, which are copied at the end."""
        self._write_serial(docnames)
        return self.images
