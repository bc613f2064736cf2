"""The tables of an edition as CSV with a schema: figures, milestones, series as used, the data of each chart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from planbook.claims.claims import claim_address, receipt_address
from planbook.claims.intervals import INTERVAL_WORDS, interval_of
from planbook.claims.ledger import CLAIM_WORDS, Edition, Ledger
from planbook.claims.records import Cell, ChartRecord, cell_text, chart_path
from planbook.data import series
from planbook.data.available import NotKnownYet
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.rows_behind import noting
from planbook.data.series import period_of, quarters_of
from planbook.export.downloads import OPEN_GOVERNMENT, Column, DataFile, table_schema

LEDGER_SOURCE = "The ledger of the edition"
CLAIM_FIELDS = (
    *("id", "label", "value", "number", "unit", "display", "window", "outcome", "milestone", "status"),
    *("method", "inputs", "source", "reason", "paragraph", "notebook", "cell"),
)
CLAIM_COLUMNS = (
    *(Column(name, "number" if name == "value" else "string", CLAIM_WORDS[name]) for name in CLAIM_FIELDS),
    Column("low", "number", INTERVAL_WORDS["low"]),
    Column("high", "number", INTERVAL_WORDS["high"]),
    Column("interval_note", "string", INTERVAL_WORDS["interval_note"]),
    Column("address", "string", "The record of this claim as JSON, below the root of the edition."),
    Column("receipt", "string", "The receipt of this claim as a page, below the root of the edition."),
)
MILESTONE_COLUMNS = tuple(
    Column(name, "string", words)
    for name, words in (
        ("milestone", "The id of the milestone; a measurable part adds a letter."),
        ("outcome", "The id of the outcome."),
        ("outcome_title", "The outcome in words."),
        ("title", "The promise, as the report words it."),
        ("owner", "The role or body that answers for it."),
        ("kind", "What sort of promise it is."),
        ("status", "The id of the status."),
        ("word", "The status as the pages say it."),
        ("group", "met, part (met in part), close (too close to call), missed or open (cannot be judged)."),
        ("clarity", "Whether the change is clearly more than chance; empty where it has no interval."),
        ("sentence", "Why the status is what it is."),
        ("target", "The target in words."),
        ("baseline", "The figure that the target starts from, as printed."),
        ("actual", "The figure of the period, as printed."),
        ("gap", "Distance to the target, as printed."),
        ("change", "The change on the baseline, as printed."),
        ("evidence", "series, published or none: what the status rests on."),
        ("basis", "The claims that the status rests on, parted by semicolons."),
        ("paragraphs", "Paragraphs of the report."),
    )
)
DENOMINATORS = ("population", "households")
"""Measures that rates are worked out with; they are counted on one day, in the middle of a year."""
FREQUENCY_WORDS = "quarter or year: what one period covers; mid-year: a count on one day in the middle of a year."
PERIOD_WORDS = "Financial quarter or financial year, April to March (Q1 is April to June), or a mid-year."
SERIES_COLUMNS = (
    Column("measure", "string", "The id of the measure."),
    Column("area", "string", "The id of the police force area."),
    Column("area_name", "string", "The police force area."),
    Column("frequency", "string", FREQUENCY_WORDS),
    Column("period", "string", PERIOD_WORDS),
    Column("value", "number", "The count in the period, as known at the as-at date of the edition."),
    Column("unit", "string", "What is counted."),
    Column("table", "string", "The published table that the value comes from."),
)


@dataclass(frozen=True)
class SeriesCount:
    """One count of a series, and the table it comes from; ``frequency`` is ``quarter``, ``year`` or ``mid-year``."""

    frequency: str
    period: str
    value: float
    table: str


@dataclass(frozen=True)
class MeasureSeries:
    """The counts of a measure that an edition used."""

    measure: Measure
    area: str
    area_name: str
    observations: tuple[SeriesCount, ...]


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV: commas, line feeds, quotes only where needed, numbers unrounded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def series_used(places: Places, edition: Edition, measures: Measures) -> tuple[MeasureSeries, ...]:
    """The series in the order of the catalogue: quarters, then years; measures without any left out."""
    where = edition.force, edition.force_name
    read = ((measure, tuple(_observations(places, edition, measure))) for measure in measures.all)
    return tuple(MeasureSeries(measure, *where, counts) for measure, counts in read if counts)


def _observations(places: Places, edition: Edition, measure: Measure) -> Iterator[SeriesCount]:
    """The counts of a measure as the notebooks read them, up to the period's end."""
    force, as_at, period = edition.force, edition.as_at, Period.parse(edition.period)
    # A small book may come without the series that the catalogue of measures names.
    tables = [table for table in (measure.table, measure.year_table) if (places.root / _path(table)).is_file()]
    if measure.id in DENOMINATORS and tables:
        path = _path(measure.table)
        rows = series.by_series(places.root / path, as_at).get((force, measure.id), ())
        yield from (SeriesCount("mid-year", row.period, row.value, path) for row in rows)
        return
    for table in dict.fromkeys(tables):
        try:
            # A force without rows of its own in the table is counted from another one, which the rows name.
            with noting() as rows_read:
                if table == measure.table:
                    counts = series.measure_series(places, measure, force, as_at)
                else:
                    counts = series.read_series(places, table, measure.id, force, as_at)
        except NotKnownYet:
            continue
        if counts.empty:
            continue
        index = pd.PeriodIndex(counts.index)
        by_quarter = index.freqstr == "Q-MAR"
        last = quarters_of(period)[-1] if by_quarter else pd.Period(year=period.last.year, freq="Y-MAR")
        for when, value in zip(index, counts.to_list(), strict=True):
            if when <= last:
                frequency, name = "quarter" if by_quarter else "year", period_of(when).canonical
                yield SeriesCount(frequency, name, value, _path(rows_read[0].table))


def _path(table: str) -> str:
    return f"data/series/{table}.csv"


def claims_table(ledger: Ledger) -> DataFile:
    """Every claim of the edition with its interval, one a row."""
    rows, by_id = [], {claim.id: claim for claim in ledger.claims}
    for claim in ledger.claims:
        links = {"address": claim_address(claim.id), "receipt": receipt_address(claim.id)}
        interval = interval_of(claim, by_id)
        rows.append({**claim.as_record(), "inputs": "; ".join(claim.inputs), **interval, **links})
    holds = "Every figure of the edition with its value, unit, period, method and source, one a row."
    cells = [[row[column.name] for column in CLAIM_COLUMNS] for row in rows]
    return _table_file("downloads/figures.csv", ("Every figure", holds), CLAIM_COLUMNS, cells, key=("id",))


def milestones_table(ledger: Ledger, plan: Plan) -> DataFile:
    """Every milestone with its promise and its status, one a row."""
    rows = []
    for status in ledger.milestones:
        promise = plan.milestone(status.milestone)
        described = {name: getattr(promise, name) for name in ("title", "owner", "kind", "paragraphs")}
        named = {"outcome_title": plan.outcome(status.outcome).title, "basis": "; ".join(status.basis)}
        rows.append({**status.as_record(), **described, **named})
    words = (
        "Every milestone",
        "Every promise of the plan with its owner, target, status and the reason for it, one a row.",
    )
    cells = [[row[column.name] for column in MILESTONE_COLUMNS] for row in rows]
    return _table_file("downloads/milestones.csv", words, MILESTONE_COLUMNS, cells, key=("milestone",))


def series_table(used: MeasureSeries) -> DataFile:
    """The series of one measure as the edition used it."""
    measure = used.measure
    holds = f"{measure.label}: {measure.unit} in {used.area_name} by period, as the edition used them."
    return _table_file(
        f"downloads/series/{measure.id}.csv",
        (measure.label, holds),
        tuple(replace(column, unit=measure.unit) if column.name == "value" else column for column in SERIES_COLUMNS),
        [
            (measure.id, used.area, used.area_name, one.frequency, one.period, one.value, measure.unit, one.table)
            for one in used.observations
        ],
        key=("measure", "area", "frequency", "period"),
        group="measures",
        source=", ".join(sorted({one.table for one in used.observations})),
    )


def chart_table(chart: ChartRecord) -> DataFile:
    """The numbers of a chart as drawn."""
    # A chart's columns are named by what it shows, so their types follow from the numbers drawn.
    columns = tuple(
        Column(name, "number" if chart.is_number(place) else "string", f"{name}. {chart.subtitle}.")
        for place, name in enumerate(chart.columns)
    )
    words = chart.title, f"{chart.subtitle}.{f' {chart.note}' if chart.note else ''}"
    return _table_file(chart_path(chart.id, "csv"), words, columns, chart.rows, group="charts", source=chart.source)


def _table_file(
    path: str,
    words: tuple[str, str],
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    *,
    key: tuple[str, ...] = (),
    group: str = "edition",
    source: str = LEDGER_SOURCE,
) -> DataFile:
    title, holds = words
    schema = table_schema(columns, title, holds, key)
    content = csv_text([column.name for column in columns], rows).encode("utf-8")
    return DataFile(path, title, holds, group, OPEN_GOVERNMENT, content, source, len(rows), schema)
