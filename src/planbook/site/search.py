"""Search: an index made at build time, as a script that sets a variable, and the page that looks in it.

It takes the place of Sphinx's own search: that one knows neither kinds nor status, and forgives no typing mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx

from planbook.claims.claims import anchor
from planbook.data.places import EDITION_PAGES
from planbook.data.plan import milestone_anchor, paragraph_text
from planbook.site.edition_source import Source, page_of_outcome, source_in
from planbook.site.milestones import SOURCES_PAGE
from planbook.site.prose import ANCHOR, GLOSSARY_PAGE, glossary_of
from planbook.site.render import ancestors, render, words_of

KINDS: Final = {
    "milestone": "Milestones",
    "measure": "Measures",
    "outcome": "Outcomes",
    "term": "Terms",
    "paragraph": "Paragraphs",
}
"""The groups of the results with their headings, in the order shown."""
PAGE: Final = "search"
INDEX: Final = "search_index.js"
BLOCK_TITLE: Final = "pb-block-title"


class Entry(NamedTuple):
    """One thing that a reader may look for: heading, words, address from the root of the site, status."""

    kind: str
    title: str
    text: str
    address: str
    status: str = ""


def replace_search(app: Sphinx) -> None:
    """Switch Sphinx's search off: its page, its index and its stemmers are not written."""
    app.builder.search = False  # type: ignore[attr-defined]


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the index, and add the page that looks in it, with the lists that serve without JavaScript."""
    source = source_in(app)
    entries = (*_of_the_plan(app, source), *_of_the_data(app, source), *_paragraphs(app, source))
    target = Path(app.outdir) / "_static" / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    numbered = [{"id": number, **entry._asdict()} for number, entry in enumerate(entries)]
    index = json.dumps({"kinds": list(KINDS.items()), "entries": numbered}, ensure_ascii=False)
    # A script and no JSON: a page opened from a folder may not fetch.
    target.write_text(f"window.planbookSearch = {index};\n", encoding="utf-8")
    # Paragraphs are too many for a list.
    lists = {
        words: [one for one in entries if one.kind == kind] for kind, words in KINDS.items() if kind != "paragraph"
    }
    body = render("search.html", lists=lists, index=INDEX)
    yield PAGE, {"title": "Search", "body": body, "parents": [], "toc": "", "display_toc": False}, "page.html"


def _address(app: Sphinx, page: str, at: str = "") -> str:
    """The address of a place from the root of the site."""
    target = app.builder.get_target_uri(page)
    return f"{target}#{at}" if at else target


def _of_the_plan(app: Sphinx, source: Source) -> Iterator[Entry]:
    """Milestones by titles, owner, status and the paragraphs of the report."""
    for milestone in source.plan.milestones:
        status = source.ledger.status(milestone.id)
        sentence, word = (status.sentence.rstrip("."), status.word) if status else ("", "")
        parts = (milestone.title, sentence, f"Owner: {milestone.owner}", paragraph_text(milestone.paragraphs))
        title, text = f"{milestone.id} {milestone.short_title}", ". ".join(part for part in parts if part)
        address = _address(app, page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))
        yield Entry("milestone", title, text, address, word)


def _of_the_data(app: Sphinx, source: Source) -> Iterator[Entry]:
    """Measures by label and definition, with direction of good and verdicts; outcomes; terms of the glossary."""
    counts = {claim.measure: claim for claim in source.ledger.claims if claim.statistic == "count"}
    for measure in source.measures.all:
        words = "; ".join(verdict.word for verdict in source.ledger.verdicts if verdict.measure == measure.id)
        text = f"{measure.definition} {measure.direction_words}. Counted in {measure.unit}."
        count = counts.get(measure.id)
        at = (page_of_outcome(source, count.outcome), anchor(count.id)) if count and count.outcome else (SOURCES_PAGE,)
        yield Entry("measure", measure.label, text, _address(app, *at), words)
    for outcome in source.plan.outcomes:
        address = _address(app, page_of_outcome(source, outcome.id))
        yield Entry("outcome", outcome.title, f"Outcome {outcome.id}", address)
    for term in glossary_of(source.places).terms:
        yield Entry("term", term.name, term.explained, _address(app, GLOSSARY_PAGE, term.anchor))


def _paragraphs(app: Sphinx, source: Source) -> Iterator[Entry]:
    """The paragraphs of all pages under their headings; the commentary on a milestone carries its status."""
    for page in sorted(app.env.found_docs):
        own: dict[nodes.Element, list[tuple[str, str]]] = {}
        for paragraph in app.env.get_doctree(page).findall(nodes.paragraph):
            section = next((at for at in ancestors(paragraph) if isinstance(at, nodes.section)), None)
            # The titles of blocks say nothing by themselves.
            if section is not None and BLOCK_TITLE not in paragraph["classes"]:
                place = paragraph.get(ANCHOR, section["ids"][0])
                own.setdefault(section, []).append((words_of(paragraph), place))
        for holder, texts in own.items():
            title = next(iter(holder.findall(nodes.title))).astext()
            status = source.ledger.status(title.partition(" ")[0]) if page.startswith(EDITION_PAGES) else None
            # Only commentary is cited by paragraph; elsewhere the heading is what a reader looks for.
            for text, at in texts if status else [(" ".join(words for words, _ in texts), holder["ids"][0])]:
                yield Entry("paragraph", title, text, _address(app, page, at), status.word if status else "")
