"""Numbers in a text, in figures and in words, with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SPELLED", "Numeral", "in_figures", "in_words"]

SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VALUES: Final = {word: value for value, word in enumerate(SMALL)} | {
    word: 10 * place for place, word in enumerate(TENS, start=2)
}
SPELLED: Final = "|".join([*sorted(VALUES, key=len, reverse=True), *SCALES])
IN_FIGURES: Final = re.compile(r"(?<![\w.⟦])[£$€]?[+−-]?(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(million|billion|bn|m|k)\b)?")
IN_WORDS: Final = re.compile(rf"\b(?:{SPELLED})(?:(?:-| and | )(?:{SPELLED}))*\b", re.IGNORECASE)
SHORT_SCALES: Final = {"m": 1_000_000, "bn": 1_000_000_000, "k": 1_000}


@dataclass(frozen=True)
class Numeral:
    """A number of a text: characters ``start`` to ``end``, and its value where it has one."""

    start: int
    end: int
    value: float | None


def in_figures(text: str) -> Iterator[Numeral]:
    """Every number written in figures."""
    for found in IN_FIGURES.finditer(text):
        scale = {**SCALES, **SHORT_SCALES}.get(found[2] or "", 1)
        yield Numeral(found.start(), found.end(), float(found[1].replace(",", "")) * scale)


def in_words(text: str) -> Iterator[Numeral]:
    """Every number written in words, from "zero" up."""
    for found in IN_WORDS.finditer(text):
        yield Numeral(found.start(), found.end(), _value(found[0]))


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
