"""What a notebook shows: charts under titles that state the finding, the two verdicts, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planbook.charts.chart import RenderedChart
from planbook.claims.claims import Claim, cut
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import (
    ChartRecord,
    FiguresTable,
    Notice,
    Reading,
    Record,
    TrustNotes,
    VerdictPair,
    chart_links,
    chart_rows,
    read_chart,
)
from planbook.data import registers, series
from planbook.data.measures import Measure
from planbook.data.series import MONTHS, differing_definition, monthly_counts
from planbook.notebook import screen
from planbook.notebook.drawing import (
    Setting,
    change_rows,
    draw_changes,
    draw_level,
    draw_months,
    draw_peers,
    draw_without_season,
    draw_years,
    months_in,
    why_no_months,
)
from planbook.notebook.reading import Level, NoChange, SeriesReader
from planbook.notebook.scrutiny import Scrutiny, scrutinise
from planbook.statistics.change import Change
from planbook.statistics.sentences import plain_interval
from planbook.statistics.words import Verdict, change_verdict, level_verdict

if TYPE_CHECKING:
    import pandas as pd

SEASON_FOLD = "The same chart with the season taken out"


@dataclass
class Showing(SeriesReader):
    """An outcome in a period that shows what it has read, and leaves a record of it in the cell's outputs."""

    level_charts: dict[str, ChartRecord] = field(default_factory=dict)

    def show_level(self, level: Level) -> None:
        """Show the control chart and the months, or say why there is no chart."""
        if level.chart is None:
            self.say(self._absent(level.measure))
            return
        figure = draw_level(self._setting(level.measure), level.chart, self.window)
        self.level_charts[level.measure.id] = self._draw(figure, level.measure)
        self._show_months(level.measure)

    def show_without_season(self, counts: pd.Series, level: Level) -> None:
        """Show the control chart with the season taken out, where the measure is declared seasonal."""
        if level.chart is None or not level.measure.seasonal:
            return
        starts = series.phase_starts(self.places, level.measure.id, self.force)
        figure = draw_without_season(self._setting(level.measure), counts, self.window, starts)
        self._draw(figure, level.measure, folded=SEASON_FOLD)

    def show_years(self, counts: pd.Series) -> None:
        """Show totals by financial year as columns, or say why there are none."""
        measure = self.catalogue[str(counts.name)]
        if counts.empty:
            self.say(self._absent(measure))
            return
        self._draw(draw_years(self._setting(measure, measure.year_table), counts, self.year), measure)

    def show_peers(self, measure: str, group: pd.DataFrame, table: pd.DataFrame, dispersion: float) -> None:
        """Show rates of the group, or say why there are none.

        Args:
            measure: the measure.
            group: columns count and population, by force.
            table: columns rate, low, high and rank, by force.
            dispersion: of the force's own series, for the ratio to each of the others.
        """
        own = self.catalogue[measure]
        if table.empty:
            none = f"{own.label}: no group of similar forces is held for {self.period.label}, so none is compared."
            self.say(none if self._peers_known(measure) else self.known.absent(own.label))
            return
        setting = self._setting(own, self._group_table(own))
        self._draw(draw_peers(setting, group, table, dispersion), own)

    def show_changes(self) -> None:
        """Show the changes on the year that were recorded, side by side, or say that there are none."""
        targets = {milestone.measure: self.target(milestone) for milestone in self.plan.milestones}
        rows = change_rows(self.claims, self.catalogue, targets)
        if rows.empty:
            self.say(f"No change on the year could be worked out for {self.period.label}.")
            return
        measure = self.catalogue[str(rows["measure"].iloc[0])]
        source = registers.source_of(self.places, measure.table)
        words = {"outcome": self.outcome.id, "area": self.area_name, "source": source}
        self._draw(draw_changes(rows, period=self.period, **words), measure)

    def show_verdicts(self, counts: pd.Series, level: Level, change: Change | NoChange) -> None:
        """Show the two verdicts of a count, the chart in plain words, and how far the verdicts can be trusted."""
        if level.chart is None or isinstance(change, NoChange):
            self.say(self._reason(level.measure, "change"))
            self._show_reading(level.measure)
            return
        measure = level.measure
        label, unit = measure.label_inside, measure.unit
        scrutiny = scrutinise(
            counts,
            self.window,
            level.chart,
            change,
            starts=series.phase_starts(self.places, measure.id, self.force),
            residents=series.residents_by_quarter(self.places, self.force, counts.index),
            inspection=registers.inspection_of(self.places, self.force, self.period),
        )
        verdicts = (
            level_verdict(level.chart, self.window, label=label, unit=unit),
            change_verdict(change, label=label, unit=unit),
        )
        self._show_pair(measure, [self._verdict(measure, verdict, scrutiny) for verdict in verdicts], scrutiny, change)
        self._show_reading(measure)
        notes = TrustNotes(measure.id, tuple(cut(text, self._computed(measure)) for text in scrutiny.sentences))
        screen.leave(measure.id, [screen.page_record(measure.id, notes)], screen.trust_html(scrutiny.sentences))

    def _verdict(self, measure: Measure, verdict: Verdict, scrutiny: Scrutiny) -> VerdictRecord:
        """The verdict as a record, its sentence cut at the figures that it shows."""
        record = screen.verdict_of(verdict, measure.id, self.outcome.id, self.current)
        parts = cut(verdict.sentence, self._computed(measure))
        return VerdictRecord.from_record({**record.as_record(), **scrutiny.as_record(verdict.kind), "parts": parts})

    def _computed(self, measure: Measure) -> list[Claim]:
        return [claim for claim in self.claims.values() if claim.measure == measure.id and claim.status == "computed"]

    def _show_pair(
        self, measure: Measure, verdicts: Sequence[VerdictRecord], scrutiny: Scrutiny, change: Change
    ) -> None:
        direction = f"{measure.direction_words}." if measure.direction_words else ""
        plainly = " ".join(text for text in (plain_interval(change.low, change.high), direction) if text)
        pair = VerdictPair(measure.id, plainly, scrutiny.warnings)
        records = [*map(screen.verdict_record, verdicts), screen.page_record(measure.id, pair)]
        screen.leave(measure.id, records, screen.verdicts_html(verdicts, pair))

    def _show_reading(self, measure: Measure) -> None:
        """Say in plain English what the control chart shows, where one was drawn."""
        chart = self.level_charts.get(measure.id)
        rows = chart_rows(chart) if chart else ()
        if rows:
            reading = Reading(read_chart(rows, len(self.period.quarters), self.period.label, measure))
            screen.leave(measure.id, [screen.page_record(measure.id, reading)], screen.reading_html(reading.sentences))

    def show_table(self, name: str, caption: str, claims: Sequence[Claim]) -> None:
        """Show claims as a table of figures."""
        table = FiguresTable(caption, tuple(claim.id for claim in claims))
        records = [*map(screen.claim_record, claims), screen.page_record(name, table)]
        screen.leave(name, records, screen.table_html(caption, claims))

    def _draw(self, figure: RenderedChart, measure: Measure, *, folded: str = "") -> ChartRecord:
        chart = screen.chart_record(figure, measure.id, self.outcome.id, self.current)
        records = [
            Record("chart", chart.id, chart.as_record()),
            screen.page_record(chart.id, screen.chart_drawing(figure, folded)),
        ]
        html = figure.to_html(chart_links(chart.id))
        screen.leave(chart.id, records, screen.fold_html(folded, html) if folded else html)
        return chart

    def _show_months(self, measure: Measure) -> None:
        """Show the monthly view of a measure, or say why there is none."""
        setting, window = self._setting(measure, MONTHS), months_in(self.period)
        counts = monthly_counts(self.places, measure.id, self.force, self.as_at)
        if why := why_no_months(counts, window, differing_definition(self.places, measure.id), setting):
            self.say(why, anchor=setting.figure_id("no-months"))
        else:
            self._draw(draw_months(counts, window, setting), measure)

    def _setting(self, measure: Measure, table: str = "") -> Setting:
        source = registers.source_of(self.places, table or measure.table)
        return Setting(measure, self.period, self.area_name, source)

    def say(self, text: str, anchor: str = "") -> None:
        """Show a plain statement in place of what cannot be shown."""
        screen.leave("notice", [screen.page_record("notice", Notice(text, anchor))], screen.notice_html(text))
