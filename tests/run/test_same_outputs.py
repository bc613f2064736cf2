"""A notebook says the same whether its kernel started warm or ordinary."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest
from planbook.edge.one_notebook import Task
from planbook.edge.running import run_tasks
from planbook.kernels.parents import parents

from planbook.core.pages import settled

ROOT = Path(__file__).parents[2]
NOTEBOOK = "05_reduce_crime.ipynb"
"""The longest notebook: every kind of chart, table, verdict and record is in it."""


def as_text(executed: dict[str, Any]) -> str:
    """What is kept of an executed notebook."""
    return json.dumps(settled(executed), sort_keys=True)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_warm_and_ordinary_kernels_give_the_same_bytes(tmp_path: Path) -> None:
    """The settled notebook is the same byte for byte, drawings included."""
    made: list[str] = []
    for name, warm in (("warm", True), ("ordinary", False)):
        task = Task("O5", ROOT / "notebooks" / NOTEBOOK, tmp_path / f"{name}.reads", {"period": "FY2014-15"})
        run_tasks([task], ROOT, 1, warm=warm, then=lambda _, executed: made.append(as_text(executed)))
    parents.end()
    gc.collect()  # jupyter_core leaves the event loops of threads unclosed: say so here, where it is allowed

    assert made[1] == made[0]
    assert "<svg" in made[0]
