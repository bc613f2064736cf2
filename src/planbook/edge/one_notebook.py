"""Run one notebook with Papermill in a kernel of its own; a failure is a record that says where it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from planbook.kernels.starting import OrdinaryKernel

__all__ = ["Failure", "Notebook", "Task", "Way", "attempt", "nothing", "result_of", "run_task"]

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


def nothing() -> None:
    """What is done meanwhile, unless something else is asked for."""


@dataclass(frozen=True)
class Way:
    """How notebooks run: in which folder and kernels, and who is told of each kernel that started and cell that ran."""

    root: Path
    kernel: type[OrdinaryKernel]
    started: Callable[[], None] = nothing
    shown: Callable[[Mapping[str, Any]], None] | None = None


def run_task(task: Task, way: Way) -> Notebook | Failure:
    """Run one notebook in its own kernel, and return it executed; a failure is a record, not an exception."""
    executed: list[Any] = []
    failed = attempt(task, way, executed.append)
    return failed or result_of(task, executed[0])


def attempt(task: Task, way: Way, ran: Callable[[Any], object]) -> Failure | None:
    """Run one notebook; ``ran`` is called with it once all its cells have run, while the kernel ends."""
    from jupyter_core.utils import ensure_event_loop
    from papermill.exceptions import PapermillExecutionError

    from planbook.kernels.starting import noting

    try:
        _execute(task, way, noting(way.kernel, task.notes, way.started), ran)
    except PapermillExecutionError as error:
        cell = _place(task, error.cell_index)
        return Failure(task.outcome, task.source.name, cell, error.source, f"{error.ename}: {error.evalue}")
    except Exception as error:  # noqa: BLE001 - a dead kernel or a time-out: any way of failing must not stop the other notebooks
        return Failure(task.outcome, task.source.name, "no cell", "", f"{type(error).__name__}: {error}")
    finally:
        ensure_event_loop().close()  # the thread's own, which nobody else closes; another is made when it is wanted
    return None


def result_of(task: Task, executed: Any) -> Notebook | Failure:  # noqa: ANN401 - nbformat's node
    """The executed notebook as a plain record, or what is wrong with it although it ran through."""
    return _spoke_on_stderr(task, executed) or _as_written(executed)


def _execute(task: Task, way: Way, kernel: type[OrdinaryKernel], ran: Callable[[Any], object]) -> None:
    """Do what ``papermill.execute_notebook`` does, and write nothing: that takes longer than many a notebook runs.

    Raises:
        PapermillExecutionError: a cell failed.
    """
    from papermill.engines import papermill_engines
    from papermill.execute import execute_notebook, raise_for_execution_errors

    from planbook.edge.client import ENGINE

    shown = way.shown
    prepared = execute_notebook(str(task.source), None, parameters=dict(task.parameters), prepare_only=True)
    executed = papermill_engines.execute_notebook_with_engine(
        ENGINE,
        prepared,
        kernel_name=papermill_engines.nb_kernel_name(None, prepared),
        input_path=str(task.source),
        output_path=None,
        resources={"metadata": {"path": str(way.root)}},
        kernel_manager_class=kernel,
        progress_bar=False,
        log_output=False,
        shutdown_kernel="immediate",
        on_cell_executed=shown and (lambda cell, **_: shown(cell)),
        ran=lambda notebook: None if _holds_errors(notebook) else ran(notebook),
    )
    raise_for_execution_errors(executed, None)
    if _holds_errors(executed):  # of which Papermill makes nothing: a cell ended the kernel as if all were well
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
