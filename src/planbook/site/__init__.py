"""The Sphinx extension: claims by id, milestone blocks, and the tables of the edition.

Everything that it shows comes from ``book/edition/ledger.json`` and the registers in ``data/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook import __version__
from planbook.editions.publication import SETTINGS
from planbook.site import (
    accessibility,
    blocks,
    catalogue,
    changes,
    cite,
    claim_links,
    compare,
    data_page,
    draft_mark,
    finish,
    freshness,
    front,
    lineage,
    listed,
    milestones,
    page_records,
    paper,
    reading_ages,
    report,
    revisions,
    search,
    terms,
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
    report,
    revisions,
    catalogue,
    paper,
    changes,
    cite,
    lineage,
    reading_ages,
    data_page,
    compare,
    accessibility,
)
"""Modules with directives of their own."""

STEPS = (
    ("config-inited", finish.own_face),
    ("builder-inited", load_source),
    ("builder-inited", finish.write_styles),
    ("builder-inited", terms.load_terms),
    ("builder-inited", search.own_search),
    ("doctree-read", claim_links.note_quotes),
    ("env-purge-doc", claim_links.purge_quotes),
    ("env-merge-info", claim_links.merge_quotes),
    ("env-updated", claim_links.tell_source),
    ("doctree-resolved", terms.explain_terms),
    ("html-collect-pages", search.search_page),
    ("html-page-context", theme.describe_page),
    ("html-page-context", draft_mark.mark_draft),
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
