"""The Sphinx extension: claims by id, milestone blocks, and the tables of the edition.

Everything that it shows comes from ``book/edition/ledger.json`` and the registers in ``data/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook import __version__
from planbook.edge.publication import SETTINGS
from planbook.site import (
    catalogue,
    changes,
    cite,
    claim_links,
    data_page,
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
    reading_ages,
    report,
    search,
    terms,
    translator,
)
from planbook.site import catalogue, compare, finish, front, mathml, milestones, report, scripts
from planbook.site.claim_role import ClaimRole
from planbook.site.source import load_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives and the steps that finish a page."""
    app.add_role("claim", ClaimRole())
    for module in (milestones, front, report, catalogue, paper, changes, cite, lineage, reading_ages, data_page):
    for module in (milestones, front, report, catalogue, compare):
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_config_value(SETTINGS, {}, "html", dict)
    app.connect("config-inited", finish.own_face)
    app.connect("builder-inited", load_source)
    app.connect("builder-inited", finish.write_styles)
    app.connect("html-page-context", heads.describe_page)
    app.connect("doctree-read", claim_links.link_figures)
    app.connect("env-purge-doc", claim_links.purge_quotes)
    app.connect("env-merge-info", claim_links.merge_quotes)
    app.connect("env-updated", claim_links.tell_source)
    app.connect("html-page-context", draft.mark_draft)
    app.connect("builder-inited", terms.load_terms)
    app.connect("builder-inited", search.own_search)
    app.connect("doctree-resolved", terms.explain_terms)
    app.connect("html-collect-pages", search.search_page)
    app.connect("html-page-context", finish.finish_page)
    app.connect("html-page-context", scripts.add_scripts)
    app.connect("build-finished", finish.finish_site)
    for part in (face, freshness, translator, mathml, paper):
        part.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
