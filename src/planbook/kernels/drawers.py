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
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, cast

from planbook.kernels.ending import end_with
from planbook.kernels.preload import DRAWING, import_each, sources

if TYPE_CHECKING:
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
            _serve(theirs, imported)
            os._exit(0)
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
        with self._lock:
            talk = self._talk if os.getpid() == self._owner else None
            if talk is None:
                return None
            self._talk = None  # until an answer was read to its end
            try:
                pickle.dump(pickle.dumps(sketch), talk)
                talk.flush()
                made = cast("Drawn | None", pickle.load(talk))  # noqa: S301 - the other end is a fork of the same parent
            except (OSError, EOFError):
                return None
            except (pickle.PicklingError, TypeError, AttributeError):
                made = None  # nothing was sent
            self._talk = talk
            return made


def _talk(line: socket.socket) -> BinaryIO:
    return cast("BinaryIO", line.makefile("rwb"))


def _serve(control: socket.socket, imported: int) -> None:
    """Import, then fork for each line on which a chart is asked for, until the parent ends."""
    gc.disable()
    import_each(DRAWING)
    import_module("planbook.charts.canvas").lay_out()
    gc.freeze()
    gc.enable()
    os.close(imported)
    held = sources()
    with selectors.DefaultSelector() as waiting:
        waiting.register(control, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                line = cast("socket.socket", key.fileobj)
                if line is not control:
                    waiting.unregister(line)
                    if sources() == held:
                        _fork(line, waiting)
                    line.close()
                    continue
                message, received, _, _ = socket.recv_fds(control, 1, 1)
                if not message:
                    _see_gone()
                    return
                waiting.register(socket.socket(fileno=received[0]), selectors.EVENT_READ)


def _see_gone(options: int = 0) -> None:
    """Wait for the drawers that have been forked, or only (``WNOHANG``) for those that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def _fork(line: socket.socket, waiting: selectors.BaseSelector) -> None:
    """Fork what draws for one kernel; a kernel that has ended without asking for a chart needs none."""
    _see_gone(os.WNOHANG)
    if not line.recv(1, socket.MSG_PEEK):
        return
    parent = os.getpid()
    if os.fork() == 0:
        for key in list(waiting.get_map().values()):
            cast("socket.socket", key.fileobj).close()
        end_with(parent)
        _draw_all(_talk(line))
        os._exit(0)


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
