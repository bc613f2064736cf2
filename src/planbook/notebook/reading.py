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
from planbook.data.rows_behind import Observation, Rows, noting, observed, range_of
from planbook.data.series import period_of, quarters_of, years_of
from planbook.notebook.shell import CellRun
from planbook.statistics.annual import Options, change_on_year
from planbook.statistics.change import Change
from planbook.statistics.constants import COUNTS_ONLY_UNDER
from planbook.statistics.level import Level, level_of
from planbook.statistics.series import NoYearBefore, PhaseStart, YearsAlone, ZeroDenominator

TWELVE_MONTHS = 4  # quarters in the twelve months of a rate


@dataclass(frozen=True)
class NoChange:
    """What stands in for a change that cannot be worked out: every figure of it is missing."""

    low: float = math.nan
    high: float = math.nan
    dispersion: float = math.nan
    flip_dispersion: float = math.nan
    df: float = math.nan


PERCENTAGES = frozenset({"change_pct", "change_low", "change_high"})
"""The statistics that a reader takes for a percentage of the year before."""
NO_CHANGE = NoChange()
NO_LEVEL = (math.nan, math.nan, math.nan)  # expected value and limits where there is no level


@dataclass(frozen=True)
class Behind:
    """What stands behind the statistics of a series: declared phases and breaks, and how alike its neighbours are."""

    starts: tuple[PhaseStart, ...]
    prior: float

    @classmethod
    def of(cls, places: Places, measure: str, force: str, as_at: str = "") -> Behind:
        """That of a measure of a force, from the registers."""
        return cls(series.phase_starts(places, measure, force, as_at), series.correlation_of(places, measure))

    def level(self, counts: pd.Series, window: pd.PeriodIndex) -> Level | None:
        """The level of a series of quarterly counts; None unless every quarter of ``window`` has a count."""
        counts = _uncorrected(counts)
        # A model that lacked a quarter of its period would judge the others alone.
        if not window.isin(counts.index).all():
            return None
        return level_of(counts, window, starts=self.starts, prior=self.prior)

    def change(self, counts: pd.Series, window: pd.PeriodIndex, back: int = 1) -> Change | NoChange:
        """The change on the same quarters ``back`` years earlier with its interval, or a stand-in of NaN."""
        counts = _uncorrected(counts)
        if not window.isin(counts.index).all():
            return NO_CHANGE
        try:
            return change_on_year(counts, window, starts=self.starts, prior=self.prior, options=Options(back=back))
        except (NoYearBefore, YearsAlone, ZeroDenominator):
            return NO_CHANGE


def _uncorrected(counts: pd.Series) -> pd.Series:
    """The quarters after the last one below zero, which took back what earlier ones had recorded."""
    below = counts.index[counts < 0]
    return counts[counts.index > below[-1]] if len(below) else counts


@dataclass
class SeriesReader:
    """An outcome in a period, as far as it reads. Reading gives pandas.

    ``reads`` holds the rows that were read, by measure and by how they were read (quarters, years, peers); ``phases``
    the start of a measure's current phase; ``recorded_by`` the run of a cell that recorded a claim.
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
    recorded_by: dict[str, CellRun] = field(default_factory=dict)

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
        target = self.of_year(promise).target_pct
        return target if target is not None and self.register.in_force else math.nan

    def of_year(self, promise: Milestone) -> Milestone:
        """The promise with the target of the plan year: a promise kept by steps has one for each."""
        return promise.of_year(self.period.plan_year.canonical)

    def compared(self, measure: str) -> Period:
        """What a change of a measure is measured against: the months of a fixed baseline, or a year earlier."""
        return self.period.against(self._baseline(measure))

    def periods_before(self, measure: str) -> pd.PeriodIndex:
        """The quarters of the comparison, or its year where the figures were known by year alone."""
        before = self.compared(measure)
        return years_of(before) if self.known.earlier else quarters_of(before)

    def baseline_words(self, measure: str) -> str:
        """The fixed baseline year of a measure in words; empty for the year before."""
        year = self._baseline(measure)
        return Period.parse(year).label if year else ""

    def years_back(self, measure: str) -> int:
        """How many years lie between the period and what a change of a measure is measured against."""
        return self.period.first.year - self.compared(measure).first.year

    def _baseline(self, measure: str) -> str:
        """The baseline that the register sets for the measure of the promise at hand; what is beside it has none."""
        own = [promise for promise in self.plan.milestones if promise.id == self.current and promise.measure == measure]
        return own[0].baseline if own and self.register.in_force else ""

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts.

        In an edition built as known at a date when no quarters were known: by financial year, or empty.

        Example:
            >>> counts = outcome.quarters("robbery")
        """
        if self.known.earlier:
            return self.years(measure)
        with self._noting(measure, "quarters"):
            counts = series.measure_series(self.places, self.catalogue[measure], self.force, self.as_at)
        return counts[counts.index <= quarters_of(self.period)[-1]]

    def years(self, measure: str) -> pd.Series:
        """A measure of the force by financial year, up to the period's end; Series of counts.

        Example:
            >>> counts = outcome.years("asb_incidents")
        """
        table = self.catalogue[measure].year_table
        none = pd.Series(dtype=float, index=pd.PeriodIndex([], freq="Y-MAR", name="period"), name=measure)
        if self.known.earlier and (not table or self.known.form == "published"):
            return none
        with self._noting(measure, "years"):
            counts = series.read_series(self.places, table, measure, self.force, self.as_at)
        # Without a row of the force nothing tells years from quarters.
        return none if counts.empty else counts[counts.index <= pd.Period(year=self.period.last.year, freq="Y-MAR")]

    def years_reach(self, measure: Measure) -> bool:
        """Whether totals by year reach the period's last whole year, so that a place among them says something.

        In an edition built as known at an earlier date: whether they are published at all.
        """
        if self.known.earlier or not measure.year_table:
            return bool(measure.year_table)
        years = self.years(measure.id)
        return len(years) > 0 and years.index[-1].year == self.period.last.year

    def peers(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of force and group.

        Returns a frame indexed by force name, the own force first, with columns count and population;
        empty where the group is not known for the period.

        Example:
            >>> outcome.peers("robbery")["count"].rank(ascending=False)
        """
        forces = registers.peer_group(self.places, self.plan.id, self.force, self.period)
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

    def forces(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of every force.

        Returns a frame indexed by force name with columns count and population, the City of London left out; empty
        where figures were known by year alone.
        """
        if self.known.earlier:
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        with self._noting(measure, "forces"):
            frame = series.rate_frame(self.places, self.catalogue[measure], quarters_of(self.period)[-1], self.as_at)
        return frame.rename(index=lambda force: registers.area_name(self.places, str(force)))

    def level(self, counts: pd.Series) -> Level | None:
        """The level of a series up to the end of the period; None where the series gives none."""
        measure = self.catalogue[str(counts.name)]
        # A handful of years gives no limits.
        level = None if self.known.earlier else self._behind(measure).level(counts, self.window)
        if level:
            self.phases[measure.id] = level.index[0]
        return level

    def change(self, counts: pd.Series) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN.

        Example:
            >>> outcome.change(outcome.quarters("robbery")).dispersion
        """
        measure = self.catalogue[str(counts.name)]
        if self.known.earlier or self.break_in(measure) or not self.window.isin(counts.index).all():
            return NO_CHANGE
        return self._behind(measure).change(counts, self.window, self.years_back(measure.id))

    def table_of(self, measure: Measure) -> str:
        """The table that the quarters of a measure were read from, which differs by force; else the measure's own."""
        rows = self.reads.get((measure.id, "quarters"))
        return rows[0].table if rows else measure.table

    def _behind(self, measure: Measure) -> Behind:
        return Behind.of(self.places, measure.id, self.force, self.as_at)

    def starts(self, measure: str) -> tuple[PhaseStart, ...]:
        """Declared phases and breaks of definition of a measure of the force."""
        return self._behind(self.catalogue[measure]).starts

    def rows_together(self, parts: Sequence[pd.Series], span: Span, measure: str) -> tuple[Rows, ...]:
        """The rows that a figure of a share rests on, of those that were read for the counts that make it up."""
        by_year = self.known.earlier
        kind = "years" if by_year else "quarters"
        reads = [row for part in parts for row in self.reads.get((str(part.name), kind), [])]
        return range_of(observed(reads, self._periods_behind(measure, span, reads, by_year=by_year)))

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
            measure, kind = counts, "forces" if span == "all rates" else "peers"
        else:
            by_year = isinstance(counts.index, pd.PeriodIndex) and counts.index.freqstr.startswith("Y")
            measure, kind = str(counts.name), "years" if by_year else "quarters"
        reads = self.reads.get((measure, kind), [])
        periods = self._periods_behind(measure, span, reads, by_year=kind == "years")
        return range_of(observed(reads, periods, {self.force} if span == "own rate" else None))

    def _periods_behind(self, measure: str, span: Span, reads: Sequence[Observation], *, by_year: bool) -> set[str]:
        """The canonical periods of a span; for whole years those of the years that end with the window."""
        quarters, before = quarters_of(self.period), quarters_of(self.compared(measure))
        if span in {"own rate", "group rate", "all rates"}:
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

    def break_in(self, measure: Measure, of: str = "") -> str:
        """The break of definition between the baseline and the period, in words; empty where there is none.

        ``of`` is the share that the measure is a part of; its baseline counts then.
        """
        first, last = quarters_of(self.compared(of or measure.id))[0], quarters_of(self.period)[-1]
        # A break in the middle of the period counts too: its quarters are then of two definitions.
        between = [start for start in self._behind(measure).starts if start.forced and first < start.start <= last]
        return between[0].reason if between else ""

    def _reason(self, measure: Measure, name: str) -> str:
        """Why a statistic of a measure has no value, if it has none."""
        # The nearest reason wins: a break of definition says more than that there is no target.
        compares = STATISTICS[name].compares
        if compares and (broken := self.break_in(measure)):
            return f"{measure.label}: {broken} The two years cannot be compared."
        if compares == "target" and self.register.not_in_force:
            return self.register.not_in_force
        return self._absent(measure)

    def _no_percentage(self, measure: Measure, count: float, baseline: float) -> str:
        """Why two counts have no percentage of change; empty where they have one, or are not both known."""
        if baseline == 0:
            return f"{measure.label}: none were recorded in the same months a year earlier, so there is no percentage."
        few = count + baseline < COUNTS_ONLY_UNDER
        return f"{measure.label}: the two periods count too few {measure.unit} for a percentage." if few else ""

    def _absent(self, measure: Measure) -> str:
        """Why a measure has no figure for the period, if it has none."""
        if self.known.earlier and measure.has_series:
            by_year = self.known.form == "years" and measure.year_table
            return self.known.by_year_alone(measure.label) if by_year else self.known.absent(measure.label)
        quarters = {
            *_names(quarters_of(self.period), by_year=False),
            *_names(quarters_of(self.period.comparison), by_year=False),
        }
        # The counts are there, so that what is absent is what a model of them would give.
        if quarters <= {row.period for row in self.reads.get((measure.id, "quarters"), ())}:
            return f"{measure.label}: the quarters hold too few {measure.unit}, or are too few themselves, for a model."
        return absence(self.places, measure, self.period, self.area_name, self.catalogue)


def _names(quarters: pd.PeriodIndex, *, by_year: bool) -> set[str]:
    """The canonical names of quarters, or of the financial years in which they lie."""
    periods = (pd.Period(year=quarter.qyear, freq="Y-MAR") if by_year else quarter for quarter in quarters)
    return {period_of(period).canonical for period in periods}
