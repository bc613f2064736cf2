"""Compose the board paper of an edition from ledger, plan, measures and commentary; no figure is typed here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from msgspec.structs import replace

from planbook.claims.claims import Claim, UnknownClaim, quoted
from planbook.claims.ledger import Ledger
from planbook.claims.records import ChartRecord
from planbook.claims.statistics_table import STATISTICS
from planbook.claims.status import GROUPS, MilestoneStatus
from planbook.claims.summary import summarise
from planbook.data.measures import Measures
from planbook.data.periods import date_words
from planbook.data.plan import Milestone, Outcome, Plan, paragraph_text
from planbook.paper.paper_record import (
    Block,
    Cell,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Table,
    claim_anchor,
    with_curled_marks,
)
from planbook.paper.paragraph_register import SECTION_LETTERS, cited_as

Fact = tuple[str, tuple[Run, ...]]

TO_BE_SET = "To be set"
AGENDA = ("Board", "Date of meeting", "Agenda item", "Report of", "Title of report", "Purpose")
FRONT = {"purpose": "Purpose of the report"}
BEFORE = {"recommendations": "Recommendations", "background": "Background"}
AFTER = {name: f"{name.capitalize()} implications" for name in ("financial", "legal", "equality", "risk")}
"""The sections before the summary, before the outcomes and after them: file of the commentary, and title."""
FOLDED = "without-season"
"""Charts that the site shows folded away; the paper leaves them to the online edition."""
CHANGES = "changes"
"""The chart of all changes of an outcome, which is of no promise by itself."""
DRAFT = "Draft, not signed off: "
NOTE = (
    "Each figure quoted in this paper is a claim of the edition. In the electronic copies a quoted figure links to "
    "its row in the table of figures, and the online edition shows the data rows and the calculation behind it. "
    "The charts with the season taken out stand in the online edition."
)


@dataclass(frozen=True)
class PaperSource:
    """What a board paper is made of.

    ``commentary`` holds, by file (a milestone's id or a section), pairs of number and paragraph with claims
    quoted by id; ``agenda`` holds the lines of the header that the register gives. The paper of a ``draft`` says so at
    the head of each page.
    """

    ledger: Ledger
    plan: Plan
    measures: Measures
    commentary: Mapping[str, tuple[tuple[str, str], ...]]
    agenda: Mapping[str, str]
    draft: bool = False

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.ledger.claims}


def board_paper(source: PaperSource) -> Paper:
    """The paper of an edition.

    Raises:
        UnknownClaim: the commentary quotes an id that the ledger does not hold.
    """
    edition = source.ledger.edition
    title = source.agenda.get("Title of report", f"{edition.plan_title}: position in {edition.label}")
    agenda = {**dict.fromkeys(AGENDA, TO_BE_SET), **source.agenda, "Title of report": title}
    body = (
        *_sections(source, FRONT),
        *_summary(source),
        *_sections(source, BEFORE),
        *(block for outcome in source.plan.outcomes for block in _outcome(source, outcome)),
        *_sections(source, AFTER),
    )
    # The appendix lists charts by number, so it is composed when the body has its numbers, and goes on from them.
    charts, tables = count(1), count(1)
    blocks = tuple(_numbered(body, charts, tables))
    paper = Paper(
        title=title,
        agenda=tuple(agenda.items()),
        running=f"{DRAFT if source.draft else ''}{edition.force_name}, {edition.label}",
        description=f"{edition.force_name}, {edition.long_label}",
        blocks=(*blocks, *_numbered(_appendix(source.ledger, blocks), charts, tables)),
    )
    return with_curled_marks(paper)


def _numbered(blocks: Iterable[Block], charts: Iterator[int], tables: Iterator[int]) -> Iterator[Block]:
    """The blocks with their charts and tables numbered, whichever of them the edition has."""
    for block in blocks:
        if isinstance(block, Pictures):
            yield Pictures(tuple(replace(picture, number=next(charts)) for picture in block.pictures))
        else:
            yield replace(block, number=next(tables)) if isinstance(block, Table) else block


def runs_of(text: str, claims: Mapping[str, Claim]) -> tuple[Run, ...]:
    """The runs of a paragraph: text, and the words of each quoted claim with its id.

    Raises:
        UnknownClaim: a quoted id is not among ``claims``.
    """
    return tuple(Run(*part) for part in quoted(text, claims))


def unknown_quotes(source: PaperSource) -> tuple[tuple[str, str, str], ...]:
    """Every quote that names no claim or no modifier: file, number of the paragraph, what is wrong."""
    faults: list[tuple[str, str, str]] = []
    for file, paragraphs in source.commentary.items():
        for number, text in paragraphs:
            # All at once: whoever mends the commentary would otherwise build once for each.
            try:
                runs_of(text, source.claims)
            except (UnknownClaim, ValueError) as fault:
                faults.append((file, number, str(fault.args[0])))
    return tuple(faults)


def _sections(source: PaperSource, sections: Mapping[str, str]) -> Iterator[Block]:
    for file, title in sections.items():
        yield Heading(1, SECTION_LETTERS[file], title)
        yield from _commentary(source, file)


def _commentary(source: PaperSource, file: str) -> Iterator[Paragraph]:
    paragraphs = source.commentary.get(file, ())
    for number, text in paragraphs:
        yield Paragraph(number, runs_of(text, source.claims))
    if not paragraphs:
        yield Paragraph("", (Run(f"No commentary has been written for {source.ledger.edition.label}."),))


def _summary(source: PaperSource) -> Iterator[Block]:
    """The sentences of the front page under fixed numbers, then the tables of the position."""
    yield Heading(1, SECTION_LETTERS["summary"], "Summary")
    lines = summarise(source.plan, source.ledger.milestones).lines
    # A number stays with its group, so that it means the same where another edition has a group more.
    numbered = {GROUPS[line.group].paragraph if line.group else 1: line.sentence for line in lines}
    for number, sentence in sorted(numbered.items()):
        yield Paragraph(cited_as("summary", number), (Run(sentence),))
    yield from _position_tables(source.plan, source.ledger)


def _outcome(source: PaperSource, outcome: Outcome) -> Iterator[Block]:
    yield Heading(1, str(outcome.position), outcome.title)
    if outcome.title_inferred:
        yield Paragraph("", (Run(f"The title of this outcome is inferred. {outcome.note}"),))
    for milestone in source.plan.of(outcome.id):
        if status := source.ledger.status(milestone.id):
            yield from _milestone(source, milestone, status)
    charts = [chart for chart in source.ledger.charts if chart.outcome == outcome.id and chart.kind == CHANGES]
    if charts:
        yield Heading(2, "", "The changes side by side")
        yield Pictures(tuple(replace(_picture(chart), milestone=outcome.id) for chart in charts))


def _milestone(source: PaperSource, milestone: Milestone, status: MilestoneStatus) -> Iterator[Block]:
    yield Heading(2, milestone.id, milestone.short_title)
    charts = [chart for chart in source.ledger.charts if chart.milestone == milestone.id and chart.kind != CHANGES]
    verdicts = [verdict for verdict in source.ledger.verdicts if verdict.milestone == milestone.id]
    measures = list(dict.fromkeys([*(one.measure for one in verdicts), *(one.measure for one in charts)]))
    # A promise without a measure of its own has no row of verdicts: what was reported under it is context.
    own = milestone.measure if milestone.measure in measures else ""
    yield Facts(tuple(_facts(source, milestone, status, own)), status.group)
    yield from _commentary(source, milestone.id)
    yield from _pictures(charts, own)
    for measure in measures:
        if measure != own:
            yield Heading(3, "", f"For context: {source.measures[measure].label_inside}")
            if context := _verdicts(source, milestone, measure):
                yield Facts(context)
            yield from _pictures(charts, measure)


def _facts(source: PaperSource, milestone: Milestone, status: MilestoneStatus, measure: str) -> Iterator[Fact]:
    """What the milestone's block on the site says, as terms and words."""
    target = status.target if status.target != "none set" else ""
    yield "Status", (Run(f"{status.word}."), Run(f" {status.sentence}"))
    yield from _worded(
        ("Promise", milestone.title),
        ("Target", _sentence(target)),
        ("Baseline", status.baseline),
        ("Actual", status.actual),
        ("Gap to target", f"{status.figure('gap').text} {status.gap_side}".strip()),
    )
    yield from _verdicts(source, milestone, measure)
    place = milestone.elsewhere
    since = f" (since {date_words(milestone.awaiting_since)})" if milestone.awaiting_since else ""
    paper = f": {place.paper}" if place.paper else ""
    date = f", {date_words(place.date)}" if place.date else ""
    yield from _worded(
        ("Due", date_words(milestone.due.isoformat()) if milestone.due else ""),
        ("Delivered", date_words(milestone.delivered_on.isoformat()) if milestone.delivered_on else ""),
        ("Evidence", _sentence(milestone.delivered_evidence)),
        ("Owner", milestone.owner),
        ("Awaited", f"{_sentence(milestone.awaiting)}{since}" if milestone.awaiting else ""),
        ("Reported by", f"{place.body}{paper}{date}" if place.body else ""),
        ("Report", _sentence(paragraph_text(milestone.paragraphs)) if source.plan.report else ""),
        ("Sources", _sentence("; ".join(_claim_sources(source.ledger, milestone.id)))),
    )


def _worded(*facts: tuple[str, str]) -> Iterator[Fact]:
    """The facts that have words."""
    return ((term, (Run(words),)) for term, words in facts if words)


def _verdicts(source: PaperSource, milestone: Milestone, measure: str) -> tuple[Fact, ...]:
    return tuple(
        (_sentence(verdict.kind), (Run(f"{_sentence(verdict.word)}."), Run(f" {verdict.sentence}")))
        for verdict in source.ledger.verdicts
        if (verdict.measure, verdict.milestone) == (measure, milestone.id)
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _pictures(charts: Sequence[ChartRecord], measure: str) -> Iterator[Pictures]:
    """The charts of one measure, each across the page, but the last two narrow and side by side."""
    pictures = [_picture(chart) for chart in charts if chart.measure == measure and chart.kind != FOLDED]
    last = len(pictures) - 2 if len(pictures) >= 2 else len(pictures)
    yield from (Pictures((picture,)) for picture in pictures[:last])
    if pictures[last:]:
        yield Pictures(tuple(replace(picture, narrow=True) for picture in pictures[last:]))


def _picture(chart: ChartRecord) -> Picture:
    # The number follows, once it is known which charts the paper has.
    return Picture(chart.id, 0, chart.title, chart.subtitle, chart.alt, chart.source, chart.milestone)


# Tables: the position in the summary; charts, figures, methods and sources in the appendix.


def _position_tables(plan: Plan, ledger: Ledger) -> Iterator[Table]:
    """Promises by outcome and status, those that a figure judges, and every promise with its owner."""
    statuses = {status.milestone: status for status in ledger.milestones}
    promises = [(promise, statuses[promise.id]) for promise in plan.milestones if promise.id in statuses]
    yield _outcomes_table(plan, ledger, promises)
    figures = tuple(_figures(promise, status) for promise, status in promises if status.change)
    if figures:
        columns = ("Promise", "Status", "Target", "Baseline", "Actual", "Change", "Gap to target")
        widths = (0.22, 0.15, 0.17, 0.12, 0.12, 0.08, 0.14)
        yield Table(f"Promises that figures judge, {ledger.edition.label}", columns, figures, widths, small=True)
    rows = tuple(
        (Cell(promise.id), Cell(promise.short_title), Cell(status.word, group=status.group), Cell(promise.owner))
        for promise, status in promises
    )
    heads = ("Milestone", "Promise", "Status", "Owner")
    caption = f"Every promise with its status and owner, {ledger.edition.label}"
    yield Table(caption, heads, rows, (0.11, 0.35, 0.19, 0.35), small=True)


def _outcomes_table(plan: Plan, ledger: Ledger, promises: Sequence[tuple[Milestone, MilestoneStatus]]) -> Table:
    """How many promises of each outcome stand in each group; parts are not counted."""
    rows: list[tuple[Cell, ...]] = []
    whole: Counter[str] = Counter()
    for outcome in plan.outcomes:
        own = [status for promise, status in promises if promise.outcome == outcome.id and not promise.part_of]
        counts = Counter(status.group for status in own)
        whole += counts
        rows.append(_counted(f"{outcome.position} {outcome.title}", counts))
    return Table(
        f"Promises of each outcome by status, {ledger.edition.label}; one judged in parts counts once",
        ("Outcome", *(group.heading for group in GROUPS.values()), "Promises"),
        (*rows, _counted("All outcomes", whole)),
        (0.4, 0.08, 0.11, 0.12, 0.09, 0.1, 0.1),
        (1, 2, 3, 4, 5, 6),
    )


def _counted(name: str, counts: Counter[str]) -> tuple[Cell, ...]:
    return _cells(name, *(str(counts[group]) for group in GROUPS), str(counts.total()))


def _figures(promise: Milestone, status: MilestoneStatus) -> tuple[Cell, ...]:
    return (
        Cell(f"{promise.id} {promise.short_title}"),
        Cell(f"{status.word}{status.how_clear and f'; {status.how_clear}'}", group=status.group),
        *_cells(
            status.target.replace(" per cent", "%"),
            status.baseline or "not published",
            # A promise judged by a published change alone has no level of the period to show.
            status.actual if status.actual != status.change else "not published",
            status.change.replace(" per cent", "%"),
            f"{status.figure('gap').text} {status.gap_side}".strip() or "no number set",
        ),
    )


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(map(Cell, texts))


def _claim_sources(ledger: Ledger, milestone: str) -> tuple[str, ...]:
    """Who published the figures of a milestone, each once; values cited from the report by their paragraphs."""
    own = [claim for claim in ledger.claims if claim.milestone == milestone]
    publishers = dict.fromkeys(claim.source for claim in own if claim.status != "published")
    cited = any(claim.status == "published" for claim in own)
    return (*publishers, *(["figures cited from the report"] if cited else []))


def _appendix(ledger: Ledger, blocks: Sequence[Block]) -> Iterator[Block]:
    """Four tables, each under its heading; ``blocks`` are those of the paper before it."""
    yield Heading(1, "", "Appendix: charts, figures, methods and sources")
    yield Paragraph("", (Run(NOTE),))
    yield Heading(2, "", "Charts")
    pictures = [picture for block in blocks if isinstance(block, Pictures) for picture in block.pictures]
    charts = tuple(_cells(f"Chart {one.number}", one.milestone, one.title, one.id) for one in pictures)
    columns: tuple[str, ...] = ("Chart", "Milestone", "Title", "Id")
    yield Table("Charts of this paper", columns, charts, (0.1, 0.11, 0.47, 0.32), small=True)
    yield Heading(2, "", "Figures and their claim ids")
    yield _claims_table(ledger, blocks)
    yield Heading(2, "", "Methods")
    statistics = {claim.statistic for claim in ledger.claims if claim.status == "computed"}
    methods = tuple(_cells(one.id, one.label, one.method) for one in STATISTICS.values() if one.id in statistics)
    columns = ("Method", "Name", "In words")
    yield Table("How computed figures are worked out", columns, methods, (0.2, 0.28, 0.52), small=True)
    yield Heading(2, "", "Sources")
    cited = sum(claim.status == "published" for claim in ledger.claims)
    counts = Counter(claim.source for claim in ledger.claims if claim.status != "published")
    sources = [_cells(source, str(figures)) for source, figures in counts.items()]
    sources += [_cells("The report, cited by paragraph", str(cited))] if cited else []
    yield Table("Who published what", ("Source", "Figures"), tuple(sources), (0.88, 0.12), (1,), small=True)


def _claims_table(ledger: Ledger, blocks: Sequence[Block]) -> Table:
    places: dict[str, list[str]] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            for claim in dict.fromkeys(run.claim for run in block.runs if run.claim):
                places.setdefault(claim, []).append(block.number)
    rows = tuple(_claim(claim, ", ".join(places.get(claim.id, [])), ledger) for claim in ledger.claims)
    columns = ("Claim id", "What it is", "Figure", "Method", "Quoted in")
    return Table("Figures of the edition, by claim id", columns, rows, (0.26, 0.36, 0.14, 0.16, 0.08), small=True)


def _claim(claim: Claim, places: str, ledger: Ledger) -> tuple[Cell, ...]:
    window = "" if claim.window in {ledger.edition.period, ""} else f" ({claim.window})"
    method = f"Computed: {claim.statistic}" if claim.status == "computed" else f"No value: {claim.reason}"
    if claim.status == "published":
        method = f"As published, {claim.origin}"
    name = Cell(claim.id, anchor=claim_anchor(claim.id))
    return (name, *_cells(f"{claim.label}{window}", claim.display, method, places or "not quoted"))
