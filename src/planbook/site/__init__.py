"""The Sphinx extension: claims by id, milestone blocks, and the tables of the edition.

Everything that it shows comes from ``book/edition/ledger.json`` and the registers in ``data/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook import __version__
from planbook.site import blocks, catalogue, finish, front, mathml, milestones, report
from planbook.site.claim_role import ClaimRole
from planbook.site.source import load_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives and the steps that finish a page."""
    app.add_role("claim", ClaimRole())
    for module in (milestones, front, report, catalogue):
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.connect("config-inited", finish.own_face)
    app.connect("builder-inited", load_source)
    app.connect("builder-inited", finish.write_styles)
    app.add_transform(blocks.MilestoneBlocks)
    app.connect("html-page-context", finish.finish_page)
    app.connect("html-page-context", front.add_script)
    app.connect("build-finished", finish.finish_site)
    mathml.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
