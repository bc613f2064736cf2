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
    if not shown:
        return (Piece(sentence),)
    longest_first = sorted(shown, key=lambda text: (-len(text), text))
    wanted = re.compile(r"(?<![\w,.−+])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w]|[,.]\d)")
    return tuple(piece for piece in _cut(sentence, wanted, shown) if piece.text)


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


def _cut(sentence: str, wanted: re.Pattern[str], shown: dict[str, Claim]) -> Iterator[Piece]:
    at = 0
    for found in wanted.finditer(sentence):
        yield Piece(sentence[at : found.start()])
        yield Piece(found[0], shown[found[0]])
        at = found.end()
    yield Piece(sentence[at:])
