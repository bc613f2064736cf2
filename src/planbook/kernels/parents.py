"""The starter's side: keep one warm parent for each set of variables that matter at import, and order kernels."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TYPE_CHECKING

from planbook.kernels.orders import KERNEL, QUIT, STALE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.kernels.orders import Order

__all__ = ["ForkedProcess", "NoParent", "Parents", "can_fork", "parents"]

AT_IMPORT = (
    "PYTHON",
    "MPL",
    "OPENBLAS_",
    "OMP_",
    "MKL_",
    "LC_",
    "LANG",
    "TZ",
    "HOME",
    "JUPYTER",
    "IPYTHON",
)
"""Variables, by how their names begin, that Python or a library reads once: kernels that differ in one cannot
come from the same parent."""

NEW_PARENTS = 3
"""How many parents to start for one kernel before giving up."""

PATIENCE = 5.0
"""Seconds that a parent may take to end."""

ANSWER = 256
"""Bytes; the longest answer is shorter."""


class NoParent(RuntimeError):
    """No warm parent could give a kernel."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no warm kernel: {why}; kernels start in the ordinary way")


class ParentGone(NoParent):
    """The parent ended, or what it imported is out of date: another may serve."""


class ForkedProcess:
    """A kernel, or another process, that is a parent's child: what ``subprocess.Popen`` is for one's own."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """The exit code, or None while the process runs."""
        if self.returncode is None:
            with contextlib.suppress(BlockingIOError):
                self._hear(self._line.recv(ANSWER))
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, waited for; None if the process still runs after ``timeout`` seconds."""
        if self.returncode is None:
            select.select([self._line], [], [], timeout)
        return self.poll()

    async def ended(self) -> None:
        """Wait for the end without holding up anything else."""
        from asyncio import get_running_loop  # here, since a parent is started before anything waits

        if self.poll() is None:
            self._hear(await get_running_loop().sock_recv(self._line, ANSWER))

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)

    def _hear(self, said: bytes) -> None:
        """An answer is the exit code; silence means that the parent ended, and its kernels with it."""
        if self.returncode is None:
            self.returncode = int(said.split()[1]) if said else -signal.SIGKILL
            self._line.close()


@dataclass
class WarmParent:
    """A parent process, the socket on which it takes orders, and whether it has answered one yet."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    answered: bool = False

    @classmethod
    def start(cls, environment: Mapping[str, str]) -> WarmParent:
        """Start a parent; it imports while this returns."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", "planbook.kernels.server", str(theirs.fileno())]
            process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return cls(process, ours)

    @property
    def alive(self) -> bool:
        """Whether it can still take an order."""
        return self.process.poll() is None

    async def fork(self, order: Order, streams: tuple[int, int]) -> ForkedProcess:
        """Order a kernel.

        Raises:
            ParentGone: the parent ended, or is out of date.
            NoParent: the parent refuses; its reason is given.
        """
        from asyncio import get_running_loop

        loop, line = get_running_loop(), self._line(streams)
        try:
            await loop.sock_sendall(line, _written(order))
            return self._forked(line, await loop.sock_recv(line, ANSWER))
        except OSError as error:
            line.close()
            raise ParentGone("the parent process ended") from error

    def fork_now(self, order: Order, streams: tuple[int, int]) -> ForkedProcess:
        """Order a process and wait for it, which takes no time where the parent has answered before.

        Raises:
            NoParent: as in `fork`.
        """
        line = self._line(streams)
        try:
            line.settimeout(PATIENCE)
            line.sendall(_written(order))
            said = line.recv(ANSWER)
            line.settimeout(0)
        except OSError as error:
            line.close()
            raise ParentGone("the parent process ended") from error
        return self._forked(line, said)

    def _line(self, streams: tuple[int, int]) -> socket.socket:
        """Our end of the line on which an order goes and answers come.

        Raises:
            ParentGone: nobody takes the other end.
        """
        line, theirs = socket.socketpair()
        line.settimeout(0)
        try:
            with theirs:
                socket.send_fds(self.control, [KERNEL], [theirs.fileno(), *streams])
        except OSError as error:
            line.close()
            raise ParentGone("the parent process ended") from error
        return line

    def _forked(self, line: socket.socket, said: bytes) -> ForkedProcess:
        """The process of which an answer tells.

        Raises:
            NoParent: the answer is a refusal.
        """
        self.answered = True
        word, _, rest = said.decode().strip().partition(" ")
        if word != "kernel":
            line.close()
            raise NoParent(rest) if rest else ParentGone(word if word == STALE else "the parent process ended")
        return ForkedProcess(int(rest), line)

    def stop(self) -> None:
        """Have the parent end, and with it what it has forked; this does not wait until they are gone."""
        self.control.close()

    def end(self) -> None:
        """End the parent, and with it what it has forked: each is killed when its parent ends, also if it is killed."""
        self.stop()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Parents:
    """The parents of this process, by the variables that matter at import."""

    def __init__(self) -> None:
        self._held: dict[tuple[tuple[str, str], ...], WarmParent] = {}
        self._retired: list[WarmParent] = []
        self._lock = Lock()
        atexit.register(self.end)

    def get(self, environment: Mapping[str, str]) -> WarmParent:
        """The parent for an environment, started if there is none that lives."""
        key = _key(environment)
        with self._lock:
            held = self._held.get(key)
            if held is None or not held.alive:
                if held is not None:
                    held.end()
                held = self._held[key] = WarmParent.start(environment)
            return held

    async def fork(self, order: Order, streams: tuple[int, int] = (1, 2)) -> ForkedProcess:
        """A kernel from a living parent; a parent that died, or whose imports are out of date, is replaced.

        Raises:
            NoParent: fresh parents give none either.
        """
        for attempt in range(NEW_PARENTS):
            parent = self.get(order.environment)
            try:
                return await parent.fork(order, streams)
            except ParentGone:
                self._retire(parent)
                if attempt == NEW_PARENTS - 1:
                    raise
        raise NoParent("no parent was started")

    def ready(self, environment: Mapping[str, str]) -> WarmParent | None:
        """The parent for an environment that has given a kernel already, if there is one that lives."""
        held = self._held.get(_key(environment))
        return held if held is not None and held.answered and held.alive else None

    def _retire(self, parent: WarmParent) -> None:
        """Give no more orders to a parent; it ends once the kernels that it has forked have ended."""
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if held is not parent}
            self._retired.append(parent)
        with contextlib.suppress(OSError):
            parent.control.sendall(QUIT)

    def stop(self) -> None:
        """Have every parent end, without waiting until it is gone."""
        for parent in (*self._held.values(), *self._retired):
            parent.stop()

    def end(self) -> None:
        """End every parent, and with it the kernels that still run."""
        with self._lock:
            ending = [*self._held.values(), *self._retired]
            self._held, self._retired = {}, []
        for parent in ending:
            parent.end()


def _key(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in environment.items() if name.startswith(AT_IMPORT)))


def _written(order: Order) -> bytes:
    return json.dumps(asdict(order)).encode() + b"\n"


def can_fork() -> bool:
    """Whether kernels can be forked here: on Linux, with process descriptors (kernel 5.3 or newer)."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")


parents = Parents()
"""The parents of this process."""
