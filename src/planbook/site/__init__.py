"""The Sphinx extension: claims by id, milestone blocks, and the tables of the edition.

Everything that it shows comes from ``book/edition/ledger.json`` and the registers in ``data/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook import __version__
from planbook.edge.publication import SETTINGS
from planbook.site import (
    blocks,
    catalogue,
    changes,
    cite,
    claim_links,
    draft,
    face,
    finish,
    freshness,
    front,
    heads,
    lineage,
    mathml,
    milestones,
    paper,
    report,
    translator,
)
from planbook.site.claim_role import ClaimRole
from planbook.site.source import load_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives and the steps that finish a page."""
    app.add_role("claim", ClaimRole())
    for module in (milestones, front, report, catalogue, paper, changes, cite, lineage):
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_config_value(SETTINGS, {}, "html", dict)
    app.connect("config-inited", finish.own_face)
    app.connect("builder-inited", load_source)
    app.connect("builder-inited", finish.write_styles)
    app.add_transform(blocks.MilestoneBlocks)
    app.connect("html-page-context", front.add_script)
    app.connect("html-page-context", heads.describe_page)
    app.connect("doctree-read", claim_links.link_figures)
    app.connect("env-purge-doc", claim_links.purge_quotes)
    app.connect("env-merge-info", claim_links.merge_quotes)
    app.connect("env-updated", claim_links.tell_source)
    app.connect("html-page-context", draft.mark_draft)
    app.connect("build-finished", finish.finish_site)
    for part in (face, freshness, translator, mathml, paper):
        part.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
