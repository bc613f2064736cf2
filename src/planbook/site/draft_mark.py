"""An edition that is not signed off says so at the head of every page, on screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from planbook.site.render import render

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

    from planbook.site.edition_source import Source

__all__ = ["draft_mark", "mark_draft"]


def draft_mark(source: Source, details: str) -> str:
    """The mark as HTML, with a link to ``details``; empty where every milestone is signed off as it stands."""
    if not source.draft:
        return ""
    changed = sum(bool(state.changed) for state in source.signoffs)
    signed = sum(state.complete for state in source.signoffs)
    return render("draft.html", signed=signed, total=len(source.signoffs), changed=changed, details=details)


def mark_draft(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Put the mark before the text of a page."""
    del templatename
    if doctree is None:
        return
    source = cast("Source", app.planbook)  # type: ignore[attr-defined]
    details = app.builder.get_relative_uri(pagename, "receipts/index")
    context["body"] = draft_mark(source, f"{details}#sign-off") + context["body"]
