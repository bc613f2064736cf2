"""Commentary: one short file a milestone, every figure a claim; tests/edge/test_gate.py checks its words."""

from __future__ import annotations

import ast
import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from planbook.claims.statistics_table import STATISTICS
from planbook.edge.places import Places
from planbook.edge.registers import cited_claims, read_plan

ROOT = Path(__file__).parents[2]
PLACES = Places(ROOT)
PLAN = read_plan(PLACES.data / "plan" / "2014-15")
FOLDER = PLACES.data / "commentary" / "fy2014-15"
FILES = sorted(FOLDER.glob("*.md"))
CLAIM = re.compile(r"\{claim\}`([^`]+)`")
SHORTEST, LONGEST = 40, 150
"""Words of a commentary."""


@lru_cache(maxsize=1)
def recorded() -> frozenset[str]:
    """Ids that the notebooks record: measure of each ``record`` call with the names of its figures."""
    return frozenset(
        claim
        for outcome in PLAN.outcomes
        for claim in _recorded_by(json.loads((ROOT / "notebooks" / f"{outcome.notebook}.ipynb").read_text("utf-8")))
    )


def _recorded_by(notebook: dict[str, list[dict[str, list[str]]]]) -> set[str]:
    series: dict[str, str] = {}
    found: set[str] = set()
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    for node in ast.parse(code).body:
        call = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not call.args:
            continue
        first = call.args[0]
        if isinstance(node, ast.Assign) and call.func.attr in {"quarters", "years"} and isinstance(first, ast.Constant):
            series[node.targets[0].id] = str(first.value)  # type: ignore[attr-defined]
        if call.func.attr == "record":
            measure = series[first.id] if isinstance(first, ast.Name) else str(ast.literal_eval(first))
            found |= {f"{measure}.{word.arg}" for word in call.keywords if word.arg in STATISTICS}
    return found


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every claim id that prose may quote: recorded by a notebook, or cited from the report."""
    return recorded() | {claim.id for claims in cited_claims(PLACES, PLAN).values() for claim in claims}


def strange(text: str) -> list[str]:
    """Quoted ids that nothing records, and modifiers that do not exist."""
    quoted = [found.split(":") for found in CLAIM.findall(text)]
    return [":".join(parts) for parts in quoted if parts[0] not in known() or not set(parts[1:]) <= {"size", "number"}]


def test_the_notebooks_record_the_figures_of_the_plan() -> None:
    """Reading the notebooks' sources finds the claims that the edition must hold."""
    assert {
        "robbery.change_pct",
        "burglary_dwelling.gap",
        "total_recorded_crime.rank",
        "asb_incidents.count",
    } <= recorded()


def test_each_milestone_and_part_has_its_commentary() -> None:
    """One file for each row of the register, and no other file."""
    assert sorted(milestone.id for milestone in PLAN.milestones) == sorted(path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_claim_of_a_commentary_exists(path: Path) -> None:
    """Each quoted id is recorded by a notebook or cited from the report."""
    assert [] == strange(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_commentary_is_short(path: Path) -> None:
    """Forty to a hundred and fifty words, each claim counted as one."""
    words = CLAIM.sub("figure", path.read_text(encoding="utf-8")).split()
    assert SHORTEST <= len(words) <= LONGEST


def test_every_claim_of_the_register_exists() -> None:
    """Position notes quote claims that are recorded or cited."""
    assert [] == [quoted for milestone in PLAN.milestones for quoted in strange(milestone.position_note)]


def test_every_claim_of_the_hand_written_pages_exists() -> None:
    """The pages of the book quote claims that are recorded or cited; examples in code are left alone."""
    pages = sorted((ROOT / "book").glob("*.md"))
    texts = {
        path.name: re.sub(r"```.*?```|``.*?``(?!`)", "", path.read_text("utf-8"), flags=re.DOTALL) for path in pages
    }
    assert {} == {name: strange(text) for name, text in texts.items() if strange(text)}
