"""Run notebooks with Papermill; collect every failure before giving up."""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from planbook.core.names import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
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


Notebook = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """One notebook to run: where it is, where its kernel notes what it reads, with which parameters."""

    outcome: str
    source: Path
    notes: Path
    parameters: Mapping[str, Any]


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
        others = "; the others ran" if len(failures) < total else ""
        super().__init__(
            f"{len(failures)} of {total} notebooks failed{others}. Nothing was published, the site that was there is "
            f"untouched.\n\n{listed}"
        )


def _no_task(_: Task, __: Notebook) -> None:
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

    run = partial(_tell, root=root, kernel=way_of_starting(warm=warm), started=started, shown=shown)
    failed: dict[int, Failure] = {}
    pool = ThreadPoolExecutor(max_workers=workers)
    running: dict[Future[Notebook | Failure], int] = {Future(): place for place in _longest_first(tasks)}
    for result, place in running.items():
        pool.submit(run, tasks[place], result)
    with _killing_kernels(pool):
        for ended in as_completed(running):
            place, made = running[ended], ended.result()
            if isinstance(made, Failure):
                failed[place] = made
            else:
                then(tasks[place], made)
    pool.shutdown(wait=False)  # the last kernels end while what they have made is put to use
    if failed:
        raise RunFailed([failed[place] for place in sorted(failed)], len(tasks))


@contextmanager
def _killing_kernels(pool: ThreadPoolExecutor) -> Iterator[None]:
    """On Ctrl+C begin nothing more and kill what runs: no thread then waits for a kernel."""
    from planbook.kernels.starting import kill_kernels

    try:
        yield
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        logging.disable()  # the clients would tell that their kernels died
        kill_kernels()
        raise


def _longest_first(tasks: Sequence[Task]) -> list[int]:
    """The order to start in: a long notebook that starts last is waited for alone. Its size tells its length."""
    sizes = [task.source.stat().st_size if task.source.is_file() else 0 for task in tasks]
    return sorted(range(len(tasks)), key=sizes.__getitem__, reverse=True)


def run_task(
    task: Task,
    root: Path,
    kernel: type[OrdinaryKernel],
    started: Callable[[], None] = nothing,
    shown: Callable[[Mapping[str, Any]], None] | None = None,
) -> Notebook | Failure:
    """Run one notebook in its own kernel, and return it executed; a failure is a record, not an exception."""
    executed: list[Any] = []
    failed = _attempt(task, root, kernel, started, shown, executed.append)
    return failed or _made(task, executed[0])


def _tell(
    task: Task,
    result: Future[Notebook | Failure],
    *,
    root: Path,
    kernel: type[OrdinaryKernel],
    started: Callable[[], None],
    shown: Callable[[Mapping[str, Any]], None] | None,
) -> None:
    """Run one notebook, and give its result as soon as its cells have run: the kernel takes a while to end."""
    try:
        failed = _attempt(task, root, kernel, started, shown, lambda executed: result.set_result(_made(task, executed)))
        if failed and not result.done():
            result.set_result(failed)
    except BaseException as fault:
        if not result.done():
            result.set_exception(fault)
        raise


def _attempt(
    task: Task,
    root: Path,
    kernel: type[OrdinaryKernel],
    started: Callable[[], None],
    shown: Callable[[Mapping[str, Any]], None] | None,
    ran: Callable[[Any], object],
) -> Failure | None:
    """Run one notebook; ``ran`` is called with it once all its cells have."""
    from jupyter_core.utils import ensure_event_loop
    from papermill.exceptions import PapermillExecutionError

    from planbook.kernels.starting import noting

    try:
        _execute(task, root, noting(kernel, task.notes, started), shown, ran)
    except PapermillExecutionError as error:
        cell = _place(task, error.cell_index)
        return Failure(task.outcome, task.source.name, cell, error.source, f"{error.ename}: {error.evalue}")
    except Exception as error:  # noqa: BLE001 - a dead kernel or a time-out: any way of failing must not stop the other notebooks
        return Failure(task.outcome, task.source.name, "no cell", "", f"{type(error).__name__}: {error}")
    finally:
        ensure_event_loop().close()  # the thread's own, which nobody else closes; another is made when it is wanted
    return None


def _made(task: Task, executed: Any) -> Notebook | Failure:  # noqa: ANN401 - nbformat's node
    return _spoke_on_stderr(task, executed) or _as_written(executed)


def _execute(
    task: Task,
    root: Path,
    kernel: type[OrdinaryKernel],
    shown: Callable[[Mapping[str, Any]], None] | None,
    ran: Callable[[Any], object],
) -> None:
    """Do what ``papermill.execute_notebook`` does, and write nothing: that takes longer than many a notebook runs.

    Raises:
        PapermillExecutionError: a cell failed.
    """
    from papermill.engines import papermill_engines
    from papermill.execute import execute_notebook, raise_for_execution_errors

    from planbook.edge.client import ENGINE

    prepared = execute_notebook(str(task.source), None, parameters=dict(task.parameters), prepare_only=True)

    early: list[bool] = []

    def tell_early(executed: Any) -> None:  # noqa: ANN401 - nbformat's node
        if not _holds_errors(executed):
            early.append(True)
            ran(executed)

    executed = papermill_engines.execute_notebook_with_engine(
        ENGINE,
        prepared,
        kernel_name=papermill_engines.nb_kernel_name(None, prepared),
        input_path=str(task.source),
        output_path=None,
        resources={"metadata": {"path": str(root)}},
        kernel_manager_class=kernel,
        progress_bar=False,
        log_output=False,
        shutdown_kernel="immediate",
        on_cell_executed=shown and (lambda cell, **_: shown(cell)),
        ran=tell_early,
    )
    raise_for_execution_errors(executed, None)
    if not early:
        ran(executed)


def _holds_errors(executed: Any) -> bool:  # noqa: ANN401 - nbformat's node
    return any(output["output_type"] == "error" for cell in executed["cells"] for output in cell.get("outputs", ()))


def _place(task: Task, index: int) -> str:
    """Number and id of a cell as its author sees it: the cell that Papermill puts in is not counted."""
    cells = json.loads(task.source.read_text(encoding="utf-8"))["cells"]
    if task.parameters:
        declared = (place for place, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ()))
        put_in = next(declared, -1) + 1
        if index == put_in:
            return "the cell of injected parameters"
        index -= index > put_in
    return f"cell {index + 1} ({cells[index]['id']})" if "id" in cells[index] else f"cell {index + 1}"


def _spoke_on_stderr(task: Task, executed: Notebook) -> Failure | None:
    for index, cell in enumerate(executed["cells"]):
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "stream" and output.get("name") == "stderr":
                said = f"wrote to stderr, which would be published: {output['text'].strip()}"
                return Failure(task.outcome, task.source.name, _place(task, index), cell["source"], said)
    return None


def _as_written(executed: Any) -> Notebook:  # noqa: ANN401 - nbformat's node
    """The plain record that is read from the file of a notebook: texts as lines, names in order."""
    from nbformat.v4.rwbase import split_lines

    plain: Notebook = json.loads(json.dumps(split_lines(executed), sort_keys=True))  # type: ignore[no-untyped-call]
    return plain
