"""Where tasks are done: in threads of this process, or on a Dask cluster. Both are executors of the standard library.

Tasks are handed out a few ahead, so that the next one is there when one ends and no more wait in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from distributed import Client

from planbook.forces.task import EditionResult, EditionTask, make_edition, prepare

QUEUED_PER_WORKER = 2
"""Tasks handed out for each that runs."""
PATIENCE = 30.0
"""Seconds to wait for the scheduler, and for its first worker."""


class NoDask(RuntimeError):
    """A cluster is asked for and the library for it is not installed."""

    def __init__(self) -> None:
        super().__init__("--scheduler needs dask.distributed: pip install 'planbook[scale]', here and on every worker")


class NoScheduler(RuntimeError):
    """Nothing answers at the scheduler's address, or it has no worker."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"scheduler {address!r}: {why}. Start one with `dask scheduler` and workers with "
            f"`dask worker {address} --nthreads 1`, in an environment with planbook and with the same project folder"
        )


@dataclass(frozen=True)
class Pool:
    """Does ``width()`` tasks at once; an exception of type ``lost`` tells that no worker outlived a task."""

    executor: Executor
    width: Callable[[], int]
    lost: tuple[type[Exception], ...] = ()

    def results(self, tasks: Iterable[EditionTask]) -> Iterator[EditionResult]:
        """Make every edition; each is handed over when it has ended.

        Where the caller stops early, editions that are being made are finished and kept, and the others are left.
        """
        waiting = iter(tasks)
        running: dict[Future[EditionResult], EditionTask] = {}
        try:
            while True:
                room = max(0, QUEUED_PER_WORKER * self.width() - len(running))
                running |= {self.executor.submit(make_edition, task): task for task in islice(waiting, room)}
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield self._result(future, running.pop(future))
        finally:
            for future in running:
                future.cancel()
            self.executor.shutdown(wait=True)

    def _result(self, future: Future[EditionResult], task: EditionTask) -> EditionResult:
        try:
            return future.result()
        except self.lost as fault:
            return EditionResult(task.force_year, 0.0, ran=True, fault=f"{task.force_year.address}: {fault}")


@contextmanager
def local_pool(width: int) -> Iterator[Pool]:
    """``width`` notebooks at once on this machine, each in a kernel of its own."""
    prepare()
    yield Pool(ThreadPoolExecutor(max_workers=width), lambda: width)


@contextmanager
def dask_pool(address: str) -> Iterator[Pool]:
    """The cluster at an address, for the time of one run.

    Its workers share the project folder and write to it, so that only a line about each edition travels. A worker that
    is lost costs the tasks it had, which others do again; an edition on which worker after worker is lost fails.

    Raises:
        NoDask: dask.distributed is not installed.
        NoScheduler: nothing answers at the address, or no worker is there.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as fault:
        raise NoDask from fault
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise NoScheduler(address, "nothing answers there") from fault
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as fault:
            raise NoScheduler(address, "it has no worker") from fault
        client.run(prepare, wait=False, on_error="ignore")
        # Not pure: two runs at one scheduler must not share a task.
        yield Pool(client.get_executor(pure=False), lambda: _threads(client), (KilledWorker,))


def _threads(client: Client) -> int:
    """How many tasks the cluster does at once, as it stands now."""
    return max(1, sum(int(threads) for threads in client.nthreads().values()))
