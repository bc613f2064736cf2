"""The same tasks here and on a cluster: nothing lost, and what went wrong is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from planbook import Refusal
from planbook.forces import tasks as forces_tasks
from planbook.forces.pages import Frame
from planbook.forces.statements import Statement
from planbook.forces.tasks import Pool, StatementResult, StatementTask, dask_pool, stopping

pytestmark = pytest.mark.filterwarnings("default")


def tasks(*quarters: str) -> list[StatementTask]:
    """Statements of Kent, to be made nowhere."""
    frame = Frame("A small book", (), ())
    return [StatementTask("", "", "", Statement("kent", quarter), frame, "run") for quarter in quarters]


def test_a_statement_on_which_every_worker_is_lost_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told like a notebook that failed, and the others are made."""
    first, *others = tasks("FY2024-25Q1", "FY2024-25Q2", "FY2024-25Q3")

    def make(task: StatementTask) -> StatementResult:
        if task == first:
            raise OSError("killed")
        return StatementResult(task.statement, 0.0, ran=True)

    monkeypatch.setattr(forces_tasks, "make_statement", make)
    results = Pool(ThreadPoolExecutor(1), (OSError,)).results([first, *others])
    assert ["", "", f"{first.statement.address}: killed"] == sorted(one.fault for one in results)


def test_a_run_that_is_stopped_leaves_what_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs is told to end after its notebook; of the others none begins, and the next run may."""
    told: list[bool] = []

    def make(task: StatementTask) -> StatementResult:
        told.append(bool(told) and stopping.wait(60))
        return StatementResult(task.statement, 0.0, ran=True)

    monkeypatch.setattr(forces_tasks, "make_statement", make)
    results = Pool(ThreadPoolExecutor(1)).results(tasks("FY2024-25Q1", "FY2024-25Q2", "FY2024-25Q3", "FY2024-25Q4"))
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert told in ([False], [False, True])
    assert not stopping.is_set()


def test_an_address_where_nothing_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how a scheduler is started."""
    monkeypatch.setattr("planbook.forces.tasks.PATIENCE", 0.5)
    with (
        pytest.raises(Refusal, match=r"nothing answers there\. Start one with `dask scheduler`"),
        dask_pool("tcp://127.0.0.1:9"),
    ):
        pass
