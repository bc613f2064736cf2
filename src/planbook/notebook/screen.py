"""Leave records in the outputs of a cell, and beside them what JupyterLab shows.

The record is what counts: ledger and pages are made from it. The HTML is for whoever runs the notebook by hand, and
nothing reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from IPython.display import display
from jinja2 import Template

from planbook.charts.chart import RenderedChart
from planbook.claims.claims import Claim
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import ChartDrawing, ChartRecord, PageRecord, Record, chart_links, scrap
from planbook.data.plan import paragraph_text
from planbook.statistics.verdicts import Verdict

HTML = Template(Path(__file__).with_name("screen.html").read_text(encoding="utf-8"), autoescape=True)


def leave(name: str, records: Iterable[Record], html: str = "", words: str = "") -> None:
    """Store records in one output; ``html`` or ``words`` are shown beside them."""
    bundle, metadata = scrap(name, records)
    view = {"text/html": html} if html else {"text/plain": words} if words else {}
    # Raw, because IPython would otherwise look for a formatter of each mime type and find none for records.
    display({**bundle, **view}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def leave_page(
    name: str, page: PageRecord, *, claims: Sequence[Claim] = (), verdicts: Sequence[VerdictRecord] = ()
) -> None:
    """Leave what a page shows, with the claims or verdicts that it shows."""
    record = page_record(name, page)
    html = HTML.render(kind=record.kind, page=page, claims=claims, verdicts=verdicts, paragraph_text=paragraph_text)
    leave(name, [*map(claim_record, claims), *map(verdict_record, verdicts), record], html)


def leave_chart(figure: RenderedChart, measure: str, outcome: str, milestone: str) -> ChartRecord:
    """Leave a chart with its drawings; return its words and data."""
    chart = chart_record(figure, measure, outcome, milestone)
    drawing = chart_drawing(figure)
    records = [Record("chart", chart.id, chart.as_record()), page_record(chart.id, drawing)]
    leave(chart.id, records, HTML.render(kind="drawing", page=drawing, figure=figure.to_html(chart_links(chart.id))))
    return chart


def claim_record(claim: Claim) -> Record:
    """A claim as it is stored."""
    return Record("claim", claim.id, claim.as_record())


def verdict_record(verdict: VerdictRecord) -> Record:
    """A verdict as it is stored."""
    return Record("verdict", verdict.name, verdict.as_record())


def page_record(name: str, record: PageRecord) -> Record:
    """What a page shows as it is stored."""
    data: dict[str, Any] = msgspec.to_builtins(record)
    return Record(data.pop("kind"), name, data)


def verdict_of(verdict: Verdict, measure: str, outcome: str, milestone: str, **scrutiny: object) -> VerdictRecord:
    """The record of a verdict; ``scrutiny`` holds the fields that say how it was put to the test."""
    words = {"verdict": verdict.kind, "word": verdict.word, "sentence": verdict.sentence}
    where = {"measure": measure, "outcome": outcome, "milestone": milestone}
    return VerdictRecord.from_record({**words, **where, "licensed": list(verdict.licensed), **scrutiny})


def chart_record(figure: RenderedChart, measure: str, outcome: str, milestone: str) -> ChartRecord:
    """Words and data of a drawn chart."""
    words = ("kind", "id", "title", "subtitle", "alt", "description", "note", "source")
    where = {"outcome": outcome, "milestone": milestone, "measure": measure}
    table = {
        "columns": [str(column) for column in figure.table.columns],
        "places": dict(figure.places),
        "rows": list(figure.table.itertuples(index=False, name=None)),
    }
    return ChartRecord.from_record({**{name: getattr(figure, name) for name in words}, **where, **table})


def chart_drawing(figure: RenderedChart, folded: str = "") -> ChartDrawing:
    """The drawings of a chart."""
    wide, narrow = figure.wide, figure.narrow
    return ChartDrawing(figure.id, wide.svg, narrow.svg, wide.spots, narrow.spots, figure.along, folded)
