"""One force opened for a period: recorded crime in numbers, for forces whose plans are not in the register.

It shares its statistics with the notebooks of the outcomes; it draws nothing, so that hundreds of editions cost little.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.core.calendar import period_of, quarters_of
from planbook.core.claims import Claim, claim_of
from planbook.edge import holdings, registers, series
from planbook.edge.places import find_places
from planbook.edge.tracking import start
from planbook.notebook import markup, screen
from planbook.notebook.level import NO_CHANGE, Level, NoChange, measure_level
from planbook.notebook.outcome import AlreadyRecorded
from planbook.notebook.parameters import refuse_unknown_parameters

if TYPE_CHECKING:
    from planbook.core.measures import Measure, Measures
    from planbook.core.periods import Period
    from planbook.edge.places import Places
    from planbook.statistics.change import Change

__all__ = ["TABLE", "ForceNotebook", "open_force"]

TABLE, PEOPLE = "recorded_crime_by_force", "denominators_by_force"
PER = 1000
NEGATIVE = "a quarter holds a negative count, which corrects earlier ones, so it has no control chart."
"""A published count below zero can only correct earlier counts; the charts of this publication are of counts."""


def open_force(*, period: str, as_at: str = "", force: str = "west_midlands") -> ForceNotebook:
    """Open one force for a reporting period.

    Args:
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        as_at: the date at which the data were known; empty for the latest revision.
        force: the id of the force, ``merseyside``.

    Raises:
        BadPeriod, NotQuarterly, NoPeriodData: the period cannot be answered.
        UnknownArea: the table holds no such force.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.
    """
    refuse_unknown_parameters()
    places, wanted = find_places(), registers.parse_period(period)
    start(places.root)
    holdings.check_force(places, wanted, force)
    return ForceNotebook(places, wanted, as_at, force, registers.measures(places))


@dataclass
class ForceNotebook:
    """A force in a period. Reading gives pandas; recording leaves claims in the cell's outputs."""

    places: Places
    period: Period
    as_at: str
    force: str
    catalogue: Measures
    claims: dict[str, Claim] = field(default_factory=dict)

    @property
    def window(self) -> pd.PeriodIndex:
        """The quarters of the period."""
        return quarters_of(self.period)

    @property
    def year_before(self) -> pd.PeriodIndex:
        """The same quarters one year earlier."""
        return quarters_of(self.period.comparison)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures that were counted in every quarter of the period, total recorded crime first."""
        held = series.measures_of(self.places, TABLE, self.force)
        counted = [name for name in held if self.window.isin(self.quarters(name).index).all()]
        return tuple(sorted(counted, key=lambda name: (name != "total_recorded_crime", name)))

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts."""
        counts = series.read_series(self.places, TABLE, measure, self.force, self.as_at)
        return counts[counts.index <= self.window[-1]]

    def control_chart(self, counts: pd.Series) -> Level:
        """The control chart of a series up to the end of the period; none where a correction is negative."""
        measure = self._measure(counts)
        if (counts < 0).any():
            screen.show(markup.notice(f"{measure.label}: {NEGATIVE}"))
            return Level(measure, None)
        return measure_level(counts, self.window, measure, registers.phase_starts(self.places, measure.id, self.force))

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN."""
        from planbook.statistics.change import year_on_year

        count, baseline = (float(counts.reindex(span).sum(skipna=False)) for span in (self.window, self.year_before))
        if not (count > 0 and baseline > 0) or level.chart is None:
            return NO_CHANGE
        days, before = self.period.days, self.period.comparison.days
        return year_on_year(count, baseline, dispersion=level.dispersion, days=days, baseline_days=before)

    def rate(self, counts: pd.Series) -> float:
        """Offences of the period's last twelve months for 1,000 residents, or households for burglary of homes."""
        measure = self._measure(counts)
        year = counts.reindex(pd.period_range(end=self.window[-1], periods=4, freq="Q-MAR")).sum(skipna=False)
        people = series.read_series_of_years(self.places, PEOPLE, measure.denominator, self.force)
        middle = self.period.plan_year.first.year
        known = people[people.index <= middle]
        return PER * float(year) / float(known.iloc[-1] if len(known) else people.iloc[0])

    def record(self, counts: pd.Series, /, **values: float) -> None:
        """Record statistics of a measure as claims, and show them as a table.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.
        """
        measure = self._measure(counts)
        source = registers.source_of(self.places, TABLE)
        reason = f"{measure.label}: {self._why_missing(counts)}"
        words: dict[str, Any] = {"window": self.period.canonical, "milestone": ("", ""), "source": source}
        claims = [claim_of(measure, name, float(value), reason=reason, **words) for name, value in values.items()]
        for claim in claims:
            if claim.id in self.claims:
                raise AlreadyRecorded(claim.id)
            self.claims[claim.id] = claim
            screen.keep("claim", claim.id, claim.as_record())
        screen.show(markup.figures_table(f"{measure.label}, {self.period.label}", claims))

    def tell(self, level: Level, change: Change | NoChange) -> None:
        """Show and record the two verdicts of a count, and the quarters behind them."""
        from planbook.statistics.words import change_verdict, level_verdict

        if level.chart is None:
            return
        measure = level.measure
        verdicts = [level_verdict(level.chart, self.window, label=measure.label_inside, unit=measure.unit)]
        if not isinstance(change, NoChange):
            verdicts.append(change_verdict(change, label=measure.label_inside, unit=measure.unit))
        screen.show(markup.verdict_pair(verdicts, measure.id, direction=measure.direction_words))
        for verdict in verdicts:
            name = f"{measure.id}.{verdict.kind.replace(' ', '_')}"
            screen.keep("verdict", name, screen.verdict_record(verdict, measure.id, "", ""))
        screen.keep("chart", f"{measure.id}-level", _quarters_record(level))

    def _why_missing(self, counts: pd.Series) -> str:
        before = self.period.comparison.label
        if (counts < 0).any():
            return NEGATIVE
        if not self.year_before.isin(counts.index).all():
            return f"it was not counted in the same way in {before}."
        return f"a count of none, in {self.period.label} or in {before}, gives no change in per cent."

    def _measure(self, counts: pd.Series) -> Measure:
        return self.catalogue[str(counts.name)]


def _quarters_record(level: Level) -> dict[str, Any]:
    """The quarters of a control chart as the ledger keeps them: count, mean, limits, special cause."""
    points = level.chart.points if level.chart else pd.DataFrame()
    rows = [
        [period_of(at).label, *numbers, ", ".join(rules) or "none"]
        for at, *numbers, rules in points[["value", "mean", "lower", "upper", "rules"]].itertuples()
    ]
    columns = ["Quarter", level.measure.unit.capitalize(), "Mean", "Lower limit", "Upper limit", "Special cause"]
    return {"id": f"{level.measure.id}-level", "measure": level.measure.id, "columns": columns, "rows": rows}
