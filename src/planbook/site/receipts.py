"""The receipts: one light page a claim at an address that stays, with the rows used as CSV, and an index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from latex2mathml.converter import convert
from markupsafe import Markup

from planbook.claims.claims import Claim
from planbook.claims.display import full_text
from planbook.claims.receipt import receipt_title, rows_told, working_of
from planbook.claims.signoff import CAPACITIES
from planbook.data.files import Made
from planbook.data.plan import paragraph_text
from planbook.data.registers import Register
from planbook.data.registers import rows as table_rows
from planbook.data.rows_behind import Observation, period_words
from planbook.data.series import rows_again
from planbook.export.tables import csv_text
from planbook.run.recomputed import Recomputed
from planbook.site.edition_source import Quote, Source
from planbook.site.evidence import draft_mark, provenance_records
from planbook.site.lineage import rows_words, trace
from planbook.site.page_records import row_anchor
from planbook.site.render import made_html, render
from planbook.site.theme import POLICY

FOLDER = "receipts"
WORDMARK = "_static/wordmark-light.svg"
MOST_ROWS = 60
"""Rows listed one by one; of more, the page lists sums by area and period, and the CSV holds each."""
PEOPLE = ("population", "households")
CSV_COLUMNS = ("table", "period", "area", "measure", "value", "status", "vintage")


class Quotation(NamedTuple):
    """A place where a claim is quoted: the first of ``times`` quotations with the same heading and words."""

    quote: Quote
    times: int


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
        edition = source.ledger.edition
        self.source = source
        self.rows: dict[str, tuple[Observation, ...]] = {}
        self.measures = {measure.id: measure for measure in source.measures.all}
        self.milestones = {milestone.id: milestone for milestone in source.plan.milestones}
        self.areas = {row["area"]: row["name"] for row in table_rows(source.places.data / "measures" / "areas.csv")}
        self.of_measure: dict[str, dict[str, Claim]] = {}
        for claim in source.ledger.claims:
            self.of_measure.setdefault(claim.measure, {})[claim.statistic] = claim
        register = Register(source.plan, "" if edition.plan_in_force else "not in force")
        self.recomputed = Recomputed(source.places, register, source.ledger.claims, edition.force, edition.as_at)
        self.quotes = quotations(source.quotes)
        self.provenance = provenance_records(source.places)
        self.code = _code_by_cell(source)
        self.shared = {
            "policy": POLICY,
            "mark": WORDMARK if (source.places.root / "book" / WORDMARK).is_file() else "",
            "edition": edition,
            "as_at_words": f"As known on {edition.as_at}" if edition.as_at else "As last revised",
            "pages": {one.id: f"../book/edition/{one.notebook}.html" for one in source.plan.outcomes},
            "draft": made_html(draft_mark(source, "index.html#sign-off")),
            "capacities": CAPACITIES,
            "title_of": self.title,
            "full_text": full_text,
            "math": _math,
        }

    def title(self, claim: Claim) -> str:
        """What a receipt is of."""
        measure = self.measures.get(claim.measure)
        return receipt_title(claim, measure.label if measure else claim.measure, period_words(claim.window))

    def page(self, claim: Claim) -> str:
        """The receipt of one claim."""
        source, edition = self.source, self.source.ledger.edition
        milestone = self.milestones.get(claim.milestone)
        rows = rows_again(source.places, claim.rows, edition.as_at)
        # Claims of a measure that rest on the same rows share one file of them.
        rows_file = f"rows/{claim.measure}-{claim.rows[0].sha256[:8]}.csv" if rows else ""
        if rows:
            self.rows.setdefault(rows_file, rows)
        lineage, letters = trace(source.ledger, claim.id), self.recomputed.letters(claim)
        lines, files = self._lines(rows), self._tables(claim)
        cited = table_rows(source.places.root / claim.register) if claim.status == "published" else ()
        return render(
            "receipt.html",
            claim=claim,
            working=working_of(claim, edition, self.of_measure[claim.measure], milestone, rows_file, letters),
            milestone=milestone,
            outcome=source.plan.outcome(claim.outcome) if claim.outcome else None,
            measure=self.measures.get(claim.measure),
            rows=lines,
            varied=[name for name in ("area", "measure", "vintage") if len({line[name] for line in lines}) > 1],
            rows_total=len(rows),
            rows_told=rows_told(claim, rows) if rows else "",
            rows_file=rows_file,
            cited=next((row for row in cited if row["id"] == claim.id), {}),
            files=files,
            publishers=list(dict.fromkeys(file["provenance"]["publisher"] for file in files if file["provenance"])),
            code=self.code.get((claim.notebook, claim.cell), ""),
            paragraphs=paragraph_text(claim.paragraph) if claim.paragraph else "",
            window=period_words(claim.window),
            signoff=source.signoff(claim.milestone),
            quotes=self.quotes.get(claim.id, []),
            trace=lineage,
            reached=[self.milestones[name] for name in lineage.milestones if name in self.milestones],
            **self.shared,
        )

    def index(self) -> str:
        """All receipts by outcome and milestone, and where the sign-off of each milestone stands."""
        source = self.source
        return render(
            "receipts.html", plan=source.plan, claims=source.ledger.claims, signoff=source.signoff, **self.shared
        )

    def _lines(self, rows: tuple[Observation, ...]) -> list[dict[str, str]]:
        """Rows as the page lists them: one by one, or summed by area and period where there are many."""
        groups: dict[tuple[str, ...], list[Observation]] = {}
        for row in rows:
            # Offences of several kinds may be added up; residents and households may not be added to them.
            apart = () if len(rows) > MOST_ROWS and row.measure not in PEOPLE else (row.measure,)
            groups.setdefault((row.area, row.period, *apart), []).append(row)
        lines, anchors = [], set[str]()
        for _, parts in sorted(groups.items()):
            first = parts[0]
            measure, place = self.measures.get(first.measure), row_anchor(first.period, first.area)
            label = measure.label if measure else first.measure.replace("_", " ").capitalize()
            lines.append(
                {
                    # The first row of a period keeps the short address, to which the pages link.
                    "id": f"{place}-{first.measure}" if place in anchors else place,
                    "period": period_words(first.period),
                    "area": self.areas.get(first.area, first.area),
                    "measure": label if len(parts) == 1 else "Kinds of offence added up",
                    "value": full_text(sum(row.value for row in parts)),
                    "vintage": first.vintage,
                }
            )
            anchors.add(place)
        return lines

    def _tables(self, claim: Claim) -> list[dict[str, Any]]:
        """The tables behind a claim, with the rows used, the hash, and what the publisher says of each."""
        tables = [(rows.path, rows_words(rows), self.provenance[rows.table]) for rows in claim.rows]
        if claim.status == "published":
            tables = [(claim.register, f"row {claim.id}", {})]
        hashes = dict(self.source.ledger.edition.data)
        return [
            {"path": path, "rows": words, "sha256": hashes.get(path, ""), "provenance": provenance}
            for path, words, provenance in tables
        ]


def quotations(quotes: Iterable[Quote]) -> dict[str, list[Quotation]]:
    """Where each claim is quoted: every sentence by itself, tables and blocks under one heading together."""
    by_claim: dict[str, dict[tuple[str, str, str], list[Quote]]] = {}
    for quote in quotes:
        place = (quote.page, quote.heading, quote.text)
        by_claim.setdefault(quote.claim, {}).setdefault(place, []).append(quote)
    return {claim: [Quotation(same[0], len(same)) for same in places.values()] for claim, places in by_claim.items()}


def _code_by_cell(source: Source) -> dict[tuple[str, str], str]:
    """The code of each cell with that of the cells before it, back to the last words, by notebook and cell."""
    code: dict[tuple[str, str], str] = {}
    for path in sorted((source.places.edition / "as_run").glob("*.ipynb")):
        above: list[str] = []
        # A reader needs the whole step, and a cell that reports seldom holds what it reports.
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            above = [*above, "".join(cell["source"])] if cell["cell_type"] == "code" else []
            code[path.name, cell["id"]] = "\n\n".join(above)
    return code


def rows_csv(rows: tuple[Observation, ...]) -> str:
    """Rows as CSV text, in the order in which a receipt lists them."""
    return csv_text(CSV_COLUMNS, ([getattr(row, column) for column in CSV_COLUMNS] for row in rows))


@lru_cache(maxsize=1024)  # the same formula stands on many receipts
def _math(latex: str, display: str = "inline") -> Markup:
    """A formula as MathML."""
    return made_html(convert(latex, display=display))
