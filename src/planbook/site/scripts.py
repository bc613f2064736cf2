"""Which scripts a page loads beyond the theme's: only those that something on the page asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

__all__ = ["SCRIPTS", "add_scripts"]

SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("data-spots=", ("look_closer.js",)),
    ('class="pb-term"', ("terms.js",)),
    ('id="promises"', ("register.js",)),
    (
        'id="pb-compare-data"',
        ("vendor/d3-array.min.js", "vendor/d3-path.min.js", "vendor/d3-shape.min.js", "compare.js"),
    ),
)
"""What stands in the body of a page that needs them, and the files below ``_static``, in order."""


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Add to one page the scripts that it needs; all are deferred, so that the page stands before they run."""
    del pagename, templatename, doctree
    body = str(context.get("body", ""))
    for sign, files in SCRIPTS:
        for file in files if sign in body else ():
            app.add_js_file(file, loading_method="defer")
