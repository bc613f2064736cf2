"""The pages that lead to the editions: all forces and years, and the years of a force; from their ledgers alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from planbook.charts.labels import MISSING, number, percent
from planbook.data.periods import Period
from planbook.scale.page import Frame, Page, framed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Row", "force_page", "index_page", "row_of"]

TOTAL = "total_recorded_crime"


@dataclass(frozen=True)
class Row:
    """An edition on the pages that lead to it: counts and changes in per cent, by measure; NaN where there is none."""

    period: str
    counts: Mapping[str, float]
    changes: Mapping[str, float]

    @property
    def total(self) -> Row:
        """The same of total recorded crime alone."""
        return Row(
            self.period, *({TOTAL: held[TOTAL]} if TOTAL in held else {} for held in (self.counts, self.changes))
        )

    @property
    def year(self) -> Period:
        """The financial year."""
        return Period.parse(self.period)


def row_of(ledger: Path) -> Row:
    """What a ledger says of its edition."""
    record = json.loads(ledger.read_text(encoding="utf-8"))
    values = {claim["id"]: claim["value"] for claim in record["claims"] if claim["value"] is not None}
    return Row(record["edition"]["period"], _of("count", values), _of("change_pct", values))


def _of(statistic: str, values: Mapping[str, float]) -> dict[str, float]:
    ending = f".{statistic}"
    return {name.removesuffix(ending): value for name, value in values.items() if name.endswith(ending)}


def index_page(frame: Frame, rows: Mapping[str, Mapping[str, Row]]) -> str:
    """One row a force, one column a year: the change in total recorded crime, which leads to the edition."""
    heads = "".join(f'<th scope="col">{escape(Period.parse(year).label)}</th>' for year in frame.years)
    body = "".join(
        f'<tr><th scope="row"><a href="{force}/index.html">{escape(name)}</a></th>'
        f"{''.join(_index_cell(force, name, rows[force].get(year)) for year in frame.years)}</tr>"
        for force, name in frame.forces
    )
    caption = "Change in total recorded crime on the year before, by police force and financial year"
    text = (
        f"<h1>All forces and years</h1><p>Recorded crime of {len(frame.forces)} police forces in "
        f"{len(frame.years)} financial years. Each cell gives the change in total recorded crime on the year before "
        "and leads to the page of that force and year, with every measure, control charts, and rates where residents "
        f"are known. {MISSING} is not available.</p>"
        f'<div class="pb-table-wrap pb-all-forces" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="pb-table"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">Police force</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        "<p>A change says nothing by itself: forces record more fully than they did, and the range that chance alone "
        "allows stands on each page.</p>"
    )
    return framed(frame, Page("index", "All forces and years", text))


def _index_cell(force: str, name: str, row: Row | None) -> str:
    if row is None:
        return f'<td class="pb-number">{MISSING}</td>'
    said = percent(row.changes.get(TOTAL, float("nan")))
    label = escape(f"{name} {row.year.label}: {said}")
    link = f'<a href="{force}/{row.year.slug}/index.html" aria-label="{label}">{said}</a>'
    return f'<td class="pb-number">{link}</td>'


def force_page(frame: Frame, force: str, rows: Mapping[str, Row], labels: Mapping[str, str]) -> str:
    """The years of a force: the count of every measure, a column a measure."""
    name = dict(frame.forces)[force]
    measures = [measure for measure in labels if any(measure in row.counts for row in rows.values())]
    heads = "".join(f'<th scope="col">{escape(labels[measure])}</th>' for measure in measures)
    body = "".join(
        f'<tr><th scope="row"><a href="{row.year.slug}/index.html">{escape(row.year.label)}</a></th>'
        f"{''.join(_cells(row, measures))}</tr>"
        for _, row in sorted(rows.items())
    )
    caption = f"Offences recorded by financial year, {name}"
    text = (
        f"<h1>{escape(name)}: all years</h1><p>Each year leads to its page, with changes, control charts and rates. "
        f"{MISSING} is not available: the measure was not counted throughout that year.</p>"
        f'<div class="pb-table-wrap" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="pb-table"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Year</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )
    return framed(frame, Page(f"{force}/index", f"{name}: all years", text, force))


def _cells(row: Row, measures: Iterable[str]) -> Iterator[str]:
    for measure in measures:
        yield f'<td class="pb-number">{number(row.counts.get(measure, float("nan")))}</td>'
