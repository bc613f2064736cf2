"""Charts drawn beside the kernels, by a process that imports Matplotlib while the first kernel already runs.

The kernels' parent forks it as soon as it has imported what kernels want, and is ready that much earlier. Each kernel
gets a line to it. The first chart that comes on a line makes it fork once more, so what draws for one kernel has drawn
for no other. A line that nobody answers, or a chart that goes wrong, is left to the kernel, which then draws itself
and tells what there is to tell.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import selectors
import signal
import socket
import warnings
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from planbook.kernels.ending import end_with
from planbook.kernels.preload import DRAWING, import_each, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from planbook.charts.drawing import Drawn, Sketch

__all__ = ["Beside", "Drawers"]

LINE = b"l"
"""The message that hands a line over."""


@dataclass(frozen=True)
class Drawers:
    """The side of the kernels' parent: it hands out lines."""

    control: socket.socket
    importing: int
    """A pipe that ends once Matplotlib is imported."""
    pid: int

    @classmethod
    def begin(cls, *of_parent: socket.socket) -> Drawers:
        """Fork the process, which keeps none of the parent's sockets; it imports while this returns."""
        ours, theirs = socket.socketpair()
        importing, imported = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            for other in (ours, *of_parent):
                other.close()
            end_with(parent)
            _be(lambda: _serve(theirs, imported))
        theirs.close()
        os.close(imported)
        return cls(ours, importing, pid)

    def wait(self) -> None:
        """Return once Matplotlib is imported: kernels wait for that, and whoever imports beside it slows it down."""
        os.read(self.importing, 1)

    def close(self) -> None:
        """Let go of the process, in a fork that has nothing to do with it."""
        self.control.close()
        os.close(self.importing)

    def end(self) -> None:
        """See the process gone, once the kernels are; one that still imports is not waited for."""
        imported, _, _ = select.select([self.importing], [], [], 0)
        if not imported:
            os.kill(self.pid, signal.SIGKILL)
        self.close()
        os.waitpid(self.pid, 0)

    def line(self) -> socket.socket | None:
        """A line for a kernel that is about to be forked; None where the process has ended."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [LINE], [theirs.fileno()])
            except OSError:
                ours.close()
                return None
        return ours


class Beside:
    """The kernel's side of its line: what `planbook.charts.drawing.draw_elsewhere` takes."""

    def __init__(self, line: socket.socket) -> None:
        self._talk: BinaryIO | None = _talk(line)
        self._owner, self._lock = os.getpid(), Lock()

    def __call__(self, sketch: Sketch) -> Drawn | None:
        """The drawing; None where it is better drawn here, as in a process that the notebook has forked."""
        try:
            written = pickle.dumps(sketch)
        except (pickle.PicklingError, TypeError, AttributeError):
            return None
        with self._lock:
            return self._asked(written) if os.getpid() == self._owner else None

    def _asked(self, sketch: bytes) -> Drawn | None:
        talk, self._talk = self._talk, None  # until an answer was read to its end
        if talk is None:
            return None
        try:
            pickle.dump(sketch, talk)
            talk.flush()
            made = cast("Drawn | None", pickle.load(talk))  # noqa: S301 - the other end is a fork of the same parent
        except (OSError, EOFError):
            return None
        self._talk = talk
        return made


def _talk(line: socket.socket) -> BinaryIO:
    return cast("BinaryIO", line.makefile("rwb"))


def _be(process: Callable[[], None]) -> NoReturn:
    """Be a forked process until it is done; what goes wrong in it shows where a line is not answered."""
    try:
        process()
    finally:
        os._exit(0)


def _serve(control: socket.socket, imported: int) -> None:
    """Import, then fork for each line on which a chart is asked for, until the parent ends."""
    gc.disable()
    import_each(DRAWING)
    import_module("planbook.charts.canvas").lay_out()
    gc.freeze()
    gc.enable()
    os.close(imported)
    _Server(control, sources()).serve()


class _Server:
    """The process that draws beside kernels: lines on which nothing was asked yet, and whom it has forked."""

    def __init__(self, control: socket.socket, imported: dict[str, int]) -> None:
        self._control, self._imported = control, imported
        self._drawers: set[int] = set()
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(control, selectors.EVENT_READ)

    def serve(self) -> None:
        """Take lines and fork for those on which a chart is asked for; at the end see all gone."""
        while True:
            for key, _ in self._waiting.select():
                line = cast("socket.socket", key.fileobj)
                if line is not self._control:
                    self._answer(line)
                elif not self._take():
                    self._end()
                    return

    def _take(self) -> bool:
        """Take a line; False where the parent has ended, or is about to."""
        message, received, _, _ = socket.recv_fds(self._control, 1, 1)
        if message:
            self._waiting.register(socket.socket(fileno=received[0]), selectors.EVENT_READ)
        return bool(message)

    def _answer(self, line: socket.socket) -> None:
        """Fork what draws for one kernel, unless that has ended without a chart or code has changed."""
        self._waiting.unregister(line)
        self._drawers = {pid for pid in self._drawers if not os.waitpid(pid, os.WNOHANG)[0]}
        parent = os.getpid()
        if line.recv(1, socket.MSG_PEEK) and sources() == self._imported:
            pid = os.fork()
            if pid == 0:
                for key in list(self._waiting.get_map().values()):
                    cast("socket.socket", key.fileobj).close()
                end_with(parent)
                _be(lambda: _draw_all(_talk(line)))
            self._drawers.add(pid)
        line.close()

    def _end(self) -> None:
        """See the drawers gone: the kernels are, though something that a notebook has started may hold a line open."""
        for pid in self._drawers:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _draw_all(talk: BinaryIO) -> None:
    """Draw what is asked for until the kernel ends."""
    try:
        while True:
            pickle.dump(_drawn(pickle.load(talk)), talk)  # noqa: S301 - the other end is a fork of the same parent
            talk.flush()
    except (OSError, EOFError):
        return


def _drawn(sketch: bytes) -> Drawn | None:
    """The drawing; None where anything is to be told, which the kernel's own drawing will do."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            made: Drawn = import_module("planbook.charts.canvas").drawn(pickle.loads(sketch))  # noqa: S301 - as above
        except Exception:  # noqa: BLE001 - whatever it is, it comes again where it can be told
            return None
    return made
