"""Running notebooks: every way of failing is told, and none stops the others. The notebooks are in tests/notebooks."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from planbook.run import running
from planbook.run.running import (
    NOTEBOOK_MEMORY,
    Failure,
    RunFailed,
    Task,
    UnknownParameter,
    check_parameters,
    memory_left,
    notebooks_at_once,
)
from tests.conftest import with_last_line

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def task(name: str, **parameters: str) -> Task:
    """A notebook named for what it does."""
    return Task(f"O1 {name}", NOTEBOOKS / f"{name}.ipynb", parameters)


ASKS_FOR_ROBERY = """
from planbook.notebook import open_outcome
outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
outcome.quarters("robery")"""
APART = """
import json, sys
from pathlib import Path
from planbook.run.running import RunFailed, Task, run_tasks

notebooks, folder, names, parameters = json.loads(sys.argv[1])
tasks = [Task(f"O1 {name}", Path(notebooks, f"{name}.ipynb"), parameters) for name in names]
try:
    run_tasks(tasks, Path(folder), 2, lambda task, executed: None)
except RunFailed as failed:
    print(json.dumps([str(failed), [vars(failure) for failure in failed.failures]]))
"""
"""Run in a process of its own: kernels leave sockets behind, and warnings are errors here."""


@dataclass(frozen=True)
class Told:
    """What a run said of its failures, and where it ran."""

    message: str
    failures: tuple[Failure, ...]
    folder: Path

    def of(self, notebook: str) -> Failure:
        """The failure of one notebook."""
        return next(failure for failure in self.failures if failure.notebook == f"{notebook}.ipynb")


def run_apart(folder: Path, *names: str, **parameters: str) -> Told:
    """Run notebooks in another process."""
    asked = json.dumps([str(NOTEBOOKS), str(folder), names, parameters])
    done = subprocess.run([sys.executable, "-c", APART, asked], capture_output=True, text=True, check=True)
    message, failures = json.loads(done.stdout or '["", []]')
    return Told(message, tuple(Failure(**failure) for failure in failures), folder)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Six notebooks run together, the last of which is well."""
    names = ("raises", "writes_stderr", "dies", "exits", "ends_early", "runs")
    return run_apart(tmp_path_factory.mktemp("run"), *names)


def test_every_failure_is_reported_in_the_order_of_the_plan(told: Told) -> None:
    """Five of six failed, and all five are told at once; where all failed, no others are spoken of."""
    failed = ["raises.ipynb", "writes_stderr.ipynb", "dies.ipynb", "exits.ipynb", "ends_early.ipynb"]
    assert failed == [failure.notebook for failure in told.failures]
    assert told.message.startswith("5 of 6 notebooks failed; the others ran. Nothing was published")
    assert (told.folder / "ran-FY2014-15.txt").is_file()
    alone = str(RunFailed([Failure("O1", "a.ipynb", "no cell", "", "KeyError: 'b'")], 1))
    assert alone.startswith("1 of 1 notebooks failed. Nothing was published, the site")


def test_an_exception_names_outcome_cell_source_and_message(told: Told) -> None:
    """Whoever must mend it knows where to look without running anything again."""
    failure = told.of("raises")
    assert ("O1 raises", "cell 4 (cell-4)", "KeyError: 'burglary'") == (failure.outcome, failure.cell, failure.message)
    assert 'total = 0\ntotal += counts["burglary"]' == failure.source
    assert '    total += counts["burglary"]\n  KeyError' in told.message


def test_an_error_of_the_library_names_the_line_and_says_one_sentence(root: Path, tmp_path: Path) -> None:
    """As in JupyterLab, with the notebook and the cell before it."""
    notebook = with_last_line((NOTEBOOKS / "runs.ipynb").read_text(encoding="utf-8"), ASKS_FOR_ROBERY)
    (tmp_path / "asks.ipynb").write_text(notebook, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", APART, json.dumps([str(tmp_path), str(tmp_path), ["asks"], {}])],
        capture_output=True, text=True, check=True, env={**os.environ, "PLANBOOK_ROOT": str(root)},
    )  # fmt: skip
    message, _ = json.loads(done.stdout)
    lines = message.splitlines()
    assert re.search(r"^O1 asks · asks\.ipynb · cell 3 \(cell-3\), line \d+$", message, re.MULTILINE)
    assert lines[-1].startswith("  UnknownMeasure: measure 'robery' is not in the catalogue; nearest: robbery")
    assert "Traceback" not in message


def test_a_warning_a_dead_kernel_and_an_early_end_are_failures(told: Told) -> None:
    """A warning would stand on the page; a notebook that exits half-way has not recorded all, whatever it says."""
    warned = told.of("writes_stderr")
    assert "cell 3 (cell-3)" == warned.cell == told.of("ends_early").cell
    assert "wrote to stderr, which would be published: a warning that nobody meant to publish" == warned.message
    assert "DeadKernelError" in told.of("dies").message
    assert ("SystemExit: enough", "SystemExit: 0") == (told.of("exits").message, told.of("ends_early").message)


def test_an_unknown_parameter_is_refused_before_anything_runs() -> None:
    """Papermill would only log it; here the nearest name is given."""
    with pytest.raises(UnknownParameter, match=r"'peroid': runs\.ipynb has no such parameter; nearest: period"):
        check_parameters([task("runs", peroid="FY2014-15")])


def test_a_known_parameter_reaches_the_notebook(tmp_path: Path) -> None:
    """The value given is the one used, and the cell that Papermill puts in shifts no number of another."""
    check_parameters([task("runs", period="FY2013-14")])
    assert ["cell 4 (cell-4)"] == [
        one.cell for one in run_apart(tmp_path, "runs", "raises", period="FY2013-14").failures
    ]
    assert (tmp_path / "ran-FY2013-14.txt").is_file()


@pytest.mark.parametrize(("memory", "many"), [(2**33, 8), (4 * NOTEBOOK_MEMORY, 4), (100 * 2**20, 1), (0, 1)])
def test_cores_and_memory_say_how_many_run_at_once(monkeypatch: pytest.MonkeyPatch, memory: int, many: int) -> None:
    """At least one runs, however little there is; whoever names a number knows better."""
    monkeypatch.setattr(running, "cores", lambda: 8)
    monkeypatch.setattr(running, "memory_left", lambda: memory)
    assert (many, 12) == (notebooks_at_once(), notebooks_at_once(12))


@pytest.mark.parametrize(
    ("limit", "used", "left"), [("max", "8000", 4096), ("9000", "8000", 1000), ("10", "20", 0), ("9000000", "1", 4096)]
)
def test_the_tightest_limit_counts(tmp_path: Path, limit: str, used: str, left: int) -> None:
    """Of the machine and of a container, never less than nothing; where nothing is told, cores alone decide."""
    assert memory_left(tmp_path, tmp_path) >= 2**60
    (tmp_path / "meminfo").write_text("MemTotal: 99 kB\nMemAvailable:   4 kB\n", encoding="ascii")
    (tmp_path / "memory.max").write_text(f"{limit}\n", encoding="ascii")
    (tmp_path / "memory.current").write_text(f"{used}\n", encoding="ascii")
    assert left == memory_left(tmp_path, tmp_path)
