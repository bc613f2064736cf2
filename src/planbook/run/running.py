"""Run notebooks with Papermill, each in a kernel of its own; collect every failure before giving up.

Nothing is written while a notebook runs: ``papermill.execute_notebook(source, None)`` hands the executed notebook over.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.data.values import nearest

Notebook = dict[str, Any]

NOTEBOOK_MEMORY = 256 * 2**20
"""Bytes that a notebook is taken to need: an ordinary kernel and its client hold 172 MiB at most (benchmarks)."""

LINE = re.compile(r"line \d+")
NO_HISTORY = "--HistoryManager.enabled=False"  # spares a thread and a database of what was typed: nobody types


@dataclass(frozen=True)
class Task:
    """One notebook to run: whose it is, where it is, with which parameters."""

    outcome: str
    source: Path
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
        indented = "\n".join(f"    {line}" for line in self.source.splitlines())
        return f"{self.outcome} · {self.notebook} · {self.cell}\n{indented}\n  {self.message}"


class UnknownParameter(ValueError):
    """A parameter that a notebook does not declare."""

    def __init__(self, wanted: str, notebook: str, declared: Sequence[str]) -> None:
        super().__init__(
            f"parameter {wanted!r}: {notebook} has no such parameter; nearest: {nearest(wanted, declared, 1)}; "
            f"declared: {', '.join(declared)}"
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


def check_parameters(tasks: Sequence[Task]) -> None:
    """Refuse a parameter that a notebook does not declare in the cell tagged ``parameters``.

    Papermill would only log it, and the notebook would run on its default.

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
    tasks: Sequence[Task], root: Path, workers: int, then: Callable[[Task, Notebook], Failure | None]
) -> None:
    """Run every task in the folder ``root``, so many at once, and raise once at the end if any failed.

    ``then`` is called, in this thread, with each task that has run through and its executed notebook; what it returns
    is a failure too.

    Raises:
        RunFailed: with the cell, source and message of each failure, in the order of the tasks.
    """
    failures: dict[int, Failure] = {}
    # A long notebook that starts last would be waited for alone; its size tells its length.
    order = sorted(range(len(tasks)), key=lambda place: tasks[place].source.stat().st_size, reverse=True)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            running = {pool.submit(run_task, tasks[place], root): place for place in order}
            for ended in as_completed(running):
                place, result = running[ended], ended.result()
                failure = result if isinstance(result, Failure) else then(tasks[place], result)
                if failure:
                    failures[place] = failure
        except KeyboardInterrupt:
            _stop(pool)
            raise
    if failures:
        raise RunFailed([failures[place] for place in sorted(failures)], len(tasks))


def run_task(task: Task, root: Path) -> Notebook | Failure:
    """Run one notebook in the folder ``root`` and return it executed; a failure is a record, not an exception."""
    from jupyter_core.utils import ensure_event_loop
    from nbformat.v4.rwbase import split_lines
    from papermill.exceptions import PapermillExecutionError

    try:
        executed = _execute(task, root)
    except PapermillExecutionError as error:
        cell = _place(task, error.cell_index) + _line(error.traceback)
        return Failure(task.outcome, task.source.name, cell, error.source, f"{error.ename}: {error.evalue}")
    except Exception as error:  # noqa: BLE001 - a dead kernel or a time-out: no failure may stop the other notebooks
        return Failure(task.outcome, task.source.name, "no cell", "", f"{type(error).__name__}: {error}")
    finally:
        ensure_event_loop().close()  # the thread's own, which nobody else closes; another is made when it is wanted
    if refused := _refused(task, executed):
        return refused
    # As it would be read from a file: texts as lines, names in order.
    plain: Notebook = json.loads(json.dumps(split_lines(executed), sort_keys=True))  # type: ignore[no-untyped-call]
    return plain


def notebooks_at_once(asked: int = 0) -> int:
    """What is asked for; otherwise as many as there are cores, or fewer where memory is short, and never none."""
    return asked or max(1, min(cores(), memory_left() // NOTEBOOK_MEMORY))


def cores() -> int:
    """The cores that this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_left(proc: Path = Path("/proc"), group: Path = Path("/sys/fs/cgroup")) -> int:
    """Bytes that can be had without swapping, of the machine and within a container's limit; very many if untold.

    Source: Linux, ``proc(5)`` (MemAvailable) and the kernel's document ``cgroup-v2`` (memory.max, memory.current).
    """
    left = [2**62]
    try:
        lines = (proc / "meminfo").read_text(encoding="ascii").splitlines()
        left += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
        limit, used = ((group / f"memory.{name}").read_text(encoding="ascii").strip() for name in ("max", "current"))
        left += [int(limit) - int(used)] if limit != "max" else []
    except OSError:
        pass  # another system, or no control group: nothing more is told
    return max(0, min(left))


def _stop(pool: ThreadPoolExecutor) -> None:
    """Begin nothing more and kill what runs: no thread then waits for a kernel."""
    from planbook.run.warm_kernel import kill_kernels

    pool.shutdown(wait=False, cancel_futures=True)
    logging.disable()  # the clients would tell that their kernels died
    kill_kernels()


def _execute(task: Task, root: Path) -> Any:
    import papermill
    from traitlets.config import Config

    from planbook.run.warm_kernel import KERNEL, PromptClient

    return papermill.execute_notebook(
        str(task.source),
        None,
        parameters=dict(task.parameters),
        kernel_name=KERNEL,
        progress_bar=False,
        shutdown_kernel="immediate",
        extra_arguments=[NO_HISTORY],
        config=Config({"KernelManager": {"client_factory": PromptClient}}),
        resources={"metadata": {"path": str(root)}},
    )


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


def _line(shown: Sequence[str]) -> str:
    """The line of the cell that failed, where the notebook's shell says it first (``planbook.notebook.shell``)."""
    found = LINE.match(shown[0]) if shown else None
    return f", {found[0]}" if found else ""


def _refused(task: Task, executed: Notebook) -> Failure | None:
    """The first output that must not stand on a page, though Papermill lets it pass: stderr, or an early exit."""
    for index, cell in enumerate(executed["cells"]):
        for output in cell.get("outputs", ()):
            message = ""
            if output["output_type"] == "error":
                message = f"{output['ename']}: {output['evalue']}".removesuffix(": ")
            elif output.get("name") == "stderr":
                message = f"wrote to stderr, which would be published: {output['text'].strip()}"
            if message:
                return Failure(task.outcome, task.source.name, _place(task, index), cell["source"], message)
    return None
