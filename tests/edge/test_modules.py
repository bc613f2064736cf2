"""The library's own modules, and what is behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planbook.edge.modules import in_library, keep_imports, modules_behind, recall_imports

from planbook.edge import modules

if TYPE_CHECKING:
    from pathlib import Path


def test_a_module_stands_for_all_that_it_imports() -> None:
    """At its outermost level: what a function imports when it is called is noted when it is called."""
    names = {
        path.name for path in modules_behind(("planbook.notebook.outcome.open_outcome", "planbook.notebook.outcome"))
    }
    assert {"level.py", "__init__.py", "outcome.py", "registers.py"} <= names
    assert {"drawing.py", "xmr.py"}.isdisjoint(names)


def test_a_name_that_is_no_module_is_nothing() -> None:
    """Functions are imported by name too."""
    names = ("planbook.statistics.xmr.PhaseStart", "pandas", "planbook.nothing")
    assert (set(), []) == (modules_behind(names), [name for name in names if in_library(name)])
    assert in_library("planbook.statistics.xmr")


def test_what_was_found_out_is_left_to_later_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the hash of each module: nothing is parsed again, and the answer is the same."""
    kept, names = tmp_path / "cache" / "imports.json", ("planbook.notebook.outcome",)
    found = modules_behind(names)
    keep_imports(kept)
    monkeypatch.setattr(modules, "_known", {})
    modules._imports.cache_clear()
    recall_imports(kept)
    monkeypatch.setattr("ast.parse", lambda _: pytest.fail("a module was parsed again"))
    assert found == modules_behind(names)


@pytest.mark.parametrize("held", ["", "[]", '{"0": 1}', "not JSON"])
def test_what_cannot_be_read_is_found_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str) -> None:
    """A damaged file costs time and nothing else."""
    kept, names = tmp_path / "imports.json", ("planbook.notebook.outcome",)
    found = modules_behind(names)
    kept.write_text(held, encoding="utf-8")
    monkeypatch.setattr(modules, "_known", {})
    modules._imports.cache_clear()
    recall_imports(kept)
    assert found == modules_behind(names)


def test_what_draws_stands_behind_every_chart() -> None:
    """Another process may import it; a notebook whose charts it drew is run again all the same."""
    names = {path.name for path in modules_behind(("planbook.charts.years",))}
    drawing = {"canvas.py", "renderer.py", "style.py", "years_drawing.py", "control_drawing.py", "svg.py"}
    assert drawing <= names
    assert "canvas.py" not in {path.name for path in modules_behind(("planbook.statistics.xmr",))}
