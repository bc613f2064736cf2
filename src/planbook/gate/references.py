"""References to charts and tables that are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planbook.gate.faults import Finding
from planbook.gate.spans import covered, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.gate.context import Context
    from planbook.gate.prose import Passage

__all__ = ["lost_references"]

PICTURE: Final = r"(?:control |line |bar |column )?(?:charts?|graphs?|plots?|diagrams?|maps?|infographics?)"
NUMBERED: Final = re.compile(
    r"\b(?:[Ff]igures?|[Cc]harts?|[Gg]raphs?|[Tt]ables?|[Dd]iagrams?|[Mm]aps?|[Ff]igs?\.|[Ee]xhibit)\s?"
    r"(?:\d+|(?<=\s)[A-H]\b|(?<=\s)(?:one|two|three|four|five|six)\b)"
)
QUANTITY: Final = re.compile(r"[\s,]*(?:\d|per cent|%|offences|incidents|people|points|million)")
OTHER_WORK: Final = re.compile(
    r"\s(?:of|in|on) (?:the |that |its |an? )?(?:\w+[ -]){0,4}"
    r"(?:report|inspection|bulletin|release|paper|publication|book|guidance|strategy|plan|document|Act|study|review|⟦)",
    re.IGNORECASE,
)
POINTED: Final = (
    r"(?:the |this |these |that )(?:\w+ )?{0} (?:below|above|beneath|underneath|alongside|opposite|overleaf|on the (?:next|facing|previous) page|shows?|showed|illustrates?|that follows?)\b|"
    r"(?:the|this) (?:following|above|accompanying|adjacent|next) {0}\b|(?:see|in|on|from) (?:this|the) {0} (?:here|below|above)\b|"
    r"as {0} shows\b|(?:see|as shown in|shown (?:in|on|by)) (?:the |this )(?:\w+ )?{0}\b|{0} (?:below|beneath|underneath|overleaf|opposite)\b"
)
PICTURE_HERE: Final = re.compile(rf"\b(?:{POINTED.format(PICTURE)})", re.IGNORECASE)
TABLE_HERE: Final = re.compile(rf"\b(?:{POINTED.format('tables?')})", re.IGNORECASE)


def lost_references(passage: Passage, context: Context) -> Iterator[Finding]:
    """Charts and tables by number, which nothing here has, and those pointed at where there is none."""
    text, quoted = passage.text, quoted_spans(passage.text)
    for found in NUMBERED.finditer(text):
        if OTHER_WORK.match(text, found.end()) or QUANTITY.match(text, found.end()) or covered(*found.span(), quoted):
            continue
        yield Finding("reference", *found.span(), "Charts and tables here have titles and no numbers; name the title")
    looked_for = ((PICTURE_HERE, context.charts, "chart"), (TABLE_HERE, _tables(context), "table"))
    for pattern, held, noun in looked_for:
        for found in pattern.finditer(text) if held == 0 else ():
            if not OTHER_WORK.match(text, found.end()) and not covered(*found.span(), quoted):
                whose = f"milestone {context.milestone}" if context.milestone else "this text"
                yield Finding("reference", *found.span(), f"There is no {noun} with {whose}; leave the reference out")


def _tables(context: Context) -> int | None:
    """Each chart has a table of its data."""
    return None if context.charts is None else context.charts + int(context.tables)
