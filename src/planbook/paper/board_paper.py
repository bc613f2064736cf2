"""Compose the board paper of an edition from ledger, plan, measures and commentary; no figure is typed here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from msgspec.structs import replace

from planbook.claims.claims import Claim, UnknownClaim, claim_text
from planbook.claims.ledger import Ledger
from planbook.claims.records import ChartRecord
from planbook.claims.status import MilestoneStatus
from planbook.claims.summary import summarise
from planbook.data.measures import Measures
from planbook.data.periods import date_words
from planbook.data.plan import Milestone, Outcome, Plan, paragraph_text
from planbook.paper.paper_record import (
    Block,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Table,
    with_curled_marks,
)
from planbook.paper.paper_tables import appendix, claim_sources, judged_table, outcomes_table, promises_table
from planbook.paper.paragraph_register import SECTION_LETTERS, cited_as

Fact = tuple[str, tuple[Run, ...]]

TO_BE_SET = "To be set"
AGENDA = ("Board", "Date of meeting", "Agenda item", "Report of", "Title of report", "Purpose")
FRONT = {"purpose": "Purpose of the report"}
BEFORE = {"recommendations": "Recommendations", "background": "Background"}
AFTER = {name: f"{name.capitalize()} implications" for name in ("financial", "legal", "equality", "risk")}
"""The sections before the summary, before the outcomes and after them: file of the commentary, and title."""
QUOTE = re.compile(r"\{claim\}`([^`]+)`")
FOLDED = "without-season"
"""Charts that the site shows folded away; the paper leaves them to the online edition."""
DRAFT = "Draft, not signed off: "


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

    @property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.ledger.claims}


def board_paper(source: PaperSource) -> Paper:
    """The paper of an edition.

    Raises:
        UnknownClaim: the commentary quotes an id that the ledger does not hold.
    """
    edition = source.ledger.edition
    title = source.agenda.get("Title of report", f"Police and Crime Plan: position in {edition.label}")
    agenda = {**dict.fromkeys(AGENDA, TO_BE_SET), **source.agenda, "Title of report": title}
    body = (
        *_sections(source, FRONT),
        *_summary(source),
        *_sections(source, BEFORE),
        *(block for outcome in source.plan.outcomes for block in _outcome(source, outcome)),
        *_sections(source, AFTER),
    )
    charts, tables = count(1), count(1)
    blocks = tuple(_numbered(body, charts, tables))
    paper = Paper(
        title=title,
        agenda=tuple(agenda.items()),
        running=f"{DRAFT if source.draft else ''}{edition.force_name}, {edition.label}",
        description=f"{edition.force_name}, {edition.long_label}",
        blocks=(*blocks, *_numbered(appendix(source.ledger, blocks), charts, tables)),
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
    runs: list[Run] = []
    for place, part in enumerate(QUOTE.split(text)):
        if place % 2 == 0:
            runs += [Run(part)] if part else []
            continue
        wanted, *modifiers = part.split(":")
        if wanted not in claims:
            raise UnknownClaim(wanted, tuple(claims))
        runs.append(Run(claim_text(claims[wanted], tuple(modifiers)), wanted))
    return tuple(runs)


def unknown_quotes(source: PaperSource) -> tuple[tuple[str, str, str], ...]:
    """Every quote that names no claim or no modifier: file, number of the paragraph, what is wrong."""
    claims = source.claims
    faults: list[tuple[str, str, str]] = []
    for file, written in source.commentary.items():
        for number, text in written:
            try:
                runs_of(text, claims)
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
    """The three sentences of the front page under fixed numbers, then the tables of the position."""
    yield Heading(1, SECTION_LETTERS["summary"], "Summary")
    sentences = summarise(source.plan, source.ledger.milestones).sentences
    for ordinal, sentence in enumerate(sentences, start=1):
        yield Paragraph(cited_as("summary", ordinal), (Run(sentence),))
    yield outcomes_table(source.plan, source.ledger)
    judged = judged_table(source.plan, source.ledger)
    if judged.rows:
        yield judged
    yield promises_table(source.plan, source.ledger)


def _outcome(source: PaperSource, outcome: Outcome) -> Iterator[Block]:
    yield Heading(1, str(outcome.position), outcome.title)
    if outcome.title_inferred:
        yield Paragraph("", (Run(f"The title of this outcome is inferred. {outcome.note}"),))
    for milestone in source.plan.of(outcome.id):
        if status := source.ledger.status(milestone.id):
            yield from _milestone(source, milestone, status)


def _milestone(source: PaperSource, milestone: Milestone, status: MilestoneStatus) -> Iterator[Block]:
    yield Heading(2, milestone.id, milestone.short_title)
    charts = [chart for chart in source.ledger.charts if chart.milestone == milestone.id]
    verdicts = [verdict for verdict in source.ledger.verdicts if verdict.milestone == milestone.id]
    measures = list(dict.fromkeys([*(one.measure for one in verdicts), *(one.measure for one in charts)]))
    wanted = milestone.measure or next(iter(measures), "")
    own = wanted if wanted in measures else ""
    yield Facts(tuple(_facts(source, milestone, status, own)), status.group)
    yield from _commentary(source, milestone.id)
    yield from _pictures(charts, own)
    for measure in measures:
        if measure != own:
            yield from _context(source, measure, charts)


def _facts(source: PaperSource, milestone: Milestone, status: MilestoneStatus, measure: str) -> Iterator[Fact]:
    """What the milestone's block on the site says, as terms and words."""
    target = milestone.target_words if status.target and milestone.target_words != "none set" else ""
    due = f"{milestone.due.day} {milestone.due:%B %Y}" if milestone.due else ""
    yield "Status", (Run(f"{status.word}."), Run(f" {status.sentence}"))
    yield from _worded(
        ("Promise", milestone.title),
        ("Target", _sentence(target)),
        ("Baseline", status.baseline),
        ("Actual", status.actual),
        ("Gap to target", status.gap),
    )
    yield from _verdicts(source, measure)
    yield from _worded(
        ("Due", due),
        ("Owner", milestone.owner),
        ("Awaited", _awaited(milestone)),
        ("Reported by", _elsewhere(milestone)),
        ("Original report", _sentence(paragraph_text(milestone.paragraphs))),
        ("Sources", _sentence("; ".join(claim_sources(source.ledger, milestone.id)))),
    )


def _worded(*facts: tuple[str, str]) -> Iterator[Fact]:
    """The facts that have words."""
    return ((term, (Run(words),)) for term, words in facts if words)


def _verdicts(source: PaperSource, measure: str) -> tuple[Fact, ...]:
    return tuple(
        (_sentence(verdict.kind), (Run(f"{_sentence(verdict.word)}."), Run(f" {verdict.sentence}")))
        for verdict in source.ledger.verdicts
        if measure and verdict.measure == measure
    )


def _elsewhere(milestone: Milestone) -> str:
    place = milestone.elsewhere
    paper = f": {place.paper}" if place.paper else ""
    date = f", {date_words(place.date)}" if place.date else ""
    return f"{place.body}{paper}{date}" if place.body else ""


def _awaited(milestone: Milestone) -> str:
    since = f" (since {date_words(milestone.awaiting_since)})" if milestone.awaiting_since else ""
    return f"{_sentence(milestone.awaiting)}{since}" if milestone.awaiting else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _context(source: PaperSource, measure: str, charts: Sequence[ChartRecord]) -> Iterator[Block]:
    """A measure beside the milestone's own: its verdicts and charts."""
    yield Heading(3, "", f"For context: {source.measures[measure].label_inside}")
    if verdicts := _verdicts(source, measure):
        yield Facts(verdicts)
    yield from _pictures(charts, measure)


def _pictures(charts: Sequence[ChartRecord], measure: str) -> Iterator[Pictures]:
    """The charts of one measure, each across the page, but the last two narrow and side by side."""
    own = [chart for chart in charts if chart.measure == measure and chart.kind != FOLDED]
    last = len(own) - 2 if len(own) >= 2 else len(own)
    yield from (Pictures((_picture(chart),)) for chart in own[:last])
    if own[last:]:
        yield Pictures(tuple(_picture(chart, narrow=True) for chart in own[last:]))


def _picture(chart: ChartRecord, *, narrow: bool = False) -> Picture:
    """The picture of a chart; its number follows."""
    return Picture(chart.id, 0, chart.title, chart.subtitle, chart.alt, chart.source, chart.milestone, narrow)
