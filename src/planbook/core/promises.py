"""Promises that a sentence makes for a date: "The force will report in June 2015"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.due import last_day_of
from planbook.core.periods import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = ["WrittenPromise", "promises_in"]

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
AHEAD = re.compile(r"\b(will|shall|due|is to|are to|await\w*|expected|promised|planned)\b", re.IGNORECASE)
"""Words by which a sentence looks ahead."""
WHEN = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTH_NAMES)}) (20\d\d)\b")


@dataclass(frozen=True)
class WrittenPromise:
    """A sentence that looks ahead, with the date in words and its last day."""

    sentence: str
    when: str
    last_day: date


def promises_in(text: str) -> Iterator[WrittenPromise]:
    """The sentences of a text that look ahead to a month or a day, one for each date that they name."""
    for sentence in SENTENCE_END.split(text):
        if AHEAD.search(sentence):
            yield from (promise for found in WHEN.finditer(sentence) if (promise := _promise(sentence, found)))


def _promise(sentence: str, found: re.Match[str]) -> WrittenPromise | None:
    day, month, year = found.groups()
    written = f"{year}-{MONTH_NAMES.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
    try:
        last = last_day_of(written)
    except ValueError:
        return None
    return WrittenPromise(sentence, found[0], last) if last else None
