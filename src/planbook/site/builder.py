"""Sphinx's builder of pages, without the styles and scripts of themes and extensions, which no page of ours loads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset
from sphinx.util.matching import Matcher

from planbook.site.face import STATIC, THEME

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["PageBuilder", "register"]


def register(app: Sphinx) -> None:
    """Take the place of the builder of the same name."""
    app.add_builder(PageBuilder, override=True)


class PageBuilder(StandaloneHTMLBuilder):
    """Under this publication's theme, ``_static`` holds the theme's own files and those of the book."""

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
