"""The pages of the site of all forces, in the frame of the publication's own theme, from records alone.

No Sphinx is started: the templates of the theme and of the blocks of a page are read as files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import planbook
from planbook.charts.labels import table_rows
from planbook.claims.claims import Sentence, anchor
from planbook.claims.ledger import Ledger
from planbook.claims.records import (
    KINDS,
    ChartDrawing,
    ChartRecord,
    FiguresTable,
    PageRecord,
    page_record,
    records_of,
)
from planbook.claims.status import GROUPS, STATUSES, MilestoneStatus
from planbook.claims.summary import summarise
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.plan import Milestone, Outcome, Plan, milestone_anchor
from planbook.data.registers import Register
from planbook.forces.statements import Statement
from planbook.run.running import Notebook
from planbook.site.front import held_elsewhere
from planbook.site.render import made_html
from planbook.site.theme import POLICY, Entry, Heading, Part

INDEX = "index"
LIBRARY = Path(planbook.__file__).parent
TEMPLATES = [LIBRARY / folder for folder in ("forces/templates", "site/templates", "site/theme")]
CHANGES = "changes"  # the kind of the chart that belongs to an outcome and to none of its promises
FIGURE = Markup('<data class="pb-claim" value="{}">{}</data>')
LINK = Markup('<a class="pb-claim" href="#{}">{}</a>')


@dataclass(frozen=True)
class Frame:
    """What the frames of all pages share: the title of the plan, and the forces and periods of the site."""

    title: str
    forces: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]

    def menu(self, own: Statement | None) -> tuple[Part, ...]:
        """The first page; from a statement, the force's other periods and the other forces too."""
        parts = [Part("", (Entry(INDEX, "All forces and quarters"),))]
        if own:
            names = dict(self.forces)
            label, dated = Period.parse(own.period).label, [Statement(own.force, one) for one in self.periods[::-1]]
            periods = (Entry(f"{one.address}/{INDEX}", Period.parse(one.period).label) for one in dated)
            forces = (Entry(f"{Statement(force, own.period).address}/{INDEX}", names[force]) for force in names)
            parts += [Part(names[own.force], tuple(periods)), Part(label, tuple(forces))]
        return tuple(parts)


Statuses = Mapping[Statement, Mapping[str, str]]
"""The status of each promise by its id, of each statement that was made."""


def index_page(frame: Frame, plan: Plan, made: Statuses) -> str:
    """Every promise of the last period by force, with its status; and a table of all periods, where there are more."""
    shown = [one for one in plan.milestones if one.kind != "not_held"]
    values: dict[str, Any] = {
        "plan": plan,
        "held": held_elsewhere(plan),
        "shown": shown,
        "made": made,
        "statement": Statement,
        "statuses": STATUSES,
    }
    return _page(frame, "index.html", INDEX, "All forces and quarters", **values)


def counts(statuses: Mapping[str, str], plan: Plan) -> str:
    """How many promises stand in each group that says something: ``1 met, 2 not met``."""
    groups = [STATUSES[statuses[one.id]].group for one in plan.promises if one.id in statuses]
    told = (f"{groups.count(name)} {group.words}" for name, group in GROUPS.items() if name != "open")
    return ", ".join(words for words in told if not words.startswith("0 ")) or "none judged"


class Promise(NamedTuple):
    """A promise on the page of a statement: its record, how it stands, and the blocks that its cells left."""

    milestone: Milestone
    status: MilestoneStatus
    blocks: list[Markup]


class Priority(NamedTuple):
    """An outcome on the page of a statement: its promises, and the charts that compare them."""

    outcome: Outcome
    promises: list[Promise]
    charts: list[Markup]


class Shown:
    """What the page of a statement is made from: the plan, the measures, the ledger and the notebooks by file name."""

    def __init__(
        self, register: Register, measures: Measures, ledger: Ledger, notebooks: Mapping[str, Notebook]
    ) -> None:
        self.register, self.measures, self.ledger = register, measures, ledger
        self.records = {name: list(records_of(notebook)) for name, notebook in notebooks.items()}
        self.claims = {claim.id: claim for claim in ledger.claims}
        self.charts = {chart.id: chart for chart in ledger.charts}
        tables = (one.data["claims"] for records in self.records.values() for one in records if one.kind == "table")
        self.rows = {name for table in tables for name in table}

    def priorities(self) -> Iterator[Priority]:
        """The outcomes of the plan, in order."""
        for outcome in self.register.plan.outcomes:
            blocks, own = defaultdict[str, list[Markup]](list), ""
            for record in self.records[f"{outcome.notebook}.ipynb"]:
                own = record.name if record.kind == "promise" else own
                if record.kind in KINDS:
                    compares = record.kind == "drawing" and self.charts[record.name].kind == CHANGES
                    blocks[CHANGES if compares else own].append(self._block(page_record(record.kind, record.data)))
            statuses = ((one, self.ledger.status(one.id)) for one in self.register.plan.of(outcome.id))
            promises = [Promise(one, told, blocks[one.id]) for one, told in statuses if told]
            yield Priority(outcome, promises, blocks[CHANGES])

    def _block(self, record: PageRecord) -> Markup:
        """What a record shows."""
        values: dict[str, Any] = {"verdicts": self.ledger.verdicts, "link_figures": self.link_figures}
        if isinstance(record, FiguresTable):
            claims = [self.claims[name] for name in record.claims]
            values |= {"claims": claims, "figure": lambda claim: FIGURE.format(claim.id, claim.display)}
        elif isinstance(record, ChartDrawing):
            values |= _chart_values(record, self.charts[record.chart])
        return made_html(_render("block.html", record=record, tag=type(record).__struct_config__.tag, **values))

    def link_figures(self, sentence: Sentence, words: Callable[[str], str] = str) -> Markup:
        """A sentence whose figures lead to the rows of the tables that show them."""
        return Markup("").join(
            LINK.format(anchor(part.claim), words(part.text)) if part.claim in self.rows else words(part.text)
            for part in sentence
        )


def _chart_values(drawing: ChartDrawing, chart: ChartRecord) -> dict[str, Any]:
    """What the template of a chart shows; files and receipts are those of a whole edition, and left out."""
    svg = {size: getattr(drawing, size).replace("<svg ", "", 1) for size in ("wide", "narrow")}
    return {"chart": chart, "svg": svg, "spots": {}, "rows": table_rows(chart), "files": (), "receipts": ()}


def statement_page(frame: Frame, own: Statement, shown: Shown) -> str:
    """The statement of a force for a period, as a page."""
    plan, ledger, priorities = shown.register.plan, shown.ledger, list(shown.priorities())
    sources = dict.fromkeys(claim.source for claim in ledger.claims)
    return _page(
        frame,
        "statement_of_force.html",
        f"{own.address}/{INDEX}",
        f"{plan.title}: {ledger.edition.force_name}, {ledger.edition.label}",
        own=own,
        planbook_contents=[_heading(priority) for priority in priorities],
        planbook_wide=False,
        edition=ledger.edition,
        not_in_force=shown.register.not_in_force,
        summary=summarise(plan, ledger.milestones),
        plan=plan,
        priorities=priorities,
        held=held_elsewhere(plan),
        outcome_link=lambda _, promise: f"#{promise}",
        directions={measure.id: measure.direction_words for measure in shown.measures.all},
        sources=[source for source in sources if source],
        link_figures=shown.link_figures,
        since=lambda month: Period.parse(month).label if month else "",
    )


def _heading(priority: Priority) -> Heading:
    outcome = priority.outcome
    inner = (Heading(f"#{one.milestone.anchor}", one.milestone.short_title) for one in priority.promises)
    return Heading(f"#{outcome.id.lower()}", outcome.title, tuple(inner))


def _page(frame: Frame, template: str, name: str, title: str, *, own: Statement | None = None, **values: Any) -> str:  # noqa: ANN401 - a template takes anything
    """The whole page ``name`` as HTML, in the frame of the theme."""
    up = "../" * name.count("/")

    # The functions and names that Sphinx gives to the templates of a theme.
    def pathto(page: str, resource: int = 0) -> str:
        return f"{up}{page}" if resource else f"{up}{page}.html"

    def css_tag(sheet: str) -> Markup:
        return Markup('<link rel="stylesheet" href="{}">').format(f"{up}{sheet}")

    common = {
        "pathto": pathto,
        "css_tag": css_tag,
        "content_root": up or "./",
        "favicon_url": f"{up}_static/favicon.svg",
        "title": title,
        "docstitle": frame.title,
        "project_title": frame.title,
        "pagename": name,
        "planbook_menu": frame.menu(own),
        "planbook_wide": True,
        "frame": frame,
        "labels": {period: Period.parse(period).label for period in frame.periods},
    }
    return _render(template, **(common | values))


def _render(template: str, **values: Any) -> str:  # noqa: ANN401 - a template takes anything
    return _templates().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals |= {
        "anchor": anchor,
        "milestone_anchor": milestone_anchor,
        "short": lambda text: text.replace(" per cent", "%"),
        "counts": counts,
        "language": "en-GB",
        "metatags": "",
        "css_files": ["_static/planbook.css"],
        "script_files": [],
        "root_doc": INDEX,
        "planbook_policy": POLICY,
        "planbook_contents": (),
        "planbook_footer": (),
        "planbook_mark": "_static/wordmark-light.svg",
        "prev": None,
        "next": None,
    }
    return environment
