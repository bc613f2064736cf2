"""What a notebook shows: charts under titles that state the finding, the two verdicts, or why there are none.

Charts are imported where they are used: seven of the ten notebooks draw nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.chart_files import chart_links
from planbook.data import registers, series
from planbook.notebook import markup, screen
from planbook.notebook.level import NoChange
from planbook.notebook.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

    from planbook.data.measures import Measure
    from planbook.notebook.drawing import Setting
    from planbook.notebook.level import Level
    from planbook.notebook.scrutiny import Scrutiny
    from planbook.statistics.change import Change
    from planbook.statistics.words import Verdict

__all__ = ["Showing"]


class Showing(Reading):
    """An outcome in a period that shows what it has read; each chart and verdict is kept in the cell's outputs."""

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
        from planbook.data.series import MONTHS, differing_definition, monthly_counts
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
