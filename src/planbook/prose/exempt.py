"""Figures that are no quantities: dates, paragraphs, law, titles, ages, addresses, telephone numbers, fixed terms."""

import re
from collections.abc import Iterator
from typing import Final

from planbook.data.periods import MONTH_NAMES
from planbook.prose.lexicon import COUNTED
from planbook.prose.prose import Span

MONTH_PATTERN: Final = "|".join([*MONTH_NAMES, *(f"{name[:3]}(?![a-z])" for name in MONTH_NAMES), "Sept(?![a-z])"])
NUMBERS: Final = r"\d+[A-Za-z]?(?:\.\d+)*(?:\(\w+\))*"
LISTED: Final = rf"{NUMBERS}(?:\s?(?:,|, and|and|or|to|–|-|&)\s?{NUMBERS})*"
NAMING: Final = (
    "paragraphs?|paras?|sections?|chapters?|parts?|pages?|pp?|articles?|schedules?|regulations?|rules?|clauses?|"
    "appendix|annex|appendices|annexes|volumes?|issues?|items?|steps?|questions?|recommendations?|objectives?|"
    "outcomes?|milestones?|waves?|phases?|stages?|tiers?|levels?|grades?|bands?|codes?|class|classes|methods?|"
    "versions?|zones?|platforms?|routes?|rooms?|wards?|lines?|junctions?|operation|project|forms?|options?|types?|"
    "tables?|figures?|charts?|graphs?|maps?|notes?|footnotes?|channel|agenda|vision|article|strand|priority|priorities|"
    "category|categories|lots?|shifts?|rows?|columns?|cells?|bus|buses|"
    "court|courtroom|building|unit|flat|apartment|gate|floor|python|guidelines|licence|wave|round|rounds|directive|"
    "convention|protocol|resolution|motion|agenda item|nos?"
)
"""Words that a number after them names and does not count."""
NOT_A_QUANTITY: Final = r"(?!\s*(?:%|per cent|percent|percentage|points|million|billion))"
YEAR: Final = r"(?:1[6-9]|20)\d\d"
PLACE: Final = "Street|Road|Lane|Avenue|Way|Close|Drive|Square|Place|Court|House|Row|Hill|Green|Park|Circus|Parade|Crescent|Terrace|Gardens|Walk|Island|Centre|Arcade|Queensway"

_CASELESS: Final = (
    r"\b[A-Za-z]+-?\d[\w./-]*(?<![./-])",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s?(?:,|and|to|–|-)\s?\d{{1,2}}(?:st|nd|rd|th)?)*\s(?:of\s)?(?:{MONTH_PATTERN})\b(?:,?\s{YEAR})?",
    rf"\b(?:{MONTH_PATTERN})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{YEAR})?{NOT_A_QUANTITY}(?!\s(?:{COUNTED})\b)",
    rf"\b(?:{MONTH_PATTERN})\s{YEAR}\b",
    r"\b\d{4}-\d{2}-\d{2}\b",
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b",
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|noon|midnight)\b",
    r"\b(?:[01]?\d|2[0-4]):[0-5]\d\b",
    r"\b(?:[01]\d|2[0-4])[0-5]\d\s(?:hours|hrs)\b",
    rf"\b(?:{NAMING})\.?\s?{LISTED}(?![\w%]){NOT_A_QUANTITY}",
    r"\b(?:week|day|year|month|quarter)s? \d{1,2}\b(?! (?:\w+ )?\w+s\b)",
    r"\b\d{4}/\d+(?:/[A-Z]+)?\b|\bminutes? \d+/\d+\b",
    r"\[\d{4}\]\s[A-Z]+(?:\s[A-Z][a-z]+)?\s\d+",
    r"\b\d+\s(?:WLR|QB|AC|All ER|Cr App R)\s\d+",
    r"\b(?:aged?|ages)\s(?:over |under |between |from )?\d{1,3}(?:\s?(?:to|–|-|and)\s?\d{1,3})?(?:\s(?:or|and) (?:over|under|above|younger|older))?\b",
    r"\b(?:under|over)[- ]\d{2}s?\b(?=-?s\b|[^\w%,.]*(?:s\b|year))|\b(?:under|over)[- ]\d{2}s\b",
    r"\b\d{1,3}(?:-?\s?(?:to|–|-)\s?\d{1,3})?[- ]year[- ]olds?\b",
    r"\b\d{1,3}-? (?:to|and) \d{1,3}[- ]year[- ]olds?\b",
    r"\b\d{1,3} years (?:of age|old)\b|\bages? of \d{1,3}(?: (?:and|to|or) \d{1,3})?\b",
    rf"\b(?:children|people|adults|residents|those|anyone|men|women|boys|girls|pupils|drivers) (?:under|over) \d{{1,2}}\b{NOT_A_QUANTITY}",
    r"\b(?:1[6-9]|20)\d0s\b|\b7/7\b|\b9/11\b|\b\d-a-side\b",
    r"\b\d{1,3}(?!m\b|bn\b|k\b|pc\b|pp\b|pts\b|million|billion)[A-Za-z][\w-]*\b",
    r"\b24/7\b|\b24[- ]hours?\b|\b7 days a week\b|\b9[- ]to[- ]5\b|\b365 days a year\b",
    r"\b(?:12|twelve)[- ]months? (?:to|ending|ended|up to)\b|\b(?:rolling|last|latest) (?:12|twelve) months\b|\b(?:12|twelve)-month\b",
    r"\b(?:per|each|every) (?:1,000|10,000|100,000|million|thousand|100)\b",
    r"\b(?:95|99|90)(?:%| per cent) (?:\w+[- ]\w+ |\w+ )?(?:intervals?|confidence|level|limits?)\b",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    r"\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b",
    r"\+44[\d ]{9,13}",
    r"\(No\. ?\d+\)",
    r"\bformula 1\b|\bcatch[- ]22\b|\bnumber 10\b|\btop 10 tips\b",
)
_CASED: Final = (
    rf"\b\d{{1,4}}[A-Za-z]?(?:[-–]\d{{1,4}})? (?:[A-Z][\w'’]+ ){{1,4}}(?:{PLACE})\b",
    rf"\b[A-Z][A-Z&/]+[- ]\d+(?:[.:/-]\d+)*\b{NOT_A_QUANTITY}(?!\s(?:\w+\s)?(?:{COUNTED})\b)",
    rf"\b(?:101|999|111|112|105)\b(?!\s*(?:%|per cent|,\d)|\s(?:more |fewer |new )?(?:{COUNTED})\b(?<!calls)(?<!call))",
    rf"\b(?:Act|Acts|Regulations|Order|Rules|Measure|Bill|Directive|Code)(?: \([A-Z][\w ]+\))? (?:of )?{YEAR}\b",
    r"\b(?:WMP|Vision|Agenda|Policing|Strategy|Plan|Blueprint|Connect|Programme|Census) 20\d\d\b",
    r"\b(?:Standing |Court |General |Statutory )?(?:Order|Instruction|Instrument|Circular|Memorandum) \d+\b",
    r"\b(?:Cm|Cmnd|HC|HL) \d+\b",
    r"(?<!['’])\bss?\.? ?\d+[A-Z]?(?:\(\d+\))*",
)
BARE_YEAR: Final = re.compile(rf"(?<![\w£$€.,⟦/-]){YEAR}(?![\d,]\d|\.\d|\w|%|\s?per cent)")
BEFORE_A_COUNT: Final = re.compile(
    r"\b(?:of|to|from|by|than|about|some|nearly|almost|recorded|were|was|had|has|with)\s$"
)
COUNT_AFTER: Final = re.compile(rf"\s(?:{COUNTED})\b", re.IGNORECASE)
FINANCIAL_YEAR: Final = re.compile(rf"\b{YEAR}\s?[/–-]\s?(?:\d{{4}}|\d{{2}})\b")
SHORT_YEAR: Final = re.compile(r"(?<![\w/])(\d\d)/(\d\d)(?![\w/])")
PATTERNS: Final = (
    *(re.compile(pattern, re.IGNORECASE) for pattern in _CASELESS),
    *(re.compile(pattern) for pattern in _CASED),
)


def exempt_spans(text: str) -> Iterator[Span]:
    """Spans of a text in which figures are no quantities, the commonest forms first."""
    yield from (year.span() for year in FINANCIAL_YEAR.finditer(text))
    yield from (year.span() for year in BARE_YEAR.finditer(text) if _is_year(text, year))
    for pattern in PATTERNS:
        yield from (match.span() for match in pattern.finditer(text))
    yield from (year.span() for year in SHORT_YEAR.finditer(text) if int(year[2]) == (int(year[1]) + 1) % 100)


def _is_year(text: str, year: re.Match[str]) -> bool:
    counted = COUNT_AFTER.match(text, year.end())
    return not (counted and BEFORE_A_COUNT.search(text[: year.start()]))
