"""A real, small paper: robbery's notebook cells run in this process, with the project's own registers and words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planbook.claims.ledger import Ledger, collect
from planbook.claims.records import ChartDrawing, scrap
from planbook.data import registers
from planbook.data.places import Places
from planbook.paper.board_paper import PaperSource, board_paper
from planbook.paper.paper_record import Paper
from planbook.paper.paragraph_register import numbering
from planbook.paper.typeset import drawings_in, pdf
from planbook.paper.word import docx_of
from tests.conftest import EDITION, Screen, cells_of

ROOT = Path(__file__).parents[2]
PLACES = Places(ROOT)
NOTEBOOK = "05_reduce_crime"
SHOWN = ("M5.4b", "purpose", "recommendations", "background", "legal", "equality", "risk")
"""Commentary that quotes robbery's claims alone, or none."""


@dataclass(frozen=True)
class Printed:
    """A paper, what it was made from, and its two files."""

    source: PaperSource
    paper: Paper
    drawings: dict[str, ChartDrawing]
    pdf: bytes
    docx: bytes


@pytest.fixture(scope="session")
def robbery() -> tuple[Ledger, dict[str, ChartDrawing]]:
    """Ledger and charts of robbery in 2014/15, from the cells of its notebook."""
    screen = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.notebook.screen.display", screen.display)
        patch.setenv("PLANBOOK_ROOT", str(ROOT))
        names: dict[str, Any] = {}
        for name, source in cells_of(NOTEBOOK):
            if name in {"parameters", "open"} or name.startswith("m5-4b"):
                exec(source, names)  # noqa: S102 - the project's own notebook
    outputs = [{"data": scrap("all", screen.kept)[0]}]
    notebook = json.loads(json.dumps({"cells": [{"id": "m5-4b", "outputs": outputs}]}))
    return collect(EDITION, [(f"{NOTEBOOK}.ipynb", notebook)]), drawings_in(notebook)


@pytest.fixture(scope="session")
def source(robbery: tuple[Ledger, dict[str, ChartDrawing]]) -> PaperSource:
    """What the small paper is made of."""
    plan = registers.read_plan(PLACES, "west_midlands_2014_15")
    folder = registers.commentary_folder(PLACES, plan, "west_midlands", "fy2014-15")
    written = numbering(folder)
    return PaperSource(
        ledger=robbery[0],
        plan=plan,
        measures=registers.measures(PLACES, "west_midlands_2014_15"),
        commentary={file: written.of(file) for file in SHOWN},
        agenda={row["line"]: row["text"] for row in registers.rows(folder / "paper" / "agenda.csv")},
    )


@pytest.fixture(scope="session")
def printed(source: PaperSource, robbery: tuple[Ledger, dict[str, ChartDrawing]]) -> Printed:
    """The small paper as PDF and DOCX."""
    paper, charts = board_paper(source), robbery[1]
    return Printed(source, paper, charts, pdf(paper, charts), docx_of(paper, charts))
