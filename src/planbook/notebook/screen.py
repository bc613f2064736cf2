"""Leave records in the outputs of a cell, and beside them what JupyterLab shows.

The record is what counts: ledger and pages are made from it. The HTML is for whoever runs the notebook by hand, and
nothing reads it back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import msgspec
from IPython.display import display

from planbook.charts.chart import RenderedChart
from planbook.claims.claims import Claim
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import ChartDrawing, ChartRecord, PageRecord, Record, VerdictPair, scrap
from planbook.claims.status import MilestoneStatus
from planbook.data.plan import paragraph_text
from planbook.statistics.words import Verdict


def leave(name: str, records: Iterable[Record], html: str = "", words: str = "") -> None:
    """Store records in one output; ``html`` or ``words`` are shown beside them."""
    bundle, metadata = scrap(name, records)
    shown = {"text/html": html} if html else {"text/plain": words} if words else {}
    display({**bundle, **shown}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def claim_record(claim: Claim) -> Record:
    """A claim as it is stored."""
    return Record("claim", claim.id, claim.as_record())


def verdict_record(verdict: VerdictRecord) -> Record:
    """A verdict as it is stored."""
    return Record("verdict", verdict.name, verdict.as_record())


def verdict_of(verdict: Verdict, measure: str, outcome: str, milestone: str) -> VerdictRecord:
    """The record of a verdict that statistics have derived."""
    return VerdictRecord.from_record(
        {
            "verdict": verdict.kind,
            "measure": measure,
            "outcome": outcome,
            "milestone": milestone,
            "word": verdict.word,
            "sentence": verdict.sentence,
            "licensed": list(verdict.licensed),
        }
    )


def status_record(status: MilestoneStatus) -> Record:
    """The status of a milestone as it is stored."""
    return Record("milestone", status.milestone, status.as_record())


def page_record(name: str, record: PageRecord) -> Record:
    """What a page shows as it is stored."""
    data: dict[str, Any] = msgspec.to_builtins(record)
    return Record(data.pop("kind"), name, data)


def chart_record(figure: RenderedChart, measure: str, outcome: str, milestone: str) -> ChartRecord:
    """Words and data of a drawn chart."""
    words = ("id", "title", "subtitle", "alt", "description", "note", "source")
    rows = [[_plain(value) for value in row] for row in figure.table.itertuples(index=False)]
    return ChartRecord.from_record(
        {
            "kind": figure.kind,
            **{name: getattr(figure, name) for name in words},
            "outcome": outcome,
            "milestone": milestone,
            "measure": measure,
            "columns": [str(column) for column in figure.table.columns],
            "places": dict(figure.places),
            "rows": rows,
        }
    )


def chart_drawing(figure: RenderedChart, folded: str = "") -> ChartDrawing:
    """The drawings of a chart."""
    wide, narrow = figure.wide, figure.narrow
    return ChartDrawing(figure.id, wide.svg, narrow.svg, wide.spots, narrow.spots, figure.along, folded)


def _plain(value: object) -> object:
    """A cell of a frame as JSON writes it; a missing number is none."""
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, float) and math.isnan(plain):
        return None
    return plain if isinstance(plain, str | int | float | bool) or plain is None else str(plain)


def table_html(caption: str, claims: Iterable[Claim]) -> str:
    """A table of figures, one claim a row; an absent one gives its reason, a published one its paragraph."""
    rows = "".join(
        f'<tr><th scope="row">{escape(claim.label)}</th><td>{escape(claim.display)}{escape(_remark(claim))}</td></tr>'
        for claim in claims
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def notice_html(text: str) -> str:
    """A plain statement in place of a figure or chart that cannot be shown."""
    return f'<p class="pb-notice">{escape(text)}</p>'


def verdicts_html(verdicts: Iterable[VerdictRecord], pair: VerdictPair) -> str:
    """The labelled verdicts, their meaning in plain words, and what a reader must know first."""
    items = "".join(
        f"<dt>{escape(verdict.kind.capitalize())}</dt><dd>{escape(verdict.word)}</dd><dd>{escape(verdict.sentence)}</dd>"
        for verdict in verdicts
    )
    return f"<dl>{items}</dl>{''.join(notice_html(text) for text in (pair.plainly, *pair.warnings) if text)}"


def reading_html(sentences: Iterable[str]) -> str:
    """A chart read in plain English."""
    return "".join(f"<p>{escape(text)}</p>" for text in sentences)


def trust_html(sentences: Sequence[str]) -> str:
    """How far the verdicts can be trusted, one sentence an item."""
    items = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    return f"<p>How far these verdicts can be trusted</p><ul>{items}</ul>"


def fold_html(title: str, html: str) -> str:
    """Something folded away under a title."""
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _remark(claim: Claim) -> str:
    if claim.status == "absent":
        return f": {claim.reason}"
    return f" ({paragraph_text(claim.paragraph)})" if claim.status == "published" else ""
