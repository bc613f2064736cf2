"""The page of a notebook's cell, made from the records that the cell left: the directive ``records``.

What a cell shows stands open; its code and its tables of figures are folded away under it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.util.docutils import SphinxDirective

from planbook.charts.labels import MISSING, number
from planbook.claims.claims import Claim, anchor
from planbook.claims.records import (
    KINDS,
    Cell,
    ChartDrawing,
    ChartKind,
    ChartRecord,
    FiguresTable,
    PageRecord,
    Reading,
    Record,
    TrustNotes,
    chart_links,
    page_record,
    records_of,
)
from planbook.data.periods import Period
from planbook.data.plan import paragraph_text
from planbook.site.edition_source import EDITION, Source, source_of
from planbook.site.render import FigureLinks, render

DRAWN: dict[ChartKind, tuple[str, ...]] = {
    "level": ("count", "process_average", "lower_limit", "upper_limit"),
    "without-season": ("count", "process_average", "dispersion"),
    "years": ("count", "year_rank"),
    "peers": ("rate", "group_mean", "rank"),
}
"""The statistics that each kind of chart draws."""
FIGURES_AND_CODE = "Figures and calculation: {}"
FIGURES = "Figures: {}"


@dataclass
class Segment:
    """What stands open on the page, and the tables that are folded away under it."""

    open: list[PageRecord] = field(default_factory=list)
    tables: list[FiguresTable] = field(default_factory=list)


def segments(records: Iterable[PageRecord]) -> list[Segment]:
    """The records of a cell in segments; each ends with its table of figures."""
    parts = [Segment()]
    for record in records:
        if parts[-1].tables:
            parts.append(Segment())
        if isinstance(record, FiguresTable):
            parts[-1].tables.append(record)
        else:
            parts[-1].open.append(record)
    return [part for part in parts if part.open or part.tables]


class RecordsDirective(SphinxDirective):
    """What a cell of the page's notebook shows; the content is the code that made it."""

    optional_arguments = 1
    has_content = True

    def run(self) -> list[Node]:
        """Open parts and folds, one after the other; the code stands in the first fold."""
        source = source_of(self.env, EDITION)
        code, made = "\n".join(self.content).strip("\n"), list[nodes.Node]()
        for part in segments(self._records(source)):
            made += self._open(part.open, source)
            if part.tables:
                made.append(self._fold(part.tables, code, source))
                code = ""
        return [*made, self._fold([], code, source)] if code else made

    def _records(self, source: Source) -> list[PageRecord]:
        """The records of the cell, from the executed notebook of the page; none for code that shows nothing."""
        if not self.arguments:
            return []
        path = source.executed(self.env.docname)
        self.env.note_dependency(str(path))
        pages: dict[str, list[Record]] = self.env.temp_data.setdefault("planbook_records", {})
        if self.env.docname not in pages:
            pages[self.env.docname] = list(records_of(json.loads(path.read_text(encoding="utf-8"))))
        return [
            page_record(one.kind, one.data)
            for one in pages[self.env.docname]
            if one.cell == self.arguments[0] and one.kind in KINDS
        ]

    def _open(self, records: Iterable[PageRecord], source: Source) -> Iterator[Node]:
        """Charts, verdicts and notices in one box; readings and notes on trust after it."""
        box = nodes.container(classes=["cell"])
        for record in records:
            node = self._node(record, source)
            if isinstance(record, Reading | TrustNotes):
                if box.children:
                    yield box
                box = nodes.container(classes=["cell"])
                yield node
            else:
                box += node
        if box.children:
            yield box

    def _node(self, record: PageRecord, source: Source) -> nodes.raw:
        links = FigureLinks(self.env)
        values: dict[str, Any] = {"told": links.told}
        if isinstance(record, ChartDrawing):
            values |= chart_values(record, source, links)
        elif isinstance(record, FiguresTable):
            claims = [source.claims[name] for name in record.claims]
            published = any(claim.status == "published" for claim in claims)
            values |= {"claims": claims, "published": published, "anchor": anchor, "figure": links.figure}
        values |= {"verdicts": source.ledger.verdicts, "paragraph_text": paragraph_text}
        kind = type(record).__struct_config__.tag
        marks = {"reading": True} if isinstance(record, Reading) else {}
        return links.node(render(f"record_{kind}.html", record=record, **values), **marks)

    def _fold(self, tables: list[FiguresTable], code: str, source: Source) -> Node:
        """Tables of figures and code under one summary."""
        captions = "; ".join(table.caption for table in tables)
        words = (FIGURES_AND_CODE if code else FIGURES).format(captions)
        if not tables:
            words = self.env.config.nb_code_prompt_show
        inner = nodes.container(classes=["cell_input"])
        inner += [self._node(table, source) for table in tables]
        if code:
            inner += nodes.literal_block(code, code, language="python")
        fold = HideCodeCellNode("", inner, prompt_show=words, prompt_hide=words)
        return nodes.container("", fold, classes=["cell"])


def chart_values(drawing: ChartDrawing, source: Source, links: FigureLinks) -> dict[str, Any]:
    """What the template of a chart shows: its record, its rows with links, its receipts and files."""
    chart = next(chart for chart in source.ledger.charts if chart.id == drawing.chart)
    drawn = claims_drawn(chart, source.claims)
    receipts = row_receipts(chart, source) if drawn else {}
    return {
        "chart": chart,
        "svg": {name: getattr(drawing, name).replace("<svg ", "", 1) for name in ("wide", "narrow")},
        "spots": {name: " ".join(f"{x},{y}" for x, y in getattr(drawing, f"{name}_spots")) for name in SIZES},
        "rows": [(_head(chart, row[0], receipts, links), _cells(chart, row)) for row in chart.rows],
        "files": chart_links(chart.id),
        "receipts": [links.receipt(claim, claim.label[:1].lower() + claim.label[1:]) for claim in drawn],
    }


SIZES = ("wide", "narrow")


def _head(chart: ChartRecord, value: Cell, receipts: Mapping[str, tuple[Claim, str]], links: FigureLinks) -> str:
    """The head of a row: a link to the row of the receipt that holds it, where there is one."""
    text = _text(value, chart.places.get(chart.columns[0], 0))
    if text not in receipts:
        return text
    claim, row = receipts[text]
    return links.row(claim, row, text)


def _cells(chart: ChartRecord, row: tuple[Cell, ...]) -> list[tuple[str, bool]]:
    """The cells after the head of a row as text, each with whether it is a number."""
    return [
        (_text(value, chart.places.get(column, 0)), not isinstance(value, str))
        for column, value in zip(chart.columns[1:], row[1:], strict=True)
    ]


def _text(value: Cell, places: int) -> str:
    if isinstance(value, str):
        return value
    return MISSING if value is None else number(value, places)


def claims_drawn(chart: ChartRecord, claims: Mapping[str, Claim]) -> list[Claim]:
    """The claims that a chart draws, in the order of its kind."""
    statistics = DRAWN.get(chart.kind, ()) if chart.kind else ()
    named = [claims.get(f"{chart.measure}.{statistic}") for statistic in statistics]
    return [claim for claim in named if claim is not None and claim.status == "computed"]


def row_receipts(chart: ChartRecord, source: Source) -> dict[str, tuple[Claim, str]]:
    """For the head of a row of a chart's data, the receipt that holds it and the row there.

    A quarter of the period leads to the count, one of the year before to the baseline, any other to the average.
    """
    claims = {claim.statistic: claim for claim in source.ledger.claims if claim.measure == chart.measure}
    force = source.ledger.edition.force
    if chart.kind == "peers" and "rate" in claims:
        return {source.ledger.edition.force_name: (claims["rate"], "rows")}
    if chart.kind == "years":
        own, year = claims.get("year_rank") or claims["count"], source.period.plan_year
        return {year.label: (own, row_anchor(year.canonical, force))}
    return {
        quarter.short_label: (claims[statistic], row_anchor(quarter.canonical, force))
        for statistic in ("process_average", "baseline", "count")
        if statistic in claims
        for rows in claims[statistic].rows
        for quarter in (Period.parse(period).last_quarter for period in rows.periods)
    }


def row_anchor(period: str, area: str) -> str:
    """The id of a row of a receipt's table: ``row-fy2014-15q1-west_midlands``."""
    return f"row-{period}-{area}".lower()


DIRECTIVES = {"records": RecordsDirective}
