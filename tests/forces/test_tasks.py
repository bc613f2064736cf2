"""The same tasks here and on a cluster: equal bytes, nothing lost, nothing done twice."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from planbook.forces.force_years import ForceYear

from planbook import Refusal
from planbook.forces import tasks as forces_tasks
from planbook.forces.pages import Frame
from planbook.forces.tasks import (
    QUEUED_PER_WORKER,
    EditionResult,
    EditionTask,
    Pool,
    dask_pool,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forces"), pytest.mark.filterwarnings("default")]
MANY = 500


@pytest.fixture(autouse=True)
def _loops() -> Iterator[None]:
    """jupyter_core leaves the event loops of threads unclosed: let it be said here, where it is allowed."""
    yield
    gc.collect()


def test_memory_does_not_grow_with_what_is_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of hundreds of editions two at once need four tasks; the next is taken when one has ended, and all are made."""
    asked, taken = ForceYear("kent", "FY2014-15"), 0

    def tasks() -> Iterator[ForceYear]:
        nonlocal taken
        for _ in range(MANY):
            taken += 1
            yield asked

    monkeypatch.setattr(forces_tasks, "make_edition", lambda task: EditionResult(task, 0.0, ran=True))
    results = Pool(ThreadPoolExecutor(2), lambda: 2).results(tasks())  # type: ignore[arg-type]
    ahead = [taken - done for done, _ in enumerate(results, start=1)]
    assert MANY == len(ahead)
    assert max(ahead) < 2 * QUEUED_PER_WORKER


def test_an_edition_on_which_every_worker_is_lost_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told like a notebook that failed, and the others are made."""
    years = [ForceYear("kent", f"FY{year}") for year in ("2014-15", "2015-16", "2016-17")]
    first, *others = [EditionTask("", "", year, Frame("A small book", (), ()), "run") for year in years]

    def make(task: EditionTask) -> EditionResult:
        if task == first:
            raise OSError("killed")
        return EditionResult(task.force_year, 0.0, ran=True)

    monkeypatch.setattr(forces_tasks, "make_edition", make)
    results = list(Pool(ThreadPoolExecutor(1), lambda: 1, (OSError,)).results([first, *others]))
    assert [f"{first.force_year.address}: killed", *("" for _ in others)] == [one.fault for one in results]


def test_an_address_where_nothing_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how a scheduler is started."""
    monkeypatch.setattr("planbook.forces.tasks.PATIENCE", 0.5)
    with (
        pytest.raises(Refusal, match=r"nothing answers there\. Start one with `dask scheduler`"),
        dask_pool("tcp://127.0.0.1:9"),
    ):
        pass
