"""The front page: the edition in three sentences, what changed, and every promise in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planbook.charts.spark import common_reach, spark_columns, sparkline
from planbook.claims.claims import Claim, anchor
from planbook.claims.display import whole_text
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import ChartKind, ChartRecord, chart_rows
from planbook.claims.status import (
    GROUPS,
    NOT_NAMED,
    STATUSES,
    MilestoneStatus,
    gap_side,
    owner_roles,
    shortfall,
    statuses_by_group,
)
from planbook.claims.summary import changes_on_the_year, summarise
from planbook.data.measures import Measure
from planbook.data.plan import Milestone, Outcome
from planbook.data.series import quarters_of
from planbook.editions.differences import compare_editions
from planbook.site.edition_source import EDITION, Source, page_of_outcome
from planbook.site.evidence import as_known
from planbook.site.milestones import milestone_anchor, table_text
from planbook.site.render import BlockDirective


@dataclass(frozen=True)
class Card:
    """One small chart: its measure, the drawing, the words under it and the chart on the outcome's page."""

    measure: Measure
    chart: ChartRecord
    drawing: str
    verdict: str
    latest: str


def quarter_cards(source: Source) -> tuple[list[Card], int]:
    """The control charts of the edition, and how far the scale reaches that they share, per cent of an average."""
    charts = [(chart, rows) for chart in _charts(source, "level") if (rows := chart_rows(chart))]
    reach, window = common_reach(rows for _, rows in charts), len(quarters_of(source.period))
    words = {verdict.measure: verdict.word for verdict in source.ledger.verdicts if verdict.kind == "level"}
    cards = []
    for chart, rows in charts:
        measure, last = source.measures[chart.measure], rows[-1]
        drawing = sparkline(rows, reach=reach, window=window, alt=chart.alt)
        latest = f"{whole_text(last.value)} {measure.unit}, {last.label}"
        cards.append(Card(measure, chart, drawing, words.get(measure.id, ""), latest))
    return cards, round(100 * reach)


def year_cards(source: Source) -> list[Card]:
    """The yearly totals of the edition; no card where it has none."""
    cards, year = [], source.ledger.edition.label
    for chart in _charts(source, "years"):
        rows = {str(label): float(value) for label, value in chart.rows if value is not None}
        if not rows:
            continue
        labels, values, measure = list(rows), list(rows.values()), source.measures[chart.measure]
        own = labels.index(year) if year in rows else None
        latest = f"{whole_text(values[-1])} {measure.unit}, {labels[-1]}; {whole_text(values[0])} in {labels[0]}"
        cards.append(Card(measure, chart, spark_columns(values, own=own, alt=chart.alt), "", latest))
    return cards


def _charts(source: Source, kind: ChartKind) -> list[ChartRecord]:
    return [chart for chart in source.ledger.charts if chart.kind == kind]


class FrontBlock(BlockDirective):
    """A block of the front page, which leads to milestones, figures and charts on the outcomes' pages."""

    def milestone(self, source: Source, milestone: Milestone) -> str:
        """The address of a milestone's block."""
        return self._link(page_of_outcome(source, milestone.outcome), milestone_anchor(milestone.id))

    def chart(self, source: Source, chart: ChartRecord) -> str:
        """The address of a chart."""
        return self._link(page_of_outcome(source, chart.outcome), chart.id)


class EditionLine(BlockDirective):
    """What this edition is: force, period, plan and revision of the data."""

    template = "edition.html"
    quotes = (EDITION,)

    def values(self, source: Source) -> dict[str, Any]:
        """The edition's record."""
        return {"edition": source.ledger.edition, **as_known(source)}


class SummaryBlock(FrontBlock):
    """The edition in a minute: three sentences, and the counts of promises."""

    template = "summary.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Lines with the milestones they name, and counts by group."""
        summary = summarise(source.plan, source.ledger.milestones)
        return {
            "headline": summary.headline,
            "lines": summary.lines,
            "parts": summary.parts,
            "shape_of": _shape,
            "counts": [(group, GROUPS[group].words, count) for group, count in summary.counts],
            "total": len(source.plan.promises),
            "address": lambda wanted: self.milestone(source, source.plan.milestone(wanted)),
        }


class ChangesBlock(FrontBlock):
    """What changed: on the year before by measure, and since the edition before by status."""

    template = "year_changes.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Groups of changes, small charts of every series, and the changes of status."""
        quarters, share = quarter_cards(source)
        return {
            "groups": changes_on_the_year(source.ledger, source.measures),
            "before": source.period.comparison.label,
            "edition": source.ledger.edition,
            "quarters": quarters,
            "share": share,
            "editions": compare_editions(source.previous, source.ledger),
            "titles": {milestone.id: milestone for milestone in source.plan.milestones},
            "claim": source.ledger.claim,
            "address": lambda milestone: self.milestone(source, milestone),
            "chart_address": lambda chart: self.chart(source, chart),
        }


class FiguresTable(FrontBlock):
    """What recorded crime shows in the period, measure by measure."""

    template = "figures.html"

    def values(self, source: Source) -> dict[str, Any]:
        """One row a measure with a count, the yearly totals, and what chance alone would give."""
        claims = source.claims
        words = {(verdict.measure, verdict.kind): verdict for verdict in source.ledger.verdicts}
        compared = {claim.measure for claim in source.ledger.claims if claim.statistic == "baseline"}
        rows = [
            FigureRow(
                measure=source.measures[count.measure],
                count=count,
                baseline=claims[f"{count.measure}.baseline"],
                change=claims[f"{count.measure}.change_pct"],
                level=words.get((count.measure, "level")),
                year=words.get((count.measure, "year on year")),
            )
            for count in source.ledger.claims
            if count.statistic == "count" and count.status != "published" and count.measure in compared
        ]
        return {
            "rows": rows,
            "edition": source.ledger.edition,
            "before": source.period.comparison.label,
            "short": table_text,
            "signals": source.ledger.signals,
            "fragile": sum(bool(verdict.fragile) for verdict in source.ledger.verdicts),
            "verdicts": len(source.ledger.verdicts),
            "years": year_cards(source),
            "address": lambda claim: self._link(page_of_outcome(source, claim.outcome), anchor(claim.id)),
            "chart_address": lambda chart: self.chart(source, chart),
        }


@dataclass(frozen=True)
class FigureRow:
    """One measure on the front page."""

    measure: Measure
    count: Claim
    baseline: Claim
    change: Claim
    level: VerdictRecord | None
    year: VerdictRecord | None


@dataclass(frozen=True)
class RegisterRow:
    """One milestone or part in the table of promises, with what it is sorted and filtered by."""

    milestone: Milestone
    status: MilestoneStatus
    roles: tuple[str, ...]
    short: float | None

    @property
    def side(self) -> str:
        """``beyond target`` or ``short of target``; empty without a gap."""
        return gap_side(self.short)


@dataclass(frozen=True)
class RegisterGroup:
    """One outcome and its rows."""

    outcome: Outcome
    page: str
    rows: tuple[RegisterRow, ...]


class PromiseTable(BlockDirective):
    """All milestones, outcome by outcome: status, target, baseline, actual, gap and owner in one table."""

    template = "register.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Outcomes with their rows, and what the lists above the table offer."""
        groups = _groups(source)
        rows = [row for group in groups for row in group.rows]
        roles = {role for row in rows for role in row.roles}
        ordered = [status.id for _, _, statuses in statuses_by_group(STATUSES) for status in statuses]
        return {
            "groups": groups,
            "owners": sorted(roles, key=lambda role: (role == NOT_NAMED, role.casefold())),
            "choices": statuses_by_group(row.status.status for row in rows),
            "rank": {status: place for place, status in enumerate(ordered)},
            "whole": sum(not row.milestone.part_of for row in rows),
            "parts": sum(bool(row.milestone.part_of) for row in rows),
            "in_force": source.ledger.edition.plan_in_force,
            "anchor": milestone_anchor,
            "short": table_text,
        }


def _groups(source: Source) -> list[RegisterGroup]:
    groups = []
    for outcome in source.plan.outcomes:
        pairs = ((milestone, source.ledger.status(milestone.id)) for milestone in source.plan.of(outcome.id))
        rows = tuple(
            RegisterRow(milestone, status, owner_roles(milestone.owner), shortfall(milestone, status, source.claims))
            for milestone, status in pairs
            if status
        )
        groups.append(RegisterGroup(outcome, page_of_outcome(source, outcome.id), rows))
    return groups


def _shape(group: str) -> str:
    """The style of a group's shape; a status by itself has its own."""
    return STATUSES[GROUPS[group].shape if group in GROUPS else group].style


DIRECTIVES = {
    "planbook-edition": EditionLine,
    "planbook-summary": SummaryBlock,
    "planbook-since-last-year": ChangesBlock,
    "planbook-figures": FiguresTable,
    "planbook-milestones": PromiseTable,
}
