"""Every computed claim worked out a second time from its rows, on a path that no notebook takes.

`FORMULAS` has a row a statistic, which names its letters; `LETTERS` says what stands for each. A claim whose value
differs stops the build; a receipt prints the letters put into the formula. What a model gives comes from
`planbook.claims.straight_model`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from typing import Any

import numpy as np
from scipy import special

from planbook.claims.claims import Claim
from planbook.claims.display import full_text
from planbook.claims.statistics_table import FLOATING, STATISTICS, TARGET
from planbook.claims.straight_model import Lines, Numbers, Quarters, Spread, lines_of, spread_of
from planbook.data.periods import Period
from planbook.data.rows_behind import Observation
from planbook.statistics.annual import EXACT_MEAN
from planbook.statistics.change import WIDEST
from planbook.statistics.constants import BIAS_OF_RANGE, CONFIDENCE, NORMAL_95
from planbook.statistics.funnel import DRAWS, SEED

Letters = Mapping[str, Any]
"""A number a letter, or several where the formula adds them up."""
Given = Callable[[str], float]
"""The target of the promise, or the recomputed value of another claim: by statistic, or by id for another measure."""
PEOPLE = frozenset({"population", "households"})
TAIL = (1 - CONFIDENCE) / 2
NEAR_ZERO = 1e-9
"""A difference of two equal counts is nought only to so much; less is no difference."""


NO_ROWS = "no row of data: import the series with `planbook import`, so that it is read from a table with a source"


class RowsLack(ValueError):
    """The rows of a claim do not hold what its formula needs."""


@dataclass(frozen=True)
class Evidence:
    """What a claim is worked out from: its rows, its period, the force, and what the registers say of the measure.

    ``phase`` is the first quarter of the current phase and ``broken`` the first after the last break of definition, as
    canonical periods, empty for none; ``prior`` is how alike neighbouring quarters are in other forces. ``compared`` is
    what a change is measured against; ``part`` and ``base`` are the measures that make up a share.
    """

    rows: tuple[Observation, ...]
    window: Period
    compared: Period
    force: str
    phase: str = ""
    broken: str = ""
    prior: float = 0.0
    part: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()

    @cached_property
    def totals(self) -> dict[str, float]:
        """Counts by period, in order; those of kinds of offence are added up."""
        totals: dict[str, float] = {}
        for row in sorted(self.rows, key=lambda row: row.period):
            if row.measure not in PEOPLE:
                totals[row.period] = totals.get(row.period, 0.0) + row.value
        return totals

    @property
    def latest(self) -> tuple[float, ...]:
        """The counts of the period, by quarter or as one year."""
        return self._of(self.window)

    @property
    def before(self) -> tuple[float, ...]:
        """The counts of the same months of the baseline."""
        return self._of(self.compared)

    def _of(self, period: Period) -> tuple[float, ...]:
        if not self.rows:
            raise RowsLack(NO_ROWS)
        names = [quarter.canonical for quarter in period.quarters]
        # Measures that are published by year alone have one row a year.
        if period.whole_year and period.plan_year.canonical in self.totals:
            names = [period.plan_year.canonical]
        if lacking := [name for name in names if name not in self.totals]:
            raise RowsLack(f"rows that do not hold {', '.join(Period.parse(name).label for name in lacking)}")
        return tuple(self.totals[name] for name in names)

    @property
    def sigma(self) -> float:
        """Mean moving range of the standardised shares of the quarters, over that of independent cases."""
        sums: dict[str, Numbers] = {}
        for row in sorted(self.rows, key=lambda row: row.period):
            own = np.array([row.measure in self.part, row.measure in self.base], dtype=float) * row.value
            sums[row.period] = sums.get(row.period, np.zeros(2)) + own
        part, base = np.array(list(sums.values())).T
        mean = part.sum() / base.sum()
        standard = (part / base - mean) / np.sqrt(mean * (1 - mean) / base)
        return float(np.abs(np.diff(standard)).mean() / BIAS_OF_RANGE)

    @cached_property
    def rated(self) -> dict[str, tuple[float, float]]:
        """Count and residents or households by force, in the order of forces; without the two a force is left out."""
        sums: dict[str, dict[bool, float]] = {}
        if not self.rows:
            raise RowsLack(NO_ROWS)
        for row in self.rows:
            own = sums.setdefault(row.area, {})
            own[row.measure in PEOPLE] = own.get(row.measure in PEOPLE, 0.0) + row.value
        rated = {area: (own[False], own[True]) for area, own in sorted(sums.items()) if own.keys() == {False, True}}
        if self.force not in rated:
            raise RowsLack("rows that do not hold the count and the residents or households of the force")
        return rated

    @property
    def rates(self) -> dict[str, float]:
        """Rate per 1,000 by force."""
        return {area: 1000 * count / people for area, (count, people) in self.rated.items()}

    @cached_property
    def quarters(self) -> Quarters:
        """The series up to the end of the period, after the last quarter in which more was taken back than recorded."""
        counts = list(self.totals.values())
        first = max((at + 1 for at, count in enumerate(counts) if count < 0), default=0)
        periods = [Period.parse(name) for name in self.totals][first:]
        days, places = [float(period.days) for period in periods], [_place(period) for period in periods]
        return Quarters(np.array(counts[first:]), np.array(days), np.array(places))

    def since(self, start: str) -> int:
        """How many quarters of the series lie before a period."""
        return max(0, _place(Period.parse(start)) - int(self.quarters.place[0])) if start else 0

    @cached_property
    def is_small(self) -> bool:
        """Whether the exact test is taken."""
        now, before = sum(self.latest), sum(self.before)
        return not (now and before) or (now + before) / (2 * len(self.latest)) < EXACT_MEAN

    @cached_property
    def spread(self) -> Spread:
        """What the interval of the change rests on."""
        back = self.window.first.year - self.compared.first.year
        starts = self.since(self.phase), self.since(self.broken)
        return spread_of(self.quarters, len(self.latest), back, self.prior, *starts)

    @property
    def variance(self) -> tuple[float, float, float]:
        """What a dispersion is made of: squares, trace and variance at a dispersion of one; none for few offences."""
        return (0.0, 1.0, 0.0) if self.is_small else (self.spread.squares, self.spread.trace, self.spread.wide)

    @property
    def dispersion(self) -> float:
        """Variance of the logarithm of the change, in units of that of independent offences."""
        return _dispersion(sum(self.latest), sum(self.before), *self.variance)

    @property
    def t(self) -> float:
        """97.5 per cent point of Student's t; nought stands for the exact test of few offences, which has no model."""
        return 0.0 if self.is_small else float(special.stdtrit(_freedom(*self.spread[1:3]), 1 - TAIL))

    @cached_property
    def lines(self) -> Lines:
        """Expected values and limits."""
        return lines_of(self.quarters, len(self.latest), self.prior, self.since(self.phase))


def _place(period: Period) -> int:
    """The place of the quarter in which a period ends among the quarters of all years."""
    return 4 * period.last.financial_year + period.last.quarter - 1


def _of_period(quarters: tuple[float, ...]) -> float:
    return sum(quarters)


def _of_baseline(quarters_before: tuple[float, ...]) -> float:
    return sum(quarters_before)


def _dispersion(count: float, baseline: float, squares: float, trace: float, wide: float) -> float:
    return max(1.0, max(1.0, squares / trace) * wide / (1 / count + 1 / baseline)) if wide else 1.0


def _freedom(trace: float, trace_2: float) -> float:
    return trace**2 / trace_2


def _end(sign: int) -> Callable[..., float]:
    """The lower or upper end of the interval of a change."""

    def end(count: float, baseline: float, dispersion: float, t: float) -> float:
        if not t:
            ends = (count, baseline + 1, TAIL) if sign < 0 else (count + 1, baseline, 1 - TAIL)
            share = float(special.betaincinv(*ends)) if count or sign > 0 else 0.0
            return 100 * (share / (1 - share) - 1)
        half = min(WIDEST + abs(math.log(count / baseline)), t * math.sqrt(dispersion * (1 / count + 1 / baseline)))
        return 100 * (count / baseline * math.exp(sign * half) - 1)

    return end


def _rate_end(sign: int) -> Callable[..., float]:
    def end(twelve_months: float, people: float, own_dispersion: float, z: float) -> float:
        return 1000 * twelve_months / people * math.exp(sign * z * math.sqrt(own_dispersion / twelve_months))

    return end


def _own_dispersion(_: Evidence, given: Given) -> float:
    """The dispersion of the measure; 1, that of chance alone, where none was worked out."""
    dispersion = given("dispersion")
    return 1.0 if math.isnan(dispersion) else dispersion


def _places(rows: Evidence, given: Given) -> tuple[float, ...]:
    """The places of the force in rankings that are drawn about the rates, lowest first."""
    count, own = np.array([count for count, _ in rows.rated.values()]), list(rows.rated).index(rows.force)
    middle, error = np.log(list(rows.rates.values())), np.sqrt(_own_dispersion(rows, given) / count)
    drawn = np.random.default_rng(SEED).normal(middle, error, size=(DRAWS, len(count)))
    return tuple(np.sort(1 + (drawn < drawn[:, [own]]).sum(axis=1)).tolist())


def _known(name: str) -> Callable[[Evidence, Given], float]:
    return lambda _, given: given(name)


def _below(value: float, values: Iterable[float]) -> float:
    return float(sum(other < value for other in values))


def _wilson(share: float, base: float, z: float) -> tuple[float, float]:
    """Wilson's 95 per cent interval of a share of 1, as the roots of a quadratic equation."""
    a, b, c = base + z**2, 2 * base * share + z**2, base * share**2
    root = math.sqrt(b**2 - 4 * a * c)
    return (b - root) / (2 * a), (b + root) / (2 * a)


def _wilson_end(end: int, part: str = "share_part", base: str = "share_base") -> Callable[[Evidence, Given], float]:
    """An end of Wilson's interval of a share in per cent; no end, and no interval, where a number is missing."""

    def of(_: Evidence, given: Given) -> float:
        whole, spread = given(base), given("share_spread")
        return 100 * _wilson(given(part) / whole, whole / spread, NORMAL_95)[end]

    return of


def _wilson_of(end: int) -> Callable[..., float]:
    def of(share_part: float, share_base: float, share_spread: float, z: float) -> float:
        return 100 * _wilson(share_part / share_base, share_base / share_spread, z)[end]

    return of


OTHER_CLAIMS = ("share", "share_before", "share_part", "share_base", "share_part_before", "share_base_before",
    "share_spread", "share_change_points", TARGET)  # fmt: skip
# What stands for a letter: from the rows, or from a claim that is worked out again itself.
LETTERS: Mapping[str, Callable[[Evidence, Given], Any]] = {
    "quarters": lambda rows, _: rows.latest,
    "quarters_before": lambda rows, _: rows.before,
    "periods": lambda rows, _: float(len(rows.latest)),
    "months": lambda rows, _: float(len(rows.window.months)),
    "count": lambda rows, _: sum(rows.latest),
    "baseline": lambda rows, _: sum(rows.before),
    "change_pct": lambda rows, _: 100 * (sum(rows.latest) / sum(rows.before) - 1),
    "target_level": lambda rows, given: sum(rows.before) * (1 + given(TARGET) / 100),
    "vehicles": lambda _, given: given("vehicle_crime.count"),
    "vehicles_before": lambda _, given: given("vehicle_crime.baseline"),
    "squares": lambda rows, _: rows.variance[0],
    "trace": lambda rows, _: rows.variance[1],
    "wide": lambda rows, _: rows.variance[2],
    "trace_2": lambda rows, _: rows.spread.trace_2,
    "dispersion": lambda rows, _: rows.dispersion,
    "t": lambda rows, _: rows.t,
    "z": lambda *_: NORMAL_95,
    "expected": lambda rows, _: tuple(rows.lines.expected[-len(rows.latest) :].tolist()),
    "lower": lambda rows, _: tuple(rows.lines.lower[-len(rows.latest) :].tolist()),
    "upper": lambda rows, _: tuple(rows.lines.upper[-len(rows.latest) :].tolist()),
    "slope": lambda rows, _: rows.lines.slope,
    "years_below": lambda rows, _: _below(rows.totals[rows.window.plan_year.canonical], rows.totals.values()),
    "twelve_months": lambda rows, _: rows.rated[rows.force][0],
    "people": lambda rows, _: rows.rated[rows.force][1],
    "own_dispersion": _own_dispersion,
    "rates": lambda rows, _: tuple(rows.rates.values()),
    "forces": lambda rows, _: float(len(rows.rates)),
    "rates_below": lambda rows, _: _below(rows.rates[rows.force], rows.rates.values()),
    "counts_above": lambda rows, _: _below(-rows.rated[rows.force][0], (-count for count, _ in rows.rated.values())),
    "places": _places,
    "sigma": lambda rows, _: rows.sigma,
    "low": _wilson_end(0),
    "high": _wilson_end(1),
    "low_before": _wilson_end(0, "share_part_before", "share_base_before"),
    "high_before": _wilson_end(1, "share_part_before", "share_base_before"),
    **{name: _known(name) for name in OTHER_CLAIMS},
}
# What comes of the letters that a formula names.
FORMULAS: Mapping[str, Callable[..., float]] = {
    **dict.fromkeys(("count", "share_part", "share_base", "answers"), _of_period),
    **dict.fromkeys(("baseline", "share_part_before", "share_base_before"), _of_baseline),
    "change": lambda count, baseline: count - baseline,
    "change_pct": lambda count, baseline: 100 * (count - baseline) / baseline,
    "joint_change_pct": lambda vehicles, vehicles_before, count, baseline:
        100 * ((vehicles + count) / (vehicles_before + baseline) - 1),
    "change_low": _end(-1),
    "change_high": _end(1),
    "monthly_mean": lambda count, months: count / months,
    "process_average": lambda expected, periods: sum(expected) / periods,
    "lower_limit": lambda lower, periods: sum(lower) / periods,
    "upper_limit": lambda upper, periods: sum(upper) / periods,
    "level_shift_pct": lambda slope: 100 * math.expm1(slope),
    "target_level": lambda baseline, target: baseline * (1 + target / 100),
    "gap": lambda count, target_level: count - target_level,
    "gap_points": lambda change_pct, target: change_pct - target,
    "level_gap": lambda count, target: count - target,
    "dispersion": _dispersion,
    "degrees_of_freedom": _freedom,
    "flip_dispersion": lambda count, baseline, t:
        (math.log(count / baseline) / (t or NORMAL_95)) ** 2 / (1 / count + 1 / baseline),
    "year_rank": lambda years_below: 1 + years_below,
    "rate": lambda twelve_months, people: 1000 * twelve_months / people,
    "rate_low": _rate_end(-1),
    "rate_high": _rate_end(1),
    "rank": lambda rates_below: 1 + rates_below,
    "force_rank": lambda rates_below: 1 + rates_below,
    "rank_low": lambda places, own_dispersion: places[math.ceil(TAIL * len(places)) - 1],  # noqa: ARG005 - it is shown
    "rank_high": lambda places, own_dispersion: places[math.ceil((1 - TAIL) * len(places)) - 1],  # noqa: ARG005
    "group_mean": lambda rates, forces: sum(rates) / forces,
    "volume_rank": lambda counts_above: 1 + counts_above,
    "share": lambda share_part, share_base: 100 * share_part / share_base,
    "share_before": lambda share_part_before, share_base_before: 100 * share_part_before / share_base_before,
    "share_spread": lambda sigma: max(1.0, sigma**2),
    "share_low": _wilson_of(0),
    "share_high": _wilson_of(1),
    "share_change_points": lambda share, share_before: share - share_before,
    "share_change_low": lambda share, share_before, low, high_before:
        share - share_before - math.hypot(share - low, high_before - share_before),
    "share_change_high": lambda share, share_before, high, low_before:
        share - share_before + math.hypot(high - share, share_before - low_before),
    "share_gap": lambda share, target: share - target,
    "share_gap_points": lambda share_change_points, target: share_change_points - target,
}  # fmt: skip


def letters_of(claim: Claim, rows: Evidence, given: Given) -> Letters:
    """What stands for each letter of a claim's formula.

    Raises:
        RowsLack: the rows do not hold what the formula needs.
    """
    letters = {name: LETTERS[name](rows, given) for name in signature(FORMULAS[claim.statistic]).parameters}
    for name, value in letters.items():
        if isinstance(value, float) and math.isnan(value):
            raise RowsLack(f"nothing: {name.replace('_', ' ')} has no value here")
    return letters


def fault_of(claim: Claim, rows: Evidence, given: Given) -> str:
    """How a computed claim differs from what its rows give by its formula, with its cell; empty where it does not."""
    recorded, where = full_text(claim.value), f"cell {claim.cell}"
    try:
        again = FORMULAS[claim.statistic](**letters_of(claim, rows, given))
    except RowsLack as lack:
        return f"{claim.id}: {where} records {recorded}, which rests on {lack}"
    except (ArithmeticError, ValueError) as error:
        return f"{claim.id}: {where} records {recorded}, and from its rows it cannot be worked out ({error})"
    if claim.value is not None and math.isclose(claim.value, again, rel_tol=FLOATING.relative, abs_tol=NEAR_ZERO):
        return ""
    given_by = f"its {len(rows.rows)} rows give" if len(rows.rows) > 1 else "its row gives"
    method = STATISTICS[claim.statistic].method
    return f"{claim.id}: {where} records {recorded}, and {given_by} {full_text(again)} ({method})"
