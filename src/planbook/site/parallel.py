"""Pages and what stands beside them are made by as many processes as there are cores; with one, the same comes out."""

from __future__ import annotations

import os
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx.util.parallel import ParallelTasks, SerialTasks, parallel_available

from planbook.run.running import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

Argument = TypeVar("Argument")
Result = TypeVar("Result")

__all__ = ["JOBS", "Begun", "use_cores"]

JOBS = "PLANBOOK_JOBS"
"""Environment variable with the number of processes of a site build; every core without it."""
SILENT_BUT_SAFE = "sphinx_multitoc_numbering"
"""It says nothing about parallel reading. It numbers sections once all pages are read and merged, so it is safe."""


def use_cores(app: Sphinx, config: Config) -> None:
    """Let Sphinx fork; it does so on its own only where its command line says so, and Jupyter Book has no such word."""
    del config
    app.parallel = int(os.environ.get(JOBS) or cores())
    if SILENT_BUT_SAFE in app.extensions:
        app.extensions[SILENT_BUT_SAFE].parallel_read_safe = True


class PromptTasks(ParallelTasks):
    """Goes on as soon as a task has ended, and not when it looks again, which Sphinx does every 20 milliseconds."""

    def join(self) -> None:
        """Wait for all tasks.

        Raises:
            SphinxParallelError: one failed; the others are ended.
        """
        try:
            while self._pworking:
                wait(list(self._precvs.values()))
                self._join_one()
        finally:
            self.terminate()


class Begun(Generic[Result]):
    """Tasks that know nothing of each other, each begun in a process; with one core, done one after the other."""

    def __init__(self, app: Sphinx, do: Callable[[Argument], Result], arguments: Sequence[Argument]) -> None:
        self._results: list[Result] = []
        apart = parallel_available and app.parallel > 1
        self._tasks = PromptTasks(len(arguments)) if apart else SerialTasks()
        for argument in arguments:
            self._tasks.add_task(do, argument, lambda *said: self._results.append(said[-1]))  # one says arguments first

    def ended(self) -> list[Result]:
        """Wait for all; their results as they ended.

        Raises:
            SphinxParallelError: one failed.
        """
        self._tasks.join()
        return self._results

    def give_up(self) -> None:
        """End what still runs."""
        if isinstance(self._tasks, ParallelTasks):
            self._tasks.terminate()
