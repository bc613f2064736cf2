"""Finding what cannot all be true in a set of published figures.

A printed figure with d decimals stands for half a unit of its last decimal either side. A count is taken
as exact. A change and its percentage imply a baseline and a total; a part and its share imply a whole; a
monthly average implies a total if it is the average of the year. Two figures contradict each other where
the intervals that they imply for one quantity do not meet.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, Literal, get_args

from planbook.statistics.constants import CLOSE
from planbook.statistics.sentences import number
from planbook.statistics.series import NotFinite, ZeroDenominator

MONTHS_OF_YEAR: Final = 12
Count = Literal["total", "baseline", "change", "part"]
Quantity = Count | Literal["change_percent", "share", "monthly_average", "previous_monthly_average"]
WORDING: Final[dict[Quantity, str]] = {
    "total": "the total of {text}",
    "baseline": "the total of {text} the year before",
    "change": "the change of {text}",
    "change_percent": "the change of {text} per cent",
    "monthly_average": "12 times the average of {text} a month",
    "previous_monthly_average": "12 times the earlier average of {text} a month",
    "part": "the {text} for {part}",
    "share": "the share of {text} per cent for {part}",
}
IMPLIED: Final = {"total": "total of the year", "baseline": "total of the year before", "change": "change"}


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
        text = WORDING[self.quantity].format(text=number(self.value, max(0, self.decimals)), part=self.part)
        return f"{text} ({self.source})" if self.source else text


@dataclass(frozen=True)
class Span:
    """Every value between two, both included; `high` may be infinite."""

    low: float
    high: float

    def times(self, factor: float) -> "Span":
        """The span with both ends multiplied."""
        return Span(self.low * factor, self.high * factor)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a value in common, rounding of floating-point numbers allowed for."""
        slack = CLOSE * max(abs(self.low), abs(other.low), 1.0)
        return self.low <= other.high + slack and other.low <= self.high + slack

    @property
    def middle(self) -> float:
        """The value halfway."""
        return (self.low + self.high) / 2

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
    """Two implications for one quantity that cannot both be true, and the sentence that says so."""

    quantity: str
    first: Implied
    second: Implied
    sentence: str


def contradictions(figures: Iterable[PublishedFigure]) -> tuple[Contradiction, ...]:
    """Every pair of implications that cannot both be true, with a sentence each.

    Args:
        figures: any number of figures of any measures; only figures of one measure meet.

    Raises:
        NotFinite: a figure is not a finite number.
    """
    everything = implied(figures)
    return tuple(
        _contradiction(one, other, everything)
        for one, other in combinations(everything, 2)
        if (one.measure, one.quantity) == (other.measure, other.quantity)
        and set(one.figures).isdisjoint(other.figures)
        and not one.span.meets(other.span)
    )


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
    return tuple(each for of_measure in by_measure.values() for each in _of_measure(of_measure))


def rounding(figure: PublishedFigure) -> Span:
    """Values that a printed figure may stand for; counts are exact unless rounded to tens or more."""
    half = 0.0 if figure.quantity in get_args(Count) and figure.decimals >= 0 else 0.5 * 10.0**-figure.decimals
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
        ZeroDenominator: the change is zero, so nothing is implied.
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
    return math.inf if gap == 0 else MONTHS_OF_YEAR * (total / MONTHS_OF_YEAR - average) / gap


def _of_measure(figures: Sequence[PublishedFigure]) -> Iterator[Implied]:
    by_quantity: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        by_quantity[figure.quantity].append(figure)
        yield from _alone(figure)
    yield from _from_change(by_quantity["change"], by_quantity["change_percent"])
    yield from _from_shares(by_quantity["share"], by_quantity["part"])
    yield from _from_two(by_quantity["total"], by_quantity["baseline"], 1)
    yield from _from_two(by_quantity["monthly_average"], by_quantity["previous_monthly_average"], MONTHS_OF_YEAR)
    yield from _from_baseline(by_quantity["baseline"], by_quantity["change_percent"])


def _alone(figure: PublishedFigure) -> Iterator[Implied]:
    span = rounding(figure)
    if figure.quantity in ("total", "baseline", "change"):
        yield Implied(figure.measure, figure.quantity, span, (figure,))
    if "average" in figure.quantity:
        quantity = "total" if figure.quantity == "monthly_average" else "baseline"
        yield Implied(figure.measure, quantity, span.times(MONTHS_OF_YEAR), (figure,))
    if figure.quantity == "part":
        yield Implied(figure.measure, "total", Span(span.low, math.inf), (figure,))


def _from_change(changes: Sequence[PublishedFigure], percents: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for change, percent in product(changes, percents):
        if change.value == 0:
            continue
        baseline, total = baseline_and_total(change.value, percent.value, percent.decimals)
        yield Implied(change.measure, "total", total, (change, percent))
        yield Implied(change.measure, "baseline", baseline, (change, percent))
        if change.value * percent.value < 0:
            yield Implied(change.measure, "change", Span(-change.value, -change.value), (percent,))


def _from_shares(shares: Sequence[PublishedFigure], parts: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for share, part in product(shares, parts):
        if part.part == share.part:
            span, count = rounding(share), rounding(part)
            high = 100 * count.high / span.low if span.low > 0 else math.inf
            yield Implied(part.measure, "total", Span(100 * count.low / span.high, high), (part, share))


def _from_two(now: Sequence[PublishedFigure], before: Sequence[PublishedFigure], months: int) -> Iterator[Implied]:
    """Change from two totals (1) or two monthly averages (12)."""
    for one, other in product(now, before):
        a, b = rounding(one).times(months), rounding(other).times(months)
        yield Implied(one.measure, "change", Span(a.low - b.high, a.high - b.low), (one, other))


def _from_baseline(baselines: Sequence[PublishedFigure], percents: Sequence[PublishedFigure]) -> Iterator[Implied]:
    for baseline, percent in product(baselines, percents):
        ratio = rounding(percent)
        total = Span(baseline.value * (1 + ratio.low / 100), baseline.value * (1 + ratio.high / 100))
        yield Implied(baseline.measure, "total", total, (baseline, percent))


def _contradiction(one: Implied, other: Implied, everything: Sequence[Implied]) -> Contradiction:
    name = one.measure.replace("_", " ")
    sentence = (
        f"{name[:1].upper()}{name[1:]}: the {IMPLIED[one.quantity]} is {one.span.words} by {one.words}, "
        f"and {other.span.words} by {other.words}; both cannot be true{_unless(one, other, everything)}."
    )
    return Contradiction(one.quantity, one, other, sentence)


def _unless(one: Implied, other: Implied, everything: Sequence[Implied]) -> str:
    """The reading under which both figures are true, where an average may be of other months than the year's."""
    if not (one.averaged or other.averaged):
        return ""
    average, rest = (one, other) if one.averaged else (other, one)
    reading = " unless the average is not that of the year"
    baselines = [each for each in everything if each.figures == rest.figures and each.quantity == "baseline"]
    if one.quantity != "total" or not baselines or math.isinf(rest.span.high):
        return reading
    monthly = average.span.middle / MONTHS_OF_YEAR
    months = months_of_prior_year(rest.span.middle, baselines[0].span.middle, monthly)
    if not 0 < months < MONTHS_OF_YEAR * 2:
        return reading
    return f"{reading}; one of the year and the {number(months)} months before it would fit"
