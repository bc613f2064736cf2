"""A worker that has made nothing yet is soon ready."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "scipy", "matplotlib", "sphinx", "docutils", "myst_nb")
"""What kernels import and what builds a book with prose: a worker that makes editions in numbers needs neither."""


def test_the_task_imports_neither_the_statistics_nor_sphinx() -> None:
    """Each worker of a cluster imports the task once, before its first edition."""
    code = f"import sys, planbook.forces.task; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout
