"""The tasks on this machine: so many at once, results handed over as they come, nothing gathered."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from planbook.run.forking import warm_up
from planbook.scale.work import make

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planbook.scale.work import Made, Work

__all__ = ["AHEAD", "LocalPool"]

AHEAD = 2
"""Tasks handed out for each that runs: the next is there when one ends, and no more wait in memory."""


@dataclass(frozen=True)
class LocalPool:
    """``width`` notebooks at once, each in a kernel of its own, forked from the one warm parent of this process."""

    width: int

    def made(self, works: Iterable[Work]) -> Iterator[Made]:
        """Make every edition; each is handed over when it has ended.

        Where the caller stops early, those that run are finished and kept, and the others are left.
        """
        warm_up()
        waiting = iter(works)
        running: set[Future[Made]] = set()
        pool = ThreadPoolExecutor(max_workers=self.width)
        try:
            while True:
                room = AHEAD * self.width - len(running)
                running |= {pool.submit(make, work) for work in islice(waiting, room)}
                if not running:
                    return
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in ended)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
