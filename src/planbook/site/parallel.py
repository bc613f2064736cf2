"""Pages and what stands beside them are made by as many processes as there are cores; with one, the same comes out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from sphinx.util.parallel import ParallelTasks, SerialTasks, parallel_available

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

Argument = TypeVar("Argument")
Result = TypeVar("Result")

__all__ = ["JOBS", "done_by_all", "use_cores"]

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


def done_by_all(app: Sphinx, do: Callable[[Argument], Result], arguments: Iterable[Argument]) -> list[Result]:
    """Results of tasks that know nothing of each other, as they end: by so many processes, or one after the other."""
    tasks = ParallelTasks(app.parallel) if parallel_available and app.parallel > 1 else SerialTasks()
    results: list[Result] = []
    for argument in arguments:
        tasks.add_task(do, argument, lambda *said: results.append(said[-1]))  # one kind tells the argument first
    tasks.join()
    return results
