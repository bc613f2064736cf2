"""The receipts: one light page a claim at an address that stays, with the rows used as CSV, and an index."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert
from markupsafe import Markup

from planbook.claims.claims import Claim, anchor
from planbook.claims.receipt import full_text, receipt_title, rows_told, working_of
from planbook.claims.signoff import CAPACITIES
from planbook.data.files import Made
from planbook.data.periods import Period
from planbook.data.plan import paragraph_text
from planbook.data.registers import rows as table_rows
from planbook.data.rows import Observation
from planbook.data.series import rows_again
from planbook.site.edition_source import Source
from planbook.site.evidence import provenance_records
from planbook.site.lineage import CITED_TABLE, Quote, rows_words, trace
from planbook.site.milestones import milestone_anchor
from planbook.site.notices import draft_mark
from planbook.site.page_records import row_anchor
from planbook.site.render import made_html, render
from planbook.site.theme import POLICY

FOLDER = "receipts"
WORDMARK = "_static/wordmark-light.svg"
MOST_ROWS = 60
"""Rows listed one by one; of more, the page lists sums by area and period, and the CSV holds each."""
PEOPLE = ("population", "households")
CSV_COLUMNS = ("table", "period", "area", "measure", "value", "status", "vintage")


@dataclass(frozen=True)
class SourceTable:
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
class ReceiptRow:
    """A row of the table on a receipt: one of the data, or the sum of those of a force and period."""

    id: str
    period: str
    area: str
    measure: str
    value: str
    vintage: str


def receipts(source: Source) -> Iterator[Made]:
    """A page for every claim of the edition, the rows behind it, and the index."""
    pages = _Receipts(source)
    for claim in source.ledger.claims:
        yield f"{FOLDER}/{claim.id}.html", pages.page(claim)
    yield f"{FOLDER}/index.html", pages.index()
    yield from ((f"{FOLDER}/{name}", rows_csv(rows)) for name, rows in sorted(pages.rows.items()))


class _Receipts:
    """What all receipts of an edition share, read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows: dict[str, tuple[Observation, ...]] = {}
        self.measures = {measure.id: measure for measure in source.measures.all}
        self.milestones = {milestone.id: milestone for milestone in source.plan.milestones}
        self.areas = {row["area"]: row["name"] for row in table_rows(source.places.data / "measures" / "areas.csv")}
        self.of_measure: dict[str, dict[str, Claim]] = {}
        for claim in source.ledger.claims:
            self.of_measure.setdefault(claim.measure, {})[claim.statistic] = claim
        self.quotes = quotations(source.quotes)
        self.hashes = dict(source.ledger.edition.data)
        self.provenance = provenance_records(source.places)
        self.code = _code_by_cell(source)
        self.shared = {
            "policy": POLICY,
            "mark": WORDMARK if (source.places.root / "book" / WORDMARK).is_file() else "",
            "edition": source.ledger.edition,
            "draft": made_html(draft_mark(source, "index.html#sign-off")),
            "title_of": self.title,
            "full_text": full_text,
            "math": _math,
            "anchor": anchor,
            "milestone_anchor": milestone_anchor,
        }

    def title(self, claim: Claim) -> str:
        """What a receipt is of."""
        measure = self.measures.get(claim.measure)
        return receipt_title(claim, measure.label if measure else claim.measure, _period_words(claim.window))

    def page(self, claim: Claim) -> str:
        """The receipt of one claim."""
        source, edition = self.source, self.source.ledger.edition
        milestone = self.milestones.get(claim.milestone)
        rows = rows_again(source.places, claim.rows, edition.as_at)
        rows_file = self._rows_file(claim, rows)
        lineage = trace(source.ledger, claim.id)
        listed, files = self._listed(rows), self._tables(claim)
        return render(
            "receipt.html",
            claim=claim,
            working=working_of(claim, edition, self.of_measure[claim.measure], milestone, rows_file),
            milestone=milestone,
            outcome=source.plan.outcome(claim.outcome) if claim.outcome else None,
            measure=self.measures.get(claim.measure),
            rows=listed,
            varied=_varied(listed),
            rows_total=len(rows),
            rows_told=rows_told(claim, rows) if rows else "",
            rows_file=rows_file,
            cited=self._cited(claim),
            files=files,
            publishers=list(dict.fromkeys(file.provenance["publisher"] for file in files if file.provenance)),
            code=self.code.get((claim.notebook, claim.cell), ""),
            paragraphs=paragraph_text(claim.paragraph) if claim.paragraph else "",
            window=_period_words(claim.window),
            signoff=source.signoff(claim.milestone),
            capacities=CAPACITIES,
            quotes=self.quotes.get(claim.id, []),
            trace=lineage,
            reached=[self.milestones[name] for name in lineage.milestones if name in self.milestones],
            pages={one.id: f"../book/edition/{one.notebook}.html" for one in source.plan.outcomes},
            as_at_words=f"As known on {edition.as_at}" if edition.as_at else "As last revised",
            **self.shared,
        )

    def index(self) -> str:
        """All receipts by outcome and milestone, and where the sign-off of each milestone stands."""
        source, claims = self.source, self.source.ledger.claims
        by_milestone: dict[str, list[Claim]] = {}
        for claim in claims:
            by_milestone.setdefault(claim.milestone, []).append(claim)
        groups = [
            (outcome, [(one, by_milestone.get(one.id, [])) for one in source.plan.of(outcome.id)])
            for outcome in source.plan.outcomes
        ]
        return render("receipts.html", groups=groups, total=len(claims), signoff=source.signoff, **self.shared)

    def _rows_file(self, claim: Claim, rows: tuple[Observation, ...]) -> str:
        """The name of the CSV of the rows; claims of a measure that rest on the same rows share one."""
        if not rows:
            return ""
        name = f"rows/{claim.measure}-{claim.rows[0].sha256[:8]}.csv"
        self.rows.setdefault(name, rows)
        return name

    def _listed(self, rows: tuple[Observation, ...]) -> list[ReceiptRow]:
        """Rows as the page lists them: one by one, or summed by area and period where there are many."""
        groups: dict[tuple[str, ...], list[Observation]] = {}
        for row in rows:
            apart = () if len(rows) > MOST_ROWS and row.measure not in PEOPLE else (row.measure,)
            groups.setdefault((row.area, row.period, *apart), []).append(row)
        listed, taken = [], set[str]()
        for _, parts in sorted(groups.items()):
            anchor = row_anchor(parts[0].period, parts[0].area)
            listed.append(self._row(parts, f"{anchor}-{parts[0].measure}" if anchor in taken else anchor))
            taken.add(anchor)
        return listed

    def _row(self, parts: list[Observation], anchor: str) -> ReceiptRow:
        first = parts[0]
        measure = self.measures.get(first.measure)
        label = measure.label if measure else first.measure.replace("_", " ").capitalize()
        return ReceiptRow(
            id=anchor,
            period=_period_words(first.period),
            area=self.areas.get(first.area, first.area),
            measure=label if len(parts) == 1 else "Kinds of offence added up",
            value=full_text(sum(row.value for row in parts)),
            vintage=first.vintage,
        )

    def _tables(self, claim: Claim) -> list[SourceTable]:
        """The tables behind a claim, with what is known of each."""
        if claim.status == "published":
            return [SourceTable(CITED_TABLE, self.hashes.get(CITED_TABLE, ""), {}, f"row {claim.id}")]
        return [
            SourceTable(rows.path, self.hashes.get(rows.path, ""), self.provenance[rows.table], rows_words(rows))
            for rows in claim.rows
        ]

    def _cited(self, claim: Claim) -> Mapping[str, str]:
        """The line of the register of printed values; empty for a claim that was computed."""
        if claim.status != "published":
            return {}
        return next((row for row in table_rows(self.source.places.root / CITED_TABLE) if row["id"] == claim.id), {})


def quotations(quotes: Iterable[Quote]) -> dict[str, list[Quotation]]:
    """Where each claim is quoted: every sentence by itself, tables and blocks under one heading together."""
    by_claim: dict[str, dict[tuple[str, str, str], list[Quote]]] = {}
    for quote in quotes:
        place = (quote.page, quote.heading, quote.text)
        by_claim.setdefault(quote.claim, {}).setdefault(place, []).append(quote)
    return {claim: [Quotation(same[0], len(same)) for same in places.values()] for claim, places in by_claim.items()}


def _varied(rows: list[ReceiptRow]) -> list[str]:
    """The columns in which the rows differ; the others are said once, in the caption."""
    return [name for name in ("area", "measure", "vintage") if len({getattr(row, name) for row in rows}) > 1]


def _code_by_cell(source: Source) -> dict[tuple[str, str], str]:
    """The code of each cell with that of the cells before it, back to the last words, by notebook and cell."""
    code: dict[tuple[str, str], str] = {}
    for path in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        above: list[str] = []
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            above = [*above, "".join(cell["source"])] if cell["cell_type"] == "code" else []
            code[path.name, cell["id"]] = "\n\n".join(above)
    return code


def rows_csv(rows: tuple[Observation, ...]) -> str:
    """Rows as CSV text, in the order in which a receipt lists them."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(CSV_COLUMNS)
    for row in rows:
        value = int(row.value) if row.value == int(row.value) else row.value
        table.writerow([row.table, row.period, row.area, row.measure, value, row.status, row.vintage])
    return text.getvalue()


@lru_cache(maxsize=256)
def _period_words(text: str) -> str:
    """A period in words: ``2014/15``; as it stands where it is none."""
    if text.startswith("MID-"):
        return f"Middle of {text.removeprefix('MID-')}"
    try:
        return Period.parse(text).label
    except ValueError:
        return text


@lru_cache(maxsize=1024)  # the same formula stands on many receipts
def _math(latex: str, display: str = "inline") -> Markup:
    """A formula as MathML."""
    return made_html(convert(latex, display=display))
