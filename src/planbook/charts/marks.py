"""Special causes as marks: one shape and one phrase a rule; colour never carries the meaning alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RuleMark:
    """A rule's Matplotlib marker, the same shape as a character, and its words, short and long."""

    marker: str
    symbol: str
    short: str
    words: str


RULE_MARKS = {
    "astronomical": RuleMark("D", "\u25c6", "outside limits", "outside the limits"),
    "two_of_three": RuleMark("v", "\u25bc", "near limit", "two of three points close to a limit"),
    "shift": RuleMark("s", "\u25a0", "long run", "part of a long run on one side of the mean"),
    "trend": RuleMark("^", "\u25b2", "trend", "part of a long run of rises or falls"),
}
"""In order of precedence: a point that breaks several rules is drawn with the first one's shape."""
Signal = tuple[str, tuple[int, ...]]
"""A rule and the row numbers of neighbouring points drawn with its mark."""


def mark_of(rule: str) -> RuleMark:
    """Return the mark of ``rule``; a rule of another rule set gets a plain cross and its own name."""
    words = rule.replace("_", " ")
    return RULE_MARKS.get(rule, RuleMark("X", "\u2716", words, f"signal of the rule {words}"))


def signals(rules: pd.Series[Any]) -> tuple[Signal, ...]:
    """Return runs of neighbouring points by leading rule; ``rules`` holds a tuple of rule names a point."""
    leading = enumerate(leading_rule(names) for names in rules)
    groups = groupby(leading, key=lambda entry: entry[1])
    return tuple((rule, tuple(place for place, _ in entries)) for rule, entries in groups if rule)


def key_text(causes: Iterable[Signal]) -> str:
    """Return the key of the shapes in use, ``◆ outside the limits; ■ part of …``."""
    marks = sorted({mark_of(rule) for rule, _ in causes}, key=lambda mark: mark.words)
    return "; ".join(f"{mark.symbol} {mark.words}" for mark in marks)


def leading_rule(names: tuple[str, ...]) -> str:
    """Return the rule whose mark a point gets; empty for a point without a special cause."""
    return next((rule for rule in RULE_MARKS if rule in names), names[0] if names else "")
