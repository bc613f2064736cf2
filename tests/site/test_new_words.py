"""Words of a status on every surface that lists them: pages, summary, paper and workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from planbook.claims.claims import plain
from planbook.claims.ledger import Ledger
from planbook.claims.status import STATUSES, MilestoneStatus, statuses_by_group
from planbook.claims.summary import summarise
from planbook.data import registers
from planbook.data.places import Places
from planbook.data.plan import Milestone, Plan
from planbook.export.edition_workbook import _milestones
from planbook.paper.board_paper import PaperSource, board_paper
from planbook.paper.paper_record import Facts as FactsBlock
from planbook.paper.paper_record import Table
from planbook.site.render import render
from tests.conftest import EDITION

WORDS = {"delivered": "Delivered", "delivered_late": "Delivered late", "overdue": "Overdue", "not_due": "Not yet due"}
NAMED = "deliver by 10 March 2015"


@pytest.fixture
def promise(places: Places) -> Milestone:
    """A deliverable that is made up for a test."""
    milestone = registers.read_plan(places, "west_midlands_2014_15").milestone("M4.4")
    days = {"due": date(2015, 3, 10), "delivered_on": date(2015, 3, 12)}
    made = {
        "kind": "dated_deliverable",
        "target_kind": "delivered",
        "delivered_evidence": "https://example.org/minutes",
    }
    return replace(milestone, **days, **made)  # type: ignore[arg-type]


@pytest.fixture
def plan(places: Places, promise: Milestone) -> Plan:
    """The plan with the deliverable in it."""
    plan = registers.read_plan(places, "west_midlands_2014_15")
    return replace(plan, milestones=tuple(promise if one.id == promise.id else one for one in plan.milestones))


def status_of(status: str) -> MilestoneStatus:
    """A status of the deliverable."""
    return MilestoneStatus("M4.4", "O4", status, "A sentence.", target=NAMED)


@pytest.mark.parametrize(("status", "word"), WORDS.items())
def test_the_block_of_a_promise_says_word_target_and_delivery(promise: Milestone, status: str, word: str) -> None:
    """Word with its mark, target, day and evidence, which is a link where it is an address."""
    html = render(
        "milestone.html",
        reported=True, link_figures=plain, milestone=promise, whole=promise, status=status_of(status), directions={},
        since="", chart_of_peers=None, peers="", signoff=SimpleNamespace(changed=(), words="not signed off"),
    )  # fmt: skip
    assert f'<span class="pb-status {STATUSES[status].style}">{word}</span>' in html
    assert f"<dt>Target</dt><dd>{NAMED}</dd>" in html
    assert '<dt>Delivered</dt><dd><time datetime="2015-03-12">12 March 2015</time>: <a href="https://example' in html


@pytest.mark.parametrize(
    ("status", "lead"),
    [("delivered", "Met"), ("delivered_late", "Met in part"), ("overdue", "Not met"), ("not_due", "Cannot be judged")],
)
def test_the_front_page_counts_it_in_its_group(plan: Plan, status: str, lead: str) -> None:
    """A late delivery is met in part: it was delivered, and not by its day."""
    lines = summarise(plan, [status_of(status)]).lines
    assert [lead] == [line.lead for line in lines if line.count]
    assert status in {one.id for _, _, group in statuses_by_group([status]) for one in group}


@pytest.mark.parametrize(("status", "word"), WORDS.items())
def test_paper_and_workbook_say_the_same_word(places: Places, plan: Plan, status: str, word: str) -> None:
    """The table of all promises, the facts of the promise, and the sheet of milestones."""
    ledger = Ledger(EDITION, (), (), (status_of(status),), ())
    measures = registers.measures(places, "west_midlands_2014_15")
    paper = board_paper(PaperSource(ledger=ledger, plan=plan, measures=measures, commentary={}, agenda={}))
    facts = {term: "".join(run.text for run in runs) for block in paper.of(FactsBlock) for term, runs in block.items}
    assert (f"{word}. A sentence.", "12 March 2015") == (facts["Status"], facts["Delivered"])
    assert word in {cell.text for table in paper.of(Table) for row in table.rows for cell in row}
    (row,) = _milestones(ledger, plan).rows
    assert (word, NAMED) == (row[4], row[6])
