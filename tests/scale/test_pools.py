"""The same tasks here and on a cluster: equal bytes, nothing lost, nothing done twice."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from planbook.scale.cluster import NoScheduler, dask_pool
from planbook.scale.local import LocalPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from distributed import LocalCluster

    from planbook.data.places import Places
    from planbook.scale.work import Work

    Works = Callable[..., list[Work]]
    Digests = Callable[[Path], dict[str, str]]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("scale"), pytest.mark.filterwarnings("default")]


@pytest.fixture(autouse=True)
def _loops() -> Iterator[None]:
    """jupyter_core leaves the event loops of threads unclosed: let it be said here, where it is allowed."""
    yield
    gc.collect()


@contextmanager
def two_workers() -> Iterator[LocalCluster]:
    """A cluster of two worker processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster


def test_an_interrupted_run_goes_on_where_it_stopped(works: Works, project: Places) -> None:
    """Stopped after the first edition, the next run makes the missing ones and runs no notebook twice."""
    first = LocalPool(1).made(works("one"))
    assert next(first).ran
    first.close()
    kept = len(list((project.cache / "forces").glob("*.json")))
    again = list(LocalPool(2).made(works("two")))
    assert (4, 4 - kept) == (len(again), sum(made.ran for made in again))
    assert 1 <= kept < 4
    assert [""] * 4 == [made.fault for made in again]
    assert not any(made.ran for made in LocalPool(2).made(works("three")))


def test_a_lost_worker_costs_nothing_but_time(works: Works, project: Places, digests: Digests) -> None:
    """One of two Dask workers is killed in the middle: every edition comes, with the local pool's bytes."""
    here = list(LocalPool(2).made(works("here", target="here")))
    shutil.rmtree(project.cache)
    with two_workers() as cluster, dask_pool(cluster.scheduler_address) as pool:
        assert 2 == pool.width
        found = pool.made(works("there", target="there"))
        made = [next(found)]
        os.kill(cluster.workers[0].process.pid, signal.SIGKILL)
        made += found
    assert sorted(one.wanted for one in here) == sorted(one.wanted for one in made)
    assert {""} == {one.fault for one in (*here, *made)}
    assert digests(project.build / "here") == digests(project.build / "there")


def test_a_run_stopped_on_a_cluster_is_resumed_here(works: Works, project: Places) -> None:
    """Results of a cluster's workers are kept in the project, so the local pool need not run them again."""
    with two_workers() as cluster, dask_pool(cluster.scheduler_address) as pool:
        found = pool.made(works("there"))
        next(found)
        found.close()
    kept = len(list((project.cache / "forces").glob("*.json")))
    again = list(LocalPool(2).made(works("here")))
    assert 1 <= kept
    assert 4 - kept == sum(made.ran for made in again)


def test_a_failing_notebook_is_a_result(works: Works, break_notebook: Callable[[], None]) -> None:
    """The fault names force, year and cell; the other editions are tried all the same."""
    break_notebook()
    made = list(LocalPool(2).made(works("broken", years="2016-17")))
    assert ["city_of_london/fy2016-17", "kent/fy2016-17"] == sorted(one.fault.split(" · ")[0] for one in made)
    assert all("show_nothing" in one.fault for one in made)


def test_an_address_where_nothing_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how a scheduler is started."""
    monkeypatch.setattr("planbook.scale.cluster.PATIENCE", 0.5)
    with (
        pytest.raises(NoScheduler, match=r"nothing answers there\. Start one with `dask scheduler`"),
        dask_pool("tcp://127.0.0.1:9"),
    ):
        pass
