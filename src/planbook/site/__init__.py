"""The Sphinx extension: the pages, the receipts and all files beside them, from one edition.

``book/edition/ledger.json``, the executed notebooks and the registers in ``data/`` come in. Directives, the role
``claim`` and the theme make pages of them. The table of steps says what is done at which of Sphinx's events.
"""

from __future__ import annotations

from pathlib import Path

from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from planbook import __version__
from planbook.editions.citing import SETTINGS
from planbook.site import (
    catalogue,
    compare,
    edition_source,
    evidence,
    finish,
    freshness,
    front,
    lineage,
    milestones,
    page_records,
    plan_texts,
    prose,
    render,
    revisions,
    search,
    theme,
)

# Modules with directives of their own.
MODULES = (milestones, page_records, front, revisions, catalogue, finish, lineage, prose, compare, plan_texts)
# Sphinx's own priority; and one later than the table of contents is read (900, sphinx-external-toc 1).
USUAL, LATE = 500, 950
STEPS = (
    ("config-inited", theme.fit_frame, USUAL),
    ("config-inited", freshness.choose_pages, LATE),
    ("builder-inited", edition_source.load_source, USUAL),
    ("builder-inited", finish.begin_paper, USUAL),
    ("builder-inited", finish.write_styles, USUAL),
    ("builder-inited", search.replace_search, USUAL),
    ("env-get-outdated", freshness.outdated_pages, USUAL),
    ("source-read", plan_texts.say_that_there_is_no_report, USUAL),
    ("env-purge-doc", edition_source.forget_page, USUAL),
    ("doctree-read", render.note_quotes, USUAL),
    ("env-updated", render.complete_source, USUAL),
    ("env-updated", freshness.keep_digests, USUAL),
    ("doctree-resolved", prose.explain_terms, USUAL),
    ("html-collect-pages", search.search_page, USUAL),
    ("html-page-context", evidence.mark_draft, USUAL),
    ("html-page-context", theme.fill_frame, LATE),
    ("build-finished", finish.finish_site, USUAL),
)
"""What is done when: Sphinx's events in their order, and the priority among those who follow the same event."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register roles, directives, theme, writers and the steps from sources to finished pages."""
    app.add_role("claim", render.ClaimRole())
    app.add_role("plan", plan_texts.PlanRole())
    for module in MODULES:
        for name, directive in module.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_config_value(SETTINGS, {}, "html", dict)
    app.add_config_value("planbook_repository", "", "html", types=(str,))
    if "comments_config" not in app.config:
        app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it, whether or not that extension is on
    app.add_css_file(finish.STYLE_SHEET, priority=900)  # after the theme's
    app.add_html_theme(theme.THEME, str(Path(theme.__file__).with_name("theme")))
    for event, step, priority in STEPS:
        app.connect(event, step, priority)
    app.add_transform(milestones.MilestoneBlocks)
    app.add_node(HideCodeCellNode, override=True, html=theme.HIDDEN_CODE)
    app.add_html_math_renderer(theme.MATHML, theme.INLINE, theme.BLOCK)
    app.config.html_math_renderer = theme.MATHML
    app.set_translator("html", theme.Translator)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
