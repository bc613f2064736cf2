"""The parent of warm kernels: import everything, then fork a kernel for each order, until the starter ends.

Run as ``python -P -m planbook.kernels.server FD``, where FD is one end of a socket pair. For each kernel the starter
sends ``k`` with three descriptors: the line on which the order comes and the answers go, and the kernel's standard
output and error. An order may also be for another process that wants the same libraries. Answers are lines:
``kernel PID``, then ``ended CODE``; or ``stale``, or ``refused WHY``. ``q`` asks the parent to end once its kernels
have. The pair has no address, so nobody else can reach it; when the starter ends, however it ends, the pair closes and
everything here ends.

One thread, no ZeroMQ context: a fork copies neither.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

from planbook.kernels.child import run, settle
from planbook.kernels.orders import QUIT, STALE, Order
from planbook.kernels.preload import import_all, sources

__all__ = ["main"]

DESCRIPTORS = 3


@dataclass
class Parent:
    """The kernels that run, by the descriptor that tells of their end."""

    control: socket.socket
    imported: dict[str, int]
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    kernels: dict[int, tuple[int, socket.socket]] = field(default_factory=dict)
    quitting: bool = False

    def serve(self) -> Order | None:
        """Fork until the starter ends (None); in a fork, return the order that it is to carry out."""
        self.selector.register(self.control, selectors.EVENT_READ)
        while self.kernels or not self.quitting:
            ready = {key.fd for key, _ in self.selector.select()}
            for ending in ready & self.kernels.keys():
                self._tell_end(ending)
            if self.control.fileno() in ready:
                message, received, _, _ = socket.recv_fds(self.control, 1, DESCRIPTORS)
                if not message:
                    break
                self.quitting = message == QUIT
                order = None if self.quitting else self._answer(received)
                if order is not None:
                    return order
        return None

    def end(self) -> None:
        """Kill what still runs, and see it gone."""
        for pid, _ in self.kernels.values():
            with contextlib.suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(pid, signal.SIGKILL)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _answer(self, received: list[int]) -> Order | None:
        line, streams = socket.socket(fileno=received[0]), received[1:]
        try:
            order = _read_order(line)
            why = self._refusal()
            if why or order is None:
                _say(line, why or "refused the order broke off")
                line.close()
                return None
            return self._fork(order, line, streams)
        finally:
            for descriptor in streams:
                os.close(descriptor)

    def _refusal(self) -> str:
        """The answer, if no kernel can be forked now; empty when one can."""
        if sources() != self.imported:
            return STALE
        threads = len(list(Path("/proc/self/task").iterdir()))
        return "" if threads == 1 else f"refused the libraries started {threads - 1} threads, which a fork would lose"

    def _fork(self, order: Order, line: socket.socket, streams: list[int]) -> Order | None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._let_go(line, streams)
            settle(order, parent)
            return order
        ending = os.pidfd_open(pid)
        self.kernels[ending] = (pid, line)
        self.selector.register(ending, selectors.EVENT_READ)
        _say(line, f"kernel {pid}")
        return None

    def _let_go(self, line: socket.socket, streams: list[int]) -> None:
        """Close in a fork all that belongs to the parent."""
        os.dup2(streams[0], 1)
        os.dup2(streams[1], 2)
        self.selector.close()
        self.control.close()
        line.close()
        for ending, (_, other) in self.kernels.items():
            os.close(ending)
            other.close()
        self.kernels.clear()

    def _tell_end(self, ending: int) -> None:
        pid, line = self.kernels.pop(ending)
        self.selector.unregister(ending)
        os.close(ending)
        _, status = os.waitpid(pid, 0)
        _say(line, f"ended {os.waitstatus_to_exitcode(status)}")
        line.close()


def _read_order(line: socket.socket) -> Order | None:
    with line.makefile("rb") as written:
        text = written.readline()
    return Order(**json.loads(text)) if text.endswith(b"\n") else None


def _say(line: socket.socket, text: str) -> None:
    with contextlib.suppress(OSError):  # the starter may have lost interest in this kernel
        line.sendall(f"{text}\n".encode())


def main() -> None:
    """Import, freeze what was imported, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    import_all()
    gc.freeze()
    gc.enable()
    control = socket.socket(fileno=int(sys.argv[1]))
    parent = Parent(control, sources())
    order = parent.serve()
    if order is None:
        parent.end()
        os._exit(0)  # nothing is left to do, and looking through all that was imported takes a while
    else:
        run(order)


if __name__ == "__main__":
    main()
