"""Commentary: one short file a milestone, every figure a claim; tests/prose/test_gate.py checks its words."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from planbook.claims.report import cited_claims
from planbook.data.places import Places
from planbook.data.registers import published, read_plan, rows
from tests.conftest import run_cells

ROOT = Path(__file__).parents[2]
PLACES = Places(ROOT)
PLAN = read_plan(PLACES, "west_midlands_2014_15")
FOLDER = PLACES.plan("west_midlands_2014_15") / "commentary" / "fy2014-15"
FILES = sorted(FOLDER.glob("*.md"))
CLAIM = re.compile(r"\{claim\}`([^`]+)`")
SHORTEST, LONGEST = 40, 190
"""Words of a commentary. The longest stand for up to ten paragraphs of the report, each of which has its place."""


@lru_cache(maxsize=1)
def recorded() -> frozenset[str]:
    """Ids that the notebooks record for the plan's own year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.notebook.screen.display", lambda *_, **__: None)
        patch.setenv("PLANBOOK_ROOT", str(ROOT))
        return frozenset(claim for outcome in PLAN.outcomes for claim in run_cells(outcome.notebook).claims)


@lru_cache(maxsize=1)
def quotable() -> frozenset[str]:
    """Every claim id that prose may quote: recorded by a notebook, or cited from the report."""
    return recorded() | {
        claim.id for claims in cited_claims(published(PLACES, PLAN), PLAN).values() for claim in claims
    }


def unknown(text: str) -> list[str]:
    """Quoted ids that nothing records, and modifiers that do not exist."""
    quoted = [quote.split(":") for quote in CLAIM.findall(text)]
    return [
        ":".join(parts) for parts in quoted if parts[0] not in quotable() or not set(parts[1:]) <= {"size", "number"}
    ]


def test_each_milestone_and_part_has_its_commentary() -> None:
    """One file for each row of the register, and no other file."""
    assert sorted(milestone.id for milestone in PLAN.milestones) == sorted(path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_commentary_is_short_and_every_claim_in_it_exists(path: Path) -> None:
    """Forty to a hundred and ninety words, each claim counted as one; each id is recorded or cited from the report."""
    text = path.read_text(encoding="utf-8")
    assert [] == unknown(text)
    assert SHORTEST <= len(CLAIM.sub("figure", text).split()) <= LONGEST


def test_every_claim_of_the_register_and_of_the_hand_written_pages_exists() -> None:
    """Position notes and pages quote claims that are recorded or cited; examples in code are left alone."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))}
    texts = {name: re.sub(r"```.*?```|``.*?``(?!`)", "", text, flags=re.DOTALL) for name, text in texts.items()}
    texts |= {row["milestone"]: row["position"] for row in rows(PLACES.plan(PLAN.id) / "positions.csv")}
    assert {} == {name: unknown(text) for name, text in texts.items() if unknown(text)}
