"""The milestones of an edition judged on each vintage of their figures: as printed, as tabled later, as of today.

All are judged by one rule and with one dispersion, that of the edition's own series, so that where two
judgements differ the figures alone are the cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planbook.claims.revisions import YearCounts, implied_counts, judged_on
from planbook.data.periods import date_words
from planbook.data.registers import PLAN_FORCE
from planbook.data.series import observations
from planbook.editions.revised_figures import BY_YEAR, count_today, release_today, years_as_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.claims.ledger import Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.data.measures import Measures
    from planbook.data.periods import Period
    from planbook.data.places import Places
    from planbook.data.plan import Milestone, Plan


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
    clocks = ("As printed", date_words(tabled), date_words(release_today(places, area)))
    if not (ledger.edition.plan_in_force and period.whole_year):
        return Standings(clocks, ())
    rows = []
    for milestone in plan.milestones:
        if milestone.evidence == "series" and milestone.kind in {"numeric_target", "direction_only"}:
            vintages = _counts(places, ledger, milestone, period)
            measure = measures[milestone.measure]
            statuses = tuple(judged_on(milestone, measure, counts, period) if counts else None for counts in vintages)
            rows.append(Standing(milestone, measure.label, statuses, vintages))
    return Standings(clocks, tuple(rows))


def _counts(places: Places, ledger: Ledger, milestone: Milestone, period: Period) -> tuple[YearCounts | None, ...]:
    """What a milestone is judged on in each vintage: as printed, as tabled later, as of today."""
    area, name = ledger.edition.force, milestone.measure
    claims = {claim.id: claim.value for claim in ledger.claims}
    windows = (period, period.comparison)
    years = years_as_known(places, area).get(name, {})
    # The report prints changes, and no place among years: a promise to be the lowest cannot be judged on them.
    printed = None if milestone.aim == "lowest_on_record" or area != PLAN_FORCE else _printed(ledger, name)
    tabled = _pair(*(years.get(window.canonical) for window in windows))
    today = _pair(*(count_today(places, area, name, window) for window in windows))
    spread = claims.get(f"{name}.dispersion")
    return tuple(
        _with_place(_with_interval(counts, spread, period), years, period) if counts else None
        for counts in (printed, tabled, today)
    )


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


def _with_place(counts: YearCounts, years: Mapping[str, float], period: Period) -> YearCounts:
    """The place of the year among the years of the annual table up to it, its own count and the last one put in."""
    earlier = {name: value for name, value in years.items() if name < period.comparison.canonical}
    if not earlier:
        return counts
    place = 1 + sum(value < counts.count for value in (*earlier.values(), counts.baseline))
    first = min(earlier).removeprefix("FY").replace("-", "/")
    return replace(counts, rank=place, years=f"{len(earlier) + 2} years since {first}")
