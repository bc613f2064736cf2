"""The reading age of every page, as a table that is worked out anew at each build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planbook.claims.claims import Claim, claim_text
from planbook.prose.prose import CLAIM, HIGHEST_READING_AGE, Readability, passages, readability
from planbook.site.edition_source import TEXTS, Source, note, page_of_outcome
from planbook.site.render import BlockDirective

FEWEST_WORDS = 5
"""A passage of fewer words is a label and no sentence."""


@dataclass(frozen=True)
class PageReading:
    """A page with the readability of the words that people wrote for it."""

    page: str
    title: str
    measured: Readability


def page_readings(source: Source) -> tuple[PageReading, ...]:
    """The outcome pages by their commentary, then the hand-written pages, each that holds sentences."""
    claims = {claim.id: claim for claim in source.ledger.claims}
    counted = (
        (page, title, readability(spoken_sentences(text, claims)))
        for page, title, text in (*_outcomes(source), *_pages(source))
    )
    return tuple(PageReading(page, title, measured) for page, title, measured in counted if measured)


def _outcomes(source: Source) -> Iterator[tuple[str, str, str]]:
    for outcome in source.plan.outcomes:
        paths = [source.commentary_path(milestone.id) for milestone in source.plan.of(outcome.id)]
        text = "\n\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
        yield page_of_outcome(source, outcome.id), outcome.title, text


def _pages(source: Source) -> Iterator[tuple[str, str, str]]:
    for path in sorted((source.places.root / "book").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
        yield f"book/{path.stem}", title, text


def spoken_sentences(text: str, claims: Mapping[str, Claim]) -> Iterator[str]:
    """The sentences that people wrote, with their claims as readers see them; labels and headings left out."""
    for passage in passages(text):
        whole = passage.text.rstrip().endswith((".", "?", "!", ":"))
        if whole and len(passage.text.split()) >= FEWEST_WORDS:
            for first, last in passage.sentences:
                yield _spoken(passage.text[first:last], claims)


def _spoken(sentence: str, claims: Mapping[str, Claim]) -> str:
    spoken = CLAIM.sub(lambda match: claim_text(claims[match[1]]) if match[1] in claims else "", sentence)
    return spoken.replace("⟦⟧", "")


class ReadingAges(BlockDirective):
    """Every page with its length, its sentences and its reading age."""

    template = "reading_ages.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One row a page, in the order of the menu."""
        note(self.env, TEXTS)
        return {"rows": page_readings(source), "highest": HIGHEST_READING_AGE}


DIRECTIVES = {"planbook-reading-ages": ReadingAges}
