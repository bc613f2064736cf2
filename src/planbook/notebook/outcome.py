"""One outcome of the plan, opened for a period: what its notebook reads, shows and records.

Charts and statistics are imported where they are used: seven of the ten notebooks draw nothing, and
importing the drawing libraries is most of a notebook's time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from planbook.charts.keeping import keep_drawings
from planbook.core.availability import absence
from planbook.core.calendar import period_of, quarters_of, years_of
from planbook.core.chart_files import chart_links
from planbook.core.claims import Claim, claim_of, quote_claims
from planbook.core.formulas import FORMULAS
from planbook.core.revisions import with_published
from planbook.core.status import Facts, MilestoneStatus, judge, judge_parts
from planbook.edge import holdings, registers, series
from planbook.edge.kept_drawings import KeptDrawings
from planbook.edge.known import known_form
from planbook.edge.places import find_places
from planbook.edge.tracking import start
from planbook.notebook import markup, screen
from planbook.notebook.evidence import Evidence, kind_of
from planbook.notebook.level import NO_CHANGE, Level, NoChange
from planbook.notebook.parameters import refuse_unknown_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.core.known import Known
    from planbook.core.measures import Measure, Measures
    from planbook.core.periods import Period
    from planbook.core.plan import Milestone, Outcome, Plan
    from planbook.edge.places import Places
    from planbook.notebook.drawing import Setting
    from planbook.notebook.scrutiny import Scrutiny
    from planbook.statistics.change import Change
    from planbook.statistics.words import Verdict

__all__ = ["AlreadyRecorded", "OutcomeNotebook", "open_outcome"]

TARGET_STATISTICS = {"target_level", "gap", "gap_points"}
COMPARISONS = {"baseline", "change", "change_pct", "change_low", "change_high", "flip_dispersion", *TARGET_STATISTICS}
"""Statistics that set the period against the year before; none is published across a break of definition."""


class AlreadyRecorded(ValueError):
    """A claim id is recorded twice in one notebook."""

    def __init__(self, claim_id: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded twice in this notebook: record each statistic once")


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
        BadAsAt, NothingKnown: the as-at date is in no known form, or nothing was known then.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.
    """
    refuse_unknown_parameters()
    places, wanted = find_places(), registers.parse_period(period)
    start(places.root)
    keep_drawings(KeptDrawings(places.drawings))
    holdings.check_request(places, wanted, force, as_at)
    register = registers.plan_for(places, wanted, force)
    return OutcomeNotebook(
        places=places,
        period=wanted,
        as_at=as_at,
        force=force,
        register=register,
        outcome=register.plan.outcome(outcome),
        catalogue=registers.measures(places),
        known=known_form(places, wanted, force, as_at),
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

    # Reading ---------------------------------------------------------------------------------------

    def milestone(self, wanted: str) -> Milestone:
        """The promise with this id; what is recorded next belongs to it."""
        self.current = wanted
        return self.plan.milestone(wanted)

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
        from planbook.notebook.level import measure_level

        measure = self.catalogue[str(counts.name)]
        if self.known.earlier:
            return Level(measure, None)
        starts = registers.phase_starts(self.places, measure.id, self.force)
        level = measure_level(counts, self.window, measure, starts)
        if level.chart:
            self.evidence.phases[measure.id] = level.chart.current.start
        return level

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN."""
        from planbook.statistics.change import year_on_year

        count = float(counts.reindex(self.window).sum(skipna=False))
        baseline = float(counts.reindex(self.year_before).sum(skipna=False))
        if math.isnan(count) or math.isnan(baseline) or level.chart is None or self._break(level.measure):
            return NO_CHANGE
        days, days_before = self.period.days, self.period.comparison.days
        return year_on_year(count, baseline, dispersion=level.dispersion, days=days, baseline_days=days_before)

    # Showing ---------------------------------------------------------------------------------------

    def show_level(self, level: Level) -> None:
        """Show the control chart under a title that states the finding, or say why there is none."""
        if level.chart is None:
            self._say(self._absent(level.measure))
            return
        from planbook.notebook.drawing import draw_level

        self._draw(screen.Chart(draw_level(self._setting(level.measure), level.chart, self.window), level.measure.id))
        self._show_months(level.measure)

    def show_years(self, counts: pd.Series) -> None:
        """Show totals by financial year as columns, or say why there are none."""
        measure = self.catalogue[str(counts.name)]
        if counts.empty:
            self._say(self._absent(measure))
            return
        from planbook.notebook.drawing import draw_years

        setting = self._setting(measure, measure.year_table)
        self._draw(screen.Chart(draw_years(setting, counts, self.year), measure.id))

    def show_peers(self, measure: str, group: pd.DataFrame, table: pd.DataFrame, dispersion: float) -> None:
        """Show rates of the group, or say why there are none.

        Args:
            measure: the measure.
            group: columns count and population, by force.
            table: columns rate, low, high and rank, by force.
            dispersion: of the force's own series, for the ratio to each of the others.
        """
        known = self.catalogue[measure]
        if table.empty:
            none = f"{known.label}: no group of similar forces is held for {self.period.label}, so none is compared."
            self._say(none if self._peers_known(measure) else self.known.absent(known.label))
            return
        from planbook.notebook.drawing import draw_peers

        self._draw(
            screen.Chart(draw_peers(self._setting(known, self._group_table(known)), group, table, dispersion), known.id)
        )

    def show_verdicts(self, counts: pd.Series, level: Level, change: Change | NoChange) -> None:
        """Show and record the two verdicts of a count, and how far they can be trusted."""
        if level.chart is None or isinstance(change, NoChange):
            self._say(self._reason(level.measure, "change"))
            return
        from planbook.notebook.scrutiny import scrutinise
        from planbook.statistics.plain import plain_interval
        from planbook.statistics.words import change_verdict, level_verdict

        label, unit = level.measure.label_inside, level.measure.unit
        verdicts = (
            level_verdict(level.chart, self.window, label=label, unit=unit),
            change_verdict(change, label=label, unit=unit),
        )
        scrutiny = scrutinise(
            counts,
            self.window,
            level.chart,
            change,
            starts=registers.phase_starts(self.places, level.measure.id, self.force),
            residents=series.residents_by_quarter(self.places, self.force, counts.index),
            inspection=registers.inspection_of(self.places, self.force, self.period),
        )
        name = level.measure.id
        pair = markup.verdict_pair(
            verdicts, name, direction=level.measure.direction_words, interval=plain_interval(change.low, change.high)
        )
        screen.show(pair + markup.warnings_block(scrutiny.warnings))
        screen.show(markup.trust_block(scrutiny.sentences, name))
        for verdict in verdicts:
            self._keep_verdict(level.measure, verdict, scrutiny)

    def show_without_season(self, counts: pd.Series, level: Level) -> None:
        """Show the control chart with the season taken out, where the measure is declared seasonal."""
        if level.chart is None or not level.measure.seasonal:
            return
        from planbook.notebook.drawing import draw_without_season

        starts = registers.phase_starts(self.places, level.measure.id, self.force)
        figure = draw_without_season(self._setting(level.measure), counts, self.window, starts)
        self._draw(screen.Chart(figure, level.measure.id), folded="The same chart with the season taken out")

    def show_changes(self) -> None:
        """Show the changes on the year that were recorded, side by side, or say that there are none."""
        from planbook.notebook.changes import change_rows, draw_changes

        targets = {promise.measure: self.target(promise) for promise in self.plan.milestones}
        rows = change_rows(self.claims, self.catalogue, targets)
        if rows.empty:
            self._say(f"No change on the year could be worked out for {self.period.label}.")
            return
        measure = self.catalogue[str(rows["measure"].iloc[0])]
        source = registers.source_of(self.places, measure.table)
        words = {"outcome": self.outcome.id, "area": self.area_name, "source": source}
        self._draw(screen.Chart(draw_changes(rows, period=self.period, **words), measure.id))

    # Recording -------------------------------------------------------------------------------------

    def record(self, counts: pd.Series | str, /, *, of: int | str = "", **values: float) -> None:
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
        claims = [self._claim(measure, name, float(value), str(of)) for name, value in values.items()]
        claims = [self._with_evidence(claim, counts, values) for claim in claims]
        for claim in claims:
            self._keep(claim)
        lead = claims[0].label[:1].lower() + claims[0].label[1:]
        more = {1: "", 2: " and one more figure"}.get(len(claims), f" and {len(claims) - 1} more figures")
        screen.show(markup.figures_table(f"{measure.label}, {self.period.label}: {lead}{more}", claims))

    def cite(self, promise: Milestone) -> None:
        """Show and record the values that the original report published under a milestone."""
        claims = registers.cited_claims(self.places, self.plan).get(promise.id, [])
        if not claims:
            return
        report = f"The original report covers {registers.area_name(self.places, registers.PLAN_FORCE)}"
        if self.force != registers.PLAN_FORCE:
            self._say(f"{report}; it published no figure for {self.area_name}.")
            return
        if self.period.months != self.plan.year.months:
            self._say(f"{report} in {self.plan.year.label}; it published no figure for {self.period.label}.")
            return
        for claim in claims:
            self._keep(claim)
        screen.show(markup.cited_table(f"{promise.short_title}: figures as published in the original report", claims))

    def judge(self, promise: Milestone) -> None:
        """Derive, show and record the status of a milestone from what was recorded."""
        parts = tuple(self.statuses[part.id] for part in self.plan.parts(promise.id))
        status = judge_parts(promise, parts) if parts else self._judged(promise)
        sentence = quote_claims(status.sentence, {**self._report_claims(), **self.claims})
        self.statuses[promise.id] = status = MilestoneStatus.from_record({**status.as_record(), "sentence": sentence})
        screen.keep("milestone", promise.id, status.as_record(), words=f"{status.word}. {status.sentence}")

    def _judged(self, promise: Milestone) -> MilestoneStatus:
        """The status of a promise by itself; in an earlier edition the reason why a series does not judge it."""
        status = judge(promise, self._facts(promise))
        if self.known.earlier and promise.evidence == "series" and status.status in {"not_judged", "not_measured"}:
            return replace(status, sentence=self.known.absent(self.catalogue[promise.measure].label))
        return status

    def _table(self, measure: Measure) -> str:
        """The table that counts of a measure come from."""
        return (measure.year_table or measure.table) if self.known.earlier else measure.table

    def _group_table(self, measure: Measure) -> str:
        return measure.year_table if self.known.earlier else measure.group_table

    def _claim(self, measure: Measure, name: str, value: float, of: str) -> Claim:
        return claim_of(
            measure,
            name,
            math.nan if name in COMPARISONS and self._break(measure) else value,
            window=self.period.canonical,
            milestone=(self.outcome.id, self.current),
            source=registers.source_of(self.places, self._table(measure)),
            reason=self._reason(measure, name),
            of=of,
        )

    def _with_evidence(self, claim: Claim, counts: pd.Series | str, together: Mapping[str, float]) -> Claim:
        """The claim with the rows and the other claims that it rests on."""
        formula = FORMULAS[claim.statistic]
        rows = self.evidence.rows(claim.measure, kind_of(counts), formula.span)
        ids = [f"{claim.measure}.{name}" for name in formula.inputs]
        known = {*self.claims, *(f"{claim.measure}.{name}" for name in together)}
        return replace(claim, inputs=(*(name for name in ids if name in known), *(row.path for row in rows)), rows=rows)

    def _facts(self, promise: Milestone) -> Facts:
        own = {claim.statistic: claim for claim in self.claims.values() if claim.measure == promise.measure}
        return Facts(
            claims=with_published(own) if self.known.earlier else own,
            whole_year=self.period.whole_year,
            not_in_force=self.register.not_in_force,
            end=self.period.end.isoformat(),
        )

    def _report_claims(self) -> dict[str, Claim]:
        cited = registers.cited_claims(self.places, self.plan)
        return {claim.id: claim for claims in cited.values() for claim in claims}

    def _keep(self, claim: Claim) -> None:
        if claim.id in self.claims:
            raise AlreadyRecorded(claim.id)
        self.claims[claim.id] = claim
        screen.keep("claim", claim.id, claim.as_record())

    def _keep_verdict(self, measure: Measure, verdict: Verdict, scrutiny: Scrutiny) -> None:
        name = f"{measure.id}.{verdict.kind.replace(' ', '_')}"
        record = screen.verdict_record(verdict, measure.id, self.outcome.id, self.current)
        screen.keep("verdict", name, {**record, **scrutiny.as_record(verdict.kind)})

    def _draw(self, chart: screen.Chart, *, folded: str = "") -> None:
        html = chart.figure.to_html(chart_links(chart.figure.id))
        screen.show(markup.fold(folded, html) if folded else html)
        screen.keep("chart", chart.figure.id, chart.as_record(self.outcome.id, self.current))

    def _show_months(self, measure: Measure) -> None:
        """Show the monthly view of a measure, or say why there is none."""
        from planbook.edge.months import MONTHS, differing_definition, monthly_counts
        from planbook.notebook.monthly import draw_months, months_in, no_months, why_no_months

        setting, window = self._setting(measure, MONTHS), months_in(self.period)
        counts = monthly_counts(self.places, measure.id, self.force, self.as_at)
        if why := why_no_months(counts, window, differing_definition(self.places, measure.id), setting):
            screen.show(no_months(setting.figure_id("no-months"), why))
        else:
            self._draw(screen.Chart(draw_months(counts, window, setting), measure.id))

    def _setting(self, measure: Measure, table: str = "") -> Setting:
        from planbook.notebook.drawing import Setting

        source = registers.source_of(self.places, table or measure.table)
        return Setting(measure, self.period, self.area_name, source)

    def _say(self, text: str) -> None:
        screen.show(markup.notice(text))

    def _break(self, measure: Measure) -> str:
        """The break of definition between the year before and the period, in words; empty where there is none."""
        starts = registers.phase_starts(self.places, measure.id, self.force)
        before = quarters_of(self.period.comparison)[0]
        between = [start for start in starts if start.forced and before < start.start <= self._quarters[-1]]
        return between[0].reason if between else ""

    def _reason(self, measure: Measure, name: str) -> str:
        if name in COMPARISONS and (broken := self._break(measure)):
            return f"{measure.label}: {broken} The two years cannot be compared."
        if name in TARGET_STATISTICS and self.register.not_in_force:
            return self.register.not_in_force
        return self._absent(measure)

    def _absent(self, measure: Measure) -> str:
        if self.known.earlier and measure.has_series:
            by_year = self.known.form == "years" and measure.year_table
            return self.known.by_year_alone(measure.label) if by_year else self.known.absent(measure.label)
        return absence(measure, self.period, self.area_name, self.catalogue)
