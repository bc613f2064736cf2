"""The appendix of a board paper: the charts, every figure with its claim id, the methods, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.statistics_table import STATISTICS
from planbook.core.paper_record import Cell, Heading, Paragraph, Pictures, Run, Table
from planbook.data.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.claims.ledger import Ledger
    from planbook.core.claims import Claim
    from planbook.core.paper_record import Block

__all__ = ["appendix", "claim_anchor", "claim_sources"]

CITED = "data/published/"


def claim_anchor(claim_id: str) -> str:
    """The place of a claim in the appendix: ``claim-robbery-change_pct``."""
    return f"claim-{claim_id.replace('.', '-')}"


def claim_sources(ledger: Ledger, milestone: str) -> tuple[str, ...]:
    """Who published the figures of a milestone, each once; values cited from the report by their paragraphs."""
    own = [claim for claim in ledger.claims if claim.milestone == milestone]
    publishers = dict.fromkeys(claim.source for claim in own if not claim.source.startswith(CITED))
    cited = any(claim.source.startswith(CITED) for claim in own)
    return (*publishers, *(["figures cited from the original report"] if cited else []))


def appendix(ledger: Ledger, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Four tables, each under its heading."""
    yield Heading(1, "", "Appendix: charts, figures, methods and sources")
    note = (
        "Each figure quoted in this paper is a claim of the edition. In the electronic copies a quoted figure links to "
        "its row in the table of figures, and the online edition shows the data rows and the calculation behind it. "
        "The charts with the season taken out stand in the online edition."
    )
    yield Paragraph("", (Run(note),))
    yield Heading(2, "", "Charts")
    yield _charts(blocks)
    yield Heading(2, "", "Figures and their claim ids")
    yield _claims(ledger, blocks)
    yield Heading(2, "", "Methods")
    yield _methods(ledger)
    yield Heading(2, "", "Sources")
    yield _sources(ledger)


def _charts(blocks: tuple[Block, ...]) -> Table:
    pictures = [picture for block in blocks if isinstance(block, Pictures) for picture in block.pictures]
    rows = tuple((Cell(f"Chart {one.number}"), Cell(one.milestone), Cell(one.title), Cell(one.id)) for one in pictures)
    widths = (0.1, 0.11, 0.47, 0.32)
    return Table("Charts of this paper", ("Chart", "Milestone", "Title", "Id"), rows, widths, small=True)


def _claims(ledger: Ledger, blocks: tuple[Block, ...]) -> Table:
    quoted: dict[str, list[str]] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            for claim in dict.fromkeys(run.claim for run in block.runs if run.claim):
                quoted.setdefault(claim, []).append(block.number)
    rows = tuple(_claim(claim, ", ".join(quoted.get(claim.id, [])), ledger) for claim in ledger.claims)
    return Table(
        "Figures of the edition, by claim id",
        ("Claim id", "What it is", "Figure", "Method", "Quoted in"),
        rows,
        (0.26, 0.36, 0.14, 0.16, 0.08),
        small=True,
    )


def _claim(claim: Claim, quoted: str, ledger: Ledger) -> tuple[Cell, ...]:
    window = "" if claim.window in {ledger.edition.period, ""} else f" ({claim.window})"
    return (
        Cell(claim.id, anchor=claim_anchor(claim.id)),
        Cell(f"{claim.label}{window}"),
        Cell(claim.display),
        Cell(_method(claim)),
        Cell(quoted or "not quoted"),
    )


def _method(claim: Claim) -> str:
    if claim.status == "published":
        return f"As published, {paragraph_text(claim.paragraph)}"
    return "Computed: " + claim.statistic if claim.status == "computed" else f"No value: {claim.reason}"


def _methods(ledger: Ledger) -> Table:
    used = {claim.statistic for claim in ledger.claims if claim.status == "computed"}
    rows = tuple(
        (Cell(statistic.id), Cell(statistic.label), Cell(statistic.method))
        for statistic in STATISTICS.values()
        if statistic.id in used
    )
    widths = (0.2, 0.28, 0.52)
    return Table("How computed figures are worked out", ("Method", "Name", "In words"), rows, widths, small=True)


def _sources(ledger: Ledger) -> Table:
    found = dict.fromkeys(claim.source for claim in ledger.claims if not claim.source.startswith(CITED))
    rows = tuple((Cell(source), Cell(str(sum(claim.source == source for claim in ledger.claims)))) for source in found)
    cited = sum(claim.source.startswith(CITED) for claim in ledger.claims)
    rows = (*rows, (Cell("The original report, cited by paragraph"), Cell(str(cited)))) if cited else rows
    return Table("Who published what", ("Source", "Figures"), rows, (0.88, 0.12), (1,), small=True)
