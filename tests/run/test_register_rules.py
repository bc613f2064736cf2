"""The rules of a register: what is wrong is named with file and row, all of it at once."""

from pathlib import Path

import pytest

from planbook.claims.ledger import Ledger
from planbook.claims.status import MilestoneStatus
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.tables import DataProblems
from planbook.run.edition import Request, run_edition
from planbook.run.register_rules import RegisterRules, checked_registers
from tests.conftest import EDITION, ROBBERY_CHANGE

PLAN = "west_midlands_2014_15"


def edit(path: Path, before: str, after: str) -> None:
    """Replace words of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems(places: Places) -> list[str]:
    """The problems of the plan's files, each from the row on."""
    return [str(one).replace(f"data/plans/{PLAN}/", "") for one in RegisterRules.of(places, PLAN).problems()]


def test_the_plans_of_the_project_keep_the_rules(places: Places) -> None:
    """Each of them."""
    assert 1 <= checked_registers(places)


def test_a_promise_without_a_cell_stops_the_run_and_is_named(tree: Places) -> None:
    """Whether a cell was dropped or a row added; both are named with their rows before anything runs."""
    edit(tree.notebook(PLAN, "10_national_policing"), 'outcome.judge(\\"M10.2\\")', "outcome")
    milestones = tree.plan(PLAN) / "milestones.csv"
    rows = milestones.read_text(encoding="utf-8").splitlines()
    milestones.write_text("\n".join([*rows, rows[-1].replace("M10.2", "M10.3", 1), ""]), encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        run_edition(tree, Request(PLAN, Period.parse("FY2014-15"), "west_midlands"))
    assert [(44, "M10.2"), (45, "M10.3")] == [(one.row, one.value) for one in caught.value.problems]
    assert not tree.edition.exists()


def test_notebooks_and_outcomes_belong_together(tree: Places) -> None:
    """An outcome without its notebook, and a notebook without an outcome."""
    path = tree.notebook(PLAN, "08_victims")
    path.rename(path.with_name("08_witnesses.ipynb"))
    assert [
        "outcomes.csv, row 9, column notebook: its notebook 08_victims.ipynb is not there",
        f"notebooks/{PLAN}/08_witnesses.ipynb: belongs to no outcome of the plan",
    ] == [text.partition(". ")[0].partition(": 'O8'")[0] for text in problems(tree)]


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("milestones.csv", ",robbery,", ",robery,", "row 28, column measure: no measure 'robery'"),
        ("positions.csv", "M1.2,,FY2014-15,", "M1.2,,,", "row 3, column period: a sentence without a period"),
        ("plan.toml", 'force = "west_midlands"', 'force = "west_midland"', "unknown force 'west_midland'"),
        ("plan.toml", 'last_year = "FY2014-15"', 'last_year = "FY2012-13"', "column last_year: lies before first_year"),
    ],
)
def test_names_and_years_must_exist(tree: Places, file: str, before: str, after: str, words: str) -> None:
    """A measure that no table holds, an undated position, a force that is none, years in the wrong order."""
    edit(tree.plan(PLAN) / file, before, after)
    assert words in "\n".join(problems(tree))


def recorded(places: Places, *statuses: MilestoneStatus, claims: bool = False) -> list[str]:
    """What is wrong with the statuses of outcome 5."""
    made = (ROBBERY_CHANGE,) if claims else ()
    with pytest.raises(DataProblems) as caught:
        RegisterRules.of(places, PLAN).check_run(Ledger(EDITION, made, (), statuses, ()), ["05_reduce_crime.ipynb"])
    return [f"{one.value} {one.what}" for one in caught.value.problems]


def test_what_notebooks_recorded_is_each_promise_once(places: Places) -> None:
    """One that is judged twice is named, and one that is not; notebooks that did not run are left out."""
    met = MilestoneStatus("M5.4b", "O5", "met", "Met.")
    told = recorded(places, met, met)
    assert "M5.4b is judged 2 times" in told
    assert "M5.1 is not judged" in told
    assert not [text for text in told if text.startswith("M1.1")]


def test_not_measured_is_refused_while_rows_are_held(places: Places) -> None:
    """Unless a claim of the measure says why there is no figure."""
    status = MilestoneStatus("M5.4b", "O5", "not_measured", "No figure for the period is held.")
    words = "M5.4b is said to be not measured, though 4 quarters of robbery are held"
    assert words in recorded(places, status)
    assert words not in recorded(places, status, claims=True)


def test_a_cell_dropped_from_an_executed_notebook_is_told(places: Places) -> None:
    """The rules read records and not code: a cell that names a promise and judges nothing is no judgement."""
    ledger = Ledger(EDITION, (), (), (), ())
    with pytest.raises(DataProblems, match=r"M10\.1.*Judge it in one cell of 10_national_policing\.ipynb"):
        RegisterRules.of(places, PLAN).check_run(ledger, ["10_national_policing.ipynb"])
