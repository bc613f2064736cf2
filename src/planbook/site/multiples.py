"""Small multiples of the front page: one card a series, each row of cards on one stated scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.charts.spark import common_reach, spark_columns, sparkline
from planbook.core.calendar import quarters_of
from planbook.core.display import whole_text
from planbook.core.reading import chart_rows

if TYPE_CHECKING:
    from planbook.core.chart_record import ChartKind, ChartRecord
    from planbook.core.measures import Measure
    from planbook.site.source import Source

__all__ = ["Card", "Multiples", "quarter_cards", "year_cards"]


@dataclass(frozen=True)
class Card:
    """One small chart: its measure, the drawing, the words under it and the chart on the outcome's page."""

    measure: Measure
    chart: ChartRecord
    drawing: str
    verdict: str
    latest: str


@dataclass(frozen=True)
class Multiples:
    """A row of cards and the rule of the scale that they share."""

    cards: tuple[Card, ...]
    rule: str


def quarter_cards(source: Source) -> Multiples:
    """The control charts of the edition; no card where it has none."""
    charts = [(chart, rows) for chart in _charts(source, "level") if (rows := chart_rows(chart))]
    reach = common_reach(rows for _, rows in charts)
    window = len(quarters_of(source.period))
    words = {verdict.measure: verdict.word for verdict in source.ledger.verdicts if verdict.kind == "level"}
    cards = []
    for chart, rows in charts:
        measure, last = source.measures[chart.measure], rows[-1]
        drawing = sparkline(rows, reach=reach, window=window, alt=chart.alt)
        latest = f"{whole_text(last.value)} {measure.unit}, {last.label}"
        cards.append(Card(measure, chart, drawing, words.get(measure.id, ""), latest))
    return Multiples(tuple(cards), _quarter_rule(reach, source.ledger.edition.label))


def year_cards(source: Source) -> Multiples:
    """The yearly totals of the edition; no card where it has none."""
    cards = []
    for chart in _charts(source, "years"):
        rows = [(str(label), float(value)) for label, value in chart.rows if value is not None]
        labels, values = [label for label, _ in rows], [value for _, value in rows]
        if not rows:
            continue
        measure, year = source.measures[chart.measure], source.ledger.edition.label
        own = labels.index(year) if year in labels else None
        latest = f"{whole_text(values[-1])} {measure.unit}, {labels[-1]}; {whole_text(values[0])} in {labels[0]}"
        cards.append(Card(measure, chart, spark_columns(values, own=own, alt=chart.alt), "", latest))
    rule = "Each card starts at zero and ends at its own highest year, so heights compare within a card only."
    return Multiples(tuple(cards), rule)


def _charts(source: Source, kind: ChartKind) -> list[ChartRecord]:
    return [chart for chart in source.ledger.charts if chart.kind == kind]


def _quarter_rule(reach: float, label: str) -> str:
    share = round(100 * reach)
    return (
        f"One scale for all: each card reaches from {share} per cent below to {share} per cent above the average of "
        "its own series, so the same height is the same percentage. The line across is the average, the band the "
        f"process limits; a diamond marks a quarter that the rules single out; {label} is shaded."
    )
