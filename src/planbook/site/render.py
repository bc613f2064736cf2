"""The pieces of a page: templates, figures as links to their receipts, and the directive that blocks share.

A link is made where a figure is rendered, from the claim's id. Each has an address of its own on the page, so that the
receipt can list where its claim is quoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element, Node, document, system_message
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from planbook.claims.claims import Claim, Sentence, UnknownClaim, anchor, claim_text
from planbook.claims.receipt import receipt_title
from planbook.site.edition_source import (
    EDITION,
    WHOLE,
    Quote,
    Source,
    link_to,
    note,
    page_of_outcome,
    reading_of,
    source_in,
)

logger = logging.getLogger(__name__)
QUOTED_AT_MOST = 241  # letters of a paragraph that a receipt repeats, with the mark that more follows
CELL_STRIDE = 10_000  # MyST-NB numbers line ``m`` of cell ``n`` as ``n * 10000 + m + 1``
LINK = Markup('<a {}href="{}" title="{}">{}</a>')
NOT_RECORDED = Markup("not recorded")
QUOTED, ROW = Markup('class="pb-claim" id="{}" '), Markup('class="pb-claim" ')
TEMPLATES = Environment(
    loader=PackageLoader("planbook.site", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Tables say % where sentences say per cent.
TEMPLATES.globals |= {"anchor": anchor, "short": lambda text: text.replace(" per cent", "%")}

Values = Callable[[Source], dict[str, Any]]
"""What a template shows of an edition."""


def made_html(html: str) -> Markup:
    """HTML made by this library from escaped parts, which a template takes as it is."""
    return Markup(html)  # noqa: S704 - every part was escaped where the HTML was made


def render(template: str, **values: Any) -> str:
    """The HTML of a template; every value is escaped."""
    return TEMPLATES.get_template(template).render(**values)


def receipt_link(env: BuildEnvironment, claim: Claim, row: str = "") -> dict[str, str]:
    """The address of a claim's receipt, or of one row of it, and what the link says of itself beyond its words.

    A pointer and a screen reader tell the second.
    """
    note(env, f"claim:{claim.id}")
    source = source_in(env.app)
    label = next((measure.label for measure in source.measures.all if measure.id == claim.measure), claim.measure)
    title = receipt_title(claim, label, source.ledger.edition.label)
    return {"refuri": link_to(env, f"receipts/{claim.id}", row), "reftitle": f"Receipt: {title}"}


def next_anchor(env: BuildEnvironment, claim_id: str) -> str:
    """An address for the next quotation of a claim on the page now being read: ``quoted-robbery-count-2``."""
    numbers: Counter[str] = env.temp_data.setdefault("planbook_quoted", Counter())
    numbers[claim_id] += 1
    return f"quoted-{claim_id.replace('.', '-').replace('_', '-')}-{numbers[claim_id]}"


@dataclass
class FigureLinks:
    """The figures of one piece of the page now being read, as links to their receipts."""

    env: BuildEnvironment
    quoted: list[tuple[str, str]] = field(default_factory=list)

    def figure(self, claim: Claim | None, text: str = "") -> Markup:
        """A claim as it is shown, or in other words, as a link; a statistic that no notebook recorded is said so."""
        if claim is None:
            return NOT_RECORDED
        address = next_anchor(self.env, claim.id)
        self.quoted.append((claim.id, address))
        return self._link(claim, text or claim.display, QUOTED.format(address))

    def link_figures(self, sentence: Sentence, words: Callable[[str], str] = str) -> Markup:
        """A sentence with its figures as links, its ``words`` as the place writes them.

        A claim that the edition lacks is left as plain words.
        """
        claims = source_in(self.env.app).claims
        return Markup("").join(
            self.figure(claims[part.claim], words(part.text)) if part.claim in claims else words(part.text)
            for part in sentence
        )

    def receipt(self, claim: Claim, text: str, row: str = "") -> Markup:
        """A link that quotes nothing, to a receipt or to one row of it."""
        return self._link(claim, text, ROW if row else "", row)

    def node(self, html: str, **attributes: str | bool) -> nodes.raw:
        """A piece of HTML, with what it quotes."""
        return nodes.raw("", html, format="html", quoted=self.quoted, **attributes)

    def _link(self, claim: Claim, text: str, attributes: str = "", row: str = "") -> Markup:
        # The title names the edition, so a new name of it changes the page.
        note(self.env, EDITION)
        return LINK.format(attributes, *receipt_link(self.env, claim, row).values(), text)


class BlockDirective(SphinxDirective):
    """A directive that shows one template filled from the edition."""

    has_content = False
    template: ClassVar[str]
    quotes: tuple[str, ...] = (WHOLE,)
    """What the block shows; what is not said here, `values` may not look at."""

    def values(self, source: Source) -> dict[str, Any]:
        """What the template shows, beside the head of the edition and the means to link figures and places."""
        raise NotImplementedError

    def source(self) -> Source:
        """What the block is made from, with a note of what it quotes."""
        source = source_in(self.env.app)
        # In an edition as known at a date, the form in which a figure was known follows from all tables.
        note(self.env, EDITION, *((WHOLE,) if source.known.as_at else self.quotes))
        return source

    def run(self) -> list[Node]:
        """One block of HTML."""
        links, source = FigureLinks(self.env), self.source()
        values = {
            "edition": source.ledger.edition,
            "link": partial(link_to, self.env),
            "outcome_link": lambda outcome, at="": link_to(self.env, page_of_outcome(source, outcome), at),
            "figure": links.figure,
            "link_figures": links.link_figures,
            **self.values(source),
        }
        return [links.node(render(self.template, **values))]


def block(
    template: str, values: Values, quotes: tuple[str, ...] = (WHOLE,), base: type[BlockDirective] = BlockDirective
) -> type[BlockDirective]:
    """A directive that shows a template filled with values, which look at what it ``quotes`` and at nothing else."""
    # Sphinx asks for classes, and each block differs in one function: a class written out would be all frame.
    own = {"template": template, "quotes": quotes, "values": lambda _, source: values(source)}
    return type(values.__name__, (base,), own)


def note_quotes(app: Sphinx, doctree: document) -> None:
    """Collect every quotation of a page that has been read, with its heading and its words."""
    env = app.env
    title = env.titles[env.docname].astext() if env.docname in env.titles else ""
    elements = cast("Iterator[Element]", doctree.findall(nodes.Element))
    reading_of(env).quotations[env.docname] = [
        Quote(claim, env.docname, title, address, *_place_in_text(element))
        for element in elements
        for claim, address in cast("list[tuple[str, str]]", element.get("quoted", []))
    ]


def ancestors(node: Element) -> Iterator[Element]:
    """A node and all that it stands in, outwards."""
    at: Element | None = node
    while at is not None:
        yield at
        at = at.parent


def _place_in_text(node: Element) -> tuple[str, str]:
    """The nearest heading above a node, and the words that quote; none where the place is a table or block."""
    around = list(ancestors(node))
    titles = (at.next_node(nodes.title) for at in around if isinstance(at, nodes.section))
    heading = next((title.astext() for title in titles if title is not None), "")
    holders = [at for at in around if isinstance(at, nodes.paragraph | nodes.list_item | nodes.title)]
    text = "" if isinstance(node, nodes.raw) else next(map(words_of, holders), "")
    return heading, shorten(text, QUOTED_AT_MOST, placeholder=" …", break_on_hyphens=False)


def complete_source(app: Sphinx, env: BuildEnvironment) -> None:
    """Add to the source of the build all pages, and where every claim is quoted."""
    quotes = sorted(quote for of_page in reading_of(env).quotations.values() for quote in of_page)
    app.planbook = replace(source_in(app), quotes=tuple(quotes), pages=frozenset(env.found_docs))  # type: ignore[attr-defined]


class ClaimRole(SphinxRole):
    """Quote a claim as a link to its receipt."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The words of the claim, linked; the bare text and a fault where there is no such claim.

        Where the link stands is an address to which the claim's receipt leads back.
        """
        wanted, *modifiers = self.text.split(":")
        note(self.env, f"claim:{wanted}")
        try:
            claim = source_in(self.env.app).ledger.claim(wanted)
            words = claim_text(claim, tuple(modifiers))
        except (UnknownClaim, ValueError) as fault:
            source, line = self.get_source_info()
            logger.warning("%s: %s", place_text(source, line), fault.args[0], type="planbook", subtype="claim")
            return [nodes.inline(self.rawtext, wanted, classes=["pb-unknown"])], []
        address = next_anchor(self.env, claim.id)
        attributes = {"internal": True, "ids": [address], "quoted": [(claim.id, address)]}
        classes = ["pb-claim", *(["pb-claim--published"] if claim.status == "published" else [])]
        link = receipt_link(self.env, claim)
        return [nodes.reference(self.rawtext, words, classes=classes, **link, **attributes)], []


def place_text(source: str, line: int | None) -> str:
    """``data/commentary/x.md:3``, or ``05_reduce_crime.ipynb, cell 4, line 2``."""
    if line is None:
        return source
    # A page of text may be that long too.
    if Path(source).suffix == ".ipynb" and line >= CELL_STRIDE:
        # By its name alone: the analyst writes the notebook, and not the executed page of it.
        return f"{Path(source).name}, cell {line // CELL_STRIDE}, line {max(1, line % CELL_STRIDE - 1)}"
    return f"{source}:{line}"


def words_of(node: Element) -> str:
    """The text of ``node`` on one line; raw HTML (the number of a paragraph) is no part of it."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return " ".join("".join(str(text) for text in texts).split())
