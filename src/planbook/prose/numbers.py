"""Numbers that somebody typed: quantities in figures or in words that no claim and no register stands behind."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from planbook.claims.claims import Claim
from planbook.prose.findings import Context, Finding
from planbook.prose.lexicon import (
    COUNTED,
    EXEMPT,
    MEASURES,
    PHRASES,
    SCALES,
    SPELLED,
    VALUES,
    YEAR,
    words_of,
)
from planbook.prose.prose import Passage, Span, covered, covering

IN_FIGURES: Final = re.compile(r"(?<![\w.⟦])[£$€]?[+−-]?(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(million|billion|bn|m|k)\b)?")
IN_WORDS: Final = re.compile(rf"\b(?:{SPELLED})(?:(?:-| and | )(?:{SPELLED}))*\b", re.IGNORECASE)
SHORT_SCALES: Final = {"m": 1_000_000, "bn": 1_000_000_000, "k": 1_000}

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
ABSTRACT: Final = words_of("ABSTRACT")
LARGEST_IN_SPEECH: Final = 20  # a larger number in words is a quantity wherever it stands
TITLE_WORDS: Final = 3
VOLUME: Final = re.compile(r"\s\d+(?:\(\d+\))?(?=[.,;)]|$)")  # volume and issue after the title of a journal
ENUMERATES: Final = re.compile(r"\bpoints (?:to|of|that|about|for|follow|stand)\b|\bdegrees\b")
BARE_YEAR: Final = re.compile(rf"(?<![\w£$€.,⟦/-]){YEAR}(?![\d,]\d|\.\d|\w|%|\s?per cent)")
BEFORE_A_COUNT: Final = re.compile(
    r"\b(?:of|to|from|by|than|about|some|nearly|almost|recorded|were|was|had|has|with)\s$"
)
COUNT_AFTER: Final = re.compile(rf"\s(?:{COUNTED})\b", re.IGNORECASE)
FINANCIAL_YEAR: Final = re.compile(rf"\b{YEAR}\s?[/–-]\s?(?:\d{{4}}|\d{{2}})\b")
SHORT_YEAR: Final = re.compile(r"(?<![\w/])(\d\d)/(\d\d)(?![\w/])")
WITHIN: Final = 0.05  # a claim is near in value if it differs by at most this share of it
NEAREST: Final = 2  # how many claims are named of those near by value, and of those near by words
WORD: Final = re.compile(r"[a-z]{4,}")


def exempt_spans(text: str) -> Iterator[Span]:
    """Spans of a text in which figures are no quantities, the commonest forms first."""
    yield from (year.span() for year in FINANCIAL_YEAR.finditer(text))
    for year in BARE_YEAR.finditer(text):
        counted = COUNT_AFTER.match(text, year.end())
        # "recorded 2000 offences" counts, "in 2000 offences rose" is a year.
        if not (counted and BEFORE_A_COUNT.search(text[: year.start()])):
            yield year.span()
    for pattern in EXEMPT:
        yield from (match.span() for match in pattern.finditer(text))
    yield from (year.span() for year in SHORT_YEAR.finditer(text) if int(year[2]) == (int(year[1]) + 1) % 100)


@dataclass(frozen=True)
class Numeral:
    """A number of a text: characters ``start`` to ``end``, and its value, or 0 where the words give none."""

    start: int
    end: int
    value: float


def in_figures(text: str) -> Iterator[Numeral]:
    """Every number written in figures."""
    for match in IN_FIGURES.finditer(text):
        scale = {**SCALES, **SHORT_SCALES}.get(match[2] or "", 1)
        yield Numeral(match.start(), match.end(), float(match[1].replace(",", "")) * scale)


def in_words(text: str) -> Iterator[Numeral]:
    """Every number written in words, from "zero" up."""
    for match in IN_WORDS.finditer(text):
        yield Numeral(match.start(), match.end(), _value(match[0]))


def _value(words: str) -> float:
    total = current = 0.0
    for word in re.split(r"[-\s]+", words.lower()):
        if word in VALUES:
            current += VALUES[word]
        elif word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] >= 1_000:
                total, current = total + current, 0.0
    return total + current


def typed_numbers(passage: Passage, context: Context) -> Iterator[Finding]:
    """Every quantity in the passage that is typed by hand and not registered; a numeral within a phrase counts once."""
    text = passage.text
    ignored = [*covering(text, context.registered), *_title_spans(passage)]
    phrases = [one for one in _phrases(text) if not covered(one.start, one.end, ignored)]
    spans = [(phrase.start, phrase.end) for phrase in phrases]
    numerals = [one for one in _numerals(text) if not covered(one.start, one.end, [*ignored, *spans])]
    for one in _quantities(text, [*phrases, *numerals]):
        first, last = passage.sentence_at(one.start)
        near = nearest_claims(one.value, text[first:last], context.claims, context.milestone)
        advice = (
            f"Quote a claim; nearest: {near}. A value of the plan's report goes into its report/cited.csv, "
            "a constant of a method into data/typed_numbers.csv"
        )
        yield Finding("number", one.start, one.end, advice)


def holds_quantity(text: str) -> bool:
    """Whether a text gives any quantity, typed by hand or not."""
    return bool(_quantities(text, [*_numerals(text), *_phrases(text)]))


def _numerals(text: str) -> Iterator[Numeral]:
    yield from in_figures(text)
    yield from (one for one in in_words(text) if _is_quantity(text, one))


def _phrases(text: str) -> Iterator[Numeral]:
    for pattern, value in PHRASES:
        for match in pattern.finditer(text):
            yield Numeral(match.start(), match.end(), value)


def _quantities(text: str, numerals: list[Numeral]) -> list[Numeral]:
    exempt = list(exempt_spans(text)) if numerals else []
    return [one for one in numerals if not covered(one.start, one.end, exempt)]


def _title_spans(passage: Passage) -> list[Span]:
    """Italics with a capital that hold three words or stand before a volume, and what is quoted just before them."""
    works = [span for start, end in passage.titles if (span := _title(passage.text, start, end))]
    articles = [(start, end) for start, end in passage.quoted if any(work[0] - end in {1, 2} for work in works)]
    return [*works, *articles]


def _title(text: str, start: int, end: int) -> Span | None:
    volume = VOLUME.match(text, end)
    if not text[start : start + 1].isupper() or (volume is None and len(text[start:end].split()) < TITLE_WORDS):
        return None
    return start, volume.end() if volume else end


def _is_quantity(text: str, numeral: Numeral) -> bool:
    """Whether a number in words counts or measures something, and does not sort a text or point back."""
    before, after = text[: numeral.start], text[numeral.end :]
    if ENUMERATES.match(after.lstrip()):
        return False
    # "One" is mostly a pronoun, and counts only in a ratio or before a unit.
    if numeral.value == 1:
        return bool(ONE_QUANTITY.match(after))
    # "Zero tolerance" counts nothing.
    if numeral.value == 0:
        return bool(re.search(r"\b(?:to|from|by)\s$", before) or re.match(rf"\s(?:{MEASURES})\b", after))
    # The first number of "one in ten" is reported with the second.
    ratio = re.search(rf"\b(?:{SPELLED}|\d+) (?:in|out of) (?:every )?$", before, re.IGNORECASE)
    if MEASURE_NEXT.match(after) or DURATION_NEXT.match(after) or ratio:
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


def nearest_claims(value: float, sentence: str, claims: Sequence[Claim], milestone: str = "") -> str:
    """The ids nearest by value and by words, each with its display, as text; ``none`` if nothing is near."""
    apart = {claim.id: abs(abs(claim.value) - abs(value)) for claim in claims if claim.value is not None and value}
    # By value for a figure that was copied, by words for one that was rounded or misremembered.
    near = [claim for claim in claims if claim.id in apart and apart[claim.id] <= WITHIN * abs(value)]
    words = set(WORD.findall(sentence.lower()))
    shared = {claim.id: len(words & set(WORD.findall(f"{claim.id} {claim.label}".lower()))) for claim in claims}
    alike = [claim for claim in claims if shared[claim.id]]
    best = (
        *_first(near, milestone, lambda claim: apart[claim.id]),
        *_first(alike, milestone, lambda claim: -shared[claim.id]),
    )
    return ", ".join(dict.fromkeys(f"{claim.id} ({claim.display})" for claim in best)) or "none"


def _first(claims: list[Claim], milestone: str, distance: Callable[[Claim], float]) -> list[Claim]:
    """The few nearest, those of the milestone before others."""
    return sorted(claims, key=lambda claim: (claim.milestone != milestone, distance(claim), claim.id))[:NEAREST]
