"""Per cent where percentage points are meant: the difference between two percentages is in points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.core.claims import claim_text
from planbook.gate.faults import Finding
from planbook.gate.numerals import SPELLED, in_words
from planbook.gate.prose import CLAIM
from planbook.gate.spans import covered, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planbook.core.claims import Claim
    from planbook.gate.context import Context
    from planbook.gate.prose import Passage

__all__ = ["wrong_points"]

NUMBER: Final = rf"(?:[+−-]?\d+(?:\.\d+)?|(?:{SPELLED})(?:[- ](?:{SPELLED}))*)"
PER_CENT: Final = rf"(?P<{{0}}>{NUMBER})(?: per cent| percent|%)"
MOVED: Final = (
    r"(?:rose|risen|rise|fell|fallen|fall|increased?|decreased?|declined?|dropped|drop|grew|grown|up|down|gain|improved|"
    r"improvement|change|changed|reduction|climbed|slipped|gap|difference|gained|lost)"
)
LEVEL: Final = (
    r"(?:satisfaction|confidence|trust|share|proportion|percentage|detection rate|charge rate|reoffending rate|response rate|"
    r"turnout|vacancy rate|sickness rate|compliance|representation|clear-up rate|attendance rate|conviction rate)"
)
"""What is itself measured in per cent, so that its change is in points."""
FROM_TO: Final = re.compile(
    rf"\bfrom (?P<low>{NUMBER})(?: per cent| percent|%)? (?:in [^,.;]{{1,25}} )?to {PER_CENT.format('high')}",
    re.IGNORECASE,
)
BETWEEN: Final = re.compile(
    rf"\bbetween (?P<low>{NUMBER})(?: per cent|%)? and {PER_CENT.format('high')}", re.IGNORECASE
)
SIZE: Final = re.compile(PER_CENT.format("size"), re.IGNORECASE)
PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{MOVED} (?:of |by |was |is |in \w+ of )?{PER_CENT.format('size')}(?: in [^,.;]{{1,20}})?,? to (?:just (?:under|over) |about |nearly )?{PER_CENT.format('level')}",
        rf"\b(?:missed|beaten|beat|exceeded|undershot|overshot)(?: \w+){{0,4}} by (?:just |only |about )?{PER_CENT.format('size')}",
        rf"{PER_CENT.format('size')} (?:above|below|short of|shy of|adrift of|clear of|beyond|over|under|away from|off|better than|worse than|ahead of|behind) (?:the |its |their |that )?(?:\w+ )?(?:target|national average|average|group mean|benchmark|baseline percentage|of all forces)",
        rf"\b(?:gap|difference|margin)(?: \w+){{0,6}} (?:was|is|of|stood at|stands at) (?:just |only |about )?{PER_CENT.format('size')}",
        rf"\b(?:the )?{LEVEL}[^.;,]{{0,45}} (?:rose|fell|increased|decreased|dropped|grew|improved|is up|was up|is down|was down|went up|went down|declined|climbed|slipped|dipped|slid|edged up|edged down|eased)(?: \w+ly)? (?:by )?(?:just |only |about |around |nearly )?{PER_CENT.format('size')}",
        rf"\b(?:rise|fall|increase|decrease|drop|reduction|improvement|gain|decline) of {PER_CENT.format('size')} in (?:the |public |victim |overall |staff )*{LEVEL}",
        rf"{PER_CENT.format('size')} (?:rise|fall|increase|decrease|drop|reduction|improvement|gain|decline) in (?:the |public |victim |overall |staff )*{LEVEL}",
    )
)  # fmt: skip
PERCENTAGE: Final = re.compile(r"per ?cent|%|⟦[a-z]", re.IGNORECASE)
TOLERANCE: Final = 0.15


def wrong_points(passage: Passage, context: Context) -> Iterator[Finding]:
    """Changes of a percentage that are given in per cent; a sentence that speaks of points knows the difference."""
    claims = {claim.id: claim for claim in context.claims} if CLAIM.search(passage.text) else {}
    for first, last in passage.sentences:
        if not PERCENTAGE.search(passage.text, first, last):
            continue
        text, origin = _in_words(passage.text[first:last], claims)
        if "percentage point" in text or "relative" in text:
            continue
        spans = {_span(found) for pattern in PATTERNS for found in pattern.finditer(text)} | set(_differences(text))
        for start, end in sorted(spans):
            if not covered(start, end, quoted_spans(text)):
                begin, stop = first + origin[start], first + origin[end - 1] + 1
                yield Finding(
                    "points",
                    begin,
                    max(stop, begin + 1),
                    "Write percentage points, or quote the claim whose unit they are",
                )


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span("size")[0], found.span("size")[1]


def _differences(text: str) -> Iterator[tuple[int, int]]:
    """A percentage that is the difference of two others in the same sentence."""
    pairs = [found for pattern in (FROM_TO, BETWEEN) for found in pattern.finditer(text)]
    for pair in pairs:
        wanted = abs(_value(pair["high"]) - _value(pair["low"]))
        for size in SIZE.finditer(text):
            apart = not covered(*size.span(), [pair.span()])
            if apart and wanted and abs(abs(_value(size["size"])) - wanted) < TOLERANCE:
                yield _span(size)


def _value(number: str) -> float:
    plain = number.lstrip("+−-")
    return float(plain) if plain[0].isdigit() else next(in_words(plain)).value


def _in_words(text: str, claims: Mapping[str, Claim]) -> tuple[str, list[int]]:
    """The text with its claims as they are shown, and the place in ``text`` of every character."""
    shown, origin, at = "", list[int](), 0
    for found in CLAIM.finditer(text):
        claim = claims.get(found[1])
        modifiers = tuple(part for part in found[2].split(":") if part in {"size", "number"})
        words = claim_text(claim, modifiers) if claim else found[0]
        shown += text[at : found.start()] + words
        origin += [*range(at, found.start()), *([found.start()] * len(words))]
        at = found.end()
    return shown + text[at:], [*origin, *range(at, len(text))]
