"""Run rules as data, and which points take part in each.

A point carries every rule that it takes part in. No rule reaches across the start of a phase. A point on
the average stands on neither side and so ends a run; an equal neighbour ends a trend.

Sources: NHS England, Making Data Count (`mdc`); Western Electric, Statistical Quality Control Handbook
(1956) (`weco`); L. S. Nelson, Journal of Quality Technology 16(4) (1984), 237-239 (`nelson`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from planbook.statistics.checks import Counts, Floats, Marks
from planbook.statistics.constants import CLOSE, LIMIT_SIGMAS
from planbook.statistics.errors import UnknownRuleSet


@dataclass(frozen=True)
class Rule:
    """One run rule: `needed` of `length` consecutive points do what `kind` says at `sigma`.

    Attributes:
        name: id on a point.
        kind: "beyond" the line at `sigma` on one side, "trend", "alternating", "within" the lines at
            `sigma`, or "outside" them on either side.
        length: points in the window. needed: points of it that must qualify.
        sigma: standard deviations from the average.
    """

    name: str
    kind: Literal["beyond", "trend", "alternating", "within", "outside"]
    length: int
    needed: int
    sigma: float


@dataclass(frozen=True)
class RuleSet:
    """A named set of run rules, in the order in which a point lists them."""

    name: str
    title: str
    rules: tuple[Rule, ...]

    def with_shift(self, length: int) -> "RuleSet":
        """The same set with the rule "shift" asking for `length` points."""
        return replace(self, rules=tuple(_shift(length) if rule.name == "shift" else rule for rule in self.rules))


def _shift(length: int) -> Rule:
    return Rule("shift", "beyond", length, length, 0)


_ASTRONOMICAL = Rule("astronomical", "beyond", 1, 1, 3)  # one point outside the upper or lower limit
_TREND = Rule("trend", "trend", 7, 7, 0)  # each higher, or each lower, than the one before
_TWO_OF_THREE = Rule("two_of_three", "beyond", 3, 2, 2)  # two-thirds of the way to the same limit, or beyond it
_FOUR_OF_FIVE = Rule("four_of_five", "beyond", 5, 4, 1)  # one-third of the way to the same limit, or beyond it
_ALTERNATING = Rule("alternating", "alternating", 14, 14, 0)  # up and down in turn
_HUGGING = Rule("hugging", "within", 15, 15, 1)  # all within one-third of the way to a limit
_AVOIDING = Rule("avoiding", "outside", 8, 8, 1)  # on either side, none within one-third of the way to a limit
_FIRST_OF_NELSON = (_ASTRONOMICAL, _shift(9), Rule("trend", "trend", 6, 6, 0), _ALTERNATING)
_SETS = (
    RuleSet("mdc", "NHS England, Making Data Count", (_ASTRONOMICAL, _shift(7), _TREND, _TWO_OF_THREE)),
    RuleSet("weco", "Western Electric 1956", (_ASTRONOMICAL, _shift(8), _TWO_OF_THREE, _FOUR_OF_FIVE)),
    RuleSet("nelson", "Nelson 1984", (*_FIRST_OF_NELSON, _TWO_OF_THREE, _FOUR_OF_FIVE, _HUGGING, _AVOIDING)),
)
RULE_SETS: Final[Mapping[str, RuleSet]] = MappingProxyType({each.name: each for each in _SETS})
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
        return np.abs(self.gap) < self.reach * (sigma / LIMIT_SIGMAS) - self.slack

    def steps(self) -> tuple[Marks, Marks]:
        """Points higher, and points lower, than the one before them in their phase."""
        change = np.diff(self.values, prepend=self.values[:1])
        inside = self.place > 0
        return (change > 0) & inside, (change < 0) & inside

    def turns(self) -> Marks:
        """Points that rise after a fall or fall after a rise, within their phase."""
        rising, falling = self.steps()
        turns = np.zeros_like(rising)
        turns[1:] = (rising[1:] & falling[:-1]) | (falling[1:] & rising[:-1])
        return turns & (self.place > 1)


def takes_part(rule: Rule, track: Track) -> Marks:
    """Whether each point takes part in a run of the rule, shape (m,)."""
    if rule.kind == "trend":
        rising, falling = track.steps()
        return _chain(rising, rule.length, 1, track.place) | _chain(falling, rule.length, 1, track.place)
    if rule.kind == "alternating":
        return _chain(track.turns(), rule.length, 2, track.place)
    if rule.kind == "within":
        return _members(track.within(rule.sigma), rule, track.place)
    above, below = track.beyond(rule.sigma)
    if rule.kind == "outside":
        return _members(above | below, rule, track.place)
    return _members(above, rule, track.place) | _members(below, rule, track.place)


def signals(rules: RuleSet, track: Track) -> list[tuple[str, ...]]:
    """The names of the rules that each point takes part in, in the order of the set; m tuples."""
    names: list[tuple[str, ...]] = [()] * track.values.size
    for rule in rules.rules:
        for place in np.flatnonzero(takes_part(rule, track)):
            names[place] += (rule.name,)
    return names


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
    count = np.zeros(marks.size, dtype=np.int8)
    for back in range(length):
        count[back:] += marks[: marks.size - back]
    return full & (count >= needed)


def _spread(ends: Marks, length: int) -> Marks:
    """Every point of the windows of `length` points that end at a mark."""
    points = ends.copy()
    for offset in range(1, min(length, ends.size)):
        points[:-offset] |= ends[offset:]
    return points
