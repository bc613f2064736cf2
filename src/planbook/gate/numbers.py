"""Numbers that somebody typed: quantities in figures or in words that no claim and no register stands behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.gate.exempt import exempt_spans
from planbook.gate.faults import Finding
from planbook.gate.nearest import nearest_claims
from planbook.gate.nouns import ABSTRACT, COUNTED, MEASURES
from planbook.gate.numerals import SPELLED, Numeral, in_figures, in_words
from planbook.gate.spans import covered, covering, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planbook.gate.context import Context
    from planbook.gate.prose import Passage

__all__ = ["holds_quantity", "typed_numbers"]

DETERMINED: Final = re.compile(
    r"\b(?:the|these|those|both|its|their|our|his|her|other|first|last|latter|next|same|any|each|all|every)"
    r"(?: other| first| last| remaining| new| main)?\s$",
    re.IGNORECASE,
)
"""Words after which a number in words points back to things already named."""
AFTER_QUANTITY: Final = re.compile(
    r"\b(?:by|to|from|about|around|nearly|almost|over|under|only|just|than|least|most|averaged?|averaging|totall?ed|"
    r"totall?ing|reached|exceeded|roughly|approximately|some|further|was|were|numbered)\s$",
    re.IGNORECASE,
)
ENDS: Final = re.compile(r"\s*(?:[.,;:)]|$|(?:in|to|a|an|per|of|by|from|and|on|at|against|compared)\b)")
MEASURE_NEXT: Final = re.compile(rf"[\s-](?:[a-z-]+ )?(?:{MEASURES})\b", re.IGNORECASE)
COUNTED_NEXT: Final = re.compile(rf"[\s-](?:[a-z-]+ ){{0,2}}(?:{COUNTED})\b", re.IGNORECASE)
DURATION_NEXT: Final = re.compile(r"-(?:year|month|week|day|hour|minute|fold|point|per-cent)\b")
PLURAL_NEXT: Final = re.compile(r"\s(?:[a-z-]+ ){0,1}?([a-z]+(?<!s)s)\b")
ONE_QUANTITY: Final = re.compile(
    rf"\s(?:per cent|percent|percentage point)\b|\s(?:in|out of)\s(?:every\s|{SPELLED}|\d)|[- ](?:hundred|thousand|million)\b",
    re.IGNORECASE,
)
LARGEST_IN_SPEECH: Final = 20
"""A larger number in words is a quantity wherever it stands."""
TITLE_WORDS: Final = 3
VOLUME: Final = re.compile(r"\s\d+(?:\(\d+\))?(?=[.,;)]|$)")
"""Volume and issue after the title of a journal."""
ENUMERATES: Final = re.compile(r"\bpoints (?:to|of|that|about|for|follow|stand)\b|\bdegrees\b")
PHRASES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), value)
    for pattern, value in (
        (rf"\b(?:{SPELLED}|\d+) and an? (?:half|quarter|third)\b(?! of the year)", 0.0),
        (r"\bevery (?:second|third|fourth|fifth|tenth) (?!week|month|year|day|quarter|line|page|\w+day\b)", 0.0),
        (r"\btwo[- ]thirds\b", 66.7),
        (r"\b(?:a|one)[- ]third of\b|\bone[- ]third\b|\b(?:by|under|over|nearly|almost|about|than) a third\b(?! party)", 33.3),
        (r"\bthree[- ]quarters of (?!the (?:financial )?year|20|19)", 75.0),
        (
            (
                r"\b(?:a|one)[- ]quarter of (?!a year|the (?:\w+ )?year|20|19|each)"
                r"|\b(?:by|under|over|nearly|almost|about|than) a quarter\b(?! of the (?:\w+ )?year)"
            ),
            25.0,
        ),
        (r"\b(?:a|one)[- ](?:fifth|sixth|eighth|tenth)\b(?= of|[.,;])", 20.0),
        (r"\b(?:two|three|four|nine)[- ](?:fifths|tenths|eighths|sevenths)\b", 0.0),
        (
            (
                r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!former )(?<!last )(?<!this )"
                r"\bhalf (?:of|the|its|their|our|all|as)\b(?! (?:the )?(?:\w+ )?(?:year|20|19|day|term|hour))"
            ),
            50.0,
        ),
        (r"\b(?:nearly|almost|about|over|under|than|by|around) half\b(?! (?:of|the|its|their|our|all|as|an hour|past)\b)", 50.0),
        (r"\b(?:halved|halving|doubled|doubling|tripled|trebled|quadrupled)\b", 0.0),
        (r"\bdouble (?:the|that of|its|their|what)\b", 2.0),
        (r"(?<!think )(?<!thought )(?<!once or )\btwice\b", 2.0),
        (r"\b(?:two|three|four|five|six|ten)fold\b", 0.0),
        (r"\b(?:dozens|hundreds|thousands|millions|scores) of\b", 0.0),
    )
)  # fmt: skip
"""Quantities that are no plain numbers."""
PARTS: Final = re.compile(
    r"third|quarter|every |fift|fold|sixth|tenth|eighth|seventh|hal[fv]|doubl|tripl|trebl|quadrupl|twice|dozens|hundreds|"
    r"thousands|millions|scores",
    re.IGNORECASE,
)
"""What a phrase of ``PHRASES`` holds; most texts hold none of it and are passed over."""


def typed_numbers(passage: Passage, context: Context) -> Iterator[Finding]:
    """Every quantity in the passage that is typed by hand and not registered."""
    text = passage.text
    kept = [*covering(text, context.registered), *_title_spans(passage)]
    phrases = [one for one in _phrases(text) if not covered(one.start, one.end, kept)]
    numerals = [one for one in _numerals(text) if not covered(one.start, one.end, kept)]
    for one in (*_quantities(text, phrases), *_quantities(text, numerals)):
        if one in phrases or not any(covered(one.start, one.end, [(other.start, other.end)]) for other in phrases):
            yield _finding(passage, context, one)


def holds_quantity(text: str) -> bool:
    """Whether a text gives any quantity, typed by hand or not."""
    return bool(_quantities(text, [*_numerals(text), *_phrases(text)]))


def _numerals(text: str) -> Iterator[Numeral]:
    yield from in_figures(text)
    yield from (one for one in in_words(text) if _is_quantity(text, one))


def _phrases(text: str) -> Iterator[Numeral]:
    if not PARTS.search(text):
        return
    for pattern, value in PHRASES:
        for found in pattern.finditer(text):
            yield Numeral(found.start(), found.end(), value)


def _quantities(text: str, numerals: Sequence[Numeral]) -> list[Numeral]:
    """The numerals that stand in no exempt span; the search for spans ends with the last of them."""
    left = list(numerals)
    if left:
        for first, last in exempt_spans(text):
            left = [one for one in left if not (first < one.end and one.start < last)]
            if not left:
                break
    return left


def _title_spans(passage: Passage) -> list[tuple[int, int]]:
    """Italics with a capital that hold three words or stand before a volume, and what is quoted just before them."""
    works = [span for start, end in passage.titles if (span := _title(passage.text, start, end))]
    articles = [
        (start, end) for start, end in quoted_spans(passage.text) if any(work[0] - end in {1, 2} for work in works)
    ]
    return [*works, *articles]


def _title(text: str, start: int, end: int) -> tuple[int, int] | None:
    volume = VOLUME.match(text, end)
    if not text[start : start + 1].isupper() or (volume is None and len(text[start:end].split()) < TITLE_WORDS):
        return None
    return start, volume.end() if volume else end


def _is_quantity(text: str, numeral: Numeral) -> bool:
    """Whether a number in words counts or measures something, and does not sort a text or point back."""
    before, after = text[: numeral.start], text[numeral.end :]
    if ENUMERATES.match(after.lstrip()):
        return False
    if numeral.value == 1:
        return bool(ONE_QUANTITY.match(after))
    if numeral.value == 0:
        return bool(re.search(r"\b(?:to|from|by)\s$", before) or re.match(rf"\s(?:{MEASURES})\b", after))
    if MEASURE_NEXT.match(after) or DURATION_NEXT.match(after) or _in_ratio(before):
        return True
    return _counts(before, after) or numeral.value > LARGEST_IN_SPEECH


def _counts(before: str, after: str) -> bool:
    """Whether the word after a number is of things that are counted, or the word before it leads to a quantity."""
    if DETERMINED.search(before):
        return False
    if COUNTED_NEXT.match(after) or (before.endswith(", ") and re.match(r"[,.;]", after)):
        return True
    named = PLURAL_NEXT.match(after)
    if named:
        return named[1].lower() not in ABSTRACT
    return bool(AFTER_QUANTITY.search(before) and ENDS.match(after))


def _in_ratio(before: str) -> bool:
    """The second number of "one in ten"; the first is reported with it."""
    return bool(re.search(rf"\b(?:{SPELLED}|\d+) (?:in|out of) (?:every )?$", before, re.IGNORECASE))


def _finding(passage: Passage, context: Context, numeral: Numeral) -> Finding:
    first, last = passage.sentence_at(numeral.start)
    near = nearest_claims(numeral.value, passage.text[first:last], context.claims, context.milestone)
    advice = (
        f"Quote a claim; nearest: {near}. A value of the original report goes into data/published/cited.csv, "
        "a constant of a method into data/published/typed_numbers.csv"
    )
    return Finding("number", numeral.start, numeral.end, advice)
