"""Uncertainty in plain English."""

from __future__ import annotations

import math

from planbook.statistics.phrases import per_cent

__all__ = ["plain_interval"]


def plain_interval(low: float, high: float) -> str:
    """What the interval of a change means, in two sentences; empty where an end is not finite.

    Args:
        low: the lower end of a 95 per cent interval, in per cent.
        high: its upper end.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    said = f"The true change could plausibly lie between {_side(low)} and {_side(high)}."
    if low <= 0 <= high:
        return f"{said} That range includes no change at all, so chance alone could explain it."
    return f"{said} That range does not include no change, so chance alone is an unlikely reason."


def _side(value: float) -> str:
    size = per_cent(abs(value))
    if size == per_cent(0.0):
        return "no change"
    return f"a {'fall' if value < 0 else 'rise'} of {size}"
