"""Words, numbers and marks as charts print them: thousands commas, a true minus sign, a shape for each rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planbook.claims.display import decimal_text, signed_text
from planbook.claims.records import ChartRecord

if TYPE_CHECKING:
    import pandas as pd

DASH = "\N{EN DASH}"
MISSING = "[x]"  # not available, in the Government Analysis Function's symbols for tables


def number(value: float, places: int = 0) -> str:
    """Return ``value`` with commas and ``places`` decimals; ``[x]`` when it is not a finite number."""
    return decimal_text(value, places) if math.isfinite(value) else MISSING


def percent(value: float, places: int = 1) -> str:
    """Return a percentage with its sign, as charts and tables print it: ``−9.0%``; zero has no sign."""
    return f"{signed_text(value, places)}%" if math.isfinite(value) else MISSING


def table_rows(chart: ChartRecord) -> list[tuple[str, list[tuple[str, bool]]]]:
    """The table of a chart as texts: the head of each row, and its other cells, each with whether it is a number."""
    rows = []
    for row in chart.rows:
        values = zip(chart.columns, row, strict=True)
        head, *cells = [
            value if isinstance(value, str) else MISSING if value is None else number(value, chart.places.get(name, 0))
            for name, value in values
        ]
        rows.append((head, [(cell, not isinstance(value, str)) for cell, value in zip(cells, row[1:], strict=True)]))
    return rows


@lru_cache(maxsize=4096)  # pandas takes longer over one period than the drawing over its label
def period_label(period: pd.Period) -> str:
    """Return ``Apr–Jun 2014`` for a quarter, ``Apr 2014`` for a month, ``2014/15`` for a financial year.

    Raises ``ValueError`` for any other frequency.
    """
    start, end = period.start_time, period.end_time
    if period.freqstr == "Q-MAR":
        return f"{start:%b}{DASH}{end:%b} {end:%Y}"
    if period.freqstr == "M":
        return f"{start:%b %Y}"
    if period.freqstr == "Y-MAR":
        return f"{start:%Y}/{end:%y}"
    raise ValueError(f"no label for a period of frequency {period.freqstr!r}; use Q-MAR, M or Y-MAR")


def span_label(first: pd.Period, last: pd.Period) -> str:
    """Return the words for a stretch of periods; one that makes a whole financial year is called by it."""
    if first == last:
        return period_label(first)
    year = first.asfreq("Y-MAR")
    if (year.start_time, year.end_time) == (first.start_time, last.end_time):
        return period_label(year)
    return f"{period_label(first)} to {period_label(last)}"


@dataclass(frozen=True)
class RuleMark:
    """A rule's Matplotlib marker, the same shape as a character, and its words, short and long."""

    marker: str
    symbol: str
    short: str
    words: str


# Colour never carries the meaning alone. A point that breaks several rules is drawn with the first one's shape.
RULE_MARKS = {
    "astronomical": RuleMark("D", "\u25c6", "outside limits", "outside the limits"),
    "shift": RuleMark("s", "\u25a0", "long run", "part of a long run on one side of the expected value"),
    "trend": RuleMark("^", "\u25b2", "trend", "part of a steady trend"),
    "step": RuleMark("v", "\u25bc", "step", "part of another level than before"),
}
Signal = tuple[str, tuple[int, ...]]  # a rule and the row numbers of neighbouring points drawn with its mark


def mark_of(rule: str) -> RuleMark:
    """Return the mark of ``rule``; a rule of another rule set gets a plain cross and its own name."""
    words = rule.replace("_", " ")
    return RULE_MARKS.get(rule, RuleMark("X", "\u2716", words, f"signal of the rule {words}"))


def leading_rule(names: tuple[str, ...]) -> str:
    """Return the rule whose mark a point gets; empty for a point without a special cause."""
    return next((rule for rule in RULE_MARKS if rule in names), names[0] if names else "")


def signals(rules: pd.Series[Any]) -> tuple[Signal, ...]:
    """Return runs of neighbouring points by leading rule; ``rules`` holds a tuple of rule names a point."""
    leading = enumerate(leading_rule(names) for names in rules)
    groups = groupby(leading, key=lambda entry: entry[1])
    return tuple((rule, tuple(place for place, _ in entries)) for rule, entries in groups if rule)


def key_text(causes: Iterable[Signal]) -> str:
    """Return the key of the shapes in use, ``◆ outside the limits; ■ part of …``."""
    marks = sorted({mark_of(rule) for rule, _ in causes}, key=lambda mark: mark.words)
    return "; ".join(f"{mark.symbol} {mark.words}" for mark in marks)
