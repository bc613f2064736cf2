"""The workbook of an edition: milestones, figures, verdicts, series, and the table of every chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planbook.claims.ledger import Ledger
from planbook.claims.records import ChartRecord
from planbook.data.plan import Plan
from planbook.export.downloads import Licence
from planbook.export.spreadsheets import NOT_APPLICABLE, NOT_AVAILABLE, Head, Sheet, Workbook, filled
from planbook.export.tables import MeasureSeries

ONE_TABLE = "This worksheet contains one table."
HAS_NOTES = "Some headings refer to notes, which stand in the notes worksheet."
SHORTHAND = f"Shorthand: {NOT_AVAILABLE} is not available, {NOT_APPLICABLE} is not applicable."
FROM_LEDGER = "Source: the ledger of the edition."
NOTES = (
    "Value is not rounded. As printed is the same figure as the pages of the edition print it.",
    """computed: worked out from open data. published: printed in the report and cited from it, not worked
    out again. absent: no figure is held, and the remark says why.""",
    "The word is given by a rule from the figures. The methods page of the edition prints every rule.",
    """Counts as known at the as-at date of the edition, or as last revised where it names none. Police forces
    correct their records, so a count can differ from the one first published.""",
    """Mean and limits describe the current phase of a control chart: the mean of the points, and the mean plus and
    minus 2.66 times the mean distance between neighbours.""",
    "The interval is a 95% interval: it says how far the rate could lie from the one shown by chance.",
)
NOTE_OF_HEADING = {"Mean": 5, "Lower limit": 5, "Upper limit": 5, "Interval from": 6, "Interval to": 6}
LONG, MIDDLE, SHORT = 60, 30, 16
WIDEST_HEAD = 40

MILESTONE_HEADS = (
    Head("Milestone", SHORT),
    Head("Outcome", MIDDLE),
    Head("Promise", LONG),
    Head("Owner", MIDDLE),
    Head("Status", 18),
    Head("How clear", MIDDLE),
    Head("Target", MIDDLE),
    *(Head(text, 18) for text in ("Baseline", "Actual", "Gap", "Change")),
    Head("Why", LONG),
)
CLAIM_HEADS = {
    "id": Head("Claim", 36),
    "outcome": Head("Outcome", 10),
    "milestone": Head("Milestone", 12),
    "label": Head("Figure", 50),
    "window": Head("Period", SHORT),
    "value": Head("Value [note 1]", 18, number=True, places=-1),
    "display": Head("As printed [note 1]", MIDDLE),
    "unit": Head("Unit", MIDDLE),
    "status": Head("Status [note 2]", SHORT),
    "method": Head("Method", LONG),
    "source": Head("Source", LONG),
    "reason": Head("Remark", LONG),
}
"""Columns by the field of a claim."""
VERDICT_HEADS = {
    "measure": Head("Measure", MIDDLE),
    "milestone": Head("Milestone", 12),
    "kind": Head("Verdict", SHORT),
    "word": Head("Word [note 3]", MIDDLE),
    "trust": Head("Trust", SHORT),
    "sentence": Head("Sentence", 110),
}
"""Columns by the field of a verdict."""
SERIES_HEADS = (
    Head("Measure", MIDDLE),
    Head("Area", MIDDLE),
    Head("Frequency", SHORT),
    Head("Period", SHORT),
    Head("Count [note 4]", SHORT, number=True),
    Head("Unit", MIDDLE),
    Head("Table", LONG),
)


def edition_workbook(ledger: Ledger, plan: Plan, series: Sequence[MeasureSeries], licence: Licence) -> Workbook:
    """The workbook of a ledger; a table without rows is left out."""
    charts = [_chart(record) for record in ledger.charts]
    tables = [_milestones(ledger, plan), _figures(ledger), _verdicts(ledger), _series(series), *charts]
    # An empty table would break the rules, and numbers without gaps let a reader see that none is missing.
    numbered = enumerate((table for table in tables if table.rows), start=1)
    sheets = tuple(replace(table, title=f"Table {number}: {table.title}") for number, table in numbered)
    title = f"Was it kept? {ledger.edition.plan_title}, {_where(ledger)}: data"
    return Workbook(
        title=title,
        subject="Milestones, figures, verdicts, series and the data of every chart",
        cover=_cover(ledger, title, licence),
        sheets=(_contents(sheets), _notes(), *sheets),
    )


def _where(ledger: Ledger) -> str:
    return f"{ledger.edition.force_name}, {ledger.edition.label}"


def _cover(ledger: Ledger, title: str, licence: Licence) -> tuple[tuple[str, str], ...]:
    edition = ledger.edition
    sources = sorted({claim.source for claim in ledger.claims if claim.status == "computed" and claim.source})
    return (
        ("title", title),
        ("text", "The same figures as the pages of the edition, as tables. Each table has a worksheet of its own."),
        ("heading", "What the edition is"),
        ("text", f"Period: {edition.long_label}."),
        ("text", f"Area: {edition.force_name}."),
        ("text", f"As known at: {edition.as_at or 'the latest revision'}."),
        ("text", f"Made with planbook {edition.version}, from the ledger of the edition."),
        ("heading", "Shorthand"),
        ("text", f"{NOT_AVAILABLE}: not available."),
        ("text", f"{NOT_APPLICABLE}: not applicable."),
        ("heading", "Sources and licence"),
        ("text", "Each table names its source. The counts come from:"),
        *(("text", f"{source}.") for source in sources),
        ("text", f"Contains public sector information licensed under the {licence.title}."),
        ("link", licence.path),
        ("heading", "Questions and other formats"),
        ("text", "Ask the publisher of this edition. The page of data of the edition has the same tables as CSV."),
    )


def _contents(tables: tuple[Sheet, ...]) -> Sheet:
    rows = (("Notes", "Notes"), *((sheet.tab, sheet.title.partition(": ")[2]) for sheet in tables))
    heads = (Head("Worksheet", SHORT), Head("What it holds", 110))
    lines = (ONE_TABLE, "Each worksheet name is a link to that worksheet.")
    return Sheet("Contents", "contents", lines, heads, rows, linked=True)


def _notes() -> Sheet:
    heads = (Head("Note", SHORT), Head("What it says", 110))
    rows = tuple((f"note {number}", " ".join(text.split())) for number, text in enumerate(NOTES, start=1))
    return Sheet("Notes", "notes", (ONE_TABLE,), heads, rows)


def _milestones(ledger: Ledger, plan: Plan) -> Sheet:
    rows = []
    for status in ledger.milestones:
        promise = plan.milestone(status.milestone)
        figures = (status.target, status.baseline, status.actual, status.gap, status.change)
        named = (
            status.milestone,
            plan.outcome(status.outcome).title,
            promise.title,
            filled(promise.owner),
            status.word,
            filled(status.how_clear, NOT_APPLICABLE),
        )
        rows.append((*named, *(filled(text, NOT_APPLICABLE) for text in figures), status.sentence))
    title = f"every milestone with its status, {_where(ledger)}"
    return Sheet(title, "milestones", (ONE_TABLE, SHORTHAND, FROM_LEDGER), MILESTONE_HEADS, tuple(rows))


def _figures(ledger: Ledger) -> Sheet:
    shorthand = {"value": NOT_AVAILABLE, "source": NOT_AVAILABLE}
    rows = tuple(
        tuple(filled(getattr(claim, name), shorthand.get(name, NOT_APPLICABLE)) for name in CLAIM_HEADS)
        for claim in ledger.claims
    )
    title = f"every figure of the edition, {_where(ledger)}"
    return Sheet(title, "figures", (ONE_TABLE, HAS_NOTES, SHORTHAND), tuple(CLAIM_HEADS.values()), rows)


def _verdicts(ledger: Ledger) -> Sheet:
    rows = tuple(tuple(filled(getattr(one, name), NOT_APPLICABLE) for name in VERDICT_HEADS) for one in ledger.verdicts)
    title = f"verdicts on level and on change, {_where(ledger)}"
    return Sheet(title, "verdicts", (ONE_TABLE, HAS_NOTES, FROM_LEDGER), tuple(VERDICT_HEADS.values()), rows)


def _series(series: Sequence[MeasureSeries]) -> Sheet:
    rows = tuple(
        (used.measure.label, used.area_name, one.frequency, one.period, one.value, used.measure.unit, one.table)
        for used in series
        for one in used.observations
    )
    lines = (ONE_TABLE, HAS_NOTES, "Source: the table named in each row.")
    return Sheet("every series of counts as used", "series", lines, SERIES_HEADS, rows)


def _chart(chart: ChartRecord) -> Sheet:
    heads = tuple(_chart_head(chart, place) for place in range(len(chart.columns)))
    rows = tuple(tuple(filled(cell) for cell in row) for row in chart.rows)
    missing = any(cell == NOT_AVAILABLE for row in rows for cell in row)
    lines = (
        ONE_TABLE,
        HAS_NOTES if any("[note" in head.text for head in heads) else "",
        SHORTHAND if missing else "",
        chart.note,
        f"Source: {chart.source}" if chart.source else "",
    )
    title, name = f"{chart.title}. {chart.subtitle}", chart.id.replace("-", "_")
    return Sheet(title, name, tuple(line for line in lines if line), heads, rows)


def _chart_head(chart: ChartRecord, place: int) -> Head:
    name, number = chart.columns[place], chart.is_number(place)
    text = f"{name} [note {NOTE_OF_HEADING[name]}]" if name in NOTE_OF_HEADING else name
    # Spreadsheets do not fit columns to their contents by themselves.
    longest = 0 if number else max(len(str(row[place])) for row in chart.rows)
    width = min(WIDEST_HEAD, max(SHORT, longest + 2, len(text) + 2))
    return Head(text, width, number=number, places=chart.places.get(name, 0))
