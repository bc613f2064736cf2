"""What is put into the prose of pages: explanations of the glossary's terms, and numbers of paragraphs.

The first use of a term in each section becomes a link that a script makes a tip of. Without JavaScript the link leads
to the entry. The explanations stand at the end of the page, hidden, where ``aria-describedby`` finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from planbook.data import registers
from planbook.data.places import Places
from planbook.paper.paragraph_register import anchor_of
from planbook.prose.glossary import Glossary, Term
from planbook.site.render import render

GLOSSARY_PAGE: Final = "book/glossary"
PROSE: Final = (nodes.paragraph, nodes.term)
NO_PROSE: Final = (nodes.reference, nodes.literal, nodes.math, nodes.title, nodes.caption, nodes.Invisible)
ANCHOR: Final = "paragraph_anchor"


def glossary_of(places: Places) -> Glossary:
    """The glossary as the register holds it; an expansion of "-" is none."""
    rows = registers.rows(places.data / "glossary.csv")
    return Glossary(tuple(Term(row["term"], row["expansion"].strip("-"), row["explanation"]) for row in rows))


def load_terms(app: Sphinx) -> None:
    """Read the glossary once a build."""
    app.planbook_glossary = glossary_of(app.planbook.places)  # type: ignore[attr-defined]


def explain_terms(app: Sphinx, document: nodes.document, page: str) -> None:
    """Put the links into a page, and its explanations at its end; the glossary itself needs none."""
    if page == GLOSSARY_PAGE or app.builder.format != "html":
        return
    glossary: Glossary = app.planbook_glossary  # type: ignore[attr-defined]
    address = app.builder.get_relative_uri(page, GLOSSARY_PAGE)
    used: dict[Term, None] = {}
    seen: dict[int, set[Term]] = {}
    for text in list(document.findall(nodes.Text)):
        if _is_prose(text):
            explained = seen.setdefault(id(_section(text)), set())
            pieces = list(_pieces(text, glossary, explained, address))
            if len(pieces) > 1:
                text.parent.replace(text, pieces)
            used.update(dict.fromkeys(explained))
    if used:
        tips = render("term_tips.html", terms=sorted(used, key=lambda term: term.anchor))
        document.append(nodes.raw("", tips, format="html"))


def _is_prose(text: nodes.Text) -> bool:
    parent, prose = text.parent, False
    while parent is not None:
        if isinstance(parent, NO_PROSE):
            return False
        prose = prose or isinstance(parent, PROSE)
        parent = parent.parent
    return prose


def _section(text: nodes.Text) -> nodes.Node:
    parent = text.parent
    while parent.parent is not None and not isinstance(parent, nodes.section):
        parent = parent.parent
    return parent


def _pieces(text: nodes.Text, glossary: Glossary, seen: set[Term], address: str) -> Iterator[nodes.Node]:
    plain, at = str(text), 0
    for use in glossary.uses(plain, frozenset(seen)):
        seen.add(use.term)
        if use.start > at:
            yield nodes.Text(plain[at : use.start])
        words = plain[use.start : use.end]
        yield nodes.raw("", render("term_link.html", address=address, term=use.term, words=words), format="html")
        at = use.end
    if at < len(plain):
        yield nodes.Text(plain[at:])


def number_anchor(paragraph: nodes.Element) -> str:
    """The permanent address of a numbered paragraph; empty for any other."""
    return str(paragraph.get(ANCHOR, ""))


def number_paragraphs(section: nodes.Element, numbered: Sequence[tuple[str, str]]) -> None:
    """Give the paragraphs of a parsed commentary their numbers; ``numbered`` holds number and text, in order.

    Where a commentary holds more than plain paragraphs (a list, a table) blocks and paragraphs still go together
    one by one: a block is what blank lines part.
    """
    blocks = [node for node in section.children if isinstance(node, nodes.Element)]
    # Not strict: what follows the commentary in its section has no number.
    for block, (number, _) in zip(blocks, numbered, strict=False):
        anchor = anchor_of(number)
        link = nodes.raw("", render("paragraph_number.html", number=number, anchor=anchor), format="html")
        if isinstance(block, nodes.paragraph):
            block["classes"] = [*block["classes"], "pb-numbered"]
            block[ANCHOR] = anchor
            block.insert(0, link)
