"""The tables of a board paper: the position in its summary; charts, figures, methods and sources in its appendix."""

from collections import Counter
from collections.abc import Iterator, Sequence

from planbook.claims.claims import Claim
from planbook.claims.ledger import Ledger
from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import GROUPS, MilestoneStatus
from planbook.data.plan import Milestone, Plan, paragraph_text
from planbook.paper.paper_record import Block, Cell, Heading, Paragraph, Pictures, Run, Table, claim_anchor

CITED = "data/published/"
"""Where the source of a figure stands that was cited from the original report."""
NOTE = (
    "Each figure quoted in this paper is a claim of the edition. In the electronic copies a quoted figure links to "
    "its row in the table of figures, and the online edition shows the data rows and the calculation behind it. "
    "The charts with the season taken out stand in the online edition."
)


def outcomes_table(plan: Plan, ledger: Ledger) -> Table:
    """How many promises of each outcome are met, met in part, not met, not judged; parts are not counted."""
    rows: list[tuple[Cell, ...]] = []
    whole: Counter[str] = Counter()
    for outcome in plan.outcomes:
        own = [(promise, status) for promise, status in _judged(plan, ledger) if promise.outcome == outcome.id]
        counts = Counter(status.group for promise, status in own if not promise.part_of)
        whole += counts
        rows.append(_counted(f"{outcome.position} {outcome.title}", counts))
    return Table(
        f"Promises of each outcome by status, {ledger.edition.label}; one judged in parts counts once",
        ("Outcome", *(group.heading for group in GROUPS.values()), "Promises"),
        (*rows, _counted("All outcomes", whole)),
        (0.5, 0.08, 0.11, 0.1, 0.11, 0.1),
        (1, 2, 3, 4, 5),
    )


def _counted(name: str, counts: Counter[str]) -> tuple[Cell, ...]:
    return _cells(name, *(str(counts[group]) for group in GROUPS), str(counts.total()))


def judged_table(plan: Plan, ledger: Ledger) -> Table:
    """Promises and parts that a figure judges: target, baseline, actual, change and gap together."""
    return Table(
        f"Promises that figures judge, {ledger.edition.label}",
        ("Promise", "Status", "Target", "Baseline", "Actual", "Change", "Gap to target"),
        tuple(_figures(promise, status) for promise, status in _judged(plan, ledger) if status.change),
        (0.22, 0.15, 0.17, 0.12, 0.12, 0.08, 0.14),
        small=True,
    )


def _figures(promise: Milestone, status: MilestoneStatus) -> tuple[Cell, ...]:
    return (
        Cell(f"{promise.id} {promise.short_title}"),
        Cell(status.word, group=status.group),
        *_cells(
            promise.target_words.replace(" per cent", "%"),
            status.baseline or "not published",
            status.actual if status.actual != status.change else "not published",
            status.change.replace(" per cent", "%"),
            status.gap or "no number set",
        ),
    )


def promises_table(plan: Plan, ledger: Ledger) -> Table:
    """Every promise and part with its status and owner."""
    rows = tuple(
        (Cell(promise.id), Cell(promise.short_title), Cell(status.word, group=status.group), Cell(promise.owner))
        for promise, status in _judged(plan, ledger)
    )
    return Table(
        f"Every promise with its status and owner, {ledger.edition.label}",
        ("Milestone", "Promise", "Status", "Owner"),
        rows,
        (0.11, 0.35, 0.19, 0.35),
        small=True,
    )


def _judged(plan: Plan, ledger: Ledger) -> list[tuple[Milestone, MilestoneStatus]]:
    statuses = {status.milestone: status for status in ledger.milestones}
    return [(milestone, statuses[milestone.id]) for milestone in plan.milestones if milestone.id in statuses]


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(map(Cell, texts))


def claim_sources(ledger: Ledger, milestone: str) -> tuple[str, ...]:
    """Who published the figures of a milestone, each once; values cited from the report by their paragraphs."""
    sources = [claim.source for claim in ledger.claims if claim.milestone == milestone]
    publishers = dict.fromkeys(source for source in sources if not source.startswith(CITED))
    cited = any(source.startswith(CITED) for source in sources)
    return (*publishers, *(["figures cited from the original report"] if cited else []))


def appendix(ledger: Ledger, blocks: Sequence[Block]) -> Iterator[Block]:
    """Four tables, each under its heading; ``blocks`` are those of the paper before it."""
    yield Heading(1, "", "Appendix: charts, figures, methods and sources")
    yield Paragraph("", (Run(NOTE),))
    yield Heading(2, "", "Charts")
    yield _charts(blocks)
    yield Heading(2, "", "Figures and their claim ids")
    yield _claims(ledger, blocks)
    yield Heading(2, "", "Methods")
    yield _methods(ledger)
    yield Heading(2, "", "Sources")
    yield _sources(ledger)


def _charts(blocks: Sequence[Block]) -> Table:
    pictures = [picture for block in blocks if isinstance(block, Pictures) for picture in block.pictures]
    rows = tuple(_cells(f"Chart {one.number}", one.milestone, one.title, one.id) for one in pictures)
    widths = (0.1, 0.11, 0.47, 0.32)
    return Table("Charts of this paper", ("Chart", "Milestone", "Title", "Id"), rows, widths, small=True)


def _claims(ledger: Ledger, blocks: Sequence[Block]) -> Table:
    quoted: dict[str, list[str]] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            for claim in dict.fromkeys(run.claim for run in block.runs if run.claim):
                quoted.setdefault(claim, []).append(block.number)
    rows = tuple(_claim(claim, ", ".join(quoted.get(claim.id, [])), ledger) for claim in ledger.claims)
    columns = ("Claim id", "What it is", "Figure", "Method", "Quoted in")
    return Table("Figures of the edition, by claim id", columns, rows, (0.26, 0.36, 0.14, 0.16, 0.08), small=True)


def _claim(claim: Claim, quoted: str, ledger: Ledger) -> tuple[Cell, ...]:
    window = "" if claim.window in {ledger.edition.period, ""} else f" ({claim.window})"
    name = Cell(claim.id, anchor=claim_anchor(claim.id))
    return (name, *_cells(f"{claim.label}{window}", claim.display, _method(claim), quoted or "not quoted"))


def _method(claim: Claim) -> str:
    if claim.status == "published":
        return f"As published, {paragraph_text(claim.paragraph)}"
    return "Computed: " + claim.statistic if claim.status == "computed" else f"No value: {claim.reason}"


def _methods(ledger: Ledger) -> Table:
    used = {claim.statistic for claim in ledger.claims if claim.status == "computed"}
    rows = tuple(_cells(one.id, one.label, one.method) for one in STATISTICS.values() if one.id in used)
    columns = ("Method", "Name", "In words")
    return Table("How computed figures are worked out", columns, rows, (0.2, 0.28, 0.52), small=True)


def _sources(ledger: Ledger) -> Table:
    cited = sum(claim.source.startswith(CITED) for claim in ledger.claims)
    counts = Counter(claim.source for claim in ledger.claims if not claim.source.startswith(CITED))
    rows = [_cells(source, str(count)) for source, count in counts.items()]
    rows += [_cells("The original report, cited by paragraph", str(cited))] if cited else []
    return Table("Who published what", ("Source", "Figures"), tuple(rows), (0.88, 0.12), (1,), small=True)
