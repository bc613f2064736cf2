"""Running notebooks: every way of failing is told, and none stops the others. The notebooks are in tests/notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planbook.edge.running import Failure, RunFailed, Task, UnknownParameter, check_parameters, run_tasks

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def task(name: str, folder: Path, **parameters: Any) -> Task:
    """A notebook named for what it does."""
    return Task(f"O1 {name}", NOTEBOOKS / f"{name}.ipynb", folder / f"{name}.ipynb", parameters)


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunFailed, Path]:
    """Five notebooks run together, the last of which is well: what was raised, and the folder."""
    folder = tmp_path_factory.mktemp("run")
    names = ("raises", "writes_stderr", "dies", "exits", "runs")
    with pytest.raises(RunFailed) as caught:
        run_tasks([task(name, folder) for name in names], folder, 2)
    return caught.value, folder


def of(failures: tuple[RunFailed, Path], name: str) -> Failure:
    """The failure of one notebook."""
    return next(failure for failure in failures[0].failures if failure.notebook == f"{name}.ipynb")


def test_every_failure_is_reported_in_the_order_of_the_plan(failures: tuple[RunFailed, Path]) -> None:
    """Four of five failed, and all four are told at once."""
    assert ["raises.ipynb", "writes_stderr.ipynb", "dies.ipynb", "exits.ipynb"] == [failure.notebook for failure in failures[0].failures]  # fmt: skip
    assert str(failures[0]).startswith("4 of 5 notebooks failed; the others ran. Nothing was published")


def test_the_others_have_run(failures: tuple[RunFailed, Path]) -> None:
    """The notebook after those that failed ran to its end."""
    assert (failures[1] / "ran-FY2014-15.txt").is_file()


def test_an_exception_names_outcome_cell_source_and_message(failures: tuple[RunFailed, Path]) -> None:
    """Whoever must mend it knows where to look without running anything again."""
    failure = of(failures, "raises")
    assert ("O1 raises", "cell 4 (cell-4)", "KeyError: 'burglary'") == (failure.outcome, failure.cell, failure.message)
    assert 'total = 0\ntotal += counts["burglary"]' == failure.source
    assert '    total += counts["burglary"]\n  KeyError' in str(failures[0])


def test_text_on_stderr_is_refused(failures: tuple[RunFailed, Path]) -> None:
    """A warning would otherwise stand on the page."""
    failure = of(failures, "writes_stderr")
    assert "cell 3 (cell-3)" == failure.cell
    assert "wrote to stderr, which would be published: a warning that nobody meant to publish" == failure.message


def test_a_dead_kernel_is_reported(failures: tuple[RunFailed, Path]) -> None:
    """A kernel that is gone is a failure like any other."""
    assert "DeadKernelError" in of(failures, "dies").message


def test_leaving_early_is_a_failure(failures: tuple[RunFailed, Path]) -> None:
    """A notebook that exits half-way has not recorded what it should."""
    assert "SystemExit" in of(failures, "exits").message


def test_cells_are_counted_as_in_the_source(tmp_path: Path) -> None:
    """The cell of parameters that Papermill puts in does not shift the number."""
    with pytest.raises(RunFailed) as caught:
        run_tasks([task("raises", tmp_path, period="FY2013-14")], tmp_path, 1)
    assert "cell 4 (cell-4)" == caught.value.failures[0].cell


def test_an_unknown_parameter_is_refused_before_anything_runs(tmp_path: Path) -> None:
    """Papermill would only log it; here the nearest name is given."""
    with pytest.raises(UnknownParameter, match=r"'peroid': runs\.ipynb has no such parameter; nearest: period"):
        check_parameters([task("runs", tmp_path, peroid="FY2014-15")])


def test_a_known_parameter_reaches_the_notebook(tmp_path: Path) -> None:
    """The value given is the one used."""
    wanted = task("runs", tmp_path, period="FY2013-14")
    check_parameters([wanted])
    run_tasks([wanted], tmp_path, 1)
    assert (tmp_path / "ran-FY2013-14.txt").is_file()
