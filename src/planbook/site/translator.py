"""What the writers of Sphinx, docutils and MyST-NB leave out of a page, put in where the page is written.

A table has a caption and its heads a scope; folded code is named by its own words; a wide formula can be
reached by the keyboard (see `mathml`).
"""

from __future__ import annotations

from html import escape, unescape

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.writers.html5 import HTML5Translator

from planbook.site.render import ancestors


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """A formula wider than a phone scrolls in its own box, which the keyboard can reach."""
    formula = convert(node.astext(), display="block")
    translator.body.append(f'<div class="pb-formula" tabindex="0" role="group" aria-label="Formula">{formula}</div>')
    raise nodes.SkipNode


class Translator(HTML5Translator):
    """Sphinx's writer with tables that a screen reader can use."""

    def visit_section(self, node: nodes.section) -> None:
        """The whole page is no section of itself: its heading stands in the main part."""
        super().visit_section(node)
        if isinstance(node.parent, nodes.document):
            self.body[-1] = self.body[-1].replace("<section", "<div", 1)

    def depart_section(self, node: nodes.section) -> None:
        """Close what was opened."""
        super().depart_section(node)
        if isinstance(node.parent, nodes.document):
            self.body[-1] = self.body[-1].replace("</section>", "</div>", 1)

    def visit_table(self, node: nodes.Element) -> None:
        """A table scrolls sideways in its own box, under a caption: its own, or the heading above it."""
        name = _caption(node)
        super().visit_table(node)
        box = f'<div class="pb-table-wrap" role="region" tabindex="0" aria-label="{escape(name)}">'
        self.body[-1] = box + self.starttag(node, "table", CLASS="table pb-table")
        if not any(isinstance(child, nodes.title) for child in node.children):
            self.body.append(f'<caption class="pb-unseen">{escape(name)}</caption>')

    def depart_table(self, node: nodes.Element) -> None:
        """Close the table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """A header cell says what it heads; one without words is no header."""
        super().visit_entry(node)
        if not self.body[-1].startswith("<th"):
            return
        scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
        self.body[-1] = self.body[-1].replace("<th", f'<th scope="{scope}"', 1)
        if not node.astext().strip():
            self.body[-1], self.context[-1] = "<td>", "</td>\n"


def _caption(table: nodes.Element) -> str:
    """The words of the nearest title: the table's own, or that of what it stands in."""
    titles = (child for at in ancestors(table) for child in at.children if isinstance(child, nodes.title))
    return next((title.astext() for title in titles), "Table")


def _visit_hidden_code(self: HTML5Translator, node: nodes.Element) -> None:
    figures = " pb-code--figures" if any(node.findall(nodes.raw)) else ""
    self.body.append(f'<details class="pb-code{figures}"><summary>{escape(unescape(node["prompt_show"]))}</summary>\n')


def _depart_hidden_code(self: HTML5Translator, node: nodes.Element) -> None:
    del node
    self.body.append("</details>\n")


MATHML = "mathml"
INLINE, BLOCK = (_inline, None), (_block, None)
"""How formulas are written in a sentence and by themselves; nothing is left to do after either."""
HIDDEN_CODE = (_visit_hidden_code, _depart_hidden_code)
