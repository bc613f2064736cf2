"""Finding what cannot all be true in a set of published figures.

A printed figure with d decimals stands for half a unit of its last decimal either side. A count is taken
as exact. A change and its percentage imply a baseline and a total; a part and its share imply a whole; a
monthly average implies a total if it is the average of the year. Two figures contradict each other where
the intervals that they imply for one quantity do not meet.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from planbook.statistics.constants import CLOSE
from planbook.statistics.errors import NotFinite, ZeroDenominator
from planbook.statistics.phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "Contradiction",
    "Implied",
    "PublishedFigure",
    "Span",
    "baseline_and_total",
    "contradictions",
    "implied",
    "months_of_prior_year",
    "rounding",
]

MONTHS_OF_YEAR: Final = 12
Quantity = Literal[
    "total",
    "baseline",
    "change",
    "change_percent",
    "monthly_average",
    "previous_monthly_average",
    "part",
    "share",
]
NAMES: Final = {"total": "total of the year", "baseline": "total of the year before", "change": "change"}


@dataclass(frozen=True)
class PublishedFigure:
    """One printed figure.

    Attributes:
        measure: what it is of. quantity: what it says. value: as printed, changes with their sign.
        decimals: printed decimals; negative where a count was rounded to tens or more.
        part: for "part" and "share", the name that ties the two. source: where it stands ("para 89").
    """

    measure: str
    quantity: Quantity
    value: float
    decimals: int = 0
    part: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """The figure in a sentence."""
        text = number(self.value, max(0, self.decimals))
        said = {
            "total": f"the total of {text}",
            "baseline": f"the total of {text} the year before",
            "change": f"the change of {text}",
            "change_percent": f"the change of {text} per cent",
            "monthly_average": f"12 times the average of {text} a month",
            "previous_monthly_average": f"12 times the earlier average of {text} a month",
            "part": f"the {text} for {self.part}",
            "share": f"the share of {text} per cent for {self.part}",
        }[self.quantity]
        return f"{said} ({self.source})" if self.source else said


@dataclass(frozen=True)
class Span:
    """Every value between two, both included; `high` may be infinite."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether the two have a value in common, rounding of floating-point numbers allowed for."""
        slack = CLOSE * max(abs(self.low), abs(other.low), 1.0)
        return self.low <= other.high + slack and other.low <= self.high + slack

    @property
    def words(self) -> str:
        """The span in a sentence, in whole numbers; one number where the ends round to one."""
        low, high = number(self.low), number(self.high)
        if math.isinf(self.high):
            return f"{low} or more"
        return low if low == high else f"between {low} and {high}"


@dataclass(frozen=True)
class Implied:
    """What some figures imply for one quantity of a measure."""

    measure: str
    quantity: str
    span: Span
    figures: tuple[PublishedFigure, ...]

    @property
    def words(self) -> str:
        """The figures it comes from, in a sentence."""
        return " and ".join(figure.words for figure in self.figures)

    @property
    def averaged(self) -> bool:
        """Whether a monthly average was taken for the average of a year."""
        return any("average" in figure.quantity for figure in self.figures)


@dataclass(frozen=True)
class Contradiction:
    """Two implications for one quantity that cannot both be true."""

    measure: str
    quantity: str
    first: Implied
    second: Implied
    sentence: str


def rounding(figure: PublishedFigure) -> Span:
    """Values that a printed figure may stand for; counts are exact unless rounded to tens or more."""
    counted = figure.quantity in ("total", "baseline", "change", "part")
    if counted and figure.decimals >= 0:
        return Span(figure.value, figure.value)
    half = 0.5 * 10.0**-figure.decimals
    return Span(figure.value - half, figure.value + half)


def baseline_and_total(change: float, percent: float, decimals: int) -> tuple[Span, Span]:
    """Baseline and new total implied by an exact change and a printed percentage.

    Args:
        change: absolute change with its sign.
        percent: change in per cent; its sign is taken from `change`.
        decimals: printed decimals of the percentage.

    Returns:
        Spans of the baseline, change / p, and of the total, baseline + change.

    Raises:
        ZeroDenominator: change and percentage are both zero, so nothing is implied.
    """
    half, size, moved = 0.5 * 10.0**-decimals, abs(percent), abs(change)
    if moved == 0:
        raise ZeroDenominator("change", "percentage", percent)
    low = 100 * moved / (size + half)
    high = 100 * moved / (size - half) if size > half else math.inf
    return Span(low, high), Span(low + change, high + change)


def months_of_prior_year(total: float, baseline: float, average: float) -> float:
    """Months k of the year before that, with the 12 of the year, would give this monthly average."""
    gap = average - baseline / MONTHS_OF_YEAR
    if gap == 0:
        return math.inf
    return MONTHS_OF_YEAR * (total / MONTHS_OF_YEAR - average) / gap


def implied(figures: Iterable[PublishedFigure]) -> tuple[Implied, ...]:
    """Everything that the figures imply for totals, baselines and changes, in the order given.

    Raises:
        NotFinite: a figure is not a finite number.
    """
    by_measure: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        if not math.isfinite(figure.value):
            raise NotFinite(figure.measure, figure.source or figure.quantity, figure.value)
        by_measure[figure.measure].append(figure)
    return tuple(each for held in by_measure.values() for each in _of_measure(held))


def contradictions(figures: Iterable[PublishedFigure]) -> tuple[Contradiction, ...]:
    """Every pair of implications that cannot both be true, with a sentence each.

    Args:
        figures: any number of figures of any measures, shape (n,); only figures of one measure meet.

    Raises:
        NotFinite: a figure is not a finite number.
    """
    all_implied = implied(figures)
    return tuple(
        _contradiction(one, other, all_implied)
        for one, other in combinations(all_implied, 2)
        if (one.measure, one.quantity) == (other.measure, other.quantity)
        and set(one.figures).isdisjoint(other.figures)
        and not one.span.meets(other.span)
    )


def _of_measure(held: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for figure in held:
        yield from _alone(figure)
    yield from _from_change(held)
    yield from _from_shares(held)
    yield from _from_two_years(held)


def _alone(figure: PublishedFigure) -> Iterator[Implied]:
    span = rounding(figure)
    if figure.quantity in ("total", "baseline", "change"):
        yield Implied(figure.measure, figure.quantity, span, (figure,))
    if figure.quantity in ("monthly_average", "previous_monthly_average"):
        quantity = "total" if figure.quantity == "monthly_average" else "baseline"
        yield Implied(figure.measure, quantity, _times(span, MONTHS_OF_YEAR), (figure,))
    if figure.quantity == "part":
        yield Implied(figure.measure, "total", Span(span.low, math.inf), (figure,))


def _from_change(held: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for change in _said(held, "change"):
        for percent in _said(held, "change_percent"):
            if change.value == 0:
                continue
            baseline, total = baseline_and_total(change.value, percent.value, percent.decimals)
            yield Implied(change.measure, "total", total, (change, percent))
            yield Implied(change.measure, "baseline", baseline, (change, percent))
            if change.value * percent.value < 0:
                opposite = Span(-change.value, -change.value)
                yield Implied(change.measure, "change", opposite, (percent,))


def _from_shares(held: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for share in _said(held, "share"):
        for part in _said(held, "part"):
            if part.part == share.part:
                span, count = rounding(share), rounding(part)
                high = 100 * count.high / span.low if span.low > 0 else math.inf
                yield Implied(part.measure, "total", Span(100 * count.low / span.high, high), (part, share))


def _from_two_years(held: Sequence[PublishedFigure]) -> Iterator[Implied]:
    """Change from two totals or two averages, and a total from the other total and the change."""
    for now, before in (("total", "baseline"), ("monthly_average", "previous_monthly_average")):
        scale = 1 if now == "total" else MONTHS_OF_YEAR
        for one in _said(held, now):
            for other in _said(held, before):
                a, b = _times(rounding(one), scale), _times(rounding(other), scale)
                yield Implied(one.measure, "change", Span(a.low - b.high, a.high - b.low), (one, other))
    for baseline in _said(held, "baseline"):
        for percent in _said(held, "change_percent"):
            ratio = rounding(percent)
            total = Span(baseline.value * (1 + ratio.low / 100), baseline.value * (1 + ratio.high / 100))
            yield Implied(baseline.measure, "total", total, (baseline, percent))


def _said(held: Sequence[PublishedFigure], quantity: str) -> list[PublishedFigure]:
    return [figure for figure in held if figure.quantity == quantity]


def _times(span: Span, factor: float) -> Span:
    return Span(span.low * factor, span.high * factor)


def _contradiction(one: Implied, other: Implied, known: Sequence[Implied]) -> Contradiction:
    name = one.measure.replace("_", " ")
    sentence = (
        f"{name[:1].upper()}{name[1:]}: the {NAMES[one.quantity]} is {one.span.words} by {one.words}, "
        f"and {other.span.words} by {other.words}; both cannot be true{_unless(one, other, known)}."
    )
    return Contradiction(one.measure, one.quantity, one, other, sentence)


def _unless(one: Implied, other: Implied, known: Sequence[Implied]) -> str:
    if not (one.averaged or other.averaged):
        return ""
    average, rest = (one, other) if one.averaged else (other, one)
    reading = " unless the average is not that of the year"
    baselines = [each for each in known if each.figures == rest.figures and each.quantity == "baseline"]
    if one.quantity != "total" or not baselines or math.isinf(rest.span.high):
        return reading
    baseline, total = _middle(baselines[0].span), _middle(rest.span)
    months = months_of_prior_year(total, baseline, _middle(average.span) / MONTHS_OF_YEAR)
    if not 0 < months < MONTHS_OF_YEAR * 2:
        return reading
    return f"{reading}; one of the year and the {number(months)} months before it would fit"


def _middle(span: Span) -> float:
    return (span.low + span.high) / 2
