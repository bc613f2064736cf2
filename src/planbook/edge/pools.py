"""Where the editions of many forces are made: by threads here, each with a kernel of its own, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["NoCluster", "NoDask", "cluster", "in_turn", "local"]

AHEAD = 2
"""Tasks handed out for each worker: one that runs and one that waits, so that memory does not grow with the rest."""
RETRIES = 3
"""How often a task is given to another worker when the one that had it is lost."""
PATIENCE = "10s"

T = TypeVar("T")
R = TypeVar("R")


class NoDask(RuntimeError):
    """A scheduler is named and Dask is not installed."""

    def __init__(self) -> None:
        super().__init__("--scheduler needs Dask: install the optional part, `pip install planbook[scale]`")


class NoCluster(RuntimeError):
    """The scheduler does not answer, or has no workers."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"scheduler {address!r}: {why}. Start one with `dask scheduler` and workers with `dask worker {address}` "
            "in the project's environment, or leave --scheduler out"
        )


@contextlib.contextmanager
def local(workers: int) -> Iterator[tuple[Executor, int]]:
    """Threads of this process, as many as there are cores where ``workers`` is 0; and how many."""
    count = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(count) as pool:
        yield pool, count


@contextlib.contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask scheduler, and how many threads they have.

    Raises:
        NoDask: the library is not installed.
        NoCluster: nothing answers there, or nothing works there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoDask from None
    try:
        client: Any = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as fault:
        raise NoCluster(address, str(fault) or "it does not answer") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise NoCluster(address, "it has no workers")
        executor = client.get_executor(pure=False, retries=RETRIES)
        try:
            yield executor, threads
        finally:
            executor.shutdown(wait=False)


def in_turn(pool: Executor, workers: int, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """The results of ``work`` as they come, with never more tasks handed out than the workers can soon begin.

    An exception of a task comes out here once the tasks that run have ended; no new one is begun.
    """
    waiting, running = iter(things), set[Future[R]]()
    try:
        while True:
            for thing in waiting:
                running.add(pool.submit(work, thing))
                if len(running) >= workers * AHEAD:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for ended in done:
                yield ended.result()
    finally:
        for future in running:
            future.cancel()
