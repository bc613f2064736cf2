"""One outcome of the plan, opened for a period: what its notebook reads, shows and records.

Charts and statistics are imported where they are used: seven of the ten notebooks draw nothing, and
importing the drawing libraries is most of a notebook's time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from planbook.core.availability import absence
from planbook.core.calendar import period_of, quarters_of, years_of
from planbook.core.claims import STATISTICS, Claim, UnknownStatistic, quote_claims, show_value
from planbook.core.display import ordinal_low_first
from planbook.core.periods import Period
from planbook.core.status import Facts, MilestoneStatus, judge, judge_parts
from planbook.edge import registers, series
from planbook.edge.places import find_places
from planbook.notebook import markup, screen
from planbook.notebook.level import NO_CHANGE, Level, NoChange

if TYPE_CHECKING:
    from planbook.charts.figure import Figure
    from planbook.core.measures import Measure, Measures
    from planbook.core.plan import Milestone, Outcome, Plan
    from planbook.edge.places import Places
    from planbook.statistics.change import Change
    from planbook.statistics.words import Verdict

__all__ = ["AlreadyRecorded", "NoPeriodData", "OutcomeNotebook", "open_outcome"]


TARGET_STATISTICS = {"target_level", "gap", "gap_points"}


class AlreadyRecorded(ValueError):
    """A claim id is recorded twice in one notebook."""

    def __init__(self, claim_id: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded twice in this notebook: record each statistic once")


class NoPeriodData(LookupError):
    """A period for which no recorded crime is held."""

    def __init__(self, period: Period, held: tuple[str, ...]) -> None:
        super().__init__(f"period {period.canonical}: no recorded crime is held for it; held: {held[0]} to {held[-1]}")


def open_outcome(outcome: str, *, period: str, as_at: str = "", force: str = "west_midlands") -> OutcomeNotebook:
    """Open one outcome of the plan for a reporting period.

    Args:
        outcome: the id in the register, ``O5``.
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        as_at: the date at which the data were known; empty for the latest revision.
        force: the id of the force, ``west_midlands``.

    Raises:
        BadPeriod: the period is malformed or ambiguous.
        NotQuarterly: the period is not made of whole quarters.
        NoPeriodData: no recorded crime is held for the period.
        UnknownArea: no table holds the force.
    """
    places, wanted = find_places(), registers.parse_period(period)
    window, held = quarters_of(wanted), series.available_periods(places)
    if not set(held) >= {period_of(quarter).canonical for quarter in window}:
        raise NoPeriodData(wanted, held)
    known = series.areas(places)
    if force not in known:
        raise series.UnknownArea(force, known)
    register = registers.plan_for(places, wanted, force)
    return OutcomeNotebook(
        places=places,
        period=wanted,
        as_at=as_at,
        force=force,
        register=register,
        outcome=register.plan.outcome(outcome),
        catalogue=registers.measures(places),
    )


@dataclass
class OutcomeNotebook:
    """An outcome in a period. Reading gives pandas; recording leaves claims in the cell's outputs."""

    places: Places
    period: Period
    as_at: str
    force: str
    register: registers.Register
    outcome: Outcome
    catalogue: Measures
    claims: dict[str, Claim] = field(default_factory=dict)
    statuses: dict[str, MilestoneStatus] = field(default_factory=dict)
    current: str = ""

    @property
    def plan(self) -> Plan:
        """The register that gives the headings."""
        return self.register.plan

    @property
    def window(self) -> pd.PeriodIndex:
        """The quarters of the period."""
        return quarters_of(self.period)

    @property
    def year_before(self) -> pd.PeriodIndex:
        """The same quarters one year earlier."""
        return quarters_of(self.period.comparison)

    @property
    def year(self) -> pd.PeriodIndex:
        """The financial year that the period covers; empty for a part of a year."""
        return years_of(self.period)

    def milestone(self, wanted: str) -> Milestone:
        """The promise with this id; what is recorded next belongs to it."""
        self.current = wanted
        return self.plan.milestone(wanted)

    def target(self, milestone: str) -> float:
        """The target of a milestone in per cent; NaN where there is none or its plan is not in force."""
        target = self.plan.milestone(milestone).target_pct
        return target if target is not None and self.register.in_force else math.nan

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts."""
        counts = series.measure_series(self.places, self.catalogue[measure], self.force, self.as_at)
        return counts[counts.index <= self.window[-1]]

    def years(self, measure: str, table: str = "") -> pd.Series:
        """A measure of the force by financial year, up to the period's end; Series of counts."""
        counts = series.read_series(self.places, table or self.catalogue[measure].year_table, measure, self.force)
        return counts[counts.index.year <= self.period.last.year]

    def span_of(self, years: pd.Series) -> str:
        """The years of a series in words: ``13 years since 2002/03``."""
        return f"{len(years)} years since {period_of(years.index[0]).label}" if len(years) else "no years"

    def record(self, counts: pd.Series | str, *, of: int | str = "", **values: float) -> None:
        """Record statistics of a measure as claims, and show them as a table.

        Args:
            counts: the series (its name is the measure) or the measure's id.
            of: for a rank, the number of places, or words for them.
            values: the statistics by name; NaN records an absent claim with its reason.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.
        """
        measure = self.catalogue[counts if isinstance(counts, str) else str(counts.name)]
        claims = [self._claim(measure, name, float(value), of) for name, value in values.items()]
        for claim in claims:
            self._keep(claim)
        screen.show(markup.figures_table(f"{measure.label}: figures for {self.period.label}", claims))

    def control_chart(self, counts: pd.Series) -> Level:
        """The control chart of a series up to the end of the period; empty where the series gives none."""
        from planbook.notebook.level import measure_level

        measure = self.catalogue[str(counts.name)]
        return measure_level(counts, self.window, measure, registers.phase_starts(self.places, measure.id, self.force))

    def show_level(self, level: Level) -> None:
        """Show the control chart under a title that states the finding, or say why there is none."""
        from planbook.charts.control import control_figure
        from planbook.statistics.words import level_verdict

        if level.chart is None:
            screen.show(markup.notice(self._absent(level.measure)))
            return
        measure = level.measure
        verdict = level_verdict(level.chart, self.window, label=measure.noun, unit=measure.unit)
        self._draw(
            measure,
            control_figure(
                level.chart,
                id=self._figure_id(measure, "level"),
                title=f"{measure.label} in {self.period.label}: {verdict.word}",
                label=measure.label,
                unit=measure.unit,
                area=self.area_name,
                window=self.window,
                source=self._source(measure),
            ),
        )

    def show_years(self, counts: pd.Series, title: str) -> None:
        """Show totals by financial year as columns, or say why there are none."""
        from planbook.charts.years import years_figure

        measure = self.catalogue[str(counts.name)]
        if counts.empty:
            screen.show(markup.notice(self._absent(measure)))
            return
        figure = years_figure(
            counts,
            id=self._figure_id(measure, "years"),
            title=title,
            label=measure.label,
            unit=measure.unit,
            area=self.area_name,
            window=self.year[0] if len(self.year) and self.year[0] in counts.index else None,
            source=registers.source_of(self.places, measure.year_table),
        )
        self._draw(measure, figure)

    def peers(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents, of the force and its group.

        Returns a frame indexed by force name, the own force first, with columns count and population;
        empty where the group is not known for the period.
        """
        forces = registers.peer_group(self.places, self.force, self.period)
        if len(forces) == 1:
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        counts = series.twelve_month_counts(self.places, self.catalogue[measure], forces, self.window[-1])
        residents = series.denominators(self.places, "population", forces, self.period.plan_year.first.year)
        frame = pd.DataFrame({"count": counts, "population": residents})
        return frame.rename(index=lambda force: registers.area_name(self.places, force))

    def show_peers(self, measure: str, table: pd.DataFrame) -> None:
        """Show rates of the group (columns rate, low, high, rank), or say why there are none."""
        from planbook.charts.peers import peer_figure
        from planbook.statistics.rates import usual_range

        known = self.catalogue[measure]
        if table.empty:
            screen.show(
                markup.notice(
                    f"{known.label}: the group of similar forces is not held for {self.period.label}, so no comparison is made."
                )
            )
            return
        usual = usual_range(table)
        place = int(table.loc[self.area_name, "rank"])
        figure = peer_figure(
            table,
            own=self.area_name,
            mean=usual.mean,
            band=(usual.low, usual.high),
            id=self._figure_id(known, "peers"),
            title=f"{known.label}: {self.area_name} has the {ordinal_low_first(place, len(table))} rate of {len(table)} similar forces",
            label=known.label,
            unit=f"{known.unit} per 1,000 residents",
            period=self.period.label,
            source=self._source(known),
        )
        self._draw(known, figure)

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN."""
        from planbook.statistics.change import year_on_year

        count = counts.reindex(self.window).sum(skipna=False)
        baseline = counts.reindex(self.year_before).sum(skipna=False)
        if math.isnan(count) or math.isnan(baseline) or level.chart is None:
            return NO_CHANGE
        return year_on_year(
            count,
            baseline,
            dispersion=level.dispersion,
            days=self.period.days,
            baseline_days=self.period.comparison.days,
        )

    def show_verdicts(self, level: Level, change: Change | NoChange) -> None:
        """Show and record the two verdicts of a count: its level, and its change on the year."""
        from planbook.statistics.words import change_verdict, level_verdict

        if level.chart is None or isinstance(change, NoChange):
            screen.show(markup.notice(self._absent(level.measure)))
            return
        label, unit = level.measure.label, level.measure.unit
        verdicts = (
            level_verdict(level.chart, self.window, label=level.measure.noun, unit=unit),
            change_verdict(change, label=label, unit=unit),
        )
        screen.show(markup.verdict_pair(verdicts))
        for verdict in verdicts:
            self._keep_verdict(level.measure, verdict)

    def cite(self, milestone: str) -> None:
        """Show and record the values that the original report published under a milestone."""
        own = self.plan.milestone(milestone)
        if self.period.months != self.plan.year.months:
            screen.show(
                markup.notice(
                    f"The original report covers {self.plan.year.label}; it published no figure for {self.period.label}."
                )
            )
            return
        claims = registers.cited_claims(self.places, self.plan).get(milestone, [])
        for claim in claims:
            self._keep(claim)
        if claims:
            screen.show(markup.cited_table(f"{own.short_title}: figures as published in the original report", claims))

    def judge(self, milestone: str) -> None:
        """Derive, show and record the status of a milestone from what was recorded."""
        own = self.plan.milestone(milestone)
        parts = tuple(self.statuses[part.id] for part in self.plan.parts(milestone))
        status = judge_parts(own, parts) if parts else judge(own, self._facts(own))
        sentence = quote_claims(status.sentence, {**self._report_claims(), **self.claims})
        self.statuses[milestone] = status = MilestoneStatus.from_record({**status.as_record(), "sentence": sentence})
        screen.keep("milestone", milestone, status.as_record(), words=f"{status.word}. {status.sentence}")

    def _draw(self, measure: Measure, figure: Figure) -> None:
        screen.show(figure.to_html())
        screen.keep("chart", figure.id, screen.chart_record(figure, self.outcome.id, self.current, measure.id))

    def _figure_id(self, measure: Measure, kind: str) -> str:
        return f"{self.period.slug}-{measure.id.replace('_', '-')}-{kind}"

    @property
    def area_name(self) -> str:
        """The force's name as readers know it."""
        return registers.area_name(self.places, self.force)

    @property
    def _cited_here(self) -> bool:
        return self.period.months == self.plan.year.months

    def _report_claims(self) -> dict[str, Claim]:
        cited = registers.cited_claims(self.places, self.plan)
        return {claim.id: claim for claims in cited.values() for claim in claims}

    def _facts(self, milestone: Milestone) -> Facts:
        own = {claim.statistic: claim for claim in self.claims.values() if claim.measure == milestone.measure}
        return Facts(
            own, self.period.canonical, self.period.whole_year, self.register.not_in_force, self.period.end.isoformat()
        )

    def _claim(self, measure: Measure, name: str, value: float, of: int | str) -> Claim:
        if name not in STATISTICS:
            raise UnknownStatistic(name)
        statistic = STATISTICS[name]
        absent = math.isnan(value)
        number, unit = ("", "") if absent else show_value(value, statistic.form, measure.unit, of=of)
        return Claim(
            id=f"{measure.id}.{name}",
            label=statistic.label,
            value=None if absent else value,
            number=number,
            unit=unit,
            window=self.period.canonical,
            outcome=self.outcome.id,
            milestone=self.current,
            method=statistic.method,
            inputs=(f"data/series/{measure.table}.csv",) if measure.table else (),
            status="absent" if absent else "computed",
            source=self._source(measure),
            reason=self._reason(measure, name) if absent else "",
        )

    def _keep(self, claim: Claim) -> None:
        if claim.id in self.claims:
            raise AlreadyRecorded(claim.id)
        self.claims[claim.id] = claim
        screen.keep("claim", claim.id, claim.as_record())

    def _keep_verdict(self, measure: Measure, verdict: Verdict) -> None:
        name = f"{measure.id}.{verdict.kind.replace(' ', '_')}"
        screen.keep("verdict", name, screen.verdict_record(verdict, measure.id, self.outcome.id, self.current))

    def _reason(self, measure: Measure, name: str) -> str:
        if name in TARGET_STATISTICS and self.register.not_in_force:
            return self.register.not_in_force
        return self._absent(measure)

    def _absent(self, measure: Measure) -> str:
        return absence(measure, self.period, self.area_name, self.catalogue)

    def _source(self, measure: Measure) -> str:
        return registers.source_of(self.places, measure.table)
