"""The page of a notebook's cell, made from the records that the cell left: the directive ``records``.

What a cell shows stands open; its code and its tables of figures are folded away under it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.util.docutils import SphinxDirective

from planbook.charts.labels import table_rows
from planbook.claims.claims import Claim
from planbook.claims.records import (
    KINDS,
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

DRAWN: dict[ChartKind | None, tuple[str, ...]] = {
    "level": ("count", "process_average", "lower_limit", "upper_limit"),
    "without-season": ("count", "process_average", "dispersion"),
    "years": ("count", "year_rank"),
    "peers": ("rate", "group_mean", "rank"),
    "share": ("share", "share_low", "share_high", "share_before", "share_spread"),
}
"""The statistics that each kind of chart draws."""
SIZES = ("wide", "narrow")


class RecordsDirective(SphinxDirective):
    """What a cell of the page's notebook shows; the content is the code that made it."""

    optional_arguments = 1
    has_content = True

    def run(self) -> list[Node]:
        """Open parts and folds, one after the other; the code stands in the first fold."""
        source = source_of(self.env, EDITION)
        parts = [(record, self._node(record, source)) for record in self._records(source)]
        code = "\n".join(self.content).strip("\n")
        return cell_nodes(parts, code, self.env.config.nb_code_prompt_show)

    def _records(self, source: Source) -> list[PageRecord]:
        """The records of the cell, from the executed notebook of the page; none for code that shows nothing."""
        if not self.arguments:
            return []
        path = source.executed(self.env.docname)
        self.env.note_dependency(str(path))
        # A page has many cells, and one notebook; Sphinx empties this store before the next page.
        store = self.env.temp_data
        if "planbook_records" not in store:
            store["planbook_records"] = list(records_of(json.loads(path.read_text(encoding="utf-8"))))
        records: list[Record] = store["planbook_records"]
        own = (one for one in records if one.cell == self.arguments[0] and one.kind in KINDS)
        return [page_record(one.kind, one.data) for one in own]

    def _node(self, record: PageRecord, source: Source) -> nodes.raw:
        links = FigureLinks(self.env)
        values: dict[str, Any] = {
            "link_figures": links.link_figures,
            "figure": links.figure,
            "paragraph_text": paragraph_text,
        }
        if isinstance(record, ChartDrawing):
            values |= chart_values(record, source, links)
        elif isinstance(record, FiguresTable):
            values["claims"] = [source.claims[name] for name in record.claims]
        values["verdicts"] = source.ledger.verdicts
        html = render(f"record_{type(record).__struct_config__.tag}.html", record=record, **values)
        # The commentary on a milestone is moved behind the reading of its chart.
        return links.node(html, **({"reading": True} if isinstance(record, Reading) else {}))


def cell_nodes(parts: Iterable[tuple[PageRecord, Node]], code: str, code_words: str) -> list[Node]:
    """The records of a cell and their nodes as a page shows them; ``code_words`` name a fold that holds code alone.

    Charts, verdicts and notices stand in one box, readings and notes on trust after it. Each table of figures is folded
    by itself, the first with the code.
    """
    cell: list[Node] = []
    box = nodes.container(classes=["cell"])
    for record, node in parts:
        if isinstance(record, FiguresTable):
            cell.append(_fold(f"{'Figures and calculation' if code else 'Figures'}: {record.caption}", code, node))
            code = ""
        elif isinstance(record, Reading | TrustNotes):
            cell.append(node)
        else:
            if not box.children:
                cell.append(box)
            box += node
            continue
        box = nodes.container(classes=["cell"])
    return [*cell, _fold(code_words, code)] if code else cell


def _fold(words: str, code: str, *tables: Node) -> Node:
    """Tables of figures and code under one summary."""
    inner = nodes.container("", *tables, classes=["cell_input"])
    if code:
        inner += nodes.literal_block(code, code, language="python")
    return nodes.container("", HideCodeCellNode("", inner, prompt_show=words, prompt_hide=words), classes=["cell"])


def chart_values(drawing: ChartDrawing, source: Source, links: FigureLinks) -> dict[str, Any]:
    """What the template of a chart shows: its record, its rows with links, its receipts and files."""
    chart = next(chart for chart in source.ledger.charts if chart.id == drawing.chart)
    claims = claims_drawn(chart, source.claims)
    receipts = row_receipts(chart, source) if claims else {}
    rows = []
    for head, cells in table_rows(chart):
        # Where a receipt holds the row, the head of the row leads to it.
        claim, place = receipts.get(head, (None, ""))
        rows.append((links.receipt(claim, head, place) if claim else head, cells))
    return {
        "chart": chart,
        "svg": {name: getattr(drawing, name).replace("<svg ", "", 1) for name in SIZES},
        "spots": {name: " ".join(f"{x},{y}" for x, y in getattr(drawing, f"{name}_spots")) for name in SIZES},
        "rows": rows,
        "files": chart_links(chart.id),
        "receipts": [links.receipt(claim, claim.label[:1].lower() + claim.label[1:]) for claim in claims],
    }


def claims_drawn(chart: ChartRecord, claims: Mapping[str, Claim]) -> list[Claim]:
    """The claims that a chart draws, in the order of its kind."""
    ids = (f"{chart.measure}.{statistic}" for statistic in DRAWN.get(chart.kind, ()))
    return [claims[name] for name in ids if name in claims and claims[name].status == "computed"]


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
    """The id of a row of a receipt's table: ``row-fy2014-15q1-kent``."""
    return f"row-{period}-{area}".lower()


DIRECTIVES = {"records": RecordsDirective}
