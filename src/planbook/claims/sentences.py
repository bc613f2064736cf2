"""Sentences as data: parts of plain text and parts that show a claim.

A sentence is put together once, where its figures are known, and kept as parts. The site renders the parts as links to
receipts; paper, search and alternative texts take the plain text.

Example:
    >>> plain((Part("It fell by "), Part("9.0 per cent", "robbery.change_pct"), Part(".")))
    'It fell by 9.0 per cent.'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planbook.claims.claims import Claim, UnknownClaim, claim_text

LEAST_DIGITS = 2
"""A single digit in a sentence may be anything; two, or one after a sign, are a figure."""
SIGNS = ("+", "−")
PART_BEFORE = re.compile(r"[\w,.−+]")
"""A letter before a figure that makes it the end of something longer."""
PART_AFTER = re.compile(r"\w|[,.]\d")
"""What stands behind a figure that is the beginning of something longer."""
QUOTE = re.compile(r"\{claim\}`([^`]+)`")


class Part(NamedTuple):
    """A stretch of a sentence; ``claim`` is the id of the claim that it shows, empty for plain words."""

    text: str
    claim: str = ""


Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    """The words of a sentence without its claims."""
    return "".join(part.text for part in sentence)


def quoted(text: str, claims: Mapping[str, Claim]) -> Sentence:
    """A text with quotations such as ``{claim}`robbery.change_pct:size```, cut at them and with their words put in.

    Raises:
        UnknownClaim: a quoted id is not among ``claims``; the nearest ids are named.
        ValueError: a modifier that does not exist.
    """
    parts = [
        _quotation(piece, claims) if place % 2 else Part(piece)
        for place, piece in enumerate(QUOTE.split(text))
        if piece
    ]
    return tuple(parts)


def quote_claims(text: str, claims: Mapping[str, Claim]) -> str:
    """``text`` with every quoted claim replaced by its words.

    Raises:
        UnknownClaim: a quoted id is not among ``claims``.
    """
    return plain(quoted(text, claims))


def _quotation(quote: str, claims: Mapping[str, Claim]) -> Part:
    wanted, *modifiers = quote.split(":")
    if wanted not in claims:
        raise UnknownClaim(wanted, tuple(claims))
    return Part(claim_text(claims[wanted], tuple(modifiers)), wanted)


def cut(sentence: str, claims: Iterable[Claim]) -> Sentence:
    """A ready-made sentence of the statistics, cut at the figures of ``claims``.

    A figure matches as shown, without its sign, or as its bare number; it must not be part of a longer number. Longer
    texts win, then the earlier claim.
    """
    texts = {text: claim for text, claim in _texts(claims) if text in sentence}
    places = sorted((start, -len(text), text) for text in texts for start in _places(text, sentence))
    parts = _cut(sentence, [(start, text) for start, _, text in places], texts)
    return tuple(part for part in parts if part.text)


def _texts(claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Every text by which a claim may stand in a sentence, with its id."""
    taken: set[str] = set()
    for claim in (claim for claim in claims if claim.status != "absent"):
        for modifiers in ((), ("size",), ("number",), ("number", "size")):
            text = claim_text(claim, modifiers)
            if text not in taken and _is_figure(text):
                taken.add(text)
                yield text, claim.id


def _is_figure(text: str) -> bool:
    return text.startswith(SIGNS) or sum(letter.isdigit() for letter in text) >= LEAST_DIGITS


def _places(text: str, sentence: str) -> Iterator[int]:
    """Where a text stands by itself. A pattern of all texts would be compiled for nearly every sentence."""
    start = sentence.find(text)
    while start >= 0:
        if not PART_BEFORE.match(sentence[start - 1 : start]) and not PART_AFTER.match(sentence, start + len(text)):
            yield start
        start = sentence.find(text, start + 1)


def _cut(sentence: str, places: Iterable[tuple[int, str]], texts: Mapping[str, str]) -> Iterator[Part]:
    at = 0
    for start, text in places:
        if start >= at:
            yield Part(sentence[at:start])
            yield Part(text, texts[text])
            at = start + len(text)
    yield Part(sentence[at:])
