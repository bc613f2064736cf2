"""The receipts: one light page a claim at an address that stays, with the rows used as CSV, and an index."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from latex2mathml.converter import convert

from planbook.claims.claims import anchor
from planbook.claims.receipt import full_text, receipt_title, rows_told, working_of
from planbook.claims.signoff import CAPACITIES
from planbook.data.periods import Period
from planbook.data.plan import paragraph_text
from planbook.data.registers import rows as table_rows
from planbook.data.series import rows_again
from planbook.site.draft_mark import draft_mark
from planbook.site.lineage_record import CITED_TABLE, rows_words, trace
from planbook.site.milestones import milestone_anchor
from planbook.site.page_frame import POLICY
from planbook.site.page_records import row_anchor
from planbook.site.render import made_html, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from markupsafe import Markup

    from planbook.claims.claims import Claim
    from planbook.data.files import Made
    from planbook.data.rows import Observation
    from planbook.site.edition_source import Source
    from planbook.site.lineage_record import Quote

__all__ = ["FOLDER", "DataFile", "Quotation", "ShownRow", "quotations", "receipts", "rows_csv"]

FOLDER = "receipts"
MARK = "_static/wordmark-light.svg"
SHOWN_AT_MOST = 60
"""Rows shown one by one; of more, the page shows sums by area and period, and the CSV holds each."""
PEOPLE = ("population", "households")
CSV_COLUMNS = ("table", "period", "area", "measure", "value", "status", "vintage")


@dataclass(frozen=True)
class DataFile:
    """A table behind a claim: its path and hash, and what its publisher says of it."""

    path: str
    sha256: str
    provenance: Mapping[str, Any]
    rows: str


@dataclass(frozen=True)
class Quotation:
    """A place where a claim is quoted: the first of ``times`` quotations with the same heading and words."""

    quote: Quote
    times: int

    @property
    def page(self) -> str:
        """The page's name."""
        return self.quote.page


@dataclass(frozen=True)
class ShownRow:
    """A row of the table on a receipt: one of the data, or the sum of those of a force and period."""

    id: str
    period: str
    area: str
    measure: str
    value: str
    vintage: str


def receipts(source: Source) -> Iterator[Made]:
    """A page for every claim of the edition, the rows behind it, and the index."""
    desk = _Desk(source)
    for claim in source.ledger.claims:
        yield f"{FOLDER}/{claim.id}.html", desk.page(claim)
    yield f"{FOLDER}/index.html", desk.index()
    yield from ((f"{FOLDER}/{name}", rows_csv(rows)) for name, rows in sorted(desk.rows.items()))


class _Desk:
    """What all receipts of an edition share, read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows: dict[str, tuple[Observation, ...]] = {}
        self.claims = {claim.id: claim for claim in source.ledger.claims}
        self.labels = {measure.id: measure.label for measure in source.measures.all}
        self.areas = {row["area"]: row["name"] for row in table_rows(source.places.data / "measures" / "areas.csv")}
        self.beside: dict[str, dict[str, Claim]] = {}
        for claim in source.ledger.claims:
            self.beside.setdefault(claim.measure, {})[claim.statistic] = claim
        self.quotes = quotations(source.quotes)
        self.pages = {one.id: f"../book/edition/{one.notebook}.html" for one in source.plan.outcomes}
        self.milestones = {milestone.id: milestone for milestone in source.plan.milestones}
        self.measures = {measure.id: measure for measure in source.measures.all}
        self.hashes = dict(source.ledger.edition.data)
        self.cells = _cells(source)
        self.draft = made_html(draft_mark(source, "index.html#sign-off"))
        self.shared = {
            "policy": POLICY,
            "mark": MARK if (source.places.root / "book" / MARK).is_file() else "",
            "edition": source.ledger.edition,
            "draft": self.draft,
            "title_of": self.title,
            "full_text": full_text,
            "math": _math,
            "anchor": anchor,
            "milestone_anchor": milestone_anchor,
        }

    def title(self, claim: Claim) -> str:
        """What a receipt is of."""
        return receipt_title(claim, self.labels.get(claim.measure, claim.measure), _window(claim))

    def page(self, claim: Claim) -> str:
        """The receipt of one claim."""
        source = self.source
        milestone = self.milestones.get(claim.milestone)
        outcome = source.plan.outcome(claim.outcome) if claim.outcome else None
        rows = rows_again(source.places, claim.rows, source.ledger.edition.as_at)
        file = self._rows_file(claim, rows)
        found = trace(source.ledger, claim.id)
        shown, files = self._shown(rows), self._files(claim)
        return render(
            "receipt.html",
            claim=claim,
            working=working_of(claim, source.ledger.edition, self.beside[claim.measure], milestone, file),
            milestone=milestone,
            outcome=outcome,
            measure=self.measures.get(claim.measure),
            rows=shown,
            varied=_varied(shown),
            rows_total=len(rows),
            rows_told=rows_told(claim, rows) if rows else "",
            rows_file=file,
            cited=self._cited(claim),
            files=files,
            publishers=list(dict.fromkeys(file.provenance["publisher"] for file in files if file.provenance)),
            code=self.cells.get((claim.notebook, claim.cell), ""),
            paragraphs=paragraph_text(claim.paragraph) if claim.paragraph else "",
            window=_window(claim),
            signoff=source.signoff(claim.milestone),
            capacities=CAPACITIES,
            quotes=self.quotes.get(claim.id, []),
            trace=found,
            reached=[self.milestones[name] for name in found.milestones if name in self.milestones],
            pages=self.pages,
            as_at_words=_as_at(source),
            **self.shared,
        )

    def index(self) -> str:
        """All receipts by outcome and milestone, and where the sign-off of each milestone stands."""
        source = self.source
        groups = [
            (
                outcome,
                [
                    (milestone, [claim for claim in source.ledger.claims if claim.milestone == milestone.id])
                    for milestone in source.plan.milestones
                    if milestone.outcome == outcome.id
                ],
            )
            for outcome in source.plan.outcomes
        ]
        return render("receipts.html", groups=groups, total=len(self.claims), signoff=source.signoff, **self.shared)

    def _rows_file(self, claim: Claim, rows: tuple[Observation, ...]) -> str:
        """The name of the CSV of the rows; claims of a measure that rest on the same rows share one."""
        if not rows:
            return ""
        name = f"rows/{claim.measure}-{claim.rows[0].sha256[:8]}.csv"
        self.rows.setdefault(name, rows)
        return name

    def _shown(self, rows: tuple[Observation, ...]) -> list[ShownRow]:
        """Rows as the page shows them: one by one, or summed by area and period where there are many."""
        grouped: dict[tuple[str, ...], list[Observation]] = {}
        for row in rows:
            apart = () if len(rows) > SHOWN_AT_MOST and row.measure not in PEOPLE else (row.measure,)
            grouped.setdefault((row.area, row.period, *apart), []).append(row)
        shown, taken = [], set[str]()
        for _, parts in sorted(grouped.items()):
            anchor = row_anchor(parts[0].period, parts[0].area)
            shown.append(self._row(parts, f"{anchor}-{parts[0].measure}" if anchor in taken else anchor))
            taken.add(anchor)
        return shown

    def _row(self, parts: list[Observation], anchor: str) -> ShownRow:
        first = parts[0]
        label = self.labels.get(first.measure, first.measure.replace("_", " ").capitalize())
        return ShownRow(
            id=anchor,
            period=_period_words(first.period),
            area=self.areas.get(first.area, first.area),
            measure=label if len(parts) == 1 else "Kinds of offence added up",
            value=full_text(sum(row.value for row in parts)),
            vintage=first.vintage,
        )

    def _files(self, claim: Claim) -> list[DataFile]:
        """The data files behind a claim, with what is known of each."""
        if claim.status == "published":
            return [DataFile(CITED_TABLE, self.hashes.get(CITED_TABLE, ""), {}, f"row {claim.id}")]
        folder = self.source.places.data / "series"
        return [
            DataFile(
                rows.path,
                self.hashes.get(rows.path, ""),
                _provenance(folder / f"{rows.table}.provenance.json"),
                rows_words(rows),
            )
            for rows in claim.rows
        ]

    def _cited(self, claim: Claim) -> Mapping[str, str]:
        """The line of the register of printed values; empty for a claim that was computed."""
        if claim.status != "published":
            return {}
        return next((row for row in table_rows(self.source.places.root / CITED_TABLE) if row["id"] == claim.id), {})


def quotations(quotes: Iterable[Quote]) -> dict[str, list[Quotation]]:
    """Where each claim is quoted: every sentence by itself, tables and blocks under one heading together."""
    found: dict[str, dict[tuple[str, str, str], list[Quote]]] = {}
    for quote in quotes:
        place = (quote.page, quote.heading, quote.text)
        found.setdefault(quote.claim, {}).setdefault(place, []).append(quote)
    return {claim: [Quotation(held[0], len(held)) for held in places.values()] for claim, places in found.items()}


def _varied(rows: list[ShownRow]) -> list[str]:
    """The columns in which the rows differ; the others are said once, in the caption."""
    return [name for name in ("area", "measure", "vintage") if len({getattr(row, name) for row in rows}) > 1]


def _cells(source: Source) -> dict[tuple[str, str], str]:
    """The code of each cell with that of the cells before it, back to the last words, by notebook and cell."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        above: list[str] = []
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            above = [*above, text] if cell["cell_type"] == "code" else []
            found[path.name, cell["id"]] = "\n\n".join(above)
    return found


def rows_csv(rows: tuple[Observation, ...]) -> str:
    """Rows as CSV text, in the order in which a receipt shows them."""
    held = io.StringIO()
    table = csv.writer(held, lineterminator="\n")
    table.writerow(CSV_COLUMNS)
    for row in rows:
        value = int(row.value) if row.value == int(row.value) else row.value
        table.writerow([row.table, row.period, row.area, row.measure, value, row.status, row.vintage])
    return held.getvalue()


@lru_cache(maxsize=32)
def _provenance(path: Path) -> Mapping[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def _window(claim: Claim) -> str:
    """The window of a claim in words: ``2014/15``; as it stands where it is no period."""
    return _period_words(claim.window)


@lru_cache(maxsize=256)
def _period_words(text: str) -> str:
    if text.startswith("MID-"):
        return f"Middle of {text.removeprefix('MID-')}"
    try:
        return Period.parse(text).label
    except ValueError:
        return text


def _as_at(source: Source) -> str:
    as_at = source.ledger.edition.as_at
    return f"As known on {as_at}" if as_at else "As last revised"


@lru_cache(maxsize=1024)
def _math(latex: str, display: str = "inline") -> Markup:
    """A formula as MathML."""
    return made_html(convert(latex, display=display))
