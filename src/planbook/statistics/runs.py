"""Run rules as data, and which points take part in each.

A point carries every rule that it takes part in. No rule reaches across the start of a phase. A point on
the average stands on neither side and so ends a run; an equal neighbour ends a trend.

Sources: NHS England, Making Data Count (`mdc`); Western Electric, Statistical Quality Control Handbook
(1956) (`weco`); L. S. Nelson, Journal of Quality Technology 16(4) (1984), 237-239 (`nelson`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

from planbook.statistics.constants import CLOSE, LIMIT_SIGMAS
from planbook.statistics.errors import UnknownRuleSet

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULE_SETS", "Rule", "RuleSet", "Track", "rule_set", "takes_part"]

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
Kind = Literal["beyond", "trend", "alternating", "within", "outside"]


@dataclass(frozen=True)
class Rule:
    """One run rule: `needed` of `length` consecutive points do what `kind` says at `sigma`.

    Attributes:
        name: id on a point ("astronomical", "shift", "trend", "two_of_three", ...).
        kind: "beyond" the line at `sigma` on one side, "trend", "alternating", "within" the lines at
            `sigma`, or "outside" them on either side.
        length: points in the window. needed: points of it that must qualify.
        sigma: standard deviations from the average.
        text: the rule in plain English, for the methods page.
    """

    name: str
    kind: Kind
    length: int
    needed: int
    sigma: float
    text: str


@dataclass(frozen=True)
class RuleSet:
    """A named set of run rules, in the order in which a point lists them."""

    name: str
    title: str
    rules: tuple[Rule, ...]

    def resized(self, name: str, length: int) -> RuleSet:
        """The same set with the rule `name` ("shift" or "trend") asking for `length` points."""
        text = f"{length} consecutive points"
        rules = tuple(
            replace(rule, length=length, needed=length, text=_resized_text(rule, text)) if rule.name == name else rule
            for rule in self.rules
        )
        return replace(self, rules=rules)

    def without(self, name: str) -> RuleSet:
        """The same set without the rule `name`."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.name != name))


def _resized_text(rule: Rule, text: str) -> str:
    return f"{text} {rule.text.split(' points ', 1)[1]}"


def _shift(length: int) -> Rule:
    text = f"{length} consecutive points on one side of the process average."
    return Rule("shift", "beyond", length, length, 0, text)


def _trend(length: int) -> Rule:
    text = f"{length} consecutive points each higher, or each lower, than the one before."
    return Rule("trend", "trend", length, length, 0, text)


_ASTRONOMICAL = Rule("astronomical", "beyond", 1, 1, 3, "One point outside the upper or lower limit.")
_TWO_OF_THREE = Rule(
    "two_of_three",
    "beyond",
    3,
    2,
    2,
    "Two of three consecutive points more than two-thirds of the way to the same limit, or beyond it; "
    "the third may stand anywhere.",
)
_FOUR_OF_FIVE = Rule(
    "four_of_five",
    "beyond",
    5,
    4,
    1,
    "Four of five consecutive points more than one-third of the way to the same limit.",
)
_ALTERNATING = Rule("alternating", "alternating", 14, 14, 0, "14 consecutive points going up and down in turn.")
_WITHIN = Rule("hugging", "within", 15, 15, 1, "15 consecutive points within one-third of the way to a limit.")
_OUTSIDE = Rule(
    "avoiding",
    "outside",
    8,
    8,
    1,
    "8 consecutive points, on either side, none within one-third of the way to a limit.",
)

RULE_SETS: Final[Mapping[str, RuleSet]] = MappingProxyType(
    {
        "mdc": RuleSet("mdc", "NHS England, Making Data Count", (_ASTRONOMICAL, _shift(7), _trend(7), _TWO_OF_THREE)),
        "weco": RuleSet("weco", "Western Electric 1956", (_ASTRONOMICAL, _shift(8), _TWO_OF_THREE, _FOUR_OF_FIVE)),
        "nelson": RuleSet(
            "nelson",
            "Nelson 1984",
            (
                _ASTRONOMICAL,
                _shift(9),
                _trend(6),
                _ALTERNATING,
                _TWO_OF_THREE,
                _FOUR_OF_FIVE,
                _WITHIN,
                _OUTSIDE,
            ),
        ),
    }
)
"""Rule sets by name; `mdc` is the default of the publication."""


def rule_set(rules: str | RuleSet) -> RuleSet:
    """The rule set of that name; a rule set is returned as it is.

    Raises:
        UnknownRuleSet: the name is none of mdc, weco, nelson.
    """
    if isinstance(rules, RuleSet):
        return rules
    if rules not in RULE_SETS:
        raise UnknownRuleSet("rules", value=rules)
    return RULE_SETS[rules]


@dataclass(frozen=True)
class Track:
    """Points measured from their average, phases laid end to end; every array has shape (m,).

    Attributes:
        values: the points. mean: average at each. reach: distance from average to limit at each.
        place: place of the point in its phase, counted from 0.
        no_low, no_high: True where no limit stands on that side (it was cut at the end of the scale).
    """

    values: Floats
    mean: Floats
    reach: Floats
    place: Counts
    no_low: Marks
    no_high: Marks

    @cached_property
    def gap(self) -> Floats:
        """Distance of each point from its average."""
        return self.values - self.mean

    @cached_property
    def slack(self) -> Floats:
        """Distance within which a point counts as lying on a line."""
        return CLOSE * (np.abs(self.mean) + self.reach)

    def beyond(self, sigma: float) -> tuple[Marks, Marks]:
        """Points above and points below the lines at `sigma` standard deviations."""
        line = self.reach * (sigma / LIMIT_SIGMAS) + self.slack
        above, below = self.gap > line, self.gap < -line
        if sigma >= LIMIT_SIGMAS:
            return above & ~self.no_high, below & ~self.no_low
        return above, below

    def within(self, sigma: float) -> Marks:
        """Points nearer to the average than `sigma` standard deviations."""
        line = self.reach * (sigma / LIMIT_SIGMAS) - self.slack
        return np.abs(self.gap) < line

    def steps(self) -> tuple[Marks, Marks]:
        """Points higher, and points lower, than the one before them in their phase."""
        change = np.diff(self.values, prepend=self.values[:1])
        inside = self.place > 0
        return (change > 0) & inside, (change < 0) & inside


def takes_part(rule: Rule, track: Track) -> Marks:
    """Whether each point takes part in a run of the rule, shape (m,)."""
    if rule.kind == "beyond":
        above, below = track.beyond(rule.sigma)
        return _members(above, rule, track.place) | _members(below, rule, track.place)
    if rule.kind == "trend":
        rising, falling = track.steps()
        return _chain(rising, rule.length, 1, track.place) | _chain(falling, rule.length, 1, track.place)
    if rule.kind == "alternating":
        return _chain(_turns(track), rule.length, 2, track.place)
    if rule.kind == "within":
        return _members(track.within(rule.sigma), rule, track.place)
    above, below = track.beyond(rule.sigma)
    return _members(above | below, rule, track.place)


def _turns(track: Track) -> Marks:
    rising, falling = track.steps()
    turns = np.zeros_like(rising)
    turns[1:] = (rising[1:] & falling[:-1]) | (falling[1:] & rising[:-1])
    return turns & (track.place > 1)


def _members(marks: Marks, rule: Rule, place: Counts) -> Marks:
    if rule.length == 1:
        return marks
    return marks & _spread(_ends(marks, rule.length, rule.needed, place), rule.length)


def _chain(links: Marks, length: int, joined: int, place: Counts) -> Marks:
    """Points of a run of `length` points whose last `length - joined` points are all links."""
    ends = _ends(links, length - joined, length - joined, place) & (place >= length - 1)
    return _spread(ends, length)


def _ends(marks: Marks, length: int, needed: int, place: Counts) -> Marks:
    """Where a window of `length` points of one phase ends that holds `needed` marks."""
    full = place >= length - 1
    if not full.any():
        return full
    if needed == length:
        for back in range(length):
            full[back:] &= marks[: marks.size - back]
        return full
    count = np.zeros(marks.size, dtype=np.int8)
    for back in range(length):
        count[back:] += marks[: marks.size - back]
    return full & (count >= needed)


def _spread(ends: Marks, length: int) -> Marks:
    """Every point of the windows of `length` points that end at a mark."""
    points = ends.copy()
    for ahead in range(1, min(length, ends.size)):
        points[:-ahead] |= ends[ahead:]
    return points
