"""Every computed claim worked out a second time from its rows, on a path that no notebook takes.

`FORMULAS` has a row a statistic: what stands for each letter of the formula, from rows, and what comes of it. A claim
whose value differs stops the build; a receipt prints the letters put into the formula. The intervals and levels come
from `planbook.claims.straight_model`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import special

from planbook.claims.claims import Claim
from planbook.claims.display import full_text
from planbook.claims.statistics_table import FLOATING, STATISTICS, TARGET
from planbook.claims.straight_model import Lines, Quarters, Spread, lines_of, spread_of
from planbook.data.periods import Period
from planbook.data.rows_behind import Observation
from planbook.statistics.annual import EXACT_MEAN
from planbook.statistics.change import WIDEST
from planbook.statistics.constants import CONFIDENCE, NORMAL_95
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
    what a change is measured against.
    """

    rows: tuple[Observation, ...]
    window: Period
    compared: Period
    force: str
    phase: str = ""
    broken: str = ""
    prior: float = 0.0

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

    @cached_property
    def lines(self) -> Lines:
        """Expected values and limits."""
        return lines_of(self.quarters, len(self.latest), self.prior, self.since(self.phase))


def _place(period: Period) -> int:
    """The place of the quarter in which a period ends among the quarters of all years."""
    return 4 * period.last.financial_year + period.last.quarter - 1


@dataclass(frozen=True)
class Formula:
    """What stands for each letter, and what comes of them."""

    letters: Callable[[Evidence, Given], Letters]
    value: Callable[..., float]


def _sums(rows: Evidence, _: Given) -> Letters:
    return {"count": sum(rows.latest), "baseline": sum(rows.before)}


def _model(rows: Evidence, given: Given) -> Letters:
    """What the dispersion is made of; a change of few offences has none, and its interval is that of the exact test."""
    sums = _sums(rows, given)
    return (
        sums
        if rows.is_small
        else {**sums, **{name: getattr(rows.spread, name) for name in ("squares", "trace", "wide")}}
    )


def _dispersion(count: float, baseline: float, squares: float = 0.0, trace: float = 1.0, wide: float = 0.0) -> float:
    return max(1.0, max(1.0, squares / trace) * wide / (1 / count + 1 / baseline)) if wide else 1.0


def _freedom(trace: float, trace_2: float) -> float:
    return trace**2 / trace_2


def _traces(rows: Evidence, _: Given) -> Letters:
    return {"trace": rows.spread.trace, "trace_2": rows.spread.trace_2}


def _t(rows: Evidence, given: Given) -> float:
    """97.5 per cent point of Student's t; of the normal distribution where there is no model."""
    if rows.is_small:
        return NORMAL_95
    return float(special.stdtrit(_freedom(**_traces(rows, given)), 1 - TAIL))


def _interval(rows: Evidence, given: Given) -> Letters:
    """Count, earlier count, and what makes the interval: nothing more for the exact test."""
    if rows.is_small:
        return _sums(rows, given)
    return {**_sums(rows, given), "dispersion": _dispersion(**_model(rows, given)), "t": _t(rows, given)}


def _end(sign: int) -> Callable[..., float]:
    """The lower or upper end of the interval of a change."""

    def end(count: float, baseline: float, dispersion: float = 0.0, t: float = 0.0) -> float:
        if not t:
            ends = (count, baseline + 1, TAIL) if sign < 0 else (count + 1, baseline, 1 - TAIL)
            share = float(special.betaincinv(*ends)) if count or sign > 0 else 0.0
            return 100 * (share / (1 - share) - 1)
        half = min(WIDEST + abs(math.log(count / baseline)), t * math.sqrt(dispersion * (1 / count + 1 / baseline)))
        return 100 * (count / baseline * math.exp(sign * half) - 1)

    return end


def _target_level(baseline: float, target: float) -> float:
    return baseline * (1 + target / 100)


def _joint(rows: Evidence, given: Given) -> Letters:
    known = {"vehicles": given("vehicle_crime.count"), "vehicles_before": given("vehicle_crime.baseline")}
    return {**known, "now": sum(rows.latest), "before": sum(rows.before)}


def _total(quarters: tuple[float, ...]) -> float:
    return sum(quarters)


def _mean(terms: tuple[float, ...], many: float) -> float:
    return sum(terms) / many


def _terms(terms: tuple[float, ...]) -> Letters:
    return {"terms": terms, "many": float(len(terms))}


def _of_lines(name: str) -> Callable[[Evidence, Given], Letters]:
    """One of the lines of the level, in the quarters of the period."""
    return lambda rows, _: _terms(tuple(getattr(rows.lines, name)[-len(rows.latest) :].tolist()))


def _own_rate(rows: Evidence, _: Given) -> Letters:
    count, people = rows.rated[rows.force]
    return {"count": count, "people": people}


def _rate_interval(rows: Evidence, given: Given) -> Letters:
    return {**_own_rate(rows, given), "dispersion": _known_dispersion(given), "z": NORMAL_95}


def _rate_end(sign: int) -> Callable[..., float]:
    def end(count: float, people: float, dispersion: float, z: float) -> float:
        return 1000 * count / people * math.exp(sign * z * math.sqrt(dispersion / count))

    return end


def _known_dispersion(given: Given) -> float:
    """The dispersion of the measure; 1, that of chance alone, where none was worked out."""
    dispersion = given("dispersion")
    return 1.0 if math.isnan(dispersion) else dispersion


def _lower(rows: Evidence, _: Given) -> Letters:
    rates = rows.rates
    return {"fewer": float(sum(rate < rates[rows.force] for rate in rates.values()))}


def _larger(rows: Evidence, _: Given) -> Letters:
    return {"more": float(sum(count > rows.rated[rows.force][0] for count, _ in rows.rated.values()))}


def _lower_years(rows: Evidence, _: Given) -> Letters:
    year = rows.totals[rows.window.plan_year.canonical]
    return {"fewer": float(sum(other < year for other in rows.totals.values()))}


def _drawn(rows: Evidence, given: Given) -> Letters:
    """The places of the force in rankings that are drawn about the rates, lowest first, and the dispersion of these."""
    dispersion = _known_dispersion(given)
    count, own = np.array([count for count, _ in rows.rated.values()]), list(rows.rated).index(rows.force)
    middle, error = np.log(list(rows.rates.values())), np.sqrt(dispersion / count)
    drawn = np.random.default_rng(SEED).normal(middle, error, size=(DRAWS, len(count)))
    places = np.sort(1 + (drawn < drawn[:, [own]]).sum(axis=1))
    return {"places": tuple(places.tolist()), "dispersion": dispersion}


def _quantile(share: float) -> Callable[..., float]:
    return lambda places, **_: places[math.ceil(share * len(places)) - 1]


def _named(*names: str) -> Callable[[Evidence, Given], Letters]:
    """Letters that other claims give, or the target."""
    return lambda _, given: {name: given(name) for name in names}


def _wilson(share: float, base: float, z: float) -> tuple[float, float]:
    """Wilson's 95 per cent interval of a share of 1, as the roots of a quadratic equation."""
    a, b, c = base + z**2, 2 * base * share + z**2, base * share**2
    root = math.sqrt(b**2 - 4 * a * c)
    return (b - root) / (2 * a), (b + root) / (2 * a)


def _wilson_end(end: int) -> Callable[..., float]:
    def of(share_part: float, share_base: float, share_spread: float, z: float) -> float:
        return 100 * _wilson(share_part / share_base, share_base / share_spread, z)[end]

    return of


def _newcombe(sign: int) -> Callable[..., float]:
    """The lower or upper end of Newcombe's interval (method 10) of the change of a share."""

    def of(share_part: float, share_base: float, share_part_before: float, share_base_before: float,
           share_spread: float, z: float) -> float:  # fmt: skip
        now, before = share_part / share_base, share_part_before / share_base_before
        ends = _wilson(now, share_base / share_spread, z), _wilson(before, share_base_before / share_spread, z)
        (low, high), (low_before, high_before) = ends
        reach = (now - low, high_before - before) if sign < 0 else (high - now, before - low_before)
        return 100 * (now - before + sign * math.hypot(*reach))

    return of


def _with_z(letters: Callable[[Evidence, Given], Letters]) -> Callable[[Evidence, Given], Letters]:
    return lambda rows, given: {**letters(rows, given), "z": NORMAL_95}


def _difference(one: str, other: str) -> Formula:
    """One figure less another."""
    return Formula(_named(one, other), lambda **both: both[one] - both[other])


def _share(part: str, base: str) -> Formula:
    return Formula(_named(part, base), lambda **both: 100 * both[part] / both[base])


SHARE = ("share_part", "share_base")
SHARES = (*SHARE, "share_part_before", "share_base_before", "share_spread")
AS_RECORDED = frozenset({"share_spread"})
"""Statistics that are not worked out again: the series of a share has no rows that tell the part from the whole."""
FORMULAS: Mapping[str, Formula] = {
    "count": Formula(lambda rows, _: {"quarters": rows.latest}, _total),
    "baseline": Formula(lambda rows, _: {"quarters": rows.before}, _total),
    "change": Formula(_sums, lambda count, baseline: count - baseline),
    "change_pct": Formula(_sums, lambda count, baseline: 100 * (count - baseline) / baseline),
    "joint_change_pct": Formula(_joint,
        lambda vehicles, vehicles_before, now, before: 100 * ((vehicles + now) / (vehicles_before + before) - 1)),
    "change_low": Formula(_interval, _end(-1)),
    "change_high": Formula(_interval, _end(1)),
    "monthly_mean": Formula(lambda rows, _: {"count": sum(rows.latest), "months": float(len(rows.window.months))},
        lambda count, months: count / months),
    "process_average": Formula(_of_lines("expected"), _mean),
    "lower_limit": Formula(_of_lines("lower"), _mean),
    "upper_limit": Formula(_of_lines("upper"), _mean),
    "level_shift_pct": Formula(lambda rows, _: {"slope": rows.lines.slope}, lambda slope: 100 * math.expm1(slope)),
    "target_level": Formula(lambda rows, given: {"baseline": sum(rows.before), TARGET: given(TARGET)}, _target_level),
    "gap": Formula(lambda rows, given:
        {"count": sum(rows.latest), "target_level": _target_level(sum(rows.before), given(TARGET))},
        lambda count, target_level: count - target_level),
    "gap_points": Formula(lambda rows, given:
        {"change_pct": 100 * (sum(rows.latest) / sum(rows.before) - 1), TARGET: given(TARGET)},
        lambda change_pct, target: change_pct - target),
    "dispersion": Formula(_model, _dispersion),
    "degrees_of_freedom": Formula(_traces, _freedom),
    "flip_dispersion": Formula(lambda rows, given: {**_sums(rows, given), "t": _t(rows, given)},
        lambda count, baseline, t: (math.log(count / baseline) / t) ** 2 / (1 / count + 1 / baseline)),
    "year_rank": Formula(_lower_years, lambda fewer: 1 + fewer),
    "rate": Formula(_own_rate, lambda count, people: 1000 * count / people),
    "rate_low": Formula(_rate_interval, _rate_end(-1)),
    "rate_high": Formula(_rate_interval, _rate_end(1)),
    "rank": Formula(_lower, lambda fewer: 1 + fewer),
    "force_rank": Formula(_lower, lambda fewer: 1 + fewer),
    "rank_low": Formula(_drawn, _quantile(TAIL)),
    "rank_high": Formula(_drawn, _quantile(1 - TAIL)),
    "group_mean": Formula(lambda rows, _: _terms(tuple(rows.rates.values())), _mean),
    "volume_rank": Formula(_larger, lambda more: 1 + more),
    "level_gap": Formula(lambda rows, given: {"count": sum(rows.latest), TARGET: given(TARGET)},
        lambda count, target: count - target),
    **{name: Formula(lambda rows, _: {"quarters": rows.latest}, _total) for name in (*SHARE, "answers")},
    **{f"{name}_before": Formula(lambda rows, _: {"quarters": rows.before}, _total) for name in SHARE},
    "share": _share(*SHARE),
    "share_before": _share("share_part_before", "share_base_before"),
    "share_low": Formula(_with_z(_named(*SHARE, "share_spread")), _wilson_end(0)),
    "share_high": Formula(_with_z(_named(*SHARE, "share_spread")), _wilson_end(1)),
    "share_change_points": _difference("share", "share_before"),
    "share_change_low": Formula(_with_z(_named(*SHARES)), _newcombe(-1)),
    "share_change_high": Formula(_with_z(_named(*SHARES)), _newcombe(1)),
    "share_gap": _difference("share", TARGET),
    "share_gap_points": _difference("share_change_points", TARGET),
}  # fmt: skip


def letters_of(claim: Claim, rows: Evidence, given: Given) -> Letters:
    """What stands for each letter of a claim's formula.

    Raises:
        RowsLack: the rows do not hold what the formula needs.
    """
    letters = FORMULAS[claim.statistic].letters(rows, given)
    for name, value in letters.items():
        if isinstance(value, float) and math.isnan(value):
            raise RowsLack(f"nothing: {name.replace('_', ' ')} has no value here")
    return letters


def fault_of(claim: Claim, rows: Evidence, given: Given) -> str:
    """How a computed claim differs from what its rows give by its formula, with its cell; empty where it does not."""
    recorded, where = full_text(claim.value), f"cell {claim.cell}"
    try:
        again = FORMULAS[claim.statistic].value(**letters_of(claim, rows, given))
    except RowsLack as lack:
        return f"{claim.id}: {where} records {recorded}, which rests on {lack}"
    except (ArithmeticError, ValueError) as error:
        return f"{claim.id}: {where} records {recorded}, and from its rows it cannot be worked out ({error})"
    if claim.value is not None and math.isclose(claim.value, again, rel_tol=FLOATING.relative, abs_tol=NEAR_ZERO):
        return ""
    given_by = f"its {len(rows.rows)} rows give" if len(rows.rows) > 1 else "its row gives"
    method = STATISTICS[claim.statistic].method
    return f"{claim.id}: {where} records {recorded}, and {given_by} {full_text(again)} ({method})"
