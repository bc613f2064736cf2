"""Run notebooks with Papermill; collect every failure before giving up."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from planbook.data.names import nearest
from planbook.edge.deferred import import_papermill
from planbook.edge.one_notebook import Failure, Way, attempt, nothing, result_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from planbook.edge.one_notebook import Notebook, Task

__all__ = ["RunFailed", "UnknownParameter", "check_parameters", "run_tasks"]


class UnknownParameter(ValueError):
    """A parameter that a notebook does not declare."""

    def __init__(self, wanted: str, notebook: str, known: Sequence[str]) -> None:
        super().__init__(
            f"parameter {wanted!r}: {notebook} has no such parameter; nearest: {nearest(wanted, known, 1)}; "
            f"declared: {', '.join(known)}"
        )


class RunFailed(RuntimeError):
    """One or more notebooks failed; the others have run, and nothing was published."""

    def __init__(self, failures: Sequence[Failure], total: int) -> None:
        self.failures = tuple(failures)
        listed = "\n\n".join(str(failure) for failure in failures)
        others = "; the others ran" if len(failures) < total else ""
        super().__init__(
            f"{len(failures)} of {total} notebooks failed{others}. Nothing was published, the site that was there is "
            f"untouched.\n\n{listed}"
        )


def _no_task(_: Task, __: Notebook) -> None:
    """What is done with a task that has run, unless something else is asked for."""


def check_parameters(tasks: Sequence[Task]) -> None:
    """Refuse a parameter that a notebook does not declare in the cell tagged ``parameters``.

    Raises:
        UnknownParameter: at the first such parameter.
    """
    papermill = import_papermill()
    for task in tasks:
        declared = sorted(papermill.inspect_notebook(str(task.source)))
        for name in task.parameters:
            if name not in declared:
                raise UnknownParameter(name, task.source.name, declared)


def run_tasks(
    tasks: Sequence[Task],
    root: Path,
    workers: int,
    *,
    warm: bool = True,
    then: Callable[[Task, Notebook], None] = _no_task,
    started: Callable[[], None] = nothing,
    shown: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    """Run every task, so many at once, and raise once at the end if any failed.

    ``then`` is called with each task that has run through and the executed notebook, as soon as it has; ``started``
    when a kernel has started, and ``shown`` with each cell that has run.

    Kernels are forked from a warm parent; with ``warm=False``, or ``PLANBOOK_COLD_KERNELS=1`` in the environment,
    each starts in a fresh interpreter. What comes out is the same.

    Raises:
        RunFailed: with the cell, source and message of each failure, in the order of the tasks.
    """
    from planbook.kernels.starting import way_of_starting

    way = Way(root, way_of_starting(warm=warm), started, shown)
    failed: dict[int, Failure] = {}
    running: dict[Future[Notebook | Failure], int] = {Future(): place for place in _longest_first(tasks)}
    with _threads(workers) as pool:
        for result, place in running.items():
            pool.submit(_tell, tasks[place], result, way)
        for ended in as_completed(running):
            place, made = running[ended], ended.result()
            if isinstance(made, Failure):
                failed[place] = made
            else:
                then(tasks[place], made)
    if failed:
        raise RunFailed([failed[place] for place in sorted(failed)], len(tasks))


@contextmanager
def _threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that may still see the last kernels end while what those have made is put to use.

    On Ctrl+C nothing more begins and what runs is killed: no thread then waits for a kernel.
    """
    from planbook.kernels.starting import kill_kernels

    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        yield pool
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        logging.disable()  # the clients would tell that their kernels died
        kill_kernels()
        raise
    finally:
        pool.shutdown(wait=False)


def _longest_first(tasks: Sequence[Task]) -> list[int]:
    """The order to start in: a long notebook that starts last is waited for alone. Its size tells its length."""
    sizes = [task.source.stat().st_size if task.source.is_file() else 0 for task in tasks]
    return sorted(range(len(tasks)), key=sizes.__getitem__, reverse=True)


def _tell(task: Task, result: Future[Notebook | Failure], way: Way) -> None:
    """Run one notebook, and give its result as soon as its cells have run: the kernel takes a while to end."""
    try:
        failed = attempt(task, way, lambda executed: result.set_result(result_of(task, executed)))
        if failed and not result.done():
            result.set_result(failed)
    except BaseException as fault:
        if not result.done():
            result.set_exception(fault)
        raise
