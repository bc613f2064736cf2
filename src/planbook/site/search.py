"""Search: an index made at build time, as a script that sets a variable, and the page that looks in it.

It takes the place of Sphinx's own search: that one knows neither kinds nor status, and forgives no typing mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from docutils import nodes
from sphinx.application import Sphinx

from planbook.claims.claims import anchor
from planbook.claims.status import MilestoneStatus
from planbook.data.measures import Measure
from planbook.data.places import EDITION_PAGES
from planbook.data.plan import Milestone, Outcome, paragraph_text
from planbook.prose.glossary import Term
from planbook.site.edition_source import Source, page_of_outcome, source_in
from planbook.site.milestones import milestone_anchor
from planbook.site.prose import ANCHOR, GLOSSARY_PAGE, glossary_of
from planbook.site.render import ancestors, render, words_of

Kind = Literal["milestone", "measure", "outcome", "term", "paragraph"]
KINDS: Final[Mapping[Kind, str]] = {
    "milestone": "Milestones",
    "measure": "Measures",
    "outcome": "Outcomes",
    "term": "Terms",
    "paragraph": "Paragraphs",
}
"""The groups of the results with their headings, in the order shown."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its heading, its words, its address from the root of the site, its status."""

    kind: Kind
    title: str
    text: str
    address: str
    status: str = ""


def outcome_entry(outcome: Outcome, address: str) -> Entry:
    """An outcome by its title."""
    return Entry("outcome", outcome.title, f"Outcome {outcome.id}", address)


def milestone_entry(milestone: Milestone, status: MilestoneStatus | None, address: str) -> Entry:
    """A milestone by its titles, owner, status and the paragraphs of the original report."""
    said = status.sentence if status else ""
    paragraphs = paragraph_text(milestone.paragraphs)
    text = ". ".join(
        part for part in (milestone.title, said.rstrip("."), f"Owner: {milestone.owner}", paragraphs) if part
    )
    return Entry("milestone", f"{milestone.id} {milestone.short_title}", text, address, status.word if status else "")


def measure_entry(measure: Measure, words: Iterable[str], address: str) -> Entry:
    """A measure by its label and definition, with its direction of good and its verdicts."""
    text = f"{measure.definition} {measure.direction_words}. Counted in {measure.unit}."
    return Entry("measure", measure.label, text, address, "; ".join(words))


def term_entry(term: Term, address: str) -> Entry:
    """A term of the glossary."""
    return Entry("term", term.name, term.explained, address)


def records(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The entries as the search program reads them, numbered in their order."""
    return [{"id": number, **asdict(entry)} for number, entry in enumerate(entries)]


PAGE: Final = "search"
INDEX: Final = "search_index.js"
VARIABLE: Final = "planbookSearch"
MEASURES_PAGE: Final = "book/data_quality"
BLOCK_TITLE: Final = "pb-block-title"

Address = Callable[..., str]
"""From a page and perhaps an anchor to the address from the root of the site."""


def replace_search(app: Sphinx) -> None:
    """Switch Sphinx's search off: its page, its index and its stemmers are not written."""
    app.builder.search = False  # type: ignore[attr-defined]


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the index, and add the page that looks in it, with the lists that serve without JavaScript."""
    entries = tuple(entries_of(app, source_in(app)))
    target = Path(app.outdir) / "_static" / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    index = {"kinds": list(KINDS.items()), "entries": records(entries)}
    target.write_text(f"window.{VARIABLE} = {json.dumps(index, ensure_ascii=False)};\n", encoding="utf-8")
    lists = [
        (heading, [entry for entry in entries if entry.kind == kind])
        for kind, heading in KINDS.items()
        if kind != "paragraph"
    ]
    body = render("search.html", lists=[(heading, named) for heading, named in lists if named], index=INDEX)
    yield PAGE, {"title": "Search", "body": body, "parents": [], "toc": "", "display_toc": False}, "page.html"


def entries_of(app: Sphinx, source: Source) -> Iterator[Entry]:
    """Everything that can be found, in a fixed order."""
    address = partial(_address, app)
    statuses = {status.milestone: status for status in source.ledger.milestones}
    for milestone in source.plan.milestones:
        place = address(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))
        yield milestone_entry(milestone, statuses.get(milestone.id), place)
    yield from _measures(source, address)
    for outcome in source.plan.outcomes:
        yield outcome_entry(outcome, address(page_of_outcome(source, outcome.id)))
    for term in glossary_of(source.places).terms:
        yield term_entry(term, address(GLOSSARY_PAGE, term.anchor))
    for page in sorted(app.env.found_docs):
        yield from _paragraphs(app.env.get_doctree(page), page, address, statuses)


def _address(app: Sphinx, page: str, at: str = "") -> str:
    """The address of a place from the root of the site."""
    target = app.builder.get_target_uri(page)
    return f"{target}#{at}" if at else target


def _measures(source: Source, address: Address) -> Iterator[Entry]:
    counts = {claim.measure: claim for claim in source.ledger.claims if claim.statistic == "count"}
    for measure in source.measures.all:
        words = [verdict.word for verdict in source.ledger.verdicts if verdict.measure == measure.id]
        count = counts.get(measure.id)
        at = (page_of_outcome(source, count.outcome), anchor(count.id)) if count and count.outcome else (MEASURES_PAGE,)
        yield measure_entry(measure, words, address(*at))


def _paragraphs(document: nodes.document, page: str, address: Address, statuses: dict[str, Any]) -> Iterator[Entry]:
    """The paragraphs of a page under their headings; the commentary on a milestone carries its status."""
    for section in document.findall(nodes.section):
        heading = section.next_node(nodes.title)
        own = [(words_of(paragraph), str(paragraph.get(ANCHOR, ""))) for paragraph in _own(section)]
        if heading is None or not own:
            continue
        title, at = heading.astext(), _anchor(section)
        status = statuses.get(title.partition(" ")[0]) if page.startswith(EDITION_PAGES) else None
        for text, number in own if status else [(" ".join(words for words, _ in own), "")]:
            yield Entry("paragraph", title, text, address(page, number or at), status.word if status else "")


def _own(section: nodes.section) -> Iterator[nodes.paragraph]:
    """The paragraphs of a section that stand in no section below it; titles of blocks say nothing by themselves."""
    for paragraph in section.findall(nodes.paragraph):
        holder = next(at for at in ancestors(paragraph) if isinstance(at, nodes.section))
        if holder is section and BLOCK_TITLE not in paragraph["classes"]:
            yield paragraph


def _anchor(section: nodes.section) -> str:
    """The address that stays: a milestone's own, or else the first."""
    ids = [str(name) for name in section["ids"]]
    return next((name for name in ids if name.startswith("m") and name[1:2].isdigit()), ids[0])
