"""The tables made from the ledger, as CSV with a schema: figures, milestones, series, and the data of each chart."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.claims.ledger_schema import CLAIM_WORDS
from planbook.core.chart_files import chart_path
from planbook.core.chart_record import ChartRecord, cell_text
from planbook.core.claim_record import claim_address, receipt_address
from planbook.core.downloads import OPEN_GOVERNMENT, Column, Download, Published, columns_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planbook.claims.ledger import Ledger
    from planbook.core.chart_record import Cell
    from planbook.core.edition_workbook import SeriesRow
    from planbook.data.plan import Plan

__all__ = ["chart_tables", "claims_table", "csv_text", "milestones_table", "series_tables"]

LEDGER_SOURCE = "The ledger of the edition"
CLAIM_COLUMNS = (
    *(
        Column(name, "number" if name == "value" else "string", CLAIM_WORDS[name])
        for name in ("id", "label", "value", "number", "unit", "display", "window", "outcome", "milestone", "status")
    ),
    *(Column(name, "string", CLAIM_WORDS[name]) for name in ("method", "inputs", "source", "reason", "paragraph")),
    *(Column(name, "string", CLAIM_WORDS[name]) for name in ("notebook", "cell")),
    Column("address", "string", "The record of this claim as JSON, below the root of the edition."),
    Column("receipt", "string", "The receipt of this claim as a page, below the root of the edition."),
)
MILESTONE_COLUMNS = tuple(
    Column(name, "string", words)
    for name, words in (
        ("milestone", "The id of the milestone; a measurable part adds a letter."),
        ("outcome", "The id of the outcome."),
        ("outcome_title", "The outcome in words."),
        ("title", "The promise, in the wording of the plan."),
        ("owner", "The role or body that answers for it."),
        ("kind", "What sort of promise it is."),
        ("status", "The id of the status."),
        ("word", "The status as the pages say it."),
        ("group", "met, missed, part (met in part) or open (cannot be judged)."),
        ("sentence", "Why the status is what it is."),
        ("target", "The target in words."),
        ("baseline", "The figure that the target starts from, as printed."),
        ("actual", "The figure of the period, as printed."),
        ("gap", "Distance to the target, as printed."),
        ("change", "The change on the baseline, as printed."),
        ("evidence", "series, published or none: what the status rests on."),
        ("basis", "The claims that the status rests on, parted by semicolons."),
        ("paragraphs", "Paragraphs of the original report."),
    )
)
SERIES_COLUMNS = (
    Column("measure", "string", "The id of the measure."),
    Column("area", "string", "The id of the police force area."),
    Column("area_name", "string", "The police force area."),
    Column(
        "frequency",
        "string",
        "quarter or year: what one period covers; mid-year: a count on one day in the middle of a year.",
    ),
    Column(
        "period", "string", "Financial quarter or financial year, April to March (Q1 is April to June), or a mid-year."
    ),
    Column("value", "number", "The count in the period, as known at the as-at date of the edition."),
    Column("unit", "string", "What is counted."),
    Column("table", "string", "The published table that the value comes from."),
)


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV: commas, line feeds, quotes only where needed, numbers unrounded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def claims_table(ledger: Ledger) -> Published:
    """Every claim of the edition, one a row."""
    rows = [
        {
            **claim.as_record(),
            "inputs": "; ".join(claim.inputs),
            "address": claim_address(claim.id),
            "receipt": receipt_address(claim.id),
        }
        for claim in ledger.claims
    ]
    return _published(
        "downloads/figures.csv",
        "Every figure",
        "Every figure of the edition with its value, unit, period, method and source, one a row.",
        CLAIM_COLUMNS,
        [[row[column.name] for column in CLAIM_COLUMNS] for row in rows],
        key=("id",),
    )


def milestones_table(ledger: Ledger, plan: Plan) -> Published:
    """Every milestone with its promise and its status, one a row."""
    rows = []
    for status in ledger.milestones:
        promise = plan.milestone(status.milestone)
        words = {name: getattr(promise, name) for name in ("title", "owner", "kind", "paragraphs")}
        named = {"outcome_title": plan.outcome(status.outcome).title, "basis": "; ".join(status.basis)}
        rows.append({**status.as_record(), **words, **named})
    return _published(
        "downloads/milestones.csv",
        "Every milestone",
        "Every promise of the plan with its owner, target, status and the reason for it, one a row.",
        MILESTONE_COLUMNS,
        [[row[column.name] for column in MILESTONE_COLUMNS] for row in rows],
        key=("milestone",),
    )


def series_tables(series: Iterable[tuple[SeriesRow, ...]]) -> list[Published]:
    """The series of each measure as used, one file a measure."""
    return [_series_table(rows) for rows in series]


def _series_table(rows: tuple[SeriesRow, ...]) -> Published:
    first = rows[0]
    columns = tuple(replace(column, unit=first.unit) if column.name == "value" else column for column in SERIES_COLUMNS)
    tables = ", ".join(sorted({row.table for row in rows}))
    return _published(
        f"downloads/series/{first.measure}.csv",
        first.label,
        f"{first.label}: {first.unit} in {first.area_name} by period, as the edition used them.",
        columns,
        [[getattr(row, column.name) for column in SERIES_COLUMNS] for row in rows],
        key=("measure", "area", "frequency", "period"),
        group="measures",
        source=tables,
    )


def chart_tables(ledger: Ledger) -> list[Published]:
    """The numbers of each chart as drawn, one file a chart."""
    return [_chart_table(chart) for chart in ledger.charts]


def _chart_table(chart: ChartRecord) -> Published:
    columns = tuple(
        Column(name, "number" if chart.is_number(place) else "string", f"{name}. {chart.subtitle}.")
        for place, name in enumerate(chart.columns)
    )
    holds = f"{chart.subtitle}.{f' {chart.note}' if chart.note else ''}"
    path, rows = chart_path(chart.id, "csv"), [list(row) for row in chart.rows]
    return _published(path, chart.title, holds, columns, rows, group="charts", source=chart.source)


def _published(
    path: str,
    title: str,
    holds: str,
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    *,
    key: tuple[str, ...] = (),
    group: str = "edition",
    source: str = LEDGER_SOURCE,
) -> Published:
    schema = columns_schema(columns, title, holds, key)
    text = csv_text([column.name for column in columns], rows)
    return Published(
        Download(path, title, holds, group, OPEN_GOVERNMENT, source, rows=len(rows), schema=schema),
        text.encode("utf-8"),
    )
