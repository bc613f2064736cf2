"""Milestone blocks: the promise with its status, and the commentary on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from planbook.claims.claims import UnknownClaim
from planbook.claims.status import gap_side, shortfall
from planbook.claims.summary import listed_words
from planbook.data.periods import Period
from planbook.data.plan import UnknownMilestone
from planbook.site.as_known import as_known
from planbook.site.claim_links import FigureLinks
from planbook.site.edition_source import source_of
from planbook.site.paragraph_numbers import number_paragraphs
from planbook.site.render import BlockDirective, render

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.nodes import Node

    from planbook.claims.status import MilestoneStatus
    from planbook.data.plan import Milestone
    from planbook.site.edition_source import Source

logger = logging.getLogger(__name__)
QUOTED = re.compile(r"\{claim\}`([^`:]+)")


def milestone_anchor(milestone: str) -> str:
    """The anchor of a milestone's heading: ``m5-4b``."""
    return milestone.lower().replace(".", "-")


def table_text(text: str) -> str:
    """Tables say % where sentences say per cent."""
    return text.replace(" per cent", "%")


@dataclass(frozen=True)
class OverviewRow:
    """One milestone at the head of its outcome's page; ``side`` says on which side of the target it stands."""

    milestone: Milestone
    status: MilestoneStatus
    side: str


@dataclass(frozen=True)
class Peers:
    """The other forces that a measure is compared with, as a list in words, and the chart that does it."""

    words: str
    chart: str


def compared_with(source: Source, milestone: Milestone) -> Peers | None:
    """Whom the milestone's measure is compared with in this edition; None without a comparison."""
    chart = next(
        (chart for chart in source.ledger.charts if chart.measure == milestone.measure and chart.kind == "peers"),
        None,
    )
    if chart is None:
        return None
    own = source.ledger.edition.force_name
    return Peers(listed_words(sorted(str(row[0]) for row in chart.rows if row[0] != own)), chart.id)


class OutcomeDirective(BlockDirective):
    """The milestones of an outcome at the head of its page: status, target and result."""

    required_arguments = 1
    template = "outcome.html"

    def source(self) -> Source:
        """Quotes the statuses of the outcome's milestones and the head of the edition."""
        edition = source_of(self.env, "edition")
        if edition.known.as_at:
            return source_of(self.env)
        milestones = edition.plan.of(self.arguments[0])
        return source_of(self.env, *(f"status:{milestone.id}" for milestone in milestones), "edition")

    def values(self, source: Source) -> dict[str, Any]:
        """The outcome, and its milestones as rows."""
        outcome = source.plan.outcome(self.arguments[0])
        edition = source.ledger.edition
        return {
            "outcome": outcome,
            "total": len(source.plan.outcomes),
            "edition": edition,
            **as_known(source, outcome.id),
            "rows": _overview(source, outcome.id),
            "in_force": edition.plan_in_force,
            "anchor": milestone_anchor,
            "short": table_text,
        }


def _overview(source: Source, outcome: str) -> list[OverviewRow]:
    pairs = [(milestone, source.ledger.status(milestone.id)) for milestone in source.plan.of(outcome)]
    return [OverviewRow(milestone, status, _side(source, milestone, status)) for milestone, status in pairs if status]


def _side(source: Source, milestone: Milestone, status: MilestoneStatus) -> str:
    return gap_side(shortfall(milestone, status, {claim.id: claim for claim in source.ledger.claims}))


class MilestoneDirective(SphinxDirective):
    """The promise: its status in words, target, owner and paragraphs."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """One block; a milestone that the register or the ledger lacks is a fault."""
        source = source_of(self.env, f"status:{self.arguments[0]}")
        try:
            milestone = source.plan.milestone(self.arguments[0])
        except UnknownMilestone as fault:
            logger.warning("%s", fault.args[0], location=self.get_location(), type="planbook", subtype="milestone")
            return []
        status = source.ledger.status(milestone.id)
        if status is None:
            text = f"milestone {milestone.id} has no status: its notebook must call judge()"
            logger.warning("%s", text, location=self.get_location(), type="planbook", subtype="milestone")
            return []
        links = FigureLinks(self.env)
        return [links.node(_head(source, milestone, status, links), milestone=milestone.id)]


def _head(source: Source, milestone: Milestone, status: MilestoneStatus, links: FigureLinks) -> str:
    whole = source.plan.milestone(milestone.part_of) if milestone.part_of else milestone
    return render(
        "milestone.html",
        told=links.told,
        milestone=milestone,
        whole=whole,
        status=status,
        direction=_direction(milestone, source),
        side=_side(source, milestone, status),
        since=Period.parse(milestone.awaiting_since).label if milestone.awaiting_since else "",
        peers=compared_with(source, milestone),
        signoff=source.signoff(milestone.id),
    )


class CommentaryDirective(SphinxDirective):
    """The commentary on a milestone for the period, from its own file."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The parsed paragraphs; a plain statement where the period has none."""
        source = source_of(self.env, "edition", f"commentary:{self.arguments[0]}")
        path = source.commentary_path(self.arguments[0])
        if not path.is_file():
            return [_no_commentary(source)]
        return [self._parsed(path, source)]

    def _parsed(self, path: Path, source: Source) -> Node:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(source.places.root).as_posix()
        known = [self._checked(line, f"{name}:{number}", source) for number, line in enumerate(lines, start=1)]
        section = nodes.container(classes=["pb-commentary"], commentary=True)
        self.state.nested_parse(StringList(known, source=str(path)), 0, section)
        number_paragraphs(section, source.numbering.of(path.stem))
        section.insert(0, nodes.paragraph("", "Commentary", classes=["pb-block-title"]))
        return section

    def _checked(self, line: str, place: str, source: Source) -> str:
        """The line, with any unknown claim reported at its own place and taken out."""
        for wanted in QUOTED.findall(line):
            try:
                source.ledger.claim(wanted)
            except UnknownClaim as fault:
                logger.warning("%s: %s", place, fault.args[0], type="planbook", subtype="claim")
                line = re.sub(r"\{claim\}`" + re.escape(wanted) + r"[^`]*`", wanted, line)
        return line


def _direction(milestone: Milestone, source: Source) -> str:
    """Which way is good for the milestone's measure, in words; empty where it has no measure of its own."""
    known = {measure.id: measure.direction_words for measure in source.measures.all}
    return known.get(milestone.measure, "")


def _no_commentary(source: Source) -> Node:
    text = f"No commentary has been written for {source.ledger.edition.label}."
    return nodes.paragraph("", text, classes=["pb-notice"], commentary=True)


DIRECTIVES = {"outcome": OutcomeDirective, "milestone": MilestoneDirective, "commentary": CommentaryDirective}
