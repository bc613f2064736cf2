"""The same tasks here and on a cluster: equal bytes, nothing lost, nothing done twice."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from planbook import Refusal
from planbook.forces import tasks as forces_tasks
from planbook.forces.force_years import ForceYear
from planbook.forces.tasks import QUEUED_PER_WORKER, EditionResult, Pool, dask_pool, local_pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planbook.data.places import Places
    from planbook.forces.tasks import EditionTask

    Tasks = Callable[..., list[EditionTask]]

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


def test_an_edition_on_which_every_worker_is_lost_fails(monkeypatch: pytest.MonkeyPatch, tasks: Tasks) -> None:
    """It is told like a notebook that failed, and the others are made."""
    first, *others = tasks("lost")

    def make(task: EditionTask) -> EditionResult:
        if task == first:
            raise OSError("killed")
        return EditionResult(task.force_year, 0.0, ran=True)

    monkeypatch.setattr(forces_tasks, "make_edition", make)
    results = list(Pool(ThreadPoolExecutor(1), lambda: 1, (OSError,)).results([first, *others]))
    assert [f"{first.force_year.address}: killed", *("" for _ in others)] == [one.fault for one in results]


def test_a_run_stopped_on_a_cluster_is_resumed_here(tasks: Tasks, project: Places) -> None:
    """Results of a cluster's workers are kept in the project, so the local pool need not run them again."""
    from distributed import LocalCluster

    options = {"processes": True, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(2, 1, **options) as cluster, dask_pool(cluster.scheduler_address) as pool:
        results = pool.results(tasks("there"))
        assert next(results).ran
        results.close()
    kept = len(list((project.cache / "forces").rglob("*.json")))
    with local_pool(2) as pool:
        again = list(pool.results(tasks("here")))
    assert 1 <= kept <= 4
    assert [""] * 4 == [one.fault for one in again]
    assert 4 - kept == sum(one.ran for one in again)


def test_an_address_where_nothing_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how a scheduler is started."""
    monkeypatch.setattr("planbook.forces.tasks.PATIENCE", 0.5)
    with (
        pytest.raises(Refusal, match=r"nothing answers there\. Start one with `dask scheduler`"),
        dask_pool("tcp://127.0.0.1:9"),
    ):
        pass
