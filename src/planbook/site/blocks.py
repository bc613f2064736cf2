"""One pattern for every milestone: what a notebook leaves out of a block is put into it, in the same place.

Promise, status, chart, verdicts, reading of the chart, commentary, data and how it was made, sources, owner,
paragraphs, permanent link. Notebooks hold the promise, the calculation and the commentary; the rest is made here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms import SphinxTransform

from planbook.claims.claims import anchor
from planbook.claims.status import STATUSES
from planbook.data import registers
from planbook.data.plan import KINDS, paragraph_text
from planbook.site.edition_source import link_to, source_of
from planbook.site.milestones import milestone_anchor
from planbook.site.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element

    from planbook.claims.chart_record import ChartRecord
    from planbook.claims.claims import Claim
    from planbook.data.plan import Milestone
    from planbook.site.edition_source import Source

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
        heads = [node for node in self.document.findall(nodes.raw) if "milestone" in node.attributes]
        if not heads:
            return
        source = source_of(self.env, *_quoted(source_of(self.env, "edition"), {head["milestone"] for head in heads}))
        for head in heads:
            if isinstance(head.parent, nodes.section):
                self._block(source, head.parent, source.plan.milestone(head["milestone"]))

    def _block(self, source: Source, section: nodes.section, milestone: Milestone) -> None:
        _shorten_heading(section, milestone)
        _settle_address(section, milestone_anchor(milestone.id))
        _move_commentary(section)
        section.insert(len(list(_own(section))), _html(self._foot(source, milestone)))

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
    return [*(f"status:{milestone}" for milestone in sorted(milestones)), *claims, "edition"]


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


def _html(text: str, **marks: bool) -> Element:
    return nodes.raw("", text, format="html", **marks)
