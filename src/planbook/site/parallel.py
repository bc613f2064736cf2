"""Pages and what stands beside them are made by as many processes as there are cores; with one, the same comes out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx.util.parallel import ParallelTasks, SerialTasks, parallel_available

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["JOBS", "tasks_of", "use_cores"]

JOBS = "PLANBOOK_JOBS"
"""Environment variable with the number of processes of a site build; every core without it."""
SILENT_BUT_SAFE = "sphinx_multitoc_numbering"
"""It says nothing about parallel reading. It numbers sections once all pages are read and merged, so it is safe."""


def use_cores(app: Sphinx, config: Config) -> None:
    """Let Sphinx fork; it does so on its own only where its command line says so, and Jupyter Book has no such word."""
    del config
    app.parallel = int(os.environ.get(JOBS) or len(os.sched_getaffinity(0)))
    if SILENT_BUT_SAFE in app.extensions:
        app.extensions[SILENT_BUT_SAFE].parallel_read_safe = True


def tasks_of(app: Sphinx) -> ParallelTasks | SerialTasks:
    """What runs tasks that know nothing of each other: so many processes, or one after the other."""
    return ParallelTasks(app.parallel) if parallel_available and app.parallel > 1 else SerialTasks()
