"""Relative dates: words that mean another time whenever they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.gate.faults import Finding
from planbook.gate.spans import covered, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.gate.prose import Passage

__all__ = ["relative_dates"]

SPAN: Final = r"(?:financial |calendar |reporting )?(?:year|month|quarter|week|fortnight|spring|summer|autumn|winter)"
SPANS: Final = r"(?:few |couple of |several |\w+ )?(?:years?|months?|quarters?|weeks?|days?|decades?)"
VERDICT_BEFORE: Final = re.compile(
    r"\b(?:increase|decrease|reduction|change|higher|lower|similar|difference) (?:on|than|to|from) $", re.IGNORECASE
)
"""The verdicts name the year before as "last year"."""
RELATIVE: Final = re.compile(
    rf"\b(?:last|this|next) {SPAN}\b(?! (?:of|in which|that|end|before|to March)\b)(?!’s end)"
    rf"|\b(?:the|over the|in the|during the) (?:past|coming) {SPANS}\b"
    rf"|\b(?:the|over the|in the|during the) (?:last|next) {SPANS}\b(?! of\b)"
    rf"|\b(?:in|of) recent {SPANS}\b"
    r"|\brecently\b|\bcurrently\b|\bat present\b|\bpresently\b|\bat the moment\b|\bnowadays\b|\bthese days\b"
    r"|(?<!up )(?<!up-)\bto date\b(?! (?:back|from))|\b(?:so far|earlier|later) this(?: year| month| week| quarter)?\b|\bso far\b(?=[.,;])"
    r"|\btoday\b|\byesterday\b|\btomorrow\b|\btonight\b|\bago\b|\bshortly\b(?! (?:after|before)\b)|\bthe present time\b"
    r"|\blatterly\b|\bof late\b|\bjust now\b|\buntil now\b|\bfor now\b|\bsoon\b(?! (?:after|as)\b)(?<!as soon)"
    r"|\bat this (?:point|moment|time|stage)\b|\bin due course\b|\bfor the time being\b|\bgoing forward\b|\bimminent\b"
    r"|\b(?:is|are|has|have|will) now\b"
    r"|\bin the near future\b|\bimminently\b|\bupcoming\b|\bforthcoming\b|\bcurrent (?:year|month|quarter|financial year)\b",
    re.IGNORECASE,
)
STEMS: Final = tuple(
    "last |this |next |past |coming |recent|current|present|moment|nowadays|these days|to date|so far|today|yesterday|"
    "tomorrow|tonight| ago|shortly|latterly|of late|now|soon|at this|in due|time being|forward|future|imminent|coming".split(
        "|"
    )
)
"""What a relative date holds; most texts hold none of it and are passed over."""


def relative_dates(passage: Passage) -> Iterator[Finding]:
    """Every relative date outside quotation marks; "on last year" in a verdict is none."""
    text = passage.text
    lower = text.lower()
    if not any(stem in lower for stem in STEMS):
        return
    quoted = quoted_spans(text)
    for found in RELATIVE.finditer(text):
        if covered(*found.span(), quoted) or VERDICT_BEFORE.search(text[: found.start()]):
            continue
        advice = "Write the date or the period in full, such as 2014/15 or June 2015; a text is read for years"
        yield Finding("date", found.start(), found.end(), advice)
