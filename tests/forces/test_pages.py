"""The page of a statement and the one that leads there, from the records of the plan's own notebooks."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from planbook.claims.ledger import Ledger
from planbook.claims.status import STATUSES
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.forces.pages import Frame, Shown, counts, index_page, statement_page
from planbook.forces.statements import Statement
from planbook.run.edition import Request, edition_of, ledger_of, tasks_of
from planbook.run.pages import settled
from planbook.run.running import run_task
from planbook.site.theme import POLICY

PLACES = Places(Path(__file__).parents[2])
PLAN = registers.read_plan(PLACES, "national_priorities")
OWN, BEFORE = Statement("kent", "FY2025-26Q3"), Statement("kent", "FY2025-26Q2")
FRAME = Frame(PLAN.title, (("essex", "Essex"), ("kent", "Kent & more")), (BEFORE.period, OWN.period))
QUICK = ("01_homicide.ipynb", "05_cyber_crime.ipynb")


@cache
def shown() -> Shown:
    """Kent's statement on two of the priorities, one that is computed and one that is not held."""
    request = Request(PLAN.id, Period.parse(OWN.period), OWN.force)
    register = registers.plan_for(PLACES, PLAN.id, request.period, OWN.force)
    tasks = [task for task in tasks_of(PLACES, request, register.plan) if task.source.name in QUICK]
    notebooks: dict[str, Any] = {}
    for task in tasks:
        executed = run_task(task, PLACES.root)
        assert isinstance(executed, dict), executed
        notebooks[task.source.name] = settled(executed)
    ledger = ledger_of(PLACES, edition_of(PLACES, request, register, ()), notebooks)
    outcomes = tuple(one for one in PLAN.outcomes if f"{one.notebook}.ipynb" in QUICK)
    ids = {one.id for one in outcomes}
    milestones = tuple(one for one in PLAN.milestones if one.outcome in ids)
    register = replace(register, plan=replace(register.plan, outcomes=outcomes, milestones=milestones))
    return Shown(register, registers.measures(PLACES, PLAN.id), ledger, notebooks)


def ledger() -> Ledger:
    """Its ledger."""
    return shown().ledger


@cache
def page() -> BeautifulSoup:
    """Its page, as a reader's program takes it."""
    return BeautifulSoup(statement_page(FRAME, OWN, shown()), "html.parser")


def one(selector: str) -> Tag:
    """The first element of the page that is selected."""
    found = page().select_one(selector)
    assert found is not None, selector
    return found


@pytest.mark.slow
def test_every_promise_stands_with_its_status_and_reason() -> None:
    """In the table at the head and in a section of its own: the word, its mark, the sentence."""
    assert {"too_few", "not_held"} <= {status.status for status in ledger().milestones}
    for status in ledger().milestones:
        anchor = PLAN.milestone(status.milestone).anchor
        row = next(row for row in page().select("table tr") if row.select_one(f'a[href="#{anchor}"]'))
        mark = one(f"section[aria-labelledby={anchor}] .pb-verdict-line .pb-status")
        assert {status.word} == {mark.text, row.select(".pb-status")[0].text}
        assert status.style in (mark["class"] or ())
        assert status.sentence in " ".join(one(f"section[aria-labelledby={anchor}]").text.split())


@pytest.mark.slow
def test_what_is_not_held_names_its_holder() -> None:
    """In the sentence of the promise, and in the list of all holders."""
    promise = PLAN.milestone("N1.2")
    assert promise.held_by in one("section[aria-labelledby=n1-2]").text
    assert promise.supplier.removeprefix("the ") in one(".pb-not-held").text


@pytest.mark.slow
def test_figures_are_the_claims_of_the_ledger() -> None:
    """Every claim stands once in a table, as the ledger has it; figures in sentences lead to these rows."""
    told = {tag["value"]: tag.text for tag in page().select("data.pb-claim")}
    assert {claim.id: claim.display for claim in ledger().claims} == told
    ids = {tag["id"] for tag in page().select("[id]")}
    links = [str(tag["href"]) for tag in page().select("a[href^='#']")]
    assert [] == [link for link in links if link[1:] and link[1:] not in ids]
    assert "#claim-homicide-count" in links


@pytest.mark.slow
def test_a_chart_stands_with_its_data_and_no_dead_files() -> None:
    """Both drawings, words for those who do not see them, and the rows behind."""
    chart = ledger().charts[0]
    figure = one(f"#{chart.id}")
    assert [chart.alt] * 2 == [svg["aria-label"] for svg in figure.select("svg[role=img]")]
    assert len(chart.rows) == len(figure.select("tbody tr"))
    assert [] == figure.select("ul")


@pytest.mark.slow
def test_the_page_leads_to_other_quarters_forces_sources_and_its_data() -> None:
    """The menu has them all and marks its own; styles and scripts stand once at the root, and these alone may load."""
    links = {str(link["href"]) for link in page().select("nav.pb-menu a")}
    assert {"../../kent/fy2025-26q2/index.html", "../../essex/fy2025-26q3/index.html", "../../index.html"} <= links
    assert 2 == len(page().select('nav.pb-menu [aria-current="page"]'))
    addresses = [source.address for source in PLAN.sources]
    assert addresses == [str(link["href"]) for link in page().select(".pb-statement details a")]
    assert "ledger.json" == one("a[download]")["href"]
    assert ["../../_static/planbook.css"] == [str(link["href"]) for link in page().select("link[rel=stylesheet]")]
    assert POLICY == one("meta[http-equiv=Content-Security-Policy]")["content"]


def test_the_index_has_every_promise_by_force_and_every_statement() -> None:
    """The words of the last period, a link to each statement that was made, and [x] for one that was not."""
    made = {one: {"N1.1": "too_few", "N2.1": "direction_met", "N2.2": "too_close"} for one in (OWN, BEFORE)}
    soup = BeautifulSoup(index_page(FRAME, PLAN, made), "html.parser")
    latest, every = soup.select("table")
    rows = {row.th.text: row for row in latest.select("tbody tr") if row.th}
    assert ["essex", "kent"] == [force for force, _ in FRAME.forces]
    assert STATUSES["direction_met"].word in rows["Kent & more"].text
    assert {"[x]"} == {cell.text for cell in rows["Essex"].select("td")}
    links = {str(link["href"]): link["aria-label"] for link in every.select("a")}
    assert {f"{one.address}/index.html" for one in made} == set(links)
    assert {"Kent & more, October to December 2025: 1 met, 1 too close to call"} <= set(links.values())


def test_counts_say_nothing_of_what_cannot_be_judged() -> None:
    """Groups without a promise are left out; a statement that judges none says so."""
    assert "none judged" == counts({"N1.1": "too_few"}, PLAN)
