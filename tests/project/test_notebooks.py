"""The ten notebooks as they are written: complete, stripped, short, in the order of the plan."""

import ast
import json
import re
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from planbook.data.places import Places
from planbook.data.plan import Outcome
from planbook.data.registers import read_plan
from planbook.notebook.shell import PARAMETERS

ROOT = Path(__file__).parents[2]
PLAN = read_plan(Places(ROOT), "west_midlands_2014_15")
HEADING = re.compile(r"^(#+) (M[0-9]+\.[0-9]+[a-z]?) (.+)$", re.MULTILINE)
LONGEST_CELL = 6
MEDIAN_CELL = 3
MOST_CELLS = 24
MOST_LINES = 60
MOST_DISTINCT = 11
"""Cells of all ten that are not another again with other ids."""

each_outcome = pytest.mark.parametrize("outcome", PLAN.outcomes, ids=lambda outcome: outcome.notebook)


def cells_of(outcome: Outcome, kind: str = "") -> list[dict[str, Any]]:
    """The cells of an outcome's notebook, all or of one kind; sources joined to one text."""
    notebook = json.loads(Places(ROOT).notebook(PLAN.id, outcome.notebook).read_text(encoding="utf-8"))
    cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    return [cell for cell in cells if not kind or cell["cell_type"] == kind]


def test_there_are_ten_notebooks_named_as_the_register_says() -> None:
    """One notebook an outcome, and no other, for 39 promises, one of them in four parts."""
    assert sorted(outcome.notebook for outcome in PLAN.outcomes) == sorted(
        path.stem for path in (ROOT / "notebooks" / PLAN.id).glob("*.ipynb")
    )
    assert (10, 39, 4) == (len(PLAN.outcomes), len(PLAN.promises), len(PLAN.parts("M5.4")))


@each_outcome
def test_a_notebook_is_short_stripped_and_takes_four_parameters(outcome: Outcome) -> None:
    """No outputs, cells at a glance, one cell that assigns plan, period, as_at and force, ids that can be quoted."""
    cells, code = cells_of(outcome), cells_of(outcome, "code")
    assert [] == [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]]
    lengths = [len(cell["source"].splitlines()) for cell in code]
    assert max(lengths) <= LONGEST_CELL
    assert median(lengths) <= MEDIAN_CELL
    assert len(lengths) <= MOST_CELLS
    assert sum(lengths) <= MOST_LINES
    (tagged,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    names = [target.id for node in ast.parse(tagged["source"]).body for target in node.targets]  # type: ignore[attr-defined]
    assert sorted(PARAMETERS) == sorted(names)
    ids = [cell["id"] for cell in cells]
    assert sorted(set(ids)) == sorted(ids)
    assert [] == [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9-]*", name)]


@each_outcome
def test_no_function_is_defined_nothing_printed_and_no_number_typed(outcome: Outcome) -> None:
    """Functions stand in the library and figures come from data: prose holds no number at all but in titles."""
    code, prose = cells_of(outcome, "code"), cells_of(outcome, "markdown")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    nodes = (node for cell in code for node in ast.walk(ast.parse(cell["source"])))
    assert [] == [node.lineno for node in nodes if isinstance(node, functions)]
    text = "\n".join(cell["source"] for cell in code)
    assert [] == re.findall(r"\bprint\(|\.head\(|^\s*display\(|^%", text, re.MULTILINE)
    untagged = "\n".join(cell["source"] for cell in code if not cell["metadata"].get("tags"))
    assert [] == re.findall(r"\b[0-9]{4,}\b", untagged)
    words = re.sub(r"(?m)^(\(|#+ |```).*$", "", "\n".join(cell["source"] for cell in prose))
    assert [] == re.findall(r"[0-9][0-9,.]*", words)


@each_outcome
def test_title_and_headings_are_those_of_the_register_in_its_order(outcome: Outcome) -> None:
    """Id and title of each milestone are those of the register; a part has its short title, one level down."""
    text = "\n\n".join(cell["source"] for cell in cells_of(outcome, "markdown"))
    expected = [
        (
            "###" if milestone.part_of else "##",
            milestone.id,
            milestone.short_title if milestone.part_of else milestone.title,
        )
        for milestone in PLAN.of(outcome.id)
    ]
    assert expected == HEADING.findall(text)
    assert [f"# {outcome.title}"] == [line for line in text.splitlines() if line.startswith("# ")]


@each_outcome
def test_each_milestone_is_opened_once_and_judged(outcome: Outcome) -> None:
    """No milestone is left without a status, and text holds no directive, which would show nothing in JupyterLab."""
    text = "\n".join(cell["source"] for cell in cells_of(outcome))
    for milestone in PLAN.of(outcome.id):
        opened = rf"""outcome\.(judge|milestone)\("{re.escape(milestone.id)}"\)"""
        assert 1 == len(re.findall(opened, text))
    judged = len(re.findall(r"outcome\.judge\(|promise\.report\(|\)\.judge\(", text))
    assert len(PLAN.of(outcome.id)) == judged
    assert "```" not in text


def test_the_ten_notebooks_are_made_of_few_cells() -> None:
    """Whoever knows these few can read all: the same cell with another promise or measure is no other cell."""
    code = [cell["source"] for outcome in PLAN.outcomes for cell in cells_of(outcome, "code")]
    assert MOST_DISTINCT >= len({re.sub('"[^"]*"', '""', source) for source in code})
