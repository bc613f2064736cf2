"""What pages say of the plan of the edition: its names, its own paragraphs, and that it has no report, where so.

The pages of the book name no force and no year; what is the plan's stands in ``data/plans/<plan>/``.
"""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Node, system_message
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from planbook.data import registers
from planbook.data.plan import Plan
from planbook.data.values import nearest
from planbook.site.edition_source import EDITION, Source, source_in, source_of

REPORT_PAGES = frozenset({"book/report_checked", "book/paragraphs"})
"""The pages about the report of a plan; without a report they say so in a sentence, and leave the menu."""
TEXTS = "pages"
"""The folder of a plan that holds its paragraphs on pages of the book, a file a paragraph."""


def words_of_plan(source: Source) -> dict[str, str]:
    """What a page can say of the plan by name."""
    plan, report = source.plan, source.plan.report
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "years": plan.years_words,
        "outcomes": str(len(plan.outcomes)),
        "report": report.title if report else "",
        "report_year": report.year.label if report else "",
        "report_force": registers.area_name(source.places, report.force) if report else "",
        "id": plan.id,
        "notebook": plan.outcomes[0].notebook,
        "period": source.ledger.edition.period,
        "label": source.ledger.edition.label,
        "force": source.ledger.edition.force_name,
    }


class PlanRole(SphinxRole):
    """Words of the plan of the edition: ``{plan}`short_title```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The words; a fault where there are none of this name."""
        words = words_of_plan(source_of(self.env, EDITION))
        if self.text not in words:
            fault = f"plan has no {self.text!r}; nearest: {nearest(self.text, words)}; names: {', '.join(words)}"
            return [], [self.inliner.reporter.warning(fault, line=self.lineno)]
        return [nodes.Text(words[self.text])], []


class PlanText(SphinxDirective):
    """A text of the plan on a page of the book; nothing where the plan has none of this name."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The text, parsed as a part of the page."""
        source = source_of(self.env, EDITION)
        path = source.places.plan(source.plan.id) / TEXTS / f"{self.arguments[0]}.md"
        self.env.note_dependency(str(path))
        if not path.is_file():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        holder = nodes.Element()
        self.state.nested_parse(StringList(lines, source=str(path)), 0, holder)
        return holder.children


def say_that_there_is_no_report(app: Sphinx, docname: str, content: list[str]) -> None:
    """A page about the report of the plan has its title and one sentence, where the plan has none."""
    plan = source_in(app).plan
    if docname in REPORT_PAGES and plan.report is None:
        title = next((line for line in content[0].splitlines() if line.startswith("# ")), "# The report")
        content[0] = f"{title}\n\nThe {plan.short_title} has no report that it is checked against.\n"


def in_menu(plan: Plan, page: str) -> bool:
    """Whether a page stands in the menu of an edition of a plan."""
    return plan.report is not None or page not in REPORT_PAGES


DIRECTIVES = {"planbook-plan-text": PlanText}
