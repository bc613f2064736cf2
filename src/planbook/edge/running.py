"""Run notebooks with Papermill into a fresh folder; collect every failure before giving up."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.core.names import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from planbook.kernels.starting import OrdinaryKernel

__all__ = ["Failure", "RunFailed", "Task", "UnknownParameter", "check_parameters", "nothing", "run_task", "run_tasks"]


class UnknownParameter(ValueError):
    """A parameter that a notebook does not declare."""

    def __init__(self, wanted: str, notebook: str, known: Sequence[str]) -> None:
        super().__init__(
            f"parameter {wanted!r}: {notebook} has no such parameter; nearest: {nearest(wanted, known, 1)}; "
            f"declared: {', '.join(known)}"
        )


@dataclass(frozen=True)
class Task:
    """One notebook to run: where it is, where the executed copy goes, with which parameters."""

    outcome: str
    source: Path
    target: Path
    parameters: Mapping[str, Any]

    @property
    def notes(self) -> Path:
        """Where the kernel notes what it reads."""
        return self.target.with_suffix(".reads")


@dataclass(frozen=True)
class Failure:
    """A notebook that did not run through: which cell, its source, what it said."""

    outcome: str
    notebook: str
    cell: str
    source: str
    message: str

    def __str__(self) -> str:
        shown = "\n".join(f"    {line}" for line in self.source.splitlines())
        return f"{self.outcome} · {self.notebook} · {self.cell}\n{shown}\n  {self.message}"


class RunFailed(RuntimeError):
    """One or more notebooks failed; the others have run, and nothing was published."""

    def __init__(self, failures: Sequence[Failure], total: int) -> None:
        self.failures = tuple(failures)
        listed = "\n\n".join(str(failure) for failure in failures)
        super().__init__(
            f"{len(failures)} of {total} notebooks failed; the others ran. Nothing was published, the site that was "
            f"there is untouched.\n\n{listed}"
        )


def _no_task(_: Task) -> None:
    """What is done with a task that has run, unless something else is asked for."""


def nothing() -> None:
    """What is done meanwhile, unless something else is asked for."""


def check_parameters(tasks: Sequence[Task]) -> None:
    """Refuse a parameter that a notebook does not declare in the cell tagged ``parameters``.

    Raises:
        UnknownParameter: at the first such parameter.
    """
    import papermill

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
    then: Callable[[Task], None] = _no_task,
    started: Callable[[], None] = nothing,
    shown: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    """Run every task, so many at once, and raise once at the end if any failed.

    ``then`` is called with each task that has run through, as soon as it has; ``started`` when a kernel has started,
    and ``shown`` with each cell that has run.

    Kernels are forked from a warm parent; with ``warm=False``, or ``PLANBOOK_COLD_KERNELS=1`` in the environment,
    each starts in a fresh interpreter. What comes out is the same.

    Raises:
        RunFailed: with the cell, source and message of each failure, in the order of the tasks.
    """
    from planbook.kernels.starting import way_of_starting

    kernel = way_of_starting(warm=warm)
    outcomes: dict[Path, Failure | None] = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        running = {pool.submit(run_task, task, root, kernel, started, shown): task for task in _longest_first(tasks)}
        for ended in as_completed(running):
            task = running[ended]
            outcomes[task.target] = ended.result()
            if outcomes[task.target] is None:
                then(task)
    failures = [failure for task in tasks if (failure := outcomes[task.target]) is not None]
    if failures:
        raise RunFailed(failures, len(tasks))


def _longest_first(tasks: Sequence[Task]) -> list[Task]:
    """The order to start in: a long notebook that starts last is waited for alone. Its size tells its length."""
    return sorted(tasks, key=lambda task: task.source.stat().st_size if task.source.is_file() else 0, reverse=True)


def run_task(
    task: Task,
    root: Path,
    kernel: type[OrdinaryKernel],
    started: Callable[[], None] = nothing,
    shown: Callable[[Mapping[str, Any]], None] | None = None,
) -> Failure | None:
    """Run one notebook in its own kernel; a failure is a record, not an exception."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from planbook.kernels.starting import noting

    try:
        executed = papermill.execute_notebook(
            str(task.source),
            str(task.target),
            parameters=dict(task.parameters),
            resources={"metadata": {"path": str(root)}},
            kernel_manager_class=noting(kernel, task.notes, started),
            progress_bar=False,
            log_output=False,
            shutdown_kernel="immediate",
            request_save_on_cell_execute=False,
            on_cell_executed=shown and (lambda cell, **_: shown(cell)),
        )
    except PapermillExecutionError as error:
        return Failure(
            task.outcome, task.source.name, _failed_cell(task), error.source, f"{error.ename}: {error.evalue}"
        )
    except Exception as error:  # noqa: BLE001 - a dead kernel or a time-out: any way of failing must not stop the other notebooks
        return Failure(task.outcome, task.source.name, "no cell", "", f"{type(error).__name__}: {error}")
    return _spoke_on_stderr(task, executed)


def _failed_cell(task: Task) -> str:
    """The cell of the written notebook at which the run stopped, from the copy that Papermill left."""
    for cell in json.loads(task.target.read_text(encoding="utf-8"))["cells"]:
        if any(output["output_type"] == "error" for output in cell.get("outputs", ())):
            return _place(task, cell)
    return "no cell"


def _place(task: Task, executed: Mapping[str, Any]) -> str:
    """Number and id of a cell as its author sees it: the cells that Papermill puts in are not counted."""
    cells = json.loads(task.source.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells, start=1):
        if cell.get("id") == executed.get("id"):
            return f"cell {number} ({cell['id']})" if "id" in cell else f"cell {number}"
    return "the cell of injected parameters"


def _spoke_on_stderr(task: Task, executed: Mapping[str, Any]) -> Failure | None:
    for cell in executed["cells"]:
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "stream" and output.get("name") == "stderr":
                said = f"wrote to stderr, which would be published: {output['text'].strip()}"
                return Failure(task.outcome, task.source.name, _place(task, cell), cell["source"], said)
    return None
