"""The workbook of an edition: milestones, figures, verdicts, series, and the table of every chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.workbook import NOT_APPLICABLE, NOT_AVAILABLE, Head, Sheet, Workbook, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.claims.ledger import Ledger
    from planbook.claims.verdicts import VerdictRecord
    from planbook.core.chart_record import Cell, ChartRecord
    from planbook.core.downloads import Licence
    from planbook.data.plan import Plan

__all__ = ["SeriesRow", "edition_workbook"]

ONE_TABLE = "This worksheet contains one table."
HAS_NOTES = "Some headings refer to notes, which stand in the notes worksheet."
SHORTHAND = f"Shorthand: {NOT_AVAILABLE} is not available, {NOT_APPLICABLE} is not applicable."
NOTES = (
    ("note 1", "Value is not rounded. As printed is the same figure as the pages of the edition print it."),
    (
        "note 2",
        """computed: worked out from open data. published: printed in the original report and cited from it, not worked
        out again. absent: no figure is held, and the remark says why.""",
    ),
    ("note 3", "The word is given by a rule from the figures. The methods page of the edition prints every rule."),
    (
        "note 4",
        """Counts as known at the as-at date of the edition, or as last revised where it names none. Police forces
        correct their records, so a count can differ from the one first published.""",
    ),
    (
        "note 5",
        """Mean and limits describe the current phase of a control chart: the mean of the points, and the mean plus and
        minus 2.66 times the mean distance between neighbours.""",
    ),
    ("note 6", "The interval is a 95% interval: it says how far the rate could lie from the one shown by chance."),
)
NOTE_OF_HEADING = {
    "Mean": 5,
    "Lower limit": 5,
    "Upper limit": 5,
    "Interval from": 6,
    "Interval to": 6,
}
LONG, MIDDLE, SHORT = 60, 30, 16
WIDEST_HEAD = 40


@dataclass(frozen=True)
class SeriesRow:
    """One observation of a measure as used: ``frequency`` is ``quarter`` or ``year``, ``value`` a count."""

    measure: str
    label: str
    area: str
    area_name: str
    frequency: str
    period: str
    value: float
    unit: str
    table: str


def edition_workbook(ledger: Ledger, plan: Plan, series: Iterable[SeriesRow], licence: Licence) -> Workbook:
    """The workbook of a ledger; a table without rows is left out."""
    charts = list(ledger.charts)
    made = [
        sheet
        for sheet in (
            _milestones(ledger, plan),
            _figures(ledger),
            _verdicts(ledger),
            _series(tuple(series)),
            *(_chart(chart) for chart in charts),
        )
        if sheet.rows
    ]
    tables = tuple(sheet.numbered(place) for place, sheet in enumerate(made, start=1))
    title = f"Was it kept? Police and crime plan, {ledger.edition.force_name}, {ledger.edition.label}: data"
    return Workbook(
        title=title,
        subject="Milestones, figures, verdicts, series and the data of every chart",
        cover=_cover(ledger, title, licence),
        sheets=(_contents(tables), _notes(), *tables),
    )


@dataclass(frozen=True)
class _Draft:
    """A sheet that has no number yet."""

    title: str
    name: str
    lines: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def numbered(self, place: int) -> Sheet:
        lines = (ONE_TABLE, *(line for line in self.lines if line))
        return Sheet(f"Table_{place}", f"Table {place}: {self.title}", self.name, lines, self.heads, self.rows)


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
    heads = (Head("Worksheet", width=SHORT), Head("What it holds", width=110))
    lines = (ONE_TABLE, "Each worksheet name is a link to that worksheet.")
    return Sheet("Contents", "Contents", "contents", lines, heads, tuple(rows), linked=True)


def _notes() -> Sheet:
    heads = (Head("Note", width=SHORT), Head("What it says", width=110))
    rows = tuple((name, " ".join(text.split())) for name, text in NOTES)
    return Sheet("Notes", "Notes", "notes", (ONE_TABLE,), heads, rows)


def _milestones(ledger: Ledger, plan: Plan) -> _Draft:
    texts = ("Status", "Target", "Baseline", "Actual", "Gap", "Change")
    heads = (
        Head("Milestone", width=SHORT),
        Head("Outcome", width=MIDDLE),
        Head("Promise", width=LONG),
        Head("Owner", width=MIDDLE),
        *(Head(text, width=MIDDLE if text == "Target" else 18) for text in texts),
        Head("Why", width=LONG),
    )
    rows = tuple(
        (
            status.milestone,
            plan.outcome(status.outcome).title,
            plan.milestone(status.milestone).title,
            filled(plan.milestone(status.milestone).owner),
            status.word,
            *(
                filled(text, NOT_APPLICABLE)
                for text in (status.target, status.baseline, status.actual, status.gap, status.change)
            ),
            status.sentence,
        )
        for status in ledger.milestones
    )
    title = f"every milestone with its status, {_where(ledger)}"
    return _Draft(title, "milestones", (SHORTHAND, "Source: the ledger of the edition."), heads, rows)


def _figures(ledger: Ledger) -> _Draft:
    heads = (
        Head("Claim", width=36),
        Head("Outcome", width=10),
        Head("Milestone", width=12),
        Head("Figure", width=50),
        Head("Period", width=SHORT),
        Head("Value [note 1]", number=True, places=-1, width=18),
        Head("As printed [note 1]", width=MIDDLE),
        Head("Unit", width=MIDDLE),
        Head("Status [note 2]", width=SHORT),
        Head("Method", width=LONG),
        Head("Source", width=LONG),
        Head("Remark", width=LONG),
    )
    rows = tuple(
        (
            claim.id,
            filled(claim.outcome, NOT_APPLICABLE),
            filled(claim.milestone, NOT_APPLICABLE),
            claim.label,
            filled(claim.window, NOT_APPLICABLE),
            filled(claim.value),
            claim.display,
            filled(claim.unit, NOT_APPLICABLE),
            claim.status,
            claim.method,
            filled(claim.source, NOT_AVAILABLE),
            filled(claim.reason, NOT_APPLICABLE),
        )
        for claim in ledger.claims
    )
    title = f"every figure of the edition, {_where(ledger)}"
    return _Draft(title, "figures", (HAS_NOTES, SHORTHAND), heads, rows)


def _verdicts(ledger: Ledger) -> _Draft:
    heads = (
        Head("Measure", width=MIDDLE),
        Head("Milestone", width=12),
        Head("Verdict", width=SHORT),
        Head("Word [note 3]", width=MIDDLE),
        Head("Trust", width=SHORT),
        Head("Sentence", width=110),
    )
    rows = tuple(tuple(_verdict(record)) for record in ledger.verdicts)
    title = f"verdicts on level and on change, {_where(ledger)}"
    return _Draft(title, "verdicts", (HAS_NOTES, "Source: the ledger of the edition."), heads, rows)


def _verdict(record: VerdictRecord) -> Iterator[Cell]:
    for name in ("measure", "milestone", "kind", "word", "trust", "sentence"):
        yield filled(getattr(record, name), NOT_APPLICABLE)


def _series(rows: tuple[SeriesRow, ...]) -> _Draft:
    heads = (
        Head("Measure", width=MIDDLE),
        Head("Area", width=MIDDLE),
        Head("Frequency", width=SHORT),
        Head("Period", width=SHORT),
        Head("Count [note 4]", number=True, width=SHORT),
        Head("Unit", width=MIDDLE),
        Head("Table", width=LONG),
    )
    cells = tuple((row.label, row.area_name, row.frequency, row.period, row.value, row.unit, row.table) for row in rows)
    title = "every series of counts as used"
    return _Draft(title, "series", (HAS_NOTES, "Source: the table named in each row."), heads, cells)


def _chart(chart: ChartRecord) -> _Draft:
    heads = tuple(_chart_head(chart, place) for place in range(len(chart.columns)))
    rows = tuple(tuple(filled(cell) for cell in row) for row in chart.rows)
    missing = any(cell == NOT_AVAILABLE for row in rows for cell in row)
    lines = (
        HAS_NOTES if any("[note" in head.text for head in heads) else "",
        SHORTHAND if missing else "",
        chart.note,
        f"Source: {chart.source}" if chart.source else "",
    )
    return _Draft(f"{chart.title}. {chart.subtitle}", chart.id.replace("-", "_"), lines, heads, rows)


def _chart_head(chart: ChartRecord, place: int) -> Head:
    text = chart.columns[place]
    note = f" [note {NOTE_OF_HEADING[text]}]" if text in NOTE_OF_HEADING else ""
    longest = max(len(str(row[place])) for row in chart.rows) if not chart.is_number(place) else 0
    width = min(WIDEST_HEAD, max(SHORT, longest + 2, len(text + note) + 2))
    return Head(f"{text}{note}", number=chart.is_number(place), places=chart.places.get(text, 0), width=width)


def _where(ledger: Ledger) -> str:
    return f"{ledger.edition.force_name}, {ledger.edition.label}"
