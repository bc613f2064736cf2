"""The starter's side of the warm parent: start it, order kernels, follow them to their end.

Light on purpose: a command that will run notebooks starts the parent before it imports anything else.
"""

import asyncio
import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from planbook.run.warm_parent import STALE, Order

COLD = "PLANBOOK_COLD_KERNELS"  # the variable that asks for ordinary kernels when it is set to 1
SPEC = Path(__file__).with_name("kernelspec") / "kernel.json"
AT_IMPORT = ("PYTHON", "MPL", "OPENBLAS_", "OMP_", "MKL_", "LC_", "LANG", "HOME")
"""Variables, by how their names begin, that Python or a library reads once, at import."""
PATIENCE = 1.0  # seconds that a parent may take to end


class NoFork(RuntimeError):
    """The warm parent cannot give this kernel; another try gives none either."""


class ForkedKernel:
    """A kernel that is the warm parent's child: what ``subprocess.Popen`` is for one's own."""

    stdin = stdout = stderr = None
    ENDED = -1
    """Stands for the exit code, which only the warm parent learns."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """`ENDED`, or None while the kernel runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """`ENDED`; None if the kernel still runs after ``timeout`` seconds."""
        if self.returncode is None:
            ready = select.poll()
            ready.register(self._descriptor, select.POLLIN)
            if ready.poll(None if timeout is None else timeout * 1000):
                self.returncode = self.ENDED
                os.close(self._descriptor)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone; its descriptor never means another, as a number might."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


Running = tuple[subprocess.Popen[bytes], socket.socket]
"""A parent that was started, and the line on which kernels are ordered."""


class WarmParent:
    """The warm parent of this process, which starts when it is first wanted."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: Running | None = None
        self._started: list[Running] = []
        """All that have not been ended: a parent that is asked no more lives on for the kernels that it forked."""
        self._settings: dict[str, str] = {}
        atexit.register(self.end)

    @property
    def pid(self) -> int:
        """The number of the process; 0 where there is none."""
        return self._current[0].pid if self._current else 0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process, unless it is there; it imports while this returns."""
        with self._lock:
            if self._current is None:
                self._settings = _settings(environment)
                self._current = _start(environment)
                self._started.append(self._current)

    async def fork(self, order: Order, streams: tuple[int, int]) -> ForkedKernel:
        """A kernel; a parent that has died, or whose imports are out of date, is replaced once.

        Raises:
            NoFork: the parent cannot give it; the message says why.
        """
        if not can_fork():
            raise NoFork("kernels cannot be forked on this system")
        answer = ""
        for _ in range(2):
            self.start(order.environment)
            if self._settings != _settings(order.environment):
                raise NoFork("its environment is not that of the warm parent")
            running = self._current
            answer = await _ask(running[1], order, streams) if running else ""
            word, _, rest = answer.partition(" ")
            if word == "kernel":
                return ForkedKernel(int(rest))
            if word == "refused":
                raise NoFork(rest)
            with self._lock:
                if self._current is running:  # else another thread has replaced it already
                    self._current = None
        raise NoFork("files of the library keep changing" if answer == STALE else "the warm parent ended")

    def end(self) -> None:
        """End the process, and the kernels that still run: each is killed when its parent ends."""
        with self._lock:
            ending, self._started, self._current = self._started, [], None
        for process, control in ending:
            control.close()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:  # it still imports
                process.kill()
                process.wait()


parent = WarmParent()


def warm_up() -> None:
    """Start the warm parent now, so that it imports while this process does other things."""
    if wants_warm() and can_fork():
        own: dict[str, str] = json.loads(SPEC.read_text(encoding="utf-8"))["env"]
        parent.start({**os.environ, **own})


def can_fork() -> bool:
    """Whether kernels can be forked here: on Linux, with process descriptors (kernel 5.3 or newer)."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def wants_warm() -> bool:
    """Whether kernels are to start warm: unless ``PLANBOOK_COLD_KERNELS`` says otherwise."""
    return os.environ.get(COLD, "") in {"", "0"}


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(AT_IMPORT)}


def _start(environment: Mapping[str, str]) -> Running:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "planbook.run.warm_parent", str(theirs.fileno())],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return process, ours


async def _ask(control: socket.socket, order: Order, streams: tuple[int, int]) -> str:
    """The parent's answer to an order; empty where it has ended."""
    loop = asyncio.get_running_loop()
    line, theirs = socket.socketpair()
    line.settimeout(0)
    with line, theirs:
        try:
            socket.send_fds(control, [b"k"], [theirs.fileno(), *streams])
            theirs.close()  # so that an end of the parent ends the line
            await loop.sock_sendall(line, json.dumps(asdict(order)).encode())
            line.shutdown(socket.SHUT_WR)
            return (await loop.sock_recv(line, 256)).decode()
        except OSError:
            return ""
