"""One pattern for every milestone: what a notebook leaves out of a block is put into it, in the same place.

Promise, status, chart, verdicts, reading of the chart, commentary, data and how it was made, sources, owner,
paragraphs, permanent link. Notebooks hold the promise, the calculation and the commentary; the rest is made here.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element, Node
from docutils.statemachine import StringList
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from planbook.claims.claims import Claim, UnknownClaim
from planbook.claims.display import listed_words, police_of
from planbook.claims.records import SIMILAR
from planbook.claims.status import STATUSES, MilestoneStatus, owner_roles, shortfall
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.plan import KINDS, Milestone, UnknownMilestone, milestone_anchor, paragraph_text
from planbook.site.edition_source import EDITION, Source, link_to, source_in, source_of
from planbook.site.evidence import as_known
from planbook.site.prose import number_paragraphs
from planbook.site.render import TEMPLATES, BlockDirective, FigureLinks, place_text, render

logger = logging.getLogger(__name__)
QUOTED = re.compile(r"\{claim\}`([^`:]+)[^`]*`")
# Later than docutils' transforms of targets, which give a section the id that stands before its heading.
AFTER_REFERENCES_MOVE = 700
SOURCES_PAGE = "book/data_quality"
NO_CHART = {
    "narrative": "None: the promise has no measure.",
    "awaiting_data": "None: the figures have not been supplied.",
    "other_body": "None: another body manages and reports it.",
    "reported_elsewhere": "None: another paper reports it.",
    "not_held": "None: the figures are not held here.",
    "dated_deliverable": "None: the promise is kept or not by its date.",
    "parts": "Given for each part below.",
}
AS_PUBLISHED = "As published in the report, not computed here"
NO_SERIES = "None for this measure: no series of it is held by force."


TEMPLATES.globals |= {"milestone_anchor": milestone_anchor, "owner_roles": owner_roles, "police_of": police_of}


def promise_rows(source: Source, outcome: str) -> list[tuple[Milestone, MilestoneStatus, float | None]]:
    """The milestones of an outcome that have a status, and how far each falls short of its target; None without one."""
    statuses = ((milestone, source.ledger.status(milestone.id)) for milestone in source.plan.of(outcome))
    return [(one, status, shortfall(one, status, source.claims)) for one, status in statuses if status]


class OutcomeDirective(BlockDirective):
    """The milestones of an outcome at the head of its page: status, target and result."""

    required_arguments = 1
    template = "outcome.html"

    def run(self) -> list[Node]:
        """Quotes the statuses of the outcome's milestones and the head of the edition."""
        milestones = source_in(self.env.app).plan.of(self.arguments[0])
        self.quotes = (*(f"status:{milestone.id}" for milestone in milestones), EDITION)
        return super().run()

    def values(self, source: Source) -> dict[str, Any]:
        """The outcome, and its milestones as rows."""
        outcome = source.plan.outcome(self.arguments[0])
        rows, total = promise_rows(source, outcome.id), len(source.plan.outcomes)
        return {"outcome": outcome, "total": total, "rows": rows, **as_known(source, outcome.id)}


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
        charts = source.ledger.charts
        # The chart of all forces says which of them are of the similar group.
        chart = next((chart for chart in charts if (chart.measure, chart.kind) == (milestone.measure, "peers")), None)
        html = render(
            "milestone.html",
            link_figures=links.link_figures,
            milestone=milestone,
            reported=source.plan.report is not None,
            whole=source.plan.milestone(milestone.part_of) if milestone.part_of else milestone,
            status=status,
            directions={measure.id: measure.direction_words for measure in source.measures.all},
            since=Period.parse(milestone.awaiting_since).label if milestone.awaiting_since else "",
            chart_of_peers=chart,
            peers=listed_words(sorted(str(row[0]) for row in chart.rows if row[-1] == SIMILAR)) if chart else "",
            signoff=source.signoff(milestone.id),
        )
        return [links.node(html, milestone=milestone.id)]

    def _fault(self, words: str) -> list[Node]:
        place = place_text(*self.get_source_info())
        logger.warning("%s", words, location=place, type="planbook", subtype="milestone")
        return []


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
        name = path.relative_to(source.places.root).as_posix()
        texts = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        lines = [self._without_faults(text, f"{name}:{number}", source) for number, text in texts]
        section = nodes.container(classes=["pb-commentary"], commentary=True)
        self.state.nested_parse(StringList(lines, source=str(path)), 0, section)
        number_paragraphs(section, source.numbering.of(path.stem))
        section.insert(0, nodes.paragraph("", "Commentary", classes=["pb-block-title"]))
        return [section]

    def _without_faults(self, line: str, place: str, source: Source) -> str:
        """The line, with any unknown claim reported at its own place and taken out."""

        # The role would report it at the line of the directive: MyST does not pass on where nested text comes from.
        def check(quote: re.Match[str]) -> str:
            if quote[1] in source.claims:
                return quote[0]
            fault = UnknownClaim(quote[1], tuple(source.claims)).args[0]
            logger.warning("%s: %s", place, fault, type="planbook", subtype="claim")
            return quote[1]

        return QUOTED.sub(check, line)


class MilestoneBlocks(SphinxTransform):
    """Complete the blocks of a page in the order that every block has."""

    default_priority: ClassVar[int] = AFTER_REFERENCES_MOVE

    def apply(self, **kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """Short headings, permanent addresses, readings, commentary after them, and the foot of each block."""
        del kwargs
        for promise in list(self.document.findall(nodes.raw)):
            if "milestone" in promise.attributes and isinstance(promise.parent, nodes.section):
                milestone = source_of(self.env, EDITION).plan.milestone(promise["milestone"])
                self._complete(promise.parent, milestone)

    def _complete(self, section: nodes.section, milestone: Milestone) -> None:
        # The heading names the milestone; the plan's own words stand under it.
        title = section.next_node(nodes.title)
        if title is not None and title.parent is section and title.astext().startswith(milestone.id):
            title[:] = [nodes.Text(f"{milestone.id} {milestone.short_title}")]
        # Links to the heading use its first id, so the one that does not change with the heading's words leads.
        section["ids"].sort(key=lambda name: name != milestone_anchor(milestone.id))
        own = takewhile(lambda child: not isinstance(child, nodes.section), section.children)
        block = cast("list[Element]", list(own))
        readings = [node for node in block if node.get("reading")]
        for node in block:
            if readings and node.get("commentary"):
                section.remove(node)
                section.insert(section.index(readings[0]) + 1, node)
        section.insert(len(block), nodes.raw("", self._foot(milestone), format="html"))

    def _foot(self, milestone: Milestone) -> str:
        source = source_in(self.env.app)
        claims = [claim for claim in source.ledger.claims if claim.milestone == milestone.id]
        # The charts are in the page's own notebook, and need no note.
        source_of(self.env, f"status:{milestone.id}", *(f"claim:{claim.id}" for claim in claims))
        status, groups = source.ledger.status(milestone.id), dict[str, list[Claim]]()
        for claim in sorted(claims, key=lambda claim: claim.status == "published"):
            lead = AS_PUBLISHED if claim.status == "published" else source.measures[claim.measure].label
            groups.setdefault(lead, []).append(claim)
        charted = {chart.measure for chart in source.ledger.charts if chart.milestone == milestone.id}
        return render(
            "milestone_foot.html",
            milestone=milestone,
            reported=source.plan.report is not None,
            figures=len(claims),
            groups=groups,
            why_no_chart="" if milestone.measure in charted else NO_CHART.get(milestone.kind, NO_SERIES),
            tables=self._tables(milestone, claims),
            published=_published_where(groups[AS_PUBLISHED]) if AS_PUBLISHED in groups else "",
            paragraphs=paragraph_text(milestone.paragraphs) if source.plan.report else "",
            kind=KINDS[milestone.kind],
            rule=STATUSES[status.status].rule if status else "",
            address=milestone_anchor(milestone.id),
        )

    def _tables(self, milestone: Milestone, claims: list[Claim]) -> list[tuple[str, str, str]]:
        """Name, place on the page of sources and publisher of each table that figures or charts rest on."""
        source = source_in(self.env.app)
        names = {rows.table for claim in claims for rows in claim.rows}
        names |= {source.measures[claim.measure].denominator for claim in claims if claim.statistic == "rate"}
        for chart in source.ledger.charts:
            # The chart of all changes is the outcome's, whichever promise was judged before it was drawn.
            if chart.milestone == milestone.id and chart.kind != "changes":
                measure = source.measures[chart.measure]
                of_kinds = {"years": measure.year_table, "peers": measure.group_table}
                names.add(of_kinds.get(chart.kind or "") or measure.table)
        return [
            (f"{name}.csv", link_to(self.env, SOURCES_PAGE, f"source-{name.replace('_', '-')}"), publisher)
            for name, publisher in registers.publishers(source.places).items()
            if name in names
        ]


def _published_where(claims: list[Claim]) -> str:
    """Where the report prints figures: ``paragraphs 89, 90``; headings and tables have no number."""
    numbers = {claim.paragraph for claim in claims if claim.paragraph[:1].isdigit()}
    ordered = sorted(numbers, key=lambda text: (int(re.match(r"\d+", text)[0]), text))  # type: ignore[index]
    return paragraph_text(", ".join(ordered)) if ordered else "not in a numbered paragraph"


DIRECTIVES = {"outcome": OutcomeDirective, "milestone": MilestoneDirective, "commentary": CommentaryDirective}
