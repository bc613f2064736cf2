"""The words of a piece of a page as a reader sees them, without the HTML that was put between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from docutils.nodes import Element

__all__ = ["words_of"]


def words_of(node: Element) -> str:
    """The text of ``node`` on one line; raw HTML (the number of a paragraph) is no part of it."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return " ".join("".join(str(text) for text in texts).split())
