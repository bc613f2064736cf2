"""What a notebook reads: series of one force up to the end of a period, and what is worked out from them.

Rows are noted as they are read, so that each statistic can name those that it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from planbook.claims.claims import Claim
from planbook.claims.statistics_table import STATISTICS, Span
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.available import Known, absence
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Outcome, Plan
from planbook.data.rows import Observation, Rows, noting, observed, range_of
from planbook.data.series import period_of, quarters_of, years_of
from planbook.statistics.change import Change, dispersion, year_on_year
from planbook.statistics.seasonality import dispersion_without_season
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

TWELVE_MONTHS = 4
"""Quarters in the twelve months of a rate."""


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
    mean: float = math.nan
    lower: float = math.nan
    upper: float = math.nan


def measure_level(counts: pd.Series, window: pd.PeriodIndex, measure: Measure, starts: Sequence[PhaseStart]) -> Level:
    """The level of a series of quarterly counts; without a chart unless every quarter of ``window`` has a count."""
    # A chart that lacked a quarter of its period would judge the others alone.
    if not window.isin(counts.index).all():
        return Level(measure, None)
    chart = control_chart(counts, starts=starts)
    # The season would pass for scatter and widen every interval.
    spread = dispersion_without_season(counts, starts) if measure.seasonal else dispersion(chart)
    phase = chart.current
    return Level(measure, chart, spread, phase.mean, phase.lower, phase.upper)


@dataclass
class SeriesReader:
    """An outcome in a period, as far as it reads. Reading gives pandas.

    ``reads`` holds the rows that were read, by measure and by how they were read (quarters, years, peers); ``phases``
    the start of a measure's current phase.
    """

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
    reads: dict[tuple[str, str], list[Observation]] = field(default_factory=dict)
    phases: dict[str, pd.Period] = field(default_factory=dict)

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
        return self.year if self.known.earlier else quarters_of(self.period)

    @property
    def year_before(self) -> pd.PeriodIndex:
        """The same quarters, or the year, one year earlier."""
        return years_of(self.period.comparison) if self.known.earlier else quarters_of(self.period.comparison)

    @property
    def year(self) -> pd.PeriodIndex:
        """The financial year that the period covers; empty for a part of a year."""
        return years_of(self.period)

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
        with self._noting(measure, "quarters"):
            counts = series.measure_series(self.places, self.catalogue[measure], self.force, self.as_at)
        return counts[counts.index <= quarters_of(self.period)[-1]]

    def years(self, measure: str) -> pd.Series:
        """A measure of the force by financial year, up to the period's end; Series of counts."""
        table = self.catalogue[measure].year_table
        if self.known.earlier and (not table or self.known.form == "published"):
            return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="Y-MAR", name="period"), name=measure)
        with self._noting(measure, "years"):
            counts = series.read_series(self.places, table, measure, self.force, self.as_at)
        return counts[counts.index <= pd.Period(year=self.period.last.year, freq="Y-MAR")]

    def peers(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of force and group.

        Returns a frame indexed by force name, the own force first, with columns count and population;
        empty where the group is not known for the period.
        """
        forces = registers.peer_group(self.places, self.force, self.period)
        # The force itself is always in its group; alone it has nothing to be compared with.
        if len(forces) == 1 or not self._peers_known(measure):
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        own = self.catalogue[measure]
        with self._noting(measure, "peers"):
            if self.known.earlier:
                table = own.year_table
                years = [series.read_series(self.places, table, measure, force, self.as_at) for force in forces]
                counts = pd.Series([one.reindex(self.year).sum(skipna=False) for one in years], forces, dtype=float)
            else:
                counts = series.twelve_month_counts(self.places, own, forces, quarters_of(self.period)[-1])
            people = series.denominators(self.places, own.denominator, forces, self.period.plan_year.first.year)
        frame = pd.DataFrame({"count": counts, "population": people})
        return frame.rename(index=lambda force: registers.area_name(self.places, str(force)))

    def _peers_known(self, measure: str) -> bool:
        return not self.known.earlier or (self.known.form == "years" and bool(self.catalogue[measure].year_table))

    def control_chart(self, counts: pd.Series) -> Level:
        """The control chart of a series up to the end of the period; empty where the series gives none."""
        measure = self.catalogue[str(counts.name)]
        # A handful of years gives no limits.
        if self.known.earlier:
            return Level(measure, None)
        level = measure_level(counts, self.window, measure, self._starts(measure))
        if level.chart:
            self.phases[measure.id] = level.chart.current.start
        return level

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN."""
        count = float(counts.reindex(self.window).sum(skipna=False))
        baseline = float(counts.reindex(self.year_before).sum(skipna=False))
        if math.isnan(count) or math.isnan(baseline) or level.chart is None or self._break(level.measure):
            return NO_CHANGE
        # Two years differ in days where one is a leap year, so rates a day are compared.
        days, days_before = self.period.days, self.period.comparison.days
        return year_on_year(count, baseline, dispersion=level.dispersion, days=days, baseline_days=days_before)

    @contextmanager
    def _noting(self, measure: str, kind: str) -> Iterator[None]:
        """Keep what is read inside the block as the evidence of a measure."""
        with noting() as rows:
            yield
        self.reads[measure, kind] = rows

    def _rows_behind(self, counts: pd.Series | str, span: Span) -> tuple[Rows, ...]:
        """The rows that a statistic rests on, of those that were read for its measure.

        ``counts`` is the series that the statistic was worked out from, or a measure's id where that was the group.
        """
        if isinstance(counts, str):
            measure, kind = counts, "peers"
        else:
            by_year = isinstance(counts.index, pd.PeriodIndex) and counts.index.freqstr.startswith("Y")
            measure, kind = str(counts.name), "years" if by_year else "quarters"
        reads = self.reads.get((measure, kind), [])
        periods = self._periods_behind(measure, span, reads, by_year=kind == "years")
        return range_of(observed(reads, periods, {self.force} if span == "own rate" else None))

    def _periods_behind(self, measure: str, span: Span, reads: Sequence[Observation], *, by_year: bool) -> set[str]:
        """The canonical periods of a span; for whole years those of the years that end with the window."""
        quarters, before = quarters_of(self.period), quarters_of(self.period.comparison)
        if span in {"own rate", "group rate"}:
            last = quarters[-1]
            twelve = pd.period_range(end=last, periods=TWELVE_MONTHS, freq=last.freq)
            return _names(twelve, by_year=self.known.earlier)
        window = _names(quarters, by_year=by_year)
        if span in {"series", "phase"}:
            # Canonical names of one kind sort as their periods do.
            first = period_of(self.phases[measure]).canonical if span == "phase" and measure in self.phases else ""
            return {row.period for row in reads if first <= row.period <= max(window)}
        if span == "period":
            return window
        return _names(before, by_year=by_year) | (window if span == "both" else set())

    def _starts(self, measure: Measure) -> tuple[PhaseStart, ...]:
        """Declared phases of a measure and its breaks of definition."""
        return series.phase_starts(self.places, measure.id, self.force)

    def _break(self, measure: Measure) -> str:
        """The break of definition between the year before and the period, in words; empty where there is none."""
        first, last = quarters_of(self.period.comparison)[0], quarters_of(self.period)[-1]
        # A break in the middle of the period counts too: its quarters are then of two definitions.
        between = [start for start in self._starts(measure) if start.forced and first < start.start <= last]
        return between[0].reason if between else ""

    def _reason(self, measure: Measure, name: str) -> str:
        """Why a statistic of a measure has no value, if it has none."""
        # The nearest reason wins: a break of definition says more than that there is no target.
        compares = STATISTICS[name].compares
        if compares and (broken := self._break(measure)):
            return f"{measure.label}: {broken} The two years cannot be compared."
        if compares == "target" and self.register.not_in_force:
            return self.register.not_in_force
        return self._absent(measure)

    def _absent(self, measure: Measure) -> str:
        """Why a measure has no figure for the period, if it has none."""
        if self.known.earlier and measure.has_series:
            by_year = self.known.form == "years" and measure.year_table
            return self.known.by_year_alone(measure.label) if by_year else self.known.absent(measure.label)
        return absence(measure, self.period, self.area_name, self.catalogue)


def _names(quarters: pd.PeriodIndex, *, by_year: bool) -> set[str]:
    """The canonical names of quarters, or of the financial years in which they lie."""
    periods = (pd.Period(year=quarter.qyear, freq="Y-MAR") if by_year else quarter for quarter in quarters)
    return {period_of(period).canonical for period in periods}
