"""The number of each paragraph of a commentary, shown in the margin as a permanent link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from planbook.paper.paragraph_register import anchor_of
from planbook.site.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["number_anchor", "number_paragraphs"]

ANCHOR = "paragraph_anchor"


def number_anchor(paragraph: nodes.Element) -> str:
    """The permanent address of a numbered paragraph; empty for any other."""
    return str(paragraph.get(ANCHOR, ""))


def number_paragraphs(section: nodes.Element, numbered: Sequence[tuple[str, str]]) -> None:
    """Give the paragraphs of a parsed commentary their numbers; ``numbered`` holds number and text, in order.

    Where a commentary holds more than plain paragraphs (a list, a table) blocks and paragraphs still go together
    one by one: a block is what blank lines part.
    """
    blocks = [node for node in section.children if isinstance(node, nodes.Element)]
    for block, (number, _) in zip(blocks, numbered, strict=False):
        anchor = anchor_of(number)
        link = nodes.raw("", render("paragraph_number.html", number=number, anchor=anchor), format="html")
        if isinstance(block, nodes.paragraph):
            block["classes"] = [*block["classes"], "pb-numbered"]
            block[ANCHOR] = anchor
            block.insert(0, link)
