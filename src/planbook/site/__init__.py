"""The Sphinx extension: claims by id, milestone blocks, and the tables of the edition.

Everything that it shows comes from ``book/edition/ledger.json`` and the registers in ``data/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook import __version__
from planbook.editions.citing import SETTINGS
from planbook.site import (
    blocks,
    catalogue,
    claim_links,
    compare,
    data_page,
    finish,
    freshness,
    front,
    lineage_page,
    listed,
    milestones,
    notices,
    page_records,
    paper,
    prose_links,
    reading_ages,
    revisions,
    search,
    theme,
    translator,
)
from planbook.site.edition_source import load_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


WORDS = (
    milestones,
    page_records,
    front,
    revisions,
    catalogue,
    paper,
    lineage_page,
    reading_ages,
    data_page,
    compare,
)
"""Modules with directives of their own."""

STEPS = (
    ("config-inited", finish.own_face),
    ("builder-inited", load_source),
    ("builder-inited", finish.write_styles),
    ("builder-inited", prose_links.load_terms),
    ("builder-inited", search.own_search),
    ("doctree-read", claim_links.note_quotes),
    ("env-purge-doc", claim_links.purge_quotes),
    ("env-merge-info", claim_links.merge_quotes),
    ("env-updated", claim_links.tell_source),
    ("doctree-resolved", prose_links.explain_terms),
    ("html-collect-pages", search.search_page),
    ("html-page-context", theme.describe_page),
    ("html-page-context", notices.mark_draft),
    ("html-page-context", theme.add_scripts),
    ("build-finished", finish.finish_site),
)
"""What is done when: Sphinx's events in their order."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives and the steps from sources to finished pages."""
    app.add_role("claim", claim_links.ClaimRole())
    for module in WORDS:
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_config_value(SETTINGS, {}, "html", dict)
    for event, step in STEPS:
        app.connect(event, step)
    app.add_transform(blocks.MilestoneBlocks)
    for part in (theme, freshness, listed, translator, paper):
        part.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
