"""The front page: the edition in a few sentences, what changed, and every promise in one table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planbook.charts.spark import common_reach, spark_columns, sparkline
from planbook.claims.display import whole_text
from planbook.claims.records import ChartRecord, chart_rows
from planbook.claims.status import GROUPS, NOT_NAMED, STATUSES, owner_roles, statuses_by_group
from planbook.claims.summary import changes_on_the_year, summarise
from planbook.data.measures import Measure
from planbook.data.plan import Milestone, Plan
from planbook.data.series import quarters_of
from planbook.editions.differences import compare_editions
from planbook.site.edition_source import EDITION, Source, page_of_outcome
from planbook.site.evidence import as_known
from planbook.site.milestones import promise_rows
from planbook.site.render import block
from planbook.statistics.family import family

Card = tuple[Measure, ChartRecord, str, str]
"""One small chart: its measure, the chart on the outcome's page, the drawing, and the words under it."""


def quarter_cards(source: Source) -> tuple[list[Card], int]:
    """The control charts of the edition, and how far the scale reaches that they share, per cent of an average."""
    charts = [(chart, chart_rows(chart)) for chart in source.ledger.charts if chart.kind == "level"]
    reach, window = common_reach(rows for _, rows in charts), len(quarters_of(source.period))
    cards = []
    for chart, rows in charts:
        # A chart without any count has no rows, and no card.
        if rows:
            measure, last = source.measures[chart.measure], rows[-1]
            drawing = sparkline(rows, reach=reach, window=window, alt=chart.alt)
            cards.append((measure, chart, drawing, f"{whole_text(last.value)} {measure.unit}, {last.label}"))
    return cards, round(100 * reach)


def year_cards(source: Source) -> Iterator[Card]:
    """The yearly totals of the edition; no card where it has none."""
    year = source.ledger.edition.label
    for chart in source.ledger.charts:
        rows = {str(row[0]): float(row[1]) for row in chart.rows if chart.kind == "years" and row[1] is not None}
        if rows:
            labels, values, measure = list(rows), list(rows.values()), source.measures[chart.measure]
            own = labels.index(year) if year in rows else None
            latest = f"{whole_text(values[-1])} {measure.unit}, {labels[-1]}; {whole_text(values[0])} in {labels[0]}"
            yield measure, chart, spark_columns(values, own=own, alt=chart.alt), latest


def summary(source: Source) -> dict[str, Any]:
    """The edition in a minute: a sentence a group of statuses, and the counts of promises."""
    return {
        "summary": summarise(source.plan, source.ledger.milestones),
        "plan": source.plan,
        "groups": GROUPS,
        "shape_of": lambda name: STATUSES[GROUPS[name].shape if name in GROUPS else name].style,
    }


def year_changes(source: Source) -> dict[str, Any]:
    """What changed: on the year before by measure, and since the edition before by status."""
    quarters, share = quarter_cards(source)
    return {
        "groups": changes_on_the_year(source.ledger, source.measures),
        "before": source.period.comparison.label,
        "quarters": quarters,
        "share": share,
        "levels": {verdict.measure: verdict.word for verdict in source.ledger.verdicts if verdict.kind == "level"},
        "editions": compare_editions(source.previous, source.ledger),
        "milestones": {milestone.id: milestone for milestone in source.plan.milestones},
        "claim": source.ledger.claim,
    }


def figures(source: Source) -> dict[str, Any]:
    """What recorded crime shows in the period, measure by measure."""
    ledger, claims = source.ledger, source.claims
    counts = [claim for claim in ledger.claims if claim.statistic == "count" and claim.status != "published"]
    tested = {source.measures[one.measure].label_inside: one.p for one in ledger.verdicts if one.p is not None}
    return {
        "counts": [claim for claim in counts if f"{claim.measure}.baseline" in claims],
        "claims": claims,
        "measures": source.measures,
        "verdicts": {(verdict.measure, verdict.kind): verdict for verdict in ledger.verdicts},
        "before": source.period.comparison.label,
        "ledger": ledger,
        "years": list(year_cards(source)),
        "together": family(tested).sentence,
    }


def promises(source: Source) -> dict[str, Any]:
    """All milestones, outcome by outcome: status, target, baseline, actual, gap and owner in one table."""
    outcomes = source.plan.outcomes
    groups = [(one, page_of_outcome(source, one.id), promise_rows(source, one.id)) for one in outcomes]
    rows = [row for _, _, of_outcome in groups for row in of_outcome]
    milestones = [milestone for milestone, _, _ in rows]
    roles = {role for milestone in milestones for role in owner_roles(milestone.owner)}
    ordered = [status.id for _, _, statuses in statuses_by_group(STATUSES) for status in statuses]
    return {
        "groups": groups,
        "owners": sorted(roles, key=lambda role: (role == NOT_NAMED, role.casefold())),
        "choices": statuses_by_group(status.status for _, status, _ in rows),
        "rank": {status: place for place, status in enumerate(ordered)},
        "whole": sum(not milestone.part_of for milestone in milestones),
        "parts": sum(bool(milestone.part_of) for milestone in milestones),
    }


def statement(source: Source) -> dict[str, Any]:
    """What the plan says of itself, what of it is not held and by whom it is, and where its words come from."""
    return {"plan": source.plan, "held": held_elsewhere(source.plan)}


def held_elsewhere(plan: Plan) -> dict[str, list[Milestone]]:
    """The promises whose figures are not held here, by who holds them."""
    held: dict[str, list[Milestone]] = {}
    for milestone in plan.milestones:
        if milestone.kind == "not_held":
            held.setdefault(milestone.supplier, []).append(milestone)
    return held


DIRECTIVES = {
    "planbook-edition": block("edition.html", as_known, (EDITION,)),
    "planbook-statement": block("statement.html", statement),
    "planbook-summary": block("summary.html", summary),
    "planbook-since-last-year": block("year_changes.html", year_changes),
    "planbook-figures": block("figures.html", figures),
    "planbook-milestones": block("register.html", promises),
}
