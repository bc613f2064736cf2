"""Per cent where percentage points are meant: the difference between two percentages is in points."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from planbook.claims.claims import Claim, claim_text
from planbook.prose.findings import Context, Finding
from planbook.prose.numbers import SPELLED, in_words
from planbook.prose.prose import CLAIM, Passage, Span, covered, quoted_spans

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
TOLERANCE: Final = 0.15


def wrong_points(passage: Passage, context: Context) -> Iterator[Finding]:
    """Changes of a percentage that are given in per cent; a sentence that speaks of points knows the difference."""
    claims = {claim.id: claim for claim in context.claims}
    for first, last in passage.sentences:
        text, origin = _with_claims(passage.text[first:last], claims)
        if "percentage point" in text or "relative" in text:
            continue
        spans = {match.span("size") for pattern in PATTERNS for match in pattern.finditer(text)}
        for start, end in sorted(spans | set(_differences(text))):
            if not covered(start, end, quoted_spans(text)):
                begin, stop = first + origin[start], first + origin[end - 1] + 1
                advice = "Write percentage points, or quote the claim whose unit they are"
                yield Finding("points", begin, max(stop, begin + 1), advice)


def _differences(text: str) -> Iterator[Span]:
    """A percentage that is the difference of two others in the same sentence."""
    for pair in (match for pattern in (FROM_TO, BETWEEN) for match in pattern.finditer(text)):
        wanted = abs(_value(pair["high"]) - _value(pair["low"]))
        for size in SIZE.finditer(text):
            apart = not covered(*size.span(), [pair.span()])
            if apart and wanted and abs(abs(_value(size["size"])) - wanted) < TOLERANCE:
                yield size.span("size")


def _value(number: str) -> float:
    plain = number.lstrip("+−-")
    return float(plain) if plain[0].isdigit() else next(in_words(plain)).value


def _with_claims(text: str, claims: Mapping[str, Claim]) -> tuple[str, list[int]]:
    """The text with its claims as readers see them, and the place in ``text`` of every character."""
    read, origin, at = "", list[int](), 0
    for quote in CLAIM.finditer(text):
        claim = claims.get(quote[1])
        modifiers = tuple(part for part in quote[2].split(":") if part in {"size", "number"})
        words = claim_text(claim, modifiers) if claim else quote[0]
        read += text[at : quote.start()] + words
        origin += [*range(at, quote.start()), *([quote.start()] * len(words))]
        at = quote.end()
    return read + text[at:], [*origin, *range(at, len(text))]
