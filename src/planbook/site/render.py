"""The pieces of a page: templates, figures as links to their receipts, and the directive that blocks share.

A link is made where a figure is rendered, from the claim's id. Each has an address of its own on the page, so that the
receipt can list where its claim is quoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element, Node, document, system_message
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from planbook.claims.claims import Claim, UnknownClaim, claim_text
from planbook.claims.receipt import receipt_title
from planbook.claims.sentences import Sentence
from planbook.data.places import Places
from planbook.site.edition_source import EDITION, WHOLE, Source, link_to, note, reading_of, source_in, source_of
from planbook.site.lineage import Quote

logger = logging.getLogger(__name__)
QUOTED_AT_MOST = 240
"""Letters of a paragraph that a receipt repeats."""
CELL_STRIDE = 10_000
"""MyST-NB numbers line ``m`` of cell ``n`` as ``n * 10000 + m + 1``."""
LINK = Markup('<a class="pb-claim" id="{}" href="{}" title="{}">{}</a>')
ROW_LINK = Markup('<a class="pb-claim" href="{}" title="{}">{}</a>')
PLAIN_LINK = Markup('<a href="{}" title="{}">{}</a>')
TEMPLATES = Environment(
    loader=PackageLoader("planbook.site", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def keep_templates(app: Sphinx) -> None:
    """Keep compiled templates between builds, those of the theme too: compiling takes longer than filling them."""
    if app.builder.format != "html":
        return
    folder = Places(Path(app.srcdir)).cache / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    for environment in (TEMPLATES, app.builder.templates.environment):
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def made_html(html: str) -> Markup:
    """HTML made by this library from escaped parts, which a template takes as it is."""
    return Markup(html)  # noqa: S704 - every part was escaped where the HTML was made


def render(template: str, **values: Any) -> str:
    """The HTML of a template; every value is escaped."""
    return TEMPLATES.get_template(template).render(**values)


def receipt_page(claim_id: str) -> str:
    """The name of a receipt's page, without its ending; it stays the same from edition to edition."""
    return f"receipts/{claim_id}"


def described(claim: Claim, source: Source) -> str:
    """What the link to a receipt says of itself beyond its words, to a pointer and to a screen reader."""
    label = next((measure.label for measure in source.measures.all if measure.id == claim.measure), claim.measure)
    return f"Receipt: {receipt_title(claim, label, source.ledger.edition.label)}"


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

    @cached_property
    def source(self) -> Source:
        """The edition, of which every page shows period and force."""
        return source_of(self.env, EDITION)

    def figure(self, claim: Claim, text: str = "") -> Markup:
        """A claim as it is shown, or in other words, as a link."""
        return self._link(claim, text or claim.display)

    def told(self, sentence: Sentence, words: Callable[[str], str] = str) -> Markup:
        """A sentence with its figures as links, its ``words`` as the place writes them.

        A claim that the edition lacks is left as plain words.
        """
        claims = self.source.claims
        return Markup("").join(
            self._link(claims[part.claim], words(part.text)) if part.claim in claims else words(part.text)
            for part in sentence
        )

    def receipt(self, claim: Claim, text: str) -> Markup:
        """A link to a receipt that quotes nothing."""
        return PLAIN_LINK.format(self._address(claim), described(claim, self.source), text)

    def row(self, claim: Claim, row: str, text: str) -> Markup:
        """A link to one row of a receipt."""
        return ROW_LINK.format(self._address(claim, row), described(claim, self.source), text)

    def node(self, html: str, **attributes: str | bool) -> nodes.raw:
        """A piece of HTML, with what it quotes."""
        return nodes.raw("", html, format="html", quoted=self.quoted, **attributes)

    def _link(self, claim: Claim, text: str) -> Markup:
        anchor = next_anchor(self.env, claim.id)
        self.quoted.append((claim.id, anchor))
        return LINK.format(anchor, self._address(claim), described(claim, self.source), text)

    def _address(self, claim: Claim, row: str = "") -> str:
        note(self.env, f"claim:{claim.id}")
        return link_to(self.env, receipt_page(claim.id), row)


class BlockDirective(SphinxDirective):
    """A directive that shows one template filled from the edition."""

    has_content = False
    template: ClassVar[str]
    quotes: ClassVar[tuple[str, ...]] = (WHOLE,)
    """What the block shows; what is not said here, `values` may not look at."""

    def values(self, source: Source) -> dict[str, Any]:
        """What the template shows."""
        raise NotImplementedError

    def source(self) -> Source:
        """What the block is made from; in an edition as known at a date, the form of the figures is of all tables."""
        known = source_of(self.env, EDITION).known
        return source_of(self.env, *((WHOLE,) if known.as_at else self.quotes))

    def run(self) -> list[Node]:
        """One block of HTML."""
        links = FigureLinks(self.env)
        values = {"link": self._link, "figure": links.figure, "told": links.told, **self.values(self.source())}
        return [links.node(render(self.template, **values))]

    def _link(self, page: str, anchor: str = "") -> str:
        return link_to(self.env, page, anchor)


def note_quotes(app: Sphinx, doctree: document) -> None:
    """Collect every quotation of a page that has been read, with its heading and its words."""
    env = app.env
    title = env.titles[env.docname].astext() if env.docname in env.titles else ""
    elements = cast("Iterator[Element]", doctree.findall(nodes.Element))
    reading_of(env).quotations[env.docname] = [
        Quote(claim, env.docname, title, anchor, _heading(element), _paragraph(element))
        for element in elements
        for claim, anchor in cast("list[tuple[str, str]]", element.get("quoted", []))
    ]


def ancestors(node: Element) -> Iterator[Element]:
    """A node and all that it stands in, outwards."""
    at: Element | None = node
    while at is not None:
        yield at
        at = at.parent


def _heading(node: Element) -> str:
    """The words of the nearest heading above a node."""
    sections = (at for at in ancestors(node) if isinstance(at, nodes.section))
    titles = (section.next_node(nodes.title) for section in sections)
    return next((title.astext() for title in titles if title is not None), "")


def _paragraph(node: Element) -> str:
    """The words that quote; none where the place is a table or block."""
    if isinstance(node, nodes.raw):
        return ""
    holders = (at for at in ancestors(node) if isinstance(at, nodes.paragraph | nodes.list_item | nodes.title))
    text = next(map(words_of, holders), "")
    return text if len(text) <= QUOTED_AT_MOST else f"{text[:QUOTED_AT_MOST].rpartition(' ')[0]} …"


def complete_source(app: Sphinx, env: BuildEnvironment) -> None:
    """Add to the source of the build all pages, and where every claim is quoted."""
    quotes = sorted(quote for of_page in reading_of(env).quotations.values() for quote in of_page)
    app.planbook = replace(source_in(app), quotes=tuple(quotes), pages=frozenset(env.found_docs))  # type: ignore[attr-defined]


class ClaimRole(SphinxRole):
    """Quote a claim as a link to its receipt."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The words of the claim, linked; the bare text and a fault where there is no such claim."""
        wanted, *modifiers = self.text.split(":")
        try:
            claim = source_of(self.env, f"claim:{wanted}").ledger.claim(wanted)
            words = claim_text(claim, tuple(modifiers))
        except (UnknownClaim, ValueError) as fault:
            source, line = self.get_source_info()
            logger.warning("%s: %s", place_text(source, line), fault.args[0], type="planbook", subtype="claim")
            return [nodes.inline(self.rawtext, wanted, classes=["pb-unknown"])], []
        return [self._quoted(claim, words)], []

    def _quoted(self, claim: Claim, words: str) -> Node:
        """The link; where it stands is an address to which the claim's receipt leads back."""
        address, anchor = link_to(self.env, receipt_page(claim.id)), next_anchor(self.env, claim.id)
        classes = ["pb-claim", *(["pb-claim--published"] if claim.status == "published" else [])]
        return nodes.reference(
            self.rawtext,
            words,
            internal=True,
            refuri=address,
            reftitle=described(claim, source_in(self.env.app)),
            classes=classes,
            ids=[anchor],
            quoted=[(claim.id, anchor)],
        )


def place_text(source: str, line: int | None) -> str:
    """``data/commentary/x.md:3``, or ``05_reduce_crime.ipynb, cell 4, line 2``."""
    if line is None:
        return source
    if Path(source).suffix == ".ipynb" and line >= CELL_STRIDE:
        return f"{source}, cell {line // CELL_STRIDE}, line {max(1, line % CELL_STRIDE - 1)}"
    return f"{source}:{line}"


def words_of(node: Element) -> str:
    """The text of ``node`` on one line; raw HTML (the number of a paragraph) is no part of it."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return " ".join("".join(str(text) for text in texts).split())
