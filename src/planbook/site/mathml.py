"""Formulas as MathML, written at build time: no script and nothing fetched when the page is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from latex2mathml.converter import convert

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

__all__ = ["register"]

RENDERER = "mathml"


def register(app: Sphinx) -> None:
    """Make MathML the renderer of formulas."""
    app.add_html_math_renderer(RENDERER, (_inline, None), (_block, None))
    app.config.html_math_renderer = RENDERER


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """A formula wider than a phone scrolls in its own box, which the keyboard can reach."""
    formula = convert(node.astext(), display="block")
    translator.body.append(f'<div class="pb-formula" tabindex="0" role="group" aria-label="Formula">{formula}</div>')
    raise nodes.SkipNode
