"""The Sphinx extension: the pages, the receipts and all files beside them, from one edition.

``book/edition/ledger.json``, the executed notebooks and the registers in ``data/`` come in. Directives, the role
``claim`` and the theme make pages of them. The table of steps says what is done at which of Sphinx's events.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from myst_nb.sphinx_ import HideCodeCellNode

from planbook import __version__
from planbook.editions.citing import SETTINGS
from planbook.site import (
    catalogue,
    compare,
    data_page,
    edition_source,
    finish,
    freshness,
    front,
    lineage_page,
    milestones,
    notices,
    page_records,
    paper,
    prose_links,
    reading_ages,
    render,
    revisions,
    search,
    theme,
    translator,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MODULES = (
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

USUAL, LATE = 500, 950
"""Sphinx's own priority; and one later than the table of contents is read (900, sphinx-external-toc 1)."""
STEPS = (
    ("config-inited", finish.add_style_sheet, USUAL),
    ("config-inited", theme.fit_frame, USUAL),
    ("config-inited", freshness.choose_pages, LATE),
    ("builder-inited", edition_source.load_source, USUAL),
    ("builder-inited", paper.begin_paper, USUAL),
    ("builder-inited", finish.write_styles, USUAL),
    ("builder-inited", prose_links.load_terms, USUAL),
    ("builder-inited", search.replace_search, USUAL),
    ("builder-inited", render.keep_templates, USUAL),
    ("env-get-outdated", freshness.outdated_pages, USUAL),
    ("env-purge-doc", edition_source.forget_page, USUAL),
    ("doctree-read", render.note_quotes, USUAL),
    ("env-updated", render.complete_source, USUAL),
    ("env-updated", freshness.keep_digests, USUAL),
    ("env-updated", paper.report_quotes, USUAL),
    ("doctree-resolved", prose_links.explain_terms, USUAL),
    ("doctree-resolved", paper.fill_links, USUAL),
    ("html-collect-pages", search.search_page, USUAL),
    ("html-page-context", theme.describe_page, USUAL),
    ("html-page-context", notices.mark_draft, USUAL),
    ("html-page-context", theme.add_scripts, USUAL),
    ("html-page-context", theme.fill_frame, LATE),
    ("build-finished", finish.finish_site, USUAL),
)
"""What is done when: Sphinx's events in their order, and the priority among those who follow the same event."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives, theme, writers and the steps from sources to finished pages."""
    app.add_role("claim", render.ClaimRole())
    for module in MODULES:
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_config_value(SETTINGS, {}, "html", dict)
    app.add_config_value("planbook_repository", "", "html", types=(str,))
    if "comments_config" not in app.config:
        app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it, whether or not that extension is on
    app.add_html_theme(theme.THEME, str(Path(theme.__file__).with_name("theme")))
    for event, step, priority in STEPS:
        app.connect(event, step, priority)
    app.add_transform(milestones.MilestoneBlocks)
    app.add_node(paper.PaperLinks)
    app.add_node(HideCodeCellNode, override=True, html=translator.HIDDEN_CODE)
    app.add_html_math_renderer(translator.MATHML, translator.INLINE, translator.BLOCK)
    app.config.html_math_renderer = translator.MATHML
    app.set_translator("html", translator.Translator)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
