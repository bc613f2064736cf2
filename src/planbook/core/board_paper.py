"""Compose the board paper of an edition from ledger, plan, measures and commentary; no figure is typed here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planbook.claims.summary import summarise
from planbook.core.claims import UnknownClaim, claim_text
from planbook.core.paper_appendix import appendix, claim_sources
from planbook.core.paper_record import Facts, Heading, Paper, Paragraph, Picture, Pictures, Run, Table
from planbook.core.paper_tables import judged_table, outcomes_table, promises_table
from planbook.core.quotation_marks import curled_record
from planbook.data.periods import date_words
from planbook.data.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planbook.claims.ledger import Ledger
    from planbook.claims.status import MilestoneStatus
    from planbook.core.chart_record import ChartRecord
    from planbook.core.claims import Claim
    from planbook.core.paper_record import Block
    from planbook.data.measures import Measures
    from planbook.data.plan import Milestone, Outcome, Plan

__all__ = ["AGENDA", "TO_BE_SET", "PaperSource", "board_paper", "runs_of", "unknown_quotes"]

TO_BE_SET = "To be set"
AGENDA = ("Board", "Date of meeting", "Agenda item", "Report of", "Title of report", "Purpose")
FRONT = (("purpose", "A", "Purpose of the report"),)
BEFORE = (("recommendations", "C", "Recommendations"), ("background", "D", "Background"))
AFTER = (
    ("financial", "E", "Financial implications"),
    ("legal", "F", "Legal implications"),
    ("equality", "G", "Equality implications"),
    ("risk", "H", "Risk implications"),
)
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
    charts = _charts_numbered(body)
    paper = Paper(
        title=title,
        agenda=tuple(agenda.items()),
        running=f"{DRAFT if source.draft else ''}{edition.force_name}, {edition.label}",
        description=f"{edition.force_name}, {edition.long_label}",
        blocks=_tables_numbered((*charts, *appendix(source.ledger, charts))),
    )
    return curled_record(paper)


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


def _sections(source: PaperSource, sections: tuple[tuple[str, str, str], ...]) -> Iterator[Block]:
    for file, letter, title in sections:
        yield Heading(1, letter, title)
        yield from _commentary(source, file)


def _commentary(source: PaperSource, file: str) -> Iterator[Paragraph]:
    claims = source.claims
    written = source.commentary.get(file, ())
    for number, text in written:
        yield Paragraph(number, runs_of(text, claims))
    if not written:
        yield Paragraph("", (Run(f"No commentary has been written for {source.ledger.edition.label}."),))


def _summary(source: PaperSource) -> Iterator[Block]:
    """The three sentences of the front page under fixed numbers, then the tables of the position."""
    yield Heading(1, "B", "Summary")
    sentences = summarise(source.plan, source.ledger.milestones).sentences
    for ordinal, sentence in enumerate(sentences, start=1):
        yield Paragraph(f"B.{ordinal}", (Run(sentence),))
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
    drawn = [chart for chart in source.ledger.charts if chart.milestone == milestone.id]
    judged = [verdict for verdict in source.ledger.verdicts if verdict.milestone == milestone.id]
    named = dict.fromkeys([*(verdict.measure for verdict in judged), *(chart.measure for chart in drawn)])
    first = next(iter(named), "")
    own = milestone.measure if milestone.measure in named else "" if milestone.measure else first
    yield Facts(tuple(_facts(source, milestone, status, own)), status.group)
    yield from _commentary(source, milestone.id)
    yield from _pictures(drawn, own)
    for measure in named:
        if measure != own:
            yield from _context(source, measure, drawn)


def _facts(
    source: PaperSource, milestone: Milestone, status: MilestoneStatus, measure: str
) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """What the milestone's block on the site says, as terms and words."""
    target = milestone.target_words if status.target and milestone.target_words != "none set" else ""
    due = f"{milestone.due.day} {milestone.due:%B %Y}" if milestone.due else ""
    figures = (
        ("Promise", milestone.title),
        ("Target", target[:1].upper() + target[1:]),
        ("Baseline", status.baseline),
        ("Actual", status.actual),
        ("Gap to target", status.gap),
    )
    about = (
        ("Due", due),
        ("Owner", milestone.owner),
        ("Awaited", _awaited(milestone)),
        ("Reported by", _elsewhere(milestone)),
        ("Original report", _sentence(paragraph_text(milestone.paragraphs))),
        ("Sources", _sentence("; ".join(claim_sources(source.ledger, milestone.id)))),
    )
    yield "Status", (Run(f"{status.word}."), Run(f" {status.sentence}"))
    yield from ((term, (Run(words),)) for term, words in figures if words)
    yield from _verdicts(source, measure)
    yield from ((term, (Run(words),)) for term, words in about if words)


def _verdicts(source: PaperSource, measure: str) -> tuple[tuple[str, tuple[Run, ...]], ...]:
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


def _context(source: PaperSource, measure: str, drawn: list[ChartRecord]) -> Iterator[Block]:
    """A measure shown beside the milestone's own: its verdicts and charts."""
    yield Heading(3, "", f"For context: {source.measures[measure].label_inside}")
    if verdicts := _verdicts(source, measure):
        yield Facts(verdicts)
    yield from _pictures(drawn, measure)


def _pictures(drawn: list[ChartRecord], measure: str) -> Iterator[Pictures]:
    """The charts of one measure: the first across the page, then two narrow ones or one across."""
    shown = [_picture(chart) for chart in drawn if chart.measure == measure and chart.kind != FOLDED]
    while shown:
        pair = len(shown) == 2
        taken = [replace(picture, narrow=True) for picture in shown] if pair else shown[:1]
        yield Pictures(tuple(taken))
        shown = shown[len(taken) :]


def _picture(chart: ChartRecord) -> Picture:
    return Picture(chart.id, 0, chart.title, chart.subtitle, chart.alt, chart.source, chart.milestone)


def _charts_numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their charts numbered from 1."""
    numbers = iter(range(1, 1 + sum(len(block.pictures) for block in blocks if isinstance(block, Pictures))))
    return tuple(
        Pictures(tuple(replace(picture, number=next(numbers)) for picture in block.pictures))
        if isinstance(block, Pictures)
        else block
        for block in blocks
    )


def _tables_numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their tables numbered from 1, whichever of them the edition has."""
    numbers = iter(range(1, 1 + len(blocks)))
    return tuple(replace(block, number=next(numbers)) if isinstance(block, Table) else block for block in blocks)
