"""The milestones of an edition judged on each vintage of their figures: as printed, as tabled later, as of today.

All are judged by one rule and with one dispersion, that of the edition's own series, so that where two
judgements differ the figures alone are the cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planbook.claims.revisions import YearCounts, implied_counts, judged_on
from planbook.data.as_at import day_or_month
from planbook.data.registers import PLAN_FORCE
from planbook.data.series import observations
from planbook.editions.revised_figures import BY_YEAR, count_today, release_today, years_as_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.claims.ledger import Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.data.measures import Measures
    from planbook.data.periods import Period
    from planbook.data.places import Places
    from planbook.data.plan import Milestone, Plan

__all__ = ["Standing", "Standings", "standings"]


@dataclass(frozen=True)
class Standing:
    """A milestone on each clock, None where that clock holds no figures for it."""

    milestone: Milestone
    label: str
    on: tuple[MilestoneStatus | None, ...]
    counts: tuple[YearCounts | None, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The status words that the clocks give, each once, in their order."""
        return tuple(dict.fromkeys(status.word for status in self.on if status))

    @property
    def changes(self) -> bool:
        """Whether two clocks give it two statuses."""
        return len(self.words) > 1


@dataclass(frozen=True)
class Standings:
    """The clocks by name, and each milestone on them."""

    clocks: tuple[str, ...]
    rows: tuple[Standing, ...]


def standings(places: Places, plan: Plan, measures: Measures, ledger: Ledger, period: Period) -> Standings:
    """The milestones with a series, judged on each vintage; none where the plan is not in force or not for a year."""
    area = ledger.edition.force
    tabled = min(observations(places.data / "series" / f"{BY_YEAR}.csv")["vintage"].astype(str))
    clocks = ("As printed", day_or_month(tabled), day_or_month(release_today(places, area)))
    if not (ledger.edition.plan_in_force and period.whole_year):
        return Standings(clocks, ())
    rows = []
    for milestone in plan.milestones:
        if milestone.evidence == "series" and milestone.kind in {"numeric_target", "direction_only"}:
            found = tuple(_clocks(places, ledger, milestone, period))
            measure = measures[milestone.measure]
            on = tuple(judged_on(milestone, measure, counts, period) if counts else None for counts in found)
            rows.append(Standing(milestone, measure.label, on, found))
    return Standings(clocks, tuple(rows))


def _clocks(places: Places, ledger: Ledger, milestone: Milestone, period: Period) -> Iterator[YearCounts | None]:
    area, name = ledger.edition.force, milestone.measure
    spread = next((claim.value for claim in ledger.claims if claim.id == f"{name}.dispersion"), None)
    known = years_as_known(places, area).get(name, {})
    tabled = _pair(known.get(period.canonical), known.get(period.comparison.canonical))
    today = _pair(*(count_today(places, area, name, window) for window in (period, period.comparison)))
    needs_place = milestone.aim == "lowest_on_record"
    printed = None if needs_place or area != PLAN_FORCE else _printed(ledger, name)
    for counts in (printed, tabled, today):
        spanned = _with_interval(counts, spread, period) if counts else None
        yield _with_place(spanned, known, period) if spanned else None


def _printed(ledger: Ledger, measure: str) -> YearCounts | None:
    """The counts that the printed change implies; None where the report prints no pair of them."""
    values = {claim.id: claim.value for claim in ledger.claims if claim.status == "published"}
    change, percent = (values.get(f"{measure}.published_{name}") for name in ("change", "change_pct"))
    return implied_counts(change, percent) if change is not None and percent else None


def _pair(count: float | None, baseline: float | None) -> YearCounts | None:
    return None if count is None or baseline is None else YearCounts(count, baseline)


def _with_interval(counts: YearCounts, spread: float | None, period: Period) -> YearCounts:
    if spread is None:
        return counts
    from planbook.statistics.change import year_on_year

    days, before = period.days, period.comparison.days
    change = year_on_year(counts.count, counts.baseline, dispersion=spread, days=days, baseline_days=before)
    return replace(counts, low=change.low, high=change.high)


def _with_place(counts: YearCounts, known: dict[str, float], period: Period) -> YearCounts:
    """The place of the year among the years of the annual table up to it, its own count and the last one put in."""
    years = {name: value for name, value in known.items() if name < period.comparison.canonical}
    if not years:
        return counts
    place = 1 + sum(value < counts.count for value in (*years.values(), counts.baseline))
    first = min(years).removeprefix("FY").replace("-", "/")
    return replace(counts, rank=place, years=f"{len(years) + 2} years since {first}")
