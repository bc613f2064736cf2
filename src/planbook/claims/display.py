"""Numbers and lists as readers see them: thousands commas, a true minus sign, a rounding for each kind of figure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
RATE_FIGURES = 3


def decimal_text(value: float, places: int) -> str:
    """``value`` to so many places, with commas: ``−1,276.0``."""
    # Halves go away from zero, as a reader with a calculator rounds; Python's own formats round them to even.
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", MINUS)  # adding nought turns a negative zero into zero


def whole_text(value: float) -> str:
    """A count to the nearest whole: ``5,373``."""
    return decimal_text(value, 0)


def full_text(value: float | None) -> str:
    """A value in full: ``−9.026614554252746``, ``4,888``; empty for none."""
    if value is None:
        return ""
    return whole_text(value) if float(value).is_integer() else repr(value).replace("-", MINUS)


def signed_text(value: float, places: int) -> str:
    """A change with its sign, ``+1.0`` or ``−9.0``; a change that rounds to nothing has none."""
    text = decimal_text(value, places)
    is_zero = not text.strip("0.,")
    return text if is_zero or text.startswith(MINUS) else f"+{text}"


def rate_text(value: float) -> str:
    """A rate to three significant figures: ``62.8``, ``7.38``."""
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)))
    return decimal_text(value, max(0, RATE_FIGURES - 1 - magnitude))


def ordinal_low_first(place: int, of: int) -> str:
    """A place among so many, lowest first, in words: ``lowest``, ``second lowest``, ``highest``."""
    words = ("lowest", "second lowest", "third lowest", "fourth lowest", "fifth lowest")
    if place == of:
        return "highest"
    return words[place - 1] if place <= len(words) else f"number {place} from the lowest"


def listed_words(items: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def police_of(area: str) -> str:
    """The police of an area: ``Kent Police``; one area has the word in its name."""
    return area if area.endswith("Police") else f"{area} Police"


@dataclass(frozen=True)
class Form:
    """How a value is written: its number, the words after it, and the rounding as a receipt says it."""

    number: Callable[[float], str]
    unit: str
    rounding: str


SIGNED_DECIMAL = "To one decimal, halves away from zero, with its sign."
NEAREST = "To the nearest whole number, halves away from zero"
WHOLE = Form(whole_text, "{unit}", f"{NEAREST}.")
CHANGE = Form(lambda value: signed_text(value, 0), "{unit}", f"{NEAREST}, with its sign.")
PERCENT_CHANGE = Form(lambda value: signed_text(value, 1), "per cent", SIGNED_DECIMAL)
POINTS = Form(lambda value: signed_text(value, 1), "percentage points", SIGNED_DECIMAL)
QUARTER_MEAN = Form(whole_text, "{unit} a quarter", f"{NEAREST}.")
RATE = Form(rate_text, "{unit} per 1,000 {per}", "To three significant figures, halves away from zero.")
RANK = Form(whole_text, "of {of}, lowest first", "Not rounded: a place is a whole number.")
COUNTED = Form(whole_text, "", f"{NEAREST}.")
SHARE = Form(lambda value: decimal_text(value, 1), "per cent", "To one decimal, halves away from zero.")
PLAIN = Form(lambda value: decimal_text(value, 1), "", "To one decimal, halves away from zero.")
