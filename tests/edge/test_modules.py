"""The library's own modules, and what is behind a name."""

from __future__ import annotations

from planbook.edge.modules import in_library, modules_behind


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
