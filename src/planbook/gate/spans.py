"""Stretches of a text: which lie in others, which a phrase covers, which stand in quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Span", "covered", "covering", "quoted_spans"]

Span = tuple[int, int]
QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*’(?!\w)")

MARKS: Final = frozenset("“\"‘")


def covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether one of the spans overlaps ``start`` to ``end``."""
    return any(first < end and start < last for first, last in spans)


def covering(text: str, phrases: Iterable[str]) -> list[Span]:
    """Every span of the text that one of the phrases fills."""
    return [span for phrase in phrases if phrase in text for span in _places_of(phrase, text)]


def _places_of(phrase: str, text: str) -> Iterator[Span]:
    at = text.find(phrase)
    while at >= 0:
        yield at, at + len(phrase)
        at = text.find(phrase, at + 1)


def quoted_spans(text: str) -> list[Span]:
    """What stands in quotation marks."""
    if not MARKS.intersection(text):
        return []
    return [found.span() for found in QUOTED.finditer(text)]
