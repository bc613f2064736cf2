"""The national priorities: one plan and six notebooks for every force and every quarter since 2021/22."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from planbook.claims.claims import Claim
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.series import force_names
from planbook.notebook.outcome import OutcomeNotebook
from tests.conftest import ROOT, copy_project, planbook
from tests.edition.test_whole_edition import COPIED

PLAN = "national_priorities"
TABLES = ("priority_crime_by_force", "recorded_crime_by_force")
"""Made from the publisher's table of all forces: the first from its subgroups, the second from sums of them."""
FORCES = sorted(force_names(Places(ROOT)))
EDITIONS = [
    ("west_midlands", "FY2024-25"),
    ("kent", "FY2024-25"),
    ("kent", "FY2025-26Q3"),
    ("dyfed_powys", "FY2025-26Q3"),
    ("metropolitan_police", "YTD-2025-12"),
    ("city_of_london", "FY2021-22Q1"),
]
Statement = tuple[dict[str, Claim], dict[str, MilestoneStatus]]


def recorded() -> dict[tuple[str, str, str], int]:
    """The publisher's counts by measure, force and quarter, read with nothing of the library."""
    counts = {}
    for table in TABLES:
        with (ROOT / "data" / "series" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            counts |= {(row["measure"], row["area"], row["period"]): int(row["value"]) for row in rows}
    return counts


RECORDED = recorded()


def statement(run: Callable[..., OutcomeNotebook], force: str, period: str) -> Statement:
    """Claims and statuses of a force's six notebooks."""
    claims: dict[str, Claim] = {}
    statuses: dict[str, MilestoneStatus] = {}
    for outcome in registers.read_plan(Places(ROOT), PLAN).outcomes:
        ran = run(outcome.notebook, plan=PLAN, period=period, force=force)
        claims |= ran.claims
        statuses |= ran.statuses
    return claims, statuses


def wrong_counts(claims: dict[str, Claim], force: str, period: Period) -> Iterator[str]:
    """The counts of a statement that are not the sum of the publisher's, and those of the year before."""
    for claim in claims.values():
        if claim.statistic in {"count", "baseline"} and claim.status == "computed":
            quarters = (period if claim.statistic == "count" else period.comparison).quarters
            expected = sum(RECORDED[claim.measure, force, quarter.canonical] for quarter in quarters)
            if expected != claim.value:
                yield f"{claim.id} of {force}: {claim.value}, published {expected}"


@pytest.mark.parametrize(("force", "period"), EDITIONS)
def test_a_statement_agrees_with_the_publisher_to_the_unit(
    run: Callable[..., OutcomeNotebook], force: str, period: str
) -> None:
    """Each measured promise has its two counts; each promise is judged, also where nothing is held."""
    claims, statuses = statement(run, force, period)
    plan = registers.read_plan(Places(ROOT), PLAN)
    measured = [milestone.measure for milestone in plan.milestones if milestone.measure]
    assert [] == list(wrong_counts(claims, force, Period.parse(period)))
    assert [] == [name for name in measured if claims[f"{name}.count"].status != "computed"]
    assert [milestone.id for milestone in plan.milestones] == list(statuses)
    assert [] == [
        one.milestone for one in statuses.values() if one.status in {"not_measured", "not_judged", "no_register"}
    ]


@pytest.mark.slow
@pytest.mark.parametrize("force", FORCES)
def test_the_statement_of_every_force_agrees_with_the_publisher(
    run: Callable[..., OutcomeNotebook], force: str
) -> None:
    """The same notebooks for all 43: none fails, and no count differs."""
    claims, statuses = statement(run, force, "FY2025-26Q3")
    assert [] == list(wrong_counts(claims, force, Period.parse("FY2025-26Q3")))
    assert 20 == len(statuses)


def test_every_series_of_every_force_is_the_publishers(places: Places) -> None:
    """Whichever table a force is read from, all quarters of the nine measures are those of the table of all forces."""
    plan, measures = registers.read_plan(places, PLAN), registers.measures(places)
    for name in {milestone.measure for milestone in plan.milestones if milestone.measure}:
        for force in FORCES:
            counts = series.measure_series(places, measures[name], force)
            published = {
                period: n for (measure, area, period), n in RECORDED.items() if (measure, area) == (name, force)
            }
            assert published == {series.period_of(quarter).canonical: value for quarter, value in counts.items()}


def test_what_is_few_is_given_and_not_judged(run: Callable[..., OutcomeNotebook]) -> None:
    """No homicide a year earlier is no division by nought; two against none get no percentage and no verdict."""
    claims, statuses = statement(run, "dyfed_powys", "FY2025-26Q3")
    assert "too_few" == statuses["N1.1"].status
    assert "absent" == claims["homicide.change_pct"].status
    assert "none were recorded" in claims["homicide.change_pct"].reason


def test_a_year_with_corrections_below_zero_is_left_behind(run: Callable[..., OutcomeNotebook]) -> None:
    """Dorset took back a homicide in 2012/13: its later quarters are judged by themselves."""
    assert -1 == RECORDED["homicide", "dorset", "FY2012-13Q4"]
    assert "too_few" == statement(run, "dorset", "FY2024-25")[1]["N1.1"].status


def test_the_register_says_who_holds_what_is_not_held(places: Places) -> None:
    """Each priority has a promise that is not held; holder and quantity are named. No number is set as a target."""
    plan = registers.read_plan(places, PLAN)
    missing = [milestone for milestone in plan.milestones if milestone.kind == "not_held"]
    assert {outcome.id for outcome in plan.outcomes} == {milestone.outcome for milestone in missing}
    assert [] == [one.id for one in missing if not (one.supplier and one.awaiting)]
    assert [] == [milestone.id for milestone in plan.milestones if milestone.target is not None]
    assert ["N2.3", "N3.1"] == [milestone.id for milestone in plan.milestones if milestone.direction == "either"]


@pytest.mark.slow
@pytest.mark.parametrize(("force", "name", "period"), [
    ("kent", "Kent Police", "FY2025-26Q3"), ("dyfed_powys", "Dyfed-Powys Police", "FY2024-25"),
])  # fmt: skip
def test_the_front_page_is_the_statement_of_the_force(tmp_path: Path, force: str, name: str, period: str) -> None:
    """The book builds strictly; the front page says whose it is, how each promise stands, and who holds the rest."""
    copy_project(tmp_path, *COPIED)
    done = planbook(tmp_path, "book", "--plan", PLAN, "--force", force, "--period", period)
    assert 0 == done.returncode, done.stderr
    page = (tmp_path / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")
    text = BeautifulSoup(page, "html.parser").get_text(" ")
    for words in (name, "National priorities for policing", "What is not held here, and who holds it", "SI 2021/547"):
        assert words in text
    assert "West Midlands" not in text
    assert 20 == page.count('<td data-label="Status">')
