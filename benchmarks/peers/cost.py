"""What a command costs: seconds waited, processor time of all its processes, the most memory they held together.

Linux only: processes are read from /proc, and processes that lose their parent are handed to the harness, so that
their processor time counts too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BETWEEN_LOOKS = 0.04
"""Seconds between two looks at memory."""
SHARE_OF_LOOKING = 0.1
"""At most this share of one core goes into looking; where looks are slow, they are further apart."""
PATIENCE = 5.0
"""Seconds that processes may outlive their command before they are ended."""
KIB, MIB = 2**10, 2**20
BECOME_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
SAID = 2000
"""Letters of a failed command's last words that are shown."""


@dataclass(frozen=True)
class Cost:
    """What one or more commands cost.

    ``wall`` seconds waited, ``cpu`` seconds of processor (user and system, all processes), ``peak`` bytes held
    together (proportional set size: shared pages count once), ``resident`` the same with shared pages counted in
    each process.
    """

    wall: float
    cpu: float
    peak: int
    resident: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.peak, other.peak),
            max(self.resident, other.resident),
        )


NOTHING = Cost(0.0, 0.0, 0)


class CommandFailed(RuntimeError):
    """A command of the benchmark ended with an error, so there is nothing to compare."""

    def __init__(self, command: Sequence[str], said: str) -> None:
        super().__init__(f"{Path(command[0]).name} {' '.join(command[1:])} failed:\n{said[-SAID:]}")


class MemoryWatch:
    """Looks at the memory of processes and all that they started, until told to stop."""

    def __init__(self, *pids: int) -> None:
        self.peak = self.resident = 0
        self._pids, self._done = pids, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most bytes seen."""
        self._done.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        pause = 0.0
        while not self._done.wait(pause):
            start = perf_counter()
            parents = parents_now()
            sizes = [memory_of(pid) for pid in {one for pid in self._pids for one in family(pid, parents)}]
            self.peak = max(self.peak, sum(own for own, _ in sizes))
            self.resident = max(self.resident, sum(resident for _, resident in sizes))
            pause = max(BETWEEN_LOOKS, (perf_counter() - start) / SHARE_OF_LOOKING)


def parents_now() -> dict[int, int]:
    """The parent of each process of the machine."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents[int(folder.name)] = int(status.rpartition(")")[2].split()[1])
    return parents


def family(first: int, parents: Mapping[int, int]) -> set[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for pid, parent in parents.items():
        children.setdefault(parent, []).append(pid)
    members, waiting = {first}, [first]
    while waiting:
        new = set(children.get(waiting.pop(), ())) - members
        members |= new
        waiting += new
    return members


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes that a process holds, its share of shared pages and all of them; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0, 0
    sizes = dict(line.split(":", 1) for line in lines[1:])
    return _bytes(sizes["Pss"]), _bytes(sizes["Rss"])


def _bytes(size: str) -> int:
    return int(size.split(maxsplit=1)[0]) * KIB


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends, to be charged with what they used."""
    ctypes.CDLL(None, use_errno=True).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def cost_of(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    answer: str = "",
    never: str = "",
    *,
    watching: bool = True,
) -> Cost:
    """Run a command in ``folder`` to its end and measure it; memory only where it is ``watching``.

    Looking takes time from a command that keeps every core busy, and none from one that leaves a core free.
    ``answer`` is what it is told on standard input; ``never`` are words that it says only when it has failed, for
    commands that go on and end well after a fault.

    Raises:
        CommandFailed: it ended with an error, or said what it never should.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as answers:
        answers.write(answer.encode())
        answers.seek(0)
        before = _descendants()
        used, start = _used(), perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=answers, stdout=output, stderr=subprocess.STDOUT
        )
        watch = MemoryWatch(process.pid) if watching else None
        code = process.wait()
        wall = perf_counter() - start
        if watch:
            watch.stop()
        _reap(before)
        output.seek(0)
        words = output.read().decode(errors="replace")
        if code or (never and never in words):
            raise CommandFailed(command, words)
    used = _used() - used
    return Cost(wall, used, watch.peak, watch.resident) if watch else Cost(wall, used, 0)


def _used() -> float:
    """Seconds of processor of all processes that this one has waited for, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _descendants() -> set[int]:
    """The processes that this one, or one of its own, has started."""
    return family(os.getpid(), parents_now()) - {os.getpid()}


def _reap(before: set[int]) -> None:
    """Wait for processes that outlive their command, and end those that stay."""
    until = monotonic() + PATIENCE
    while left := _descendants() - before:
        _collect(left)
        if monotonic() > until:
            for pid in left:
                _kill(pid)
        sleep(BETWEEN_LOOKS)


def _collect(pids: Iterable[int]) -> None:
    for pid in pids:
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            continue


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
