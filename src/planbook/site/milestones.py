"""One pattern for every milestone: what a notebook leaves out of a block is put into it, in the same place.

Promise, status, chart, verdicts, reading of the chart, commentary, data and how it was made, sources, owner,
paragraphs, permanent link. Notebooks hold the promise, the calculation and the commentary; the rest is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Node
from docutils.statemachine import StringList
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from planbook.claims.claims import Claim, UnknownClaim, anchor
from planbook.claims.display import listed_words
from planbook.claims.records import ChartRecord
from planbook.claims.status import STATUSES, MilestoneStatus, gap_side, shortfall
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.plan import KINDS, Milestone, UnknownMilestone, paragraph_text
from planbook.site.edition_source import EDITION, Source, link_to, source_of
from planbook.site.evidence import as_known
from planbook.site.prose_links import number_paragraphs
from planbook.site.render import BlockDirective, FigureLinks, render

logger = logging.getLogger(__name__)
QUOTED = re.compile(r"\{claim\}`([^`:]+)")
AFTER_REFERENCES_MOVE = 700
"""Later than docutils' transforms of targets, which give a section the id that stands before its heading."""
SOURCES_PAGE = "book/data_quality"
LEADING = re.compile(r"\d+")
NO_CHART = {
    "narrative": "None: the promise has no measure.",
    "awaiting_data": "None: the figures have not been supplied.",
    "other_body": "None: another body manages and reports it.",
    "reported_elsewhere": "None: another paper reports it.",
    "dated_deliverable": "None: the promise is kept or not by its date.",
    "parts": "Given for each part below.",
}
AS_PUBLISHED = "As published in the original report, not computed here"
NO_SERIES = "None for this measure: no series of it is held by force."


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
    own = source.ledger.edition.force_name
    for chart in source.ledger.charts:
        if chart.measure == milestone.measure and chart.kind == "peers":
            return Peers(listed_words(sorted(str(row[0]) for row in chart.rows if row[0] != own)), chart.id)
    return None


class OutcomeDirective(BlockDirective):
    """The milestones of an outcome at the head of its page: status, target and result."""

    required_arguments = 1
    template = "outcome.html"

    def source(self) -> Source:
        """Quotes the statuses of the outcome's milestones and the head of the edition."""
        edition = source_of(self.env, EDITION)
        if edition.known.as_at:
            return source_of(self.env)
        milestones = edition.plan.of(self.arguments[0])
        return source_of(self.env, *(f"status:{milestone.id}" for milestone in milestones), EDITION)

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
    return gap_side(shortfall(milestone, status, source.claims))


class MilestoneDirective(SphinxDirective):
    """The promise: its status in words, target, owner and paragraphs."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """One block; a milestone that the register or the ledger lacks is a fault."""
        source, links = source_of(self.env, f"status:{self.arguments[0]}"), FigureLinks(self.env)
        try:
            milestone = source.plan.milestone(self.arguments[0])
        except UnknownMilestone as unknown:
            return self._fault(unknown.args[0])
        status = source.ledger.status(milestone.id)
        if status is None:
            return self._fault(f"milestone {milestone.id} has no status: its notebook must call judge()")
        return [links.node(_head(source, milestone, status, links), milestone=milestone.id)]

    def _fault(self, words: str) -> list[Node]:
        logger.warning("%s", words, location=self.get_location(), type="planbook", subtype="milestone")
        return []


def _head(source: Source, milestone: Milestone, status: MilestoneStatus, links: FigureLinks) -> str:
    whole = source.plan.milestone(milestone.part_of) if milestone.part_of else milestone
    directions = {measure.id: measure.direction_words for measure in source.measures.all}
    return render(
        "milestone.html",
        told=links.told,
        milestone=milestone,
        whole=whole,
        status=status,
        direction=directions.get(milestone.measure, ""),
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
        source = source_of(self.env, EDITION, f"commentary:{self.arguments[0]}")
        path = source.commentary_path(self.arguments[0])
        if not path.is_file():
            text = f"No commentary has been written for {source.ledger.edition.label}."
            return [nodes.paragraph("", text, classes=["pb-notice"], commentary=True)]
        return [self._parsed(path, source)]

    def _parsed(self, path: Path, source: Source) -> Node:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(source.places.root).as_posix()
        checked = [self._checked(line, f"{name}:{number}", source) for number, line in enumerate(lines, start=1)]
        section = nodes.container(classes=["pb-commentary"], commentary=True)
        self.state.nested_parse(StringList(checked, source=str(path)), 0, section)
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


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one measure; each is shown with its method, or all share the one in the lead."""

    lead: str
    claims: tuple[Claim, ...]
    methods: bool = True


class MilestoneBlocks(SphinxTransform):
    """Complete the blocks of a page in the order that every block has."""

    default_priority: ClassVar[int] = AFTER_REFERENCES_MOVE

    def apply(self, **kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """Short headings, permanent addresses, readings, commentary after them, and the foot of each block."""
        del kwargs
        promises = [node for node in self.document.findall(nodes.raw) if "milestone" in node.attributes]
        if not promises:
            return
        milestones = {promise["milestone"] for promise in promises}
        source = source_of(self.env, *_quoted(source_of(self.env, EDITION), milestones))
        for promise in promises:
            if isinstance(promise.parent, nodes.section):
                self._block(source, promise.parent, source.plan.milestone(promise["milestone"]))

    def _block(self, source: Source, section: nodes.section, milestone: Milestone) -> None:
        _shorten_heading(section, milestone)
        _settle_address(section, milestone_anchor(milestone.id))
        _move_commentary(section)
        section.insert(len(list(_own(section))), nodes.raw("", self._foot(source, milestone), format="html"))

    def _foot(self, source: Source, milestone: Milestone) -> str:
        claims = [claim for claim in source.ledger.claims if claim.milestone == milestone.id]
        drawn = any(
            chart.milestone == milestone.id and chart.measure == milestone.measure for chart in source.ledger.charts
        )
        published = [claim.paragraph for claim in claims if claim.status == "published"]
        return render(
            "milestone_foot.html",
            milestone=milestone,
            figures=len(claims),
            groups=_grouped(source, claims),
            why_no_chart="" if drawn else NO_CHART.get(milestone.kind, NO_SERIES),
            tables=self._tables(source, milestone, claims),
            published=_published_where(published) if published else "",
            paragraphs=paragraph_text(milestone.paragraphs),
            kind=KINDS[milestone.kind],
            rule=_rule(source, milestone),
            address=milestone_anchor(milestone.id),
            anchor=anchor,
        )

    def _tables(self, source: Source, milestone: Milestone, claims: list[Claim]) -> list[tuple[str, str, str]]:
        """Name, place on the page of sources and publisher of each table that figures or charts rest on."""
        named = {rows.table for claim in claims for rows in claim.rows}
        named |= {_table_of(source, chart) for chart in source.ledger.charts if chart.milestone == milestone.id}
        named |= {source.measures[claim.measure].denominator for claim in claims if claim.statistic == "rate"}
        return [
            (f"{name}.csv", link_to(self.env, SOURCES_PAGE, f"source-{name.replace('_', '-')}"), publisher)
            for name, publisher in registers.publishers(source.places).items()
            if name in named
        ]


def _quoted(source: Source, milestones: set[str]) -> list[str]:
    """What the blocks of a page quote; the charts are in the page's own notebook."""
    claims = [f"claim:{claim.id}" for claim in source.ledger.claims if claim.milestone in milestones]
    return [*(f"status:{milestone}" for milestone in sorted(milestones)), *claims, EDITION]


def _own(section: nodes.section) -> Iterator[nodes.Node]:
    """What belongs to the block itself: everything before the first section inside it."""
    for child in section.children:
        if isinstance(child, nodes.section):
            return
        yield child


def _shorten_heading(section: nodes.section, milestone: Milestone) -> None:
    """The heading names the milestone; the plan's own words stand under it."""
    title = section.next_node(nodes.title)
    if title is not None and title.parent is section and title.astext().startswith(milestone.id):
        title.children = []
        title += nodes.Text(f"{milestone.id} {milestone.short_title}")


def _settle_address(section: nodes.section, address: str) -> None:
    """The id that does not change with the heading's words comes first: links to the heading use it."""
    if address in section["ids"]:
        section["ids"] = [address, *(name for name in section["ids"] if name != address)]


def _move_commentary(section: nodes.section) -> None:
    """Commentary stands after the reading of the milestone's chart, where it has one."""
    own = list(_own(section))
    commentary = [node for node in own if _marked(node, "commentary")]
    readings = [node for node in own if _marked(node, "reading")]
    for node in commentary if readings else []:
        section.remove(node)
        section.insert(section.index(readings[0]) + 1, node)


def _marked(node: nodes.Node, name: str) -> bool:
    return bool(isinstance(node, nodes.Element) and node.get(name))


def _rule(source: Source, milestone: Milestone) -> str:
    status = source.ledger.status(milestone.id)
    return STATUSES[status.status].rule if status else ""


def _table_of(source: Source, chart: ChartRecord) -> str:
    """The table of series that a chart was drawn from."""
    measure = source.measures[chart.measure]
    return {"years": measure.year_table, "peers": measure.group_table}.get(chart.kind or "") or measure.table


def _grouped(source: Source, claims: list[Claim]) -> tuple[FigureGroup, ...]:
    """Computed figures measure by measure, then those that the report printed."""
    published = tuple(claim for claim in claims if claim.status == "published")
    computed: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.status != "published":
            computed.setdefault(claim.measure, []).append(claim)
    groups = [FigureGroup(source.measures[name].label, tuple(figures)) for name, figures in computed.items()]
    return (*groups, *([FigureGroup(AS_PUBLISHED, published, methods=False)] if published else []))


def _published_where(paragraphs: list[str]) -> str:
    """Where the report prints the figures: ``paragraphs 89, 90``; headings and tables have no number."""
    numbers = sorted(
        {text for text in paragraphs if text[:1].isdigit()}, key=lambda text: int(LEADING.findall(text)[0])
    )
    return paragraph_text(", ".join(numbers)) if numbers else "not in a numbered paragraph"


DIRECTIVES = {"outcome": OutcomeDirective, "milestone": MilestoneDirective, "commentary": CommentaryDirective}
