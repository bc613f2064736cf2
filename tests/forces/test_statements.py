"""Of which plan, forces and periods a command makes statements."""

import shutil

import pytest

from planbook import Refusal
from planbook.data.available import available_periods
from planbook.data.periods import BadPeriod
from planbook.data.places import Places
from planbook.data.registers import forces_of, read_plan
from planbook.forces.statements import Statement, parse_periods, plan_of_all_forces, statements

HELD = ("FY2023-24Q4", "FY2024-25Q1", "FY2024-25Q2")
FORCES = ("essex", "kent")


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("", HELD[-1:]),
        ("FY2024-25Q1", HELD[1:2]),
        ("FY2023-24", ("FY2023-24",)),
        ("FY2024-25Q1..", HELD[1:]),
        ("FY2023-24..FY2024-25Q1", HELD[:2]),
    ],
)
def test_a_span_is_quarters_and_nothing_is_the_latest(text: str, periods: tuple[str, ...]) -> None:
    """One period stands for itself; a span holds the quarters that are held, its ends among them."""
    assert periods == parse_periods(text, HELD)


def test_quarters_of_2019_20_to_the_latest_are_27(places: Places) -> None:
    """From April 2019 to December 2025 none is left out."""
    assert 27 == len(parse_periods("FY2019-20Q1..", available_periods(places)))


def test_periods_written_otherwise_are_refused() -> None:
    """A text in no known form, and a span in which nothing is held, with what is held."""
    with pytest.raises(BadPeriod):
        parse_periods("the last..", HELD)
    with pytest.raises(Refusal, match=r"held: FY2023-24Q4 to FY2024-25Q2"):
        parse_periods("FY2030-31..", HELD)


def test_statements_are_forces_by_periods_in_order() -> None:
    """No force named means all; each statement has an address of its own; all misspelt forces are named at once."""
    made = statements((), HELD[1:], FORCES)
    addresses = ["essex/fy2024-25q1", "essex/fy2024-25q2", "kent/fy2024-25q1", "kent/fy2024-25q2"]
    assert addresses == [one.address for one in made]
    assert (Statement("kent", HELD[0]),) == statements(("kent", "kent"), HELD[:1], FORCES)
    with pytest.raises(Refusal, match=r"'esex' \(nearest: essex\); 'knt' \(nearest: kent\)"):
        statements(("knt", "esex"), HELD, FORCES)


def test_the_plan_of_all_forces_has_43(places: Places) -> None:
    """Without a name the only plan whose body is of every force is taken, and it is of the 43 forces."""
    plan = plan_of_all_forces(places)
    assert ("national_priorities", 43) == (plan, len(forces_of(places, read_plan(places, plan))))


def test_two_plans_of_all_forces_must_be_told_apart(project: Places) -> None:
    """A second one, made up here as a copy of the first: the command asks which."""
    shutil.copytree(project.plan("national_priorities"), project.plan("copy_of_national_priorities"))
    with pytest.raises(Refusal, match=r"copy_of_national_priorities, national_priorities\. Name one with --plan"):
        plan_of_all_forces(project)
