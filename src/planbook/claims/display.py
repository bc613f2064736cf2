"""Numbers as readers see them: thousands commas, a true minus sign, one rounding rule a form."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
RATE_FIGURES = 3


def decimal_text(value: float, places: int) -> str:
    """``value`` to so many places, halves away from zero, with commas: ``−1,276.0``.

    Halves go away from zero because that is what a reader with a calculator does.
    """
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", MINUS)


def whole_text(value: float) -> str:
    """A count to the nearest whole: ``5,373``."""
    return decimal_text(value, 0)


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
