"""The prose of pages: terms of the glossary explained, paragraphs numbered, and how hard each page is to read.

The first use of a term in each section becomes a link that a script makes a tip of. Without JavaScript the link leads
to the entry. The explanations stand at the end of the page, hidden, where ``aria-describedby`` finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from planbook.claims.claims import Claim, claim_text
from planbook.data import registers
from planbook.data.places import Places
from planbook.paper.paragraph_register import anchor_of
from planbook.prose.glossary import Glossary, Term
from planbook.prose.prose import CLAIM, HIGHEST_READING_AGE, Readability, passages, readability
from planbook.site.edition_source import TEXTS, WHOLE, Source, page_of_outcome, source_in
from planbook.site.render import ancestors, block, render

GLOSSARY_PAGE: Final = "book/glossary"
PROSE: Final = (nodes.paragraph, nodes.term)
NO_PROSE: Final = (nodes.reference, nodes.literal, nodes.math, nodes.title, nodes.caption, nodes.Invisible)
ANCHOR: Final = "paragraph_anchor"
FEWEST_WORDS: Final = 5  # a passage of fewer words is a label and no sentence


def glossary_of(places: Places) -> Glossary:
    """The glossary as the register holds it; an expansion of "-" is none."""
    rows = registers.rows(places.data / "glossary.csv")
    return Glossary(tuple(Term(row["term"], row["expansion"].strip("-"), row["explanation"]) for row in rows))


def explain_terms(app: Sphinx, document: nodes.document, page: str) -> None:
    """Put the links into a page, and its explanations at its end; the glossary itself needs none."""
    if page == GLOSSARY_PAGE or app.builder.format != "html":
        return
    glossary = glossary_of(source_in(app).places)
    address = app.builder.get_relative_uri(page, GLOSSARY_PAGE)
    explained: dict[nodes.Element, set[Term]] = {}
    for text in list(document.findall(nodes.Text)):
        around = list(ancestors(text.parent))
        if any(isinstance(at, PROSE) for at in around) and not any(isinstance(at, NO_PROSE) for at in around):
            section = next((at for at in around if isinstance(at, nodes.section)), document)
            pieces = list(_pieces(text, glossary, explained.setdefault(section, set()), address))
            if len(pieces) > 1:
                text.parent.replace(text, pieces)
    if terms := set[Term]().union(*explained.values()):
        tips = render("term_tips.html", terms=sorted(terms, key=lambda term: term.anchor))
        document.append(nodes.raw("", tips, format="html"))


def _pieces(text: nodes.Text, glossary: Glossary, explained: set[Term], address: str) -> Iterator[nodes.Node]:
    """A text cut at the terms that its section has not yet explained, which become links."""
    plain, at = str(text), 0
    for use in glossary.uses(plain, frozenset(explained)):
        explained.add(use.term)
        if use.start > at:
            yield nodes.Text(plain[at : use.start])
        words = plain[use.start : use.end]
        yield nodes.raw("", render("term_link.html", address=address, term=use.term, words=words), format="html")
        at = use.end
    if at < len(plain):
        yield nodes.Text(plain[at:])


def number_paragraphs(section: nodes.Element, numbered: Sequence[tuple[str, str]]) -> None:
    """Give the paragraphs of a parsed commentary their numbers; ``numbered`` holds number and text, in order.

    Where a commentary holds more than plain paragraphs (a list, a table) blocks and paragraphs still go together
    one by one: a block is what blank lines part.
    """
    blocks = [child for child in section.children if isinstance(child, nodes.Element)]
    # Not strict: what follows the commentary in its section has no number.
    for node, (number, _) in zip(blocks, numbered, strict=False):
        if isinstance(node, nodes.paragraph):
            node[ANCHOR] = anchor_of(number)
            node["classes"].append("pb-numbered")
            link = render("paragraph_number.html", number=number, anchor=node[ANCHOR])
            node.insert(0, nodes.raw("", link, format="html"))


class PageReading(NamedTuple):
    """A page with the readability of the words that people wrote for it."""

    page: str
    title: str
    measured: Readability


def page_readings(source: Source) -> Iterator[PageReading]:
    """The outcome pages by their commentary, then the hand-written pages, each that holds sentences."""
    for page, title, text in _written_pages(source):
        if measured := readability(spoken_sentences(text, source.claims)):
            yield PageReading(page, title, measured)


def _written_pages(source: Source) -> Iterator[tuple[str, str, str]]:
    """Name, title and words of each page."""
    for outcome in source.plan.outcomes:
        paths = [source.commentary_path(milestone.id) for milestone in source.plan.of(outcome.id)]
        text = "\n\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
        yield page_of_outcome(source, outcome.id), outcome.title, text
    for path in sorted((source.places.root / "book").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
        yield f"book/{path.stem}", title, text


def spoken_sentences(text: str, claims: Mapping[str, Claim]) -> Iterator[str]:
    """The sentences that people wrote, with their claims as readers see them; labels and headings left out."""
    for passage in passages(text):
        whole = passage.text.rstrip().endswith((".", "?", "!", ":"))
        for first, last in passage.sentences if whole and len(passage.text.split()) >= FEWEST_WORDS else ():
            sentence = passage.text[first:last]
            spoken = CLAIM.sub(lambda match: claim_text(claims[match[1]]) if match[1] in claims else "", sentence)
            yield spoken.replace("⟦⟧", "")


def reading_ages(source: Source) -> dict[str, Any]:
    """Every page with its length, its sentences and its reading age, in the order of the menu."""
    return {"rows": list(page_readings(source)), "highest": HIGHEST_READING_AGE}


DIRECTIVES = {"planbook-reading-ages": block("reading_ages.html", reading_ages, (WHOLE, TEXTS))}
