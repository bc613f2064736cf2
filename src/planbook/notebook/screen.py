"""Leave records in the outputs of a cell, and beside them what JupyterLab shows.

The record is what counts: ledger and pages are made from it. The HTML is for whoever runs the notebook by hand or
opens it executed, with styles of its own and charts as pictures, since other readers of notebooks know no style sheet
and drop drawings that stand in HTML. Beside it stands plain text. Nothing reads either back.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any, Final

import msgspec
import pandas as pd
from IPython.display import display
from jinja2 import Template

from planbook.charts.chart import RenderedChart
from planbook.charts.labels import number
from planbook.charts.pictures import Caption, framed
from planbook.claims.claims import Claim
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import FOR_THE_SCREEN, ChartDrawing, ChartRecord, PageRecord, Record, scrap
from planbook.claims.status import MilestoneStatus
from planbook.data.plan import Milestone, Outcome
from planbook.statistics.verdicts import Verdict

HTML = Template(Path(__file__).with_name("screen.html").read_text(encoding="utf-8"), autoescape=True)
LINE_ENDS: Final = re.compile(r"</(?:p|li|tr|dt|dd|caption|summary)>")
CELL_ENDS: Final = re.compile(r"</t[hd]>")
TAG: Final = re.compile(r"<[^>]*>")


def leave(name: str, records: Iterable[Record], html: str = "", words: str = "") -> None:
    """Store records in one output; ``html`` is shown beside them, or ``words`` where no HTML is shown."""
    bundle, metadata = scrap(name, records)
    view = {"text/html": html} if html else {}
    plainly = {"text/plain": words or plain_text(html)} if words or html else {}
    # Raw, because IPython would otherwise look for a formatter of each mime type and find none for records.
    display({**bundle, **view, **plainly}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def plain_text(html: str) -> str:
    """The words of our own HTML: a row, item or paragraph a line."""
    text = TAG.sub("", LINE_ENDS.sub("\n", CELL_ENDS.sub("  ", html)))
    return "\n".join(line.strip() for line in unescape(text).splitlines() if line.strip())


def leave_outcome(
    outcome: Outcome, promises: Sequence[Milestone], period: str, area: str, not_in_force: str = ""
) -> None:
    """Leave the head of an outcome: period, force, and its promises with their targets."""
    words = {"promises": promises, "period": period, "area": area, "not_in_force": not_in_force}
    leave(
        outcome.id,
        [Record("outcome", outcome.id, {"id": outcome.id, "title": outcome.title})],
        HTML.render(kind="outcome", **words),
    )


def leave_promise(promise: Milestone, whole: Milestone, target: str) -> None:
    """Leave the head of a promise, in the plan's own words; the page makes heading, block and commentary of it."""
    level, title = ("###", promise.short_title) if promise.part_of else ("##", promise.title)
    heading = {"id": promise.id, "title": title, "level": level, "anchor": promise.anchor}
    leave(
        promise.id,
        [Record("promise", promise.id, heading)],
        HTML.render(kind="promise", promise=promise, whole=whole, target=target),
    )


def leave_status(status: MilestoneStatus) -> None:
    """Leave the status of a promise with its sentence."""
    record = Record("milestone", status.milestone, status.as_record())
    leave(status.milestone, [record], HTML.render(kind="status", status=status))


def show_commentary(html: str) -> None:
    """Show a commentary, which is no part of the notebook's result: it may change without another run."""
    shown = HTML.render(kind="commentary", html=html)
    bundle = {"text/html": shown, "text/plain": plain_text(shown)}
    display(bundle, metadata=FOR_THE_SCREEN, raw=True)  # type: ignore[no-untyped-call]


def leave_page(
    name: str, page: PageRecord, *, claims: Sequence[Claim] = (), verdicts: Sequence[VerdictRecord] = ()
) -> None:
    """Leave what a page shows, with the claims or verdicts that it shows."""
    record = page_record(name, page)
    html = HTML.render(kind=record.kind, page=page, claims=claims, verdicts=verdicts)
    leave(name, [*map(claim_record, claims), *map(verdict_record, verdicts), record], html)


def leave_chart(figure: RenderedChart, measure: str, outcome: str, milestone: str) -> ChartRecord:
    """Leave a chart with its drawings; return its words and data."""
    chart = chart_record(figure, measure, outcome, milestone)
    records = [Record("chart", chart.id, chart.as_record()), page_record(chart.id, chart_drawing(figure))]
    # Its words stand in the HTML: in a picture they would run out of it where the reader's type is wide.
    caption = Caption(figure.id, title="", subtitle="", note="", source="", alt=figure.alt)
    picture = b64encode(framed(figure.wide.svg, caption).encode()).decode()
    html = HTML.render(kind="drawing", figure=figure, picture=picture, table=_table(figure.table, figure.places))
    leave(chart.id, records, html, f"{figure.title}\n{figure.alt}")
    return chart


def _table(table: pd.DataFrame, places: Mapping[str, int]) -> str:
    numbers = map(str, table.select_dtypes("number").columns)
    written = {name: partial(number, places=places.get(name, 0)) for name in numbers}
    return table.to_html(index=False, border=0, formatters=written)


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
