"""Sphinx without its builders of other formats, each of which is imported and set up at every start of a build."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["UNUSED", "leave_out", "parts_for"]

NO_VALUE = "\0"
"""Stands in no configuration."""
UNUSED = {
    "alabaster": "alabaster",
    "sphinx.builders.changes": NO_VALUE,
    "sphinx.builders.dirhtml": NO_VALUE,
    "sphinx.builders.dummy": NO_VALUE,
    "sphinx.builders.epub3": "epub_",
    "sphinx.builders.linkcheck": "linkcheck_",
    "sphinx.builders.manpage": "man_",
    "sphinx.builders.singlehtml": "singlehtml_",
    "sphinx.builders.texinfo": "texinfo_",
    "sphinx.builders.text": "text_",
    "sphinx.builders.xml": "xml_",
    "sphinxcontrib.applehelp": "applehelp_",
    "sphinxcontrib.devhelp": "devhelp_",
    "sphinxcontrib.htmlhelp": "htmlhelp_",
    "sphinxcontrib.qthelp": "qthelp_",
    "sphinxcontrib.serializinghtml": NO_VALUE,
}
"""Parts that no page in HTML needs, and how the values begin by which one is configured.

Jupyter Book reads the values of LaTeX in any build, and translating text those of message catalogues: both stay.
"""


def parts_for(config: str, parts: Iterable[str]) -> tuple[str, ...]:
    """Those of Sphinx's parts that a book with this configuration needs, as text, in the same order.

    A part stays where one of its values may be set: Sphinx warns of a value that no part has declared.
    """
    return tuple(part for part in parts if part not in UNUSED or UNUSED[part] in config)


def leave_out(book: Path) -> None:
    """Have Sphinx start without what a book does not need.

    Whoever goes on from what an earlier start has read must have the same parts: Sphinx takes the values of another
    part for a change of configuration, and reads everything again.
    """
    sphinx = vars(import_module("sphinx.application"))
    sphinx["builtin_extensions"] = parts_for(_configuration(book), sphinx["builtin_extensions"])


def _configuration(book: Path) -> str:
    """The text that configures a book; empty where there is none, of which Jupyter Book tells itself."""
    try:
        return (book / "_config.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
