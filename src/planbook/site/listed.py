"""Which files are pages: those that the table of contents names.

Jupyter Book has a setting for it, which looks through every file of the project, built ones too, at every start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["patterns_of", "register"]

ONCE_READ = 950
"""The table of contents is read at 900 (sphinx-external-toc 1)."""
EVERYTHING = ["**"]
"""What Sphinx includes where a book does not say."""
AS_WRITTEN = str.maketrans({"*": "[*]", "?": "[?]", "[": "?"})
"""Names are no patterns. A bracket within brackets is a pattern that Python warns of, so any letter stands for it."""


def register(app: Sphinx) -> None:
    """Choose the pages as soon as the table of contents is known."""
    app.connect("config-inited", _only_listed, priority=ONCE_READ)


def _only_listed(app: Sphinx, config: Config) -> None:
    del app
    contents = getattr(config, "external_site_map", None)  # plain Sphinx has none, and reads every page it finds
    if contents is not None and list(config.include_patterns) == EVERYTHING:
        named = [page.translate(AS_WRITTEN) for page in contents]
        config.include_patterns = patterns_of((*named, *contents.globs()), config.source_suffix)


def patterns_of(pages: Iterable[str], endings: Iterable[str]) -> list[str]:
    """Patterns of the files of pages, each of which may be named with its ending or without."""
    return sorted(f"{page}{ending}" for page in pages for ending in ("", *endings))
