r"""The formula of each statistic in symbols, what stands in it, which rows it rests on, how closely it must come out.

``STATISTICS`` in the module of claims says the same in words. ``worked`` is the formula with ``$statistic``
in the place of each figure, so that a receipt can show it with the figures put in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planbook.core.claims import Form

__all__ = ["AS_PRINTED", "EXACT", "FORMULAS", "ROUNDING", "TARGET", "Formula", "Span", "Symbol", "Tolerance"]

Span = Literal["period", "before", "both", "phase", "series", "own rate", "group rate"]
"""Rows that a statistic rests on, of those that were read.

``period``: of the reporting period; ``before``: of the same months a year earlier; ``both``: of the two;
``phase``: of the current phase; ``series``: of the whole series up to the end of the period; the rates rest
on twelve months and the residents or households of the force, or of every force of the group.
"""

TARGET = "target"
"""The one figure in a formula that is no claim: the target in per cent, from the plan's register."""


@dataclass(frozen=True)
class Tolerance:
    """How far a recomputed value may lie from the published one: the larger of the two bounds."""

    absolute: float
    relative: float

    def allows(self, published: float, recomputed: float) -> bool:
        """Whether the two are the same within the tolerance."""
        return abs(published - recomputed) <= max(self.absolute, self.relative * abs(published))

    @property
    def words(self) -> str:
        """The tolerance as a receipt says it."""
        if not self.absolute and not self.relative:
            return "None: a rerun must give exactly this value."
        return "A rerun must agree to nine significant figures, which allows for floating-point arithmetic."


EXACT = Tolerance(0.0, 0.0)
FLOATING = Tolerance(0.0, 1e-9)
"""Double precision keeps about 16 figures; sums and roots in another order lose a few of them (IEEE 754)."""
AS_PRINTED = "None: the text must be the one printed in the original report."


@dataclass(frozen=True)
class Symbol:
    """A letter of a formula: what it stands for, and the statistic whose claim gives it (empty where rows do)."""

    latex: str
    words: str
    statistic: str = ""


@dataclass(frozen=True)
class Formula:
    """A statistic in symbols."""

    latex: str
    symbols: tuple[Symbol, ...]
    span: Span
    tolerance: Tolerance = FLOATING
    worked: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The statistics that stand in the formula; the target, which is no claim, is left out."""
        return tuple(symbol.statistic for symbol in self.symbols if symbol.statistic not in {"", TARGET})


COUNT = Symbol("x_1", "count in the period", "count")
BASELINE = Symbol("x_0", "count in the same months a year earlier", "baseline")
DISPERSION = Symbol(r"\varphi", "dispersion", "dispersion")
POINTS = Symbol("x_i", "count of each quarter of the current phase")
PHASE = Symbol("n", "number of quarters of the current phase")
AVERAGE = Symbol(r"\bar{x}", "process average", "process_average")
RANGE = Symbol(r"\overline{MR}", "mean moving range of the phase")
PROMISED = Symbol("p", "target in per cent, from the plan's register", TARGET)
LEVEL = Symbol("T", "target level", "target_level")
CHANGE = Symbol("c", "change in per cent", "change_pct")
TWELVE = Symbol("x", "count of the twelve months")
PEOPLE = Symbol("P", "residents or households at the middle of the financial year")
FORCE_RATES = Symbol("r_j", "rate of each force of the group")
FORCES = Symbol("m", "number of forces of the group")
INTERVAL = (
    r"100 \left( \frac{x_1}{x_0} \, "
    r"e^{SIGN 1.96 \sqrt{\varphi \left( \frac{1}{x_1} + \frac{1}{x_0} \right)}} - 1 \right)"
)
INTERVAL_WORKED = (
    r"100 \left( \frac{$count}{$baseline} \, "
    r"e^{SIGN 1.96 \sqrt{$dispersion \left( \frac{1}{$count} + \frac{1}{$baseline} \right)}} - 1 \right)"
)

FORMULAS: dict[str, Formula] = {
    "count": Formula(r"x_1 = \sum_i y_i", (Symbol("y_i", "count of each row of the period"),), "period", EXACT),
    "baseline": Formula(r"x_0 = \sum_i y_i", (Symbol("y_i", "count of each row a year earlier"),), "before", EXACT),
    "change": Formula("x_1 - x_0", (COUNT, BASELINE), "both", EXACT, "$count - $baseline"),
    "change_pct": Formula(
        r"100 \times \frac{x_1 - x_0}{x_0}",
        (COUNT, BASELINE),
        "both",
        worked=r"100 \times \frac{$count - $baseline}{$baseline}",
    ),
    "change_low": Formula(
        INTERVAL.replace("SIGN", "-"),
        (COUNT, BASELINE, DISPERSION),
        "series",
        worked=INTERVAL_WORKED.replace("SIGN", "-"),
    ),
    "change_high": Formula(
        INTERVAL.replace("SIGN", "+"),
        (COUNT, BASELINE, DISPERSION),
        "series",
        worked=INTERVAL_WORKED.replace("SIGN", "+"),
    ),
    "monthly_mean": Formula(r"\frac{x_1}{k}", (COUNT, Symbol("k", "number of months of the period")), "period"),
    "process_average": Formula(r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i", (POINTS, PHASE), "phase"),
    "lower_limit": Formula(r"\max \left( 0, \bar{x} - 2.66 \, \overline{MR} \right)", (AVERAGE, RANGE), "phase"),
    "upper_limit": Formula(r"\bar{x} + 2.66 \, \overline{MR}", (AVERAGE, RANGE), "phase"),
    "target_level": Formula(
        r"T = x_0 \left( 1 + \frac{p}{100} \right)",
        (BASELINE, PROMISED),
        "before",
        worked=r"$baseline \left( 1 + \frac{$target}{100} \right)",
    ),
    "gap": Formula("x_1 - T", (COUNT, LEVEL), "both", worked="$count - $target_level"),
    "gap_points": Formula("c - p", (CHANGE, PROMISED), "both", worked="$change_pct - ($target)"),
    "dispersion": Formula(
        r"\varphi = \max \left( 1, \frac{(\overline{MR} / 1.128)^2}{\bar{x}} \right)",
        (AVERAGE, Symbol(r"\overline{MR}", "mean moving range, the season of a seasonal measure taken out first")),
        "series",
    ),
    "flip_dispersion": Formula(
        r"\frac{\left( \ln (x_1 / x_0) \right)^2}{1.96^2 \left( \frac{1}{x_1} + \frac{1}{x_0} \right)}",
        (COUNT, BASELINE),
        "both",
        worked=(
            r"\frac{\left( \ln ($count / $baseline) \right)^2}"
            r"{1.96^2 \left( \frac{1}{$count} + \frac{1}{$baseline} \right)}"
        ),
    ),
    "year_rank": Formula(
        r"1 + \sum_j [x_j < x_1]",
        (Symbol("x_1", "count of the year"), Symbol("x_j", "count of each year of the series")),
        "series",
        EXACT,
    ),
    "rate": Formula(r"1000 \times \frac{x}{P}", (TWELVE, PEOPLE), "own rate"),
    "rate_low": Formula(
        r"\frac{1000}{P} \, x \left( 1 - \frac{1}{9x} - \frac{1.96}{3 \sqrt{x}} \right)^3",
        (TWELVE, PEOPLE),
        "own rate",
    ),
    "rate_high": Formula(
        r"\frac{1000}{P} (x + 1) \left( 1 - \frac{1}{9 (x + 1)} + \frac{1.96}{3 \sqrt{x + 1}} \right)^3",
        (TWELVE, PEOPLE),
        "own rate",
    ),
    "rank": Formula(
        r"1 + \sum_j [r_j < r]", (Symbol("r", "rate of the force", "rate"), FORCE_RATES), "group rate", EXACT
    ),
    "force_rank": Formula(
        r"1 + \sum_j [r_j < r]",
        (Symbol("r", "rate of the force", "rate"), Symbol("r_j", "rate of each force")),
        "group rate",
        EXACT,
    ),
    "group_mean": Formula(r"\frac{1}{m} \sum_{j=1}^{m} r_j", (FORCE_RATES, FORCES), "group rate"),
}

ROUNDING: dict[Form, str] = {
    "whole": "To the nearest whole number, halves away from zero.",
    "change": "To the nearest whole number, halves away from zero, with its sign.",
    "percent_change": "To one decimal, halves away from zero, with its sign.",
    "points": "To one decimal, halves away from zero, with its sign.",
    "quarter_mean": "To the nearest whole number, halves away from zero.",
    "rate": "To three significant figures, halves away from zero.",
    "rank": "Not rounded: a place is a whole number.",
    "plain": "To one decimal, halves away from zero.",
}
"""How each form of a value is rounded for the page; the value itself is kept in full."""
