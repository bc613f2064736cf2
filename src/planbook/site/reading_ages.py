"""The reading age of every page, as a table that is worked out anew at each build."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.claims.claims import claim_text
from planbook.export.store import library_digest
from planbook.prose.prose import CLAIM, passages
from planbook.prose.readability import HIGHEST_READING_AGE, Readability, readability
from planbook.site.edition_source import TEXTS, note, page_of_outcome
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planbook.claims.claims import Claim
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "KeptCounts", "PageReading", "page_readings", "spoken_sentences"]

NAMED = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
"""What may be the id of a claim."""
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
    texts = (*_outcomes(source), *_pages(source))
    kept = KeptCounts(source.places.cache / "reading_ages.json", claims)
    found = [(page, title, kept.readability(text)) for page, title, text in texts]
    kept.write()
    return tuple(PageReading(page, title, measured) for page, title, measured in found if measured)


class KeptCounts:
    """Counts of texts, of which those that an earlier build made are found again by a hash of text and figures."""

    def __init__(self, path: Path, claims: Mapping[str, Claim]) -> None:
        self.path, self.claims, self.library = path, claims, library_digest()
        self.before, self.now = self._read(), dict[str, list[int]]()

    def readability(self, text: str) -> Readability | None:
        """The counts of a text."""
        figures = [claim_text(self.claims[name]) for name in NAMED.findall(text) if name in self.claims]
        key = hashlib.sha256("\0".join([self.library, text, *figures]).encode()).hexdigest()
        if key not in self.before:
            counted = readability(spoken_sentences(text, self.claims))
            self.before[key] = [counted.letters, counted.words, counted.sentences] if counted else []
        self.now[key] = self.before[key]
        return Readability(*self.now[key]) if self.now[key] else None

    def write(self) -> None:
        """Keep what was asked for, and nothing else."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.now), encoding="utf-8")
        fresh.replace(self.path)

    def _read(self) -> dict[str, list[int]]:
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        known = held.items() if isinstance(held, dict) else ()
        return {key: counts for key, counts in known if isinstance(counts, list) and len(counts) in {0, 3}}


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
    """The sentence with its claims as readers see them."""
    return CLAIM.sub(lambda found: claim_text(claims[found[1]]) if found[1] in claims else "", sentence).replace(
        "⟦⟧", ""
    )


class ReadingAges(BlockDirective):
    """Every page with its length, its sentences and its reading age."""

    template = "reading_ages.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One row a page, in the order of the menu."""
        note(self.env, TEXTS)
        return {"rows": page_readings(source), "highest": HIGHEST_READING_AGE}


DIRECTIVES = {"planbook-reading-ages": ReadingAges}
