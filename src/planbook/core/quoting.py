"""Figures of known claims inside a ready-made sentence: where each stands, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.claims import claim_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.core.claims import Claim

__all__ = ["Piece", "pieces"]

LEAST_DIGITS = 2
"""A single digit in a sentence may be anything; two, or one after a sign, are a figure."""
SIGNS = ("+", "−")
PART_BEFORE = re.compile(r"[\w,.−+]")
"""A letter before a figure that makes it the end of something longer."""
PART_AFTER = re.compile(r"\w|[,.]\d")
"""What stands behind a figure that is the beginning of something longer."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; ``claim`` is the claim that it shows, or None for plain words."""

    text: str
    claim: Claim | None = None


def pieces(sentence: str, claims: Iterable[Claim]) -> tuple[Piece, ...]:
    """A sentence cut at the figures of ``claims``; longer texts win, then the earlier claim.

    A figure matches as shown, without its sign, or as its bare number; it must not be part of a longer number.
    """
    shown = {text: claim for text, claim in _texts(claims) if text in sentence}
    found = sorted((start, -len(text), text) for text in shown for start in _places(text, sentence))
    return tuple(piece for piece in _cut(sentence, [(start, text) for start, _, text in found], shown) if piece.text)


def _texts(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    known: set[str] = set()
    for claim in claims:
        if claim.status == "absent":
            continue
        for modifiers in ((), ("size",), ("number",), ("number", "size")):
            text = claim_text(claim, modifiers)
            if text not in known and _is_figure(text):
                known.add(text)
                yield text, claim


def _is_figure(text: str) -> bool:
    return text.startswith(SIGNS) or sum(letter.isdigit() for letter in text) >= LEAST_DIGITS


def _places(text: str, sentence: str) -> Iterator[int]:
    """Where a text stands by itself. A pattern of all texts would be compiled for nearly every sentence."""
    start = sentence.find(text)
    while start >= 0:
        if not PART_BEFORE.match(sentence[start - 1 : start]) and not PART_AFTER.match(sentence, start + len(text)):
            yield start
        start = sentence.find(text, start + 1)


def _cut(sentence: str, found: Iterable[tuple[int, str]], shown: dict[str, Claim]) -> Iterator[Piece]:
    at = 0
    for start, text in found:
        if start >= at:
            yield Piece(sentence[at:start])
            yield Piece(text, shown[text])
            at = start + len(text)
    yield Piece(sentence[at:])
