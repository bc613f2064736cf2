"""Glossary terms explained in place: the first use in each section becomes a link that a script makes a tip of.

Without JavaScript the link leads to the entry. The explanations stand at the end of the page, hidden, where
``aria-describedby`` finds them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from docutils import nodes

from planbook.data import registers
from planbook.prose.glossary import Glossary, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from planbook.data.places import Places

__all__ = ["GLOSSARY_PAGE", "explain_terms", "glossary_of", "load_terms"]

GLOSSARY_PAGE: Final = "book/glossary"
WHERE: Final = (nodes.paragraph, nodes.term)
NOT_IN: Final = (nodes.reference, nodes.literal, nodes.math, nodes.title, nodes.caption, nodes.Invisible)


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
            mine = seen.setdefault(id(_section(text)), set())
            found = list(_pieces(text, glossary, mine, address))
            if len(found) > 1:
                text.parent.replace(text, found)
            used.update(dict.fromkeys(mine))
    if used:
        document.append(nodes.raw("", _tips(used), format="html"))


def _is_prose(text: nodes.Text) -> bool:
    parent, prose = text.parent, False
    while parent is not None:
        if isinstance(parent, NOT_IN):
            return False
        prose = prose or isinstance(parent, WHERE)
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
        yield nodes.raw("", _link(use.term, plain[use.start : use.end], address), format="html")
        at = use.end
    if at < len(plain):
        yield nodes.Text(plain[at:])


def _link(term: Term, words: str, address: str) -> str:
    return (
        f'<a class="pb-term" href="{escape(address)}#{term.anchor}" aria-describedby="tip-{term.anchor}">'
        f"{escape(words)}</a>"
    )


def _tips(used: dict[Term, None]) -> str:
    tips = "".join(
        f'<div class="pb-tip" role="tooltip" id="tip-{term.anchor}" hidden>{escape(term.explained)}</div>'
        for term in sorted(used, key=lambda term: term.anchor)
    )
    return f'<div class="pb-tips">{tips}</div>'
