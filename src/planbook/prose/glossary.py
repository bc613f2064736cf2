"""The terms of the glossary: their addresses, their spellings, and where they first stand in a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

NO_WORD: Final = re.compile(r"[^a-z0-9]+")
BRACKETED: Final = re.compile(r"^(.*?)\s*\(([^)]*)\)$")
FEWEST_LETTERS: Final = 3  # a spelling of two letters or fewer, other than capitals, is too short to be found


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    name: str
    expansion: str
    explanation: str

    @property
    def anchor(self) -> str:
        """Its address on the page of the glossary: ``term-victims-code``."""
        return f"term-{NO_WORD.sub('-', self.name.lower()).strip('-')}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """How it stands in a text: the parts between slashes, what stands in brackets, and a long expansion."""
        parts = [piece.strip() for part in self.name.split(" / ") for piece in _unbracketed(part)]
        long = [self.expansion] if " " in self.expansion and "/" not in self.expansion else []
        return tuple(
            part
            for part in (*parts, *long)
            if part.isupper() or (len(part) >= FEWEST_LETTERS and not part.endswith("."))
        )

    @property
    def explained(self) -> str:
        """Expansion and explanation, as they are shown in place."""
        return f"{self.expansion}. {self.explanation}" if self.expansion else self.explanation


def _unbracketed(part: str) -> tuple[str, ...]:
    match = BRACKETED.match(part)
    return (match[1], match[2]) if match and "," not in match[2] else (part.partition(" (")[0],)


@dataclass(frozen=True)
class Use:
    """A term in a text, from ``start`` to ``end``."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    """All terms."""

    terms: tuple[Term, ...]

    def uses(self, text: str, seen: Iterable[Term] = ()) -> Iterator[Use]:
        """The first use of each term that was not seen before, in the order of the text; the longest spelling wins."""
        explained = set(seen)
        for match in self._pattern.finditer(text):
            terms = self._by_spelling
            term = terms[match[0]] if match[0] in terms else terms[match[0].removesuffix("s")]
            if term not in explained:
                explained.add(term)
                yield Use(term, match.start(), match.end())

    @cached_property
    def _by_spelling(self) -> dict[str, Term]:
        # A spelling of its own wins over another term's spelling in small letters.
        terms = {spelling: term for term in self.terms for spelling in term.spellings}
        small = {other: term for spelling, term in terms.items() for other in _small(spelling)}
        return small | terms

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The first alternative that matches wins, so the longest stands first.
        longest = sorted(self._by_spelling, key=lambda spelling: (-len(spelling), spelling))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})s?(?![\w-])")


def _small(spelling: str) -> tuple[str, ...]:
    """How a spelling may stand inside a sentence: without the capital that opens it, or all in small letters."""
    if any(word.isupper() and len(word) > 1 for word in spelling.split()):
        return ()
    opens = spelling[1:] == spelling[1:].lower()
    return (spelling.lower(),) if opens or " " in spelling else ()
