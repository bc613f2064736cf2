"""How values are written on the page: a form for each kind of figure, with its rounding in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.claims.display import decimal_text, rate_text, signed_text, whole_text

if TYPE_CHECKING:
    from collections.abc import Callable


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
PLAIN = Form(lambda value: decimal_text(value, 1), "", "To one decimal, halves away from zero.")


def show_value(value: float, form: Form, unit: str, *, of: str = "", per: str = "residents") -> tuple[str, str]:
    """The number and the unit of a value on the page.

    Args:
        value: with full precision.
        form: how it is written.
        unit: the measure's own unit, ``offences``.
        of: for a rank, the number of places in words.
        per: for a rate, whom it is counted for.

    Raises:
        ValueError: the value is not a number.
    """
    if math.isnan(value):
        raise ValueError("a value that is not a number cannot be shown")
    return form.number(value), form.unit.format(unit=unit, of=of, per=per)
