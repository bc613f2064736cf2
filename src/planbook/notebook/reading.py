"""What a notebook reads: series of one force up to the end of a period, and what is worked out from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from planbook.claims.claims import Claim
from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.available import Known, absence
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Outcome, Plan
from planbook.data.series import period_of, quarters_of, years_of
from planbook.notebook.evidence import Evidence
from planbook.statistics.change import Change, dispersion, year_on_year
from planbook.statistics.seasonality import dispersion_without_season
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart


@dataclass(frozen=True)
class NoChange:
    """What stands in for a change that cannot be worked out: every figure of it is missing."""

    low: float = math.nan
    high: float = math.nan
    flip_dispersion: float = math.nan


NO_CHANGE = NoChange()


@dataclass(frozen=True)
class Level:
    """A control chart and the measure that it is of; ``chart`` is None where the period has no points.

    ``mean``, ``lower`` and ``upper`` are those of the current phase, per quarter; NaN without a chart.
    ``dispersion`` is variance over mean of the quarters, the season of a seasonal measure left out.
    """

    measure: Measure
    chart: ControlChart | None
    dispersion: float = math.nan

    @property
    def mean(self) -> float:
        """The process average."""
        return self.chart.current.mean if self.chart else math.nan

    @property
    def lower(self) -> float:
        """The lower process limit."""
        return self.chart.current.lower if self.chart else math.nan

    @property
    def upper(self) -> float:
        """The upper process limit."""
        return self.chart.current.upper if self.chart else math.nan


def measure_level(counts: pd.Series, window: pd.PeriodIndex, measure: Measure, starts: Sequence[PhaseStart]) -> Level:
    """The level of a series of quarterly counts; without a chart unless every quarter of ``window`` has a count."""
    if not window.isin(counts.index).all():
        return Level(measure, None)
    chart = control_chart(counts, starts=starts)
    spread = dispersion_without_season(counts, starts) if measure.seasonal else dispersion(chart)
    return Level(measure, chart, spread)


@dataclass
class SeriesReader:
    """An outcome in a period, as far as it reads. Reading gives pandas."""

    places: Places
    period: Period
    as_at: str
    force: str
    register: registers.Register
    outcome: Outcome
    catalogue: Measures
    known: Known
    claims: dict[str, Claim] = field(default_factory=dict)
    statuses: dict[str, MilestoneStatus] = field(default_factory=dict)
    current: str = ""

    @property
    def plan(self) -> Plan:
        """The register that gives the headings."""
        return self.register.plan

    @property
    def area_name(self) -> str:
        """The force's name as readers know it."""
        return registers.area_name(self.places, self.force)

    @property
    def window(self) -> pd.PeriodIndex:
        """The quarters of the period; its year where the figures were known by year alone."""
        return self.year if self.known.earlier else self._quarters

    @property
    def year_before(self) -> pd.PeriodIndex:
        """The same quarters, or the year, one year earlier."""
        return years_of(self.period.comparison) if self.known.earlier else quarters_of(self.period.comparison)

    @property
    def _quarters(self) -> pd.PeriodIndex:
        return quarters_of(self.period)

    @property
    def year(self) -> pd.PeriodIndex:
        """The financial year that the period covers; empty for a part of a year."""
        return years_of(self.period)

    @cached_property
    def evidence(self) -> Evidence:
        """What was read so far, and which rows of it stand behind a statistic."""
        return Evidence(
            self.force, self._quarters, quarters_of(self.period.comparison), peers_by_year=self.known.earlier
        )

    def target(self, promise: Milestone) -> float:
        """The target of a milestone in per cent; NaN where there is none or its plan is not in force."""
        target = promise.target_pct
        return target if target is not None and self.register.in_force else math.nan

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts.

        In an edition built as known at a date when no quarters were known: by financial year, or empty.
        """
        if self.known.earlier:
            return self.years(measure)
        with self.evidence.noting(measure, "quarters"):
            counts = series.measure_series(self.places, self.catalogue[measure], self.force, self.as_at)
        return counts[counts.index <= self._quarters[-1]]

    def years(self, measure: str) -> pd.Series:
        """A measure of the force by financial year, up to the period's end; Series of counts."""
        table = self.catalogue[measure].year_table
        if self.known.earlier and (not table or self.known.form == "published"):
            return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="Y-MAR", name="period"), name=measure)
        with self.evidence.noting(measure, "years"):
            counts = series.read_series(self.places, table, measure, self.force, self.as_at)
        last = pd.Period(year=self.period.last.year, freq="Y-MAR")
        return counts[counts.index <= last]

    def span_of(self, years: pd.Series) -> str:
        """The years of a series in words: ``13 years since 2002/03``."""
        return f"{len(years)} years since {period_of(years.index[0]).label}" if len(years) else "no years"

    def peers(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of force and group.

        Returns a frame indexed by force name, the own force first, with columns count and population;
        empty where the group is not known for the period.
        """
        forces = registers.peer_group(self.places, self.force, self.period)
        if len(forces) == 1 or not self._peers_known(measure):
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        known = self.catalogue[measure]
        with self.evidence.noting(measure, "peers"):
            counts = self._peer_counts(known, forces)
            people = series.denominators(self.places, known.denominator, forces, self.period.plan_year.first.year)
        frame = pd.DataFrame({"count": counts, "population": people})
        return frame.rename(index=lambda force: registers.area_name(self.places, str(force)))

    def _peers_known(self, measure: str) -> bool:
        return not self.known.earlier or (self.known.form == "years" and bool(self.catalogue[measure].year_table))

    def _peer_counts(self, measure: Measure, forces: tuple[str, ...]) -> pd.Series:
        if not self.known.earlier:
            return series.twelve_month_counts(self.places, measure, forces, self._quarters[-1])
        read = {
            force: series.read_series(self.places, measure.year_table, measure.id, force, self.as_at)
            for force in forces
        }
        year = {force: counts.reindex(self.year).sum(skipna=False) for force, counts in read.items()}
        return pd.Series(year, name="count", dtype=float)

    def control_chart(self, counts: pd.Series) -> Level:
        """The control chart of a series up to the end of the period; empty where the series gives none."""
        measure = self.catalogue[str(counts.name)]
        if self.known.earlier:
            return Level(measure, None)
        starts = series.phase_starts(self.places, measure.id, self.force)
        level = measure_level(counts, self.window, measure, starts)
        if level.chart:
            self.evidence.phases[measure.id] = level.chart.current.start
        return level

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN."""
        count = float(counts.reindex(self.window).sum(skipna=False))
        baseline = float(counts.reindex(self.year_before).sum(skipna=False))
        if math.isnan(count) or math.isnan(baseline) or level.chart is None or self._break(level.measure):
            return NO_CHANGE
        days, days_before = self.period.days, self.period.comparison.days
        return year_on_year(count, baseline, dispersion=level.dispersion, days=days, baseline_days=days_before)

    def _break(self, measure: Measure) -> str:
        """The break of definition between the year before and the period, in words; empty where there is none."""
        starts = series.phase_starts(self.places, measure.id, self.force)
        before = quarters_of(self.period.comparison)[0]
        between = [start for start in starts if start.forced and before < start.start <= self._quarters[-1]]
        return between[0].reason if between else ""

    def _table(self, measure: Measure) -> str:
        """The table that counts of a measure come from."""
        return (measure.year_table or measure.table) if self.known.earlier else measure.table

    def _group_table(self, measure: Measure) -> str:
        return measure.year_table if self.known.earlier else measure.group_table

    def _reason(self, measure: Measure, name: str) -> str:
        compares = STATISTICS[name].compares
        if compares and (broken := self._break(measure)):
            return f"{measure.label}: {broken} The two years cannot be compared."
        if compares == "target" and self.register.not_in_force:
            return self.register.not_in_force
        return self._absent(measure)

    def _absent(self, measure: Measure) -> str:
        if self.known.earlier and measure.has_series:
            by_year = self.known.form == "years" and measure.year_table
            return self.known.by_year_alone(measure.label) if by_year else self.known.absent(measure.label)
        return absence(measure, self.period, self.area_name, self.catalogue)
