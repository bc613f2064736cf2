"""The ten notebooks as they are written: complete, stripped, short, in the order of the plan."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from planbook.data.places import Places
from planbook.data.registers import read_plan
from planbook.notebook.outcome import PARAMETERS

if TYPE_CHECKING:
    from planbook.data.plan import Outcome

ROOT = Path(__file__).parents[2]
PLAN = read_plan(Places(ROOT).data / "plan" / "2014-15")
HEADING = re.compile(r"^\((m[0-9]+-[0-9]+[a-z]?)\)=\n(#+) (M[0-9]+\.[0-9]+[a-z]?) (.+)$", re.MULTILINE)
LONGEST_CELL = 6
MEDIAN_CELL = 3
MOST_CELLS = 40
MOST_LINES = 130

each_outcome = pytest.mark.parametrize("outcome", PLAN.outcomes, ids=lambda outcome: outcome.notebook)


def cells_of(outcome: Outcome, kind: str = "") -> list[dict[str, Any]]:
    """The cells of an outcome's notebook, all or of one kind; sources joined to one text."""
    notebook = json.loads((ROOT / "notebooks" / f"{outcome.notebook}.ipynb").read_text(encoding="utf-8"))
    cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    return [cell for cell in cells if not kind or cell["cell_type"] == kind]


def test_there_are_ten_notebooks_named_as_the_register_says() -> None:
    """One notebook an outcome, and no other."""
    assert sorted(outcome.notebook for outcome in PLAN.outcomes) == sorted(
        path.stem for path in (ROOT / "notebooks").glob("*.ipynb")
    )
    assert 10 == len(PLAN.outcomes)


def test_the_register_holds_39_promises() -> None:
    """The plan made 39, one of them in four parts."""
    assert (39, 4) == (len(PLAN.promises), len(PLAN.parts("M5.4")))


@each_outcome
def test_a_notebook_is_saved_without_outputs(outcome: Outcome) -> None:
    """Outputs and execution counts belong to a run, not to the source."""
    assert [] == [cell["id"] for cell in cells_of(outcome, "code") if cell["outputs"] or cell["execution_count"]]


@each_outcome
def test_exactly_three_parameters_are_declared(outcome: Outcome) -> None:
    """One cell carries the tag, and it assigns period, as_at and force."""
    tagged = [cell for cell in cells_of(outcome) if "parameters" in cell["metadata"].get("tags", ())]
    assert 1 == len(tagged)
    names = [target.id for node in ast.parse(tagged[0]["source"]).body for target in node.targets]  # type: ignore[attr-defined]
    assert sorted(PARAMETERS) == sorted(names)


@each_outcome
def test_no_function_is_defined_in_a_notebook(outcome: Outcome) -> None:
    """Named functions stand in the library, where they are tested."""
    defined = [
        node.lineno
        for cell in cells_of(outcome, "code")
        for node in ast.walk(ast.parse(cell["source"]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
    ]
    assert [] == defined


@each_outcome
def test_code_cells_are_short(outcome: Outcome) -> None:
    """A reader takes in a cell at a glance."""
    lengths = [len(cell["source"].splitlines()) for cell in cells_of(outcome, "code")]
    assert max(lengths) <= LONGEST_CELL
    assert median(lengths) <= MEDIAN_CELL
    assert len(lengths) <= MOST_CELLS
    assert sum(lengths) <= MOST_LINES


@each_outcome
def test_cell_ids_are_unique_and_readable(outcome: Outcome) -> None:
    """An id can be quoted in a message, and names one cell."""
    ids = [cell["id"] for cell in cells_of(outcome)]
    assert sorted(set(ids)) == sorted(ids)
    assert [] == [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9-]*", name)]


@each_outcome
def test_every_milestone_has_its_heading_in_the_order_of_the_plan(outcome: Outcome) -> None:
    """Anchor, id and title of each milestone are those of the register; a part has its short title, one level down."""
    text = "\n\n".join(cell["source"] for cell in cells_of(outcome, "markdown"))
    expected = [
        (
            milestone.id.lower().replace(".", "-"),
            "###" if milestone.part_of else "##",
            milestone.id,
            milestone.short_title if milestone.part_of else milestone.title,
        )
        for milestone in PLAN.of(outcome.id)
    ]
    assert expected == HEADING.findall(text)


@each_outcome
def test_the_title_is_that_of_the_register(outcome: Outcome) -> None:
    """One heading of the first level a notebook."""
    first = [
        line for cell in cells_of(outcome, "markdown") for line in cell["source"].splitlines() if line.startswith("# ")
    ]
    assert [f"# {outcome.title}"] == first


@each_outcome
def test_each_milestone_shows_its_status_and_commentary_and_is_judged(outcome: Outcome) -> None:
    """Nothing is announced without being shown, and no milestone is left without a status."""
    text = "\n".join(cell["source"] for cell in cells_of(outcome))
    for milestone in PLAN.of(outcome.id):
        assert f"```{{milestone}} {milestone.id}\n" in text
        assert f"```{{commentary}} {milestone.id}\n" in text
        opened = rf"""outcome\.(judge|milestone)\("{re.escape(milestone.id)}"\)"""
        assert 1 == len(re.findall(opened, text))
    judged = len(re.findall(r"outcome\.judge\(|promise\.report\(|\)\.judge\(", text))
    assert len(PLAN.of(outcome.id)) == judged


@each_outcome
def test_nothing_is_printed(outcome: Outcome) -> None:
    """What is shown is a table, a chart or a sentence, never a printed frame."""
    text = "\n".join(cell["source"] for cell in cells_of(outcome, "code"))
    assert [] == re.findall(r"\bprint\(|\.head\(|^\s*display\(|^%", text, re.MULTILINE)


@each_outcome
def test_no_number_is_typed_into_a_notebook(outcome: Outcome) -> None:
    """Figures come from data: code holds no number of more than three digits, prose none at all but in titles."""
    code = "\n".join(cell["source"] for cell in cells_of(outcome, "code") if not cell["metadata"].get("tags"))
    prose = "\n".join(cell["source"] for cell in cells_of(outcome, "markdown"))
    assert [] == re.findall(r"\b[0-9]{4,}\b", code)
    assert [] == re.findall(r"[0-9][0-9,.]*", re.sub(r"(?m)^(\(|#+ |```).*$", "", prose))
