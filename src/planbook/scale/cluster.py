"""The same tasks on a Dask cluster: handed out a few ahead, done again elsewhere where a worker is lost."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from planbook.scale.local import AHEAD
from planbook.scale.work import Made, make, prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client, Future

    from planbook.scale.work import Work

__all__ = ["DaskPool", "NoDask", "NoScheduler", "dask_pool"]

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


@contextmanager
def dask_pool(address: str) -> Iterator[DaskPool]:
    """The cluster at an address, for the time of one run.

    Raises:
        NoDask: dask.distributed is not installed.
        NoScheduler: nothing answers at the address, or no worker is there.
    """
    try:
        from distributed import Client
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
        yield DaskPool(client)


@dataclass(frozen=True)
class DaskPool:
    """Workers that share the project folder and write to it, so that only a line about each edition travels."""

    client: Client

    @property
    def width(self) -> int:
        """How many tasks the cluster does at once, as it stands now."""
        return max(1, sum(int(threads) for threads in self.client.nthreads().values()))

    def made(self, works: Iterable[Work]) -> Iterator[Made]:
        """Make every edition; each is handed over when it has ended.

        A worker that is lost costs the tasks it had, which others do again; an edition on which worker after worker
        is lost fails. Where the caller stops early, what was made is kept.
        """
        from distributed import KilledWorker, as_completed

        waiting = iter(works)
        running: dict[str, Work] = {}
        ended = as_completed(self._hand_out(waiting, AHEAD * self.width, running), loop=self.client.loop)
        for future in ended:
            work = running.pop(future.key)
            try:
                yield future.result()
            except KilledWorker as fault:
                yield Made(work.wanted, 0.0, ran=True, fault=f"{work.wanted.address}: {fault}")
            for more in self._hand_out(waiting, 1, running):
                ended.add(more)

    def _hand_out(self, waiting: Iterator[Work], amount: int, running: dict[str, Work]) -> list[Future]:
        """Submit the next tasks; a key names run and edition, so that two runs at one scheduler do not meet."""
        works = {f"{work.run}-{work.wanted.address}": work for work in islice(waiting, amount)}
        running.update(works)
        return [self.client.submit(make, work, key=key, pure=False) for key, work in works.items()]
