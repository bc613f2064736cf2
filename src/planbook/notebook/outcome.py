"""One outcome of the plan, opened for a period: what its notebook draws, records, cites and judges."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from planbook.charts.chart import RenderedChart
from planbook.claims.claims import Claim, against, claim_of, cut
from planbook.claims.records import (
    ChartRecord,
    FiguresTable,
    Notice,
    Reading,
    TrustNotes,
    VerdictPair,
    chart_rows,
    read_chart,
)
from planbook.claims.report import cited_claims
from planbook.claims.statistics_table import STATISTICS
from planbook.data import available, registers, series
from planbook.data.available import CRIME_BY_FORCE, known_form
from planbook.data.measures import Measure
from planbook.data.places import find_places
from planbook.data.series import MONTHS, period_of
from planbook.notebook import drawing, screen, shares, shell
from planbook.notebook.promise import Promise
from planbook.notebook.reading import NO_LEVEL, PERCENTAGES, NoChange, SeriesReader
from planbook.notebook.scrutiny import scrutinise
from planbook.statistics.change import Change
from planbook.statistics.funnel import FEWEST_FORCES, funnel, rates
from planbook.statistics.level import Level
from planbook.statistics.sentences import plain_interval
from planbook.statistics.verdicts import change_verdict, level_verdict

SPREAD = {"dispersion": "dispersion", "degrees_of_freedom": "df", "flip_dispersion": "flip_dispersion"}
LIMITS = ("process_average", "lower_limit", "upper_limit")


class AlreadyRecorded(ValueError):
    """A claim id is recorded twice in one notebook."""

    def __init__(self, claim_id: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded twice in this notebook: record each statistic once")


def open_outcome(outcome: str, *, plan: str, period: str, force: str, as_at: str = "") -> OutcomeNotebook:
    """Open one outcome of a plan for a reporting period.

    Args:
        outcome: the id in the register, ``O5``.
        plan: the id of the plan, the name of its folder in ``data/plans``.
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        force: the id of the force, ``kent``.
        as_at: the date at which the data were known; empty for the latest revision.

    Raises:
        BadPeriod: the period is malformed or ambiguous.
        Refusal: there is no such plan or the force is not one of it, the period is not made of whole quarters or
            nothing of it is on record, or the as-at date is in no known form or too early.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.

    Example:
        >>> outcome = open_outcome("N1", plan="national_priorities", period="FY2024-25", force="kent")
    """
    shell.show_errors_in_one_line()
    shell.refuse_unknown_parameters()
    places, wanted = find_places(), registers.parse_period(period)
    register = registers.plan_for(places, plan, wanted, force)
    available.check_request(places, wanted, force, as_at, plan=register.plan)
    heading, measures = register.plan.outcome(outcome), registers.measures(places, plan)
    known = known_form(places, register.plan, wanted, force, as_at)
    opened = OutcomeNotebook(places, wanted, as_at, force, register, heading, measures, known)
    promises, area = register.plan.of(outcome), opened.area_name
    screen.leave_outcome(heading, promises, wanted.long_label, area, register.not_in_force)
    shell.complete((one.id for one in measures.all if one.has_series), (one.id for one in promises))
    shell.name_quarters()
    return opened


class OutcomeNotebook(SeriesReader):
    """An outcome in a period. Reading gives pandas; reporting leaves records in the cell's outputs.

    Example:
        >>> outcome = open_outcome("O5", plan=plan, period=period, as_at=as_at, force=force)
        >>> robbery = outcome.quarters("robbery")
        >>> count = robbery.reindex(outcome.window).sum()
        >>> outcome.record(robbery, count=count)
    """

    def milestone(self, wanted: str) -> Promise:
        """Show a promise with its target and owner, and open it: what is recorded next belongs to it.

        Example:
            >>> promise = outcome.milestone("M5.4b")
        """
        promise = self.plan.milestone(wanted)
        self.current = wanted
        whole = self.plan.milestone(promise.part_of) if promise.part_of else promise
        target = promise.target_words if self.register.in_force else ""
        screen.leave_promise(promise, whole, "" if target == "none set" else target)
        return Promise(self, promise)

    def judge(self, wanted: str) -> None:
        """Show a promise, cite what the report published under it, and judge it.

        This is all that a promise without a measure needs, or one whose parts are judged.

        Example:
            >>> outcome.judge("M1.1")
        """
        promise = self.milestone(wanted)
        promise.cite()
        promise.judge()

    def context(self, measure: pd.Series | str, *, peers: bool = False) -> None:
        """Show and record a measure beside the promises, as :meth:`Promise.report` does; nothing is judged by it.

        Count and baseline are the sums of the period and of the same months a year earlier.

        Args:
            measure: its id, or its series where that was worked out in the notebook.
            peers: whether its rate is compared with that of similar forces.

        Raises:
            AlreadyRecorded: a claim of the measure is recorded already.

        Example:
            >>> outcome.context("sexual_offences")
        """
        own = self.catalogue[measure if isinstance(measure, str) else str(measure.name)]
        # A measure that is published by year alone has too few points for a level.
        by_year = own.table == own.year_table
        read = self.years if by_year else self.quarters
        counts = read(own.id) if isinstance(measure, str) else measure
        windows = (self.year, self.year - 1) if by_year else (self.window, self.periods_before(own.id))
        count, baseline = (self._sum(counts, window) for window in windows)
        change_pct = 100 * (count - baseline) / baseline if baseline else math.nan
        if by_year:
            self._show_years(counts)
            self.record(counts, count=count, baseline=baseline, change=count - baseline, change_pct=change_pct)
            return
        change = self.report_level(counts, count=count, baseline=baseline, change_pct=change_pct)
        if peers:
            self.report_peers(own.id, change)

    def context_share(self, measure: str, part: pd.Series, *bases: pd.Series) -> None:
        """Show and record a share beside the promises: ``part`` of the sum of ``bases``, all by quarter.

        Example:
            >>> outcome.context_share("violence_injury_share", with_injury, with_injury, without_injury)
        """
        shares.report(shares.Shares(self, measure, part, bases))

    def report_level(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> Change | NoChange:
        """Show the chart of the level and the verdicts of a measure, and record every figure behind them.

        Returns the change, whose dispersion a comparison with other forces needs.
        """
        level, change = self.level(counts), self.change(counts)
        sums = {"count": count, "baseline": baseline, "change": count - baseline, "change_pct": change_pct}
        interval = {"change_low": change.low, "change_high": change.high}
        limits = dict(zip(LIMITS, level.usual if level else NO_LEVEL, strict=True))
        spread = {name: getattr(change, field) for name, field in SPREAD.items()}
        # One level has no trend or step, and no figure of it.
        shift = {"level_shift_pct": level.growth} if level and level.growth else {}
        mean = {"monthly_mean": count / len(self.period.months)}
        # Noted before anything is shown, so that the sentences of the verdicts can name their figures.
        claims = self._recorded(counts, sums | interval | mean | limits | shift | spread)
        chart = self._show_level(counts, level)
        self._show_verdicts(counts, level, change, chart)
        self._show_figures(claims)
        return change

    def report_years(self, measure: str) -> None:
        """Show the totals of a measure by financial year, and record the place of the year among them."""
        years = self.years(measure)
        self._show_years(years)
        place = years.rank(method="min").reindex(self.year).sum(min_count=1)
        of = f"{len(years)} years since {period_of(years.index[0]).label}" if len(years) else "no years"
        self.record(years, year_rank=place, of=of)

    def report_peers(self, measure: str, change: Change | NoChange) -> None:
        """Show the rate of a measure in the funnel of all forces, and record rate, mean and places."""
        own, group, everywhere = self.catalogue[measure], self.peers(measure), self.forces(measure)
        spread = 1.0 if math.isnan(change.dispersion) else change.dispersion
        table = rates(group, dispersion=spread, measure=measure)
        if len(everywhere) >= FEWEST_FORCES and self.area_name in everywhere.index:
            all_forces = funnel(everywhere, dispersion=spread, measure=measure)
            peers = [name for name in group.index if name != self.area_name]
            self.draw(drawing.draw_forces, self.setting(own, CRIME_BY_FORCE), all_forces, peers)
            place = all_forces.row(self.area_name)
            ranks = place[["rank", "rank_low", "rank_high"]].rename({"rank": "force_rank"})
            self.record(measure, of=f"{len(everywhere)} forces", **{str(name): float(at) for name, at in ranks.items()})
        elif not self._peers_known(measure):
            self.say(self.known.absent(own.label))
        elif table.empty:
            none = "neither a group of similar forces nor the residents of all forces are on record"
            self.say(f"{own.label}: {none} for {self.period.label}, so none is compared.")
        row, mean = table.reindex([self.area_name]).iloc[0], table["rate"].mean()
        rate = {"rate": row["rate"], "rate_low": row["low"], "rate_high": row["high"]}
        self.record(measure, of=f"{len(table)} similar forces", **rate, group_mean=mean, rank=row["rank"])

    def show_changes(self) -> None:
        """Show the changes on the year that were recorded, side by side, or say that there are none."""
        # The chart is of the outcome, not of the promise reported last.
        self.current = ""
        targets = {milestone.measure: self.target(milestone) for milestone in self.plan.milestones}
        rows = drawing.change_rows(self.claims, self.catalogue, targets)
        if rows.empty:
            self.say(f"No change on the year could be worked out for {self.period.label}.")
        else:
            setting = self.setting(self.catalogue[str(rows["measure"].iloc[0])])
            self.draw(drawing.draw_changes, setting, rows, self.outcome.id)

    def record(self, counts: pd.Series | str, /, *, of: int | str = "", **values: float) -> None:
        """Record statistics of a measure as claims, and show them as a table.

        Args:
            counts: the series (its name is the measure) or the measure's id.
            of: for a rank, the number of places, or words for them.
            values: the statistics by name; NaN records an absent claim with its reason.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.

        Example:
            >>> outcome.record(counts, joint_change_pct=100 * (now - before) / before)
        """
        self._show_figures(self._recorded(counts, values, str(of)))

    def note(self, claims: Sequence[Claim]) -> None:
        """Note claims as recorded; a cell that runs again records its claims anew.

        Raises:
            AlreadyRecorded: one of them is recorded already.
        """
        run = shell.this_run()
        for claim in claims:
            if claim.id in self.claims and not run.repeats(self.recorded_by[claim.id]):
                raise AlreadyRecorded(claim.id)
            self.claims[claim.id], self.recorded_by[claim.id] = claim, run

    def show_table(self, name: str, caption: str, claims: Sequence[Claim]) -> None:
        """Show claims as a table of figures."""
        screen.leave_page(name, FiguresTable(caption, tuple(claim.id for claim in claims)), claims=claims)

    def say(self, text: str, anchor: str = "") -> None:
        """Show a plain statement in place of what cannot be shown."""
        screen.leave_page("notice", Notice(text, anchor))

    @cached_property
    def cited(self) -> Mapping[str, Sequence[Claim]]:
        """What was published, by promise."""
        return cited_claims(registers.published(self.places, self.plan), self.plan)

    @cached_property
    def published(self) -> dict[str, Claim]:
        """All that was published of this force and period, by claim id."""
        # A report on another force or period is not quoted: it would judge what it never saw.
        reported = self.plan.reports_on(self.force, self.period)
        return {claim.id: claim for claims in self.cited.values() for claim in claims} if reported else {}

    @staticmethod
    def _sum(counts: pd.Series, window: pd.PeriodIndex) -> float:
        """The sum of a window; NaN where one of its periods, or all of the window, is missing."""
        return float(counts.reindex(window).sum(skipna=False)) if len(window) else math.nan

    def _recorded(self, counts: pd.Series | str, values: Mapping[str, float], of: str = "") -> list[Claim]:
        """The claims of values, each with the other claims and the rows that it rests on, noted as recorded."""
        measure = self.catalogue[counts if isinstance(counts, str) else str(counts.name)]
        table = measure.year_table if self.known.earlier and measure.year_table else self.table_of(measure)
        ids = {*self.claims, *(f"{measure.id}.{name}" for name in values)}
        no_percentage = self._no_percentage(measure, *(values.get(name, math.nan) for name in ("count", "baseline")))
        claims = []
        for name, value in values.items():
            statistic, withheld = STATISTICS[name], no_percentage if name in PERCENTAGES else ""
            claim = claim_of(
                measure,
                name,
                # Across a break of definition a number would be worked out, and mean nothing.
                math.nan if withheld or (statistic.compares and self.break_in(measure)) else float(value),
                window=self.period.canonical,
                milestone=(self.outcome.id, self.current),
                source=registers.source_of(self.places, table),
                reason=withheld or self._reason(measure, name),
                of=of,
            )
            rows = self._rows_behind(counts, statistic.span)
            inputs = [f"{measure.id}.{other}" for other in statistic.inputs if f"{measure.id}.{other}" in ids]
            claim = against(claim, self.baseline_words(measure.id))
            claims.append(replace(claim, inputs=(*inputs, *(part.path for part in rows)), rows=rows))
        self.note(claims)
        return claims

    def _show_figures(self, claims: Sequence[Claim]) -> None:
        measure, first = self.catalogue[claims[0].measure], claims[0].label
        more = {1: "", 2: " and one more figure"}.get(len(claims), f" and {len(claims) - 1} more figures")
        caption = f"{measure.label}, {self.period.label}: {first[:1].lower()}{first[1:]}{more}"
        self.show_table(measure.id, caption, claims)

    def _show_level(self, counts: pd.Series, level: Level | None) -> ChartRecord | None:
        measure = self.catalogue[str(counts.name)]
        if level is None:
            self.say(self._absent(measure))
            return None
        starts = [start for start in self._behind(measure).starts if start.start in counts.index]
        chart = self.draw(drawing.draw_level, self.setting(measure), level, starts)
        setting = self.setting(measure, MONTHS)
        months = series.monthly_counts(self.places, measure.id, self.force, self.as_at)
        if why := drawing.why_no_months(setting, months, series.differing_definition(self.places, measure.id)):
            # The switch of views on the page looks for the id that the chart would have.
            self.say(why, anchor=setting.figure_id("no-months"))
        else:
            self.draw(drawing.draw_months, setting, months)
        return chart

    def _show_years(self, counts: pd.Series) -> None:
        measure = self.catalogue[str(counts.name)]
        if counts.empty:
            self.say(self._absent(measure))
        else:
            self.draw(drawing.draw_years, self.setting(measure, measure.year_table), counts, self.year)

    def _show_verdicts(
        self, counts: pd.Series, level: Level | None, change: Change | NoChange, chart: ChartRecord | None
    ) -> None:
        """Show the two verdicts of a count, the chart in plain words, and how far the verdicts can be trusted."""
        measure, notes = self.catalogue[str(counts.name)], None
        if level is None or isinstance(change, NoChange):
            sums = (counts.reindex(quarters).sum(skipna=False) for quarters in (self.window, self.year_before))
            self.say(self._no_percentage(measure, *sums) or self._reason(measure, "change"))
        else:
            notes = self._show_pair(counts, measure, level, change)
        rows = chart_rows(chart) if chart else ()
        if rows:
            reading = Reading(read_chart(rows, len(self.period.quarters), self.period.label, measure))
            screen.leave_page(measure.id, reading)
        if notes:
            screen.leave_page(measure.id, notes)

    def _show_pair(self, counts: pd.Series, measure: Measure, level: Level, change: Change) -> TrustNotes:
        """Show the two verdicts side by side; return how far they can be trusted."""
        scrutiny = scrutinise(
            counts,
            level,
            change,
            self._behind(measure),
            residents=series.residents_by_quarter(self.places, self.force, counts.index),
            inspection=registers.inspection_of(self.places, self.force, self.period),
            back=self.years_back(measure.id),
        )
        words = {"label": measure.label_inside, "unit": measure.unit}
        baseline = self.baseline_words(measure.id)
        where = measure.id, self.outcome.id, self.current
        # Another measure may have the same number, so a sentence is cut at the measure's own claims alone.
        own = [claim for claim in self.claims.values() if claim.measure == measure.id and claim.status == "computed"]
        verdicts = [
            screen.verdict_of(one, *where, parts=cut(one.sentence, own), **scrutiny.records[one.kind])
            for one in (level_verdict(level, **words), change_verdict(change, **words, baseline=baseline))
        ]
        direction = f"{measure.direction_words}." if measure.direction_words else ""
        # Of counts too few for a percentage none is said, in words either.
        interval = "" if change.presentation == "counts" else plain_interval(change.low, change.high)
        plainly = f"{interval} {direction}".strip()
        screen.leave_page(measure.id, VerdictPair(measure.id, plainly), verdicts=verdicts)
        return TrustNotes(measure.id, tuple(cut(text, own) for text in scrutiny.sentences))

    def draw(self, draw: Callable[..., RenderedChart], setting: drawing.Setting, *data: object) -> ChartRecord:
        """Draw a chart and leave its record; every chart of a notebook comes this way."""
        return screen.leave_chart(draw(setting, *data), setting.measure.id, self.outcome.id, self.current)

    def setting(self, measure: Measure, table: str = "") -> drawing.Setting:
        """What a chart of a measure says of itself."""
        source = registers.source_of(self.places, table or self.table_of(measure))
        return drawing.Setting(measure, self.period, self.area_name, source)
