"""Pictures drawn while notebooks run: a core that would be idle then draws what the site will ask for.

The drawing goes to a process beside the kernels, which draws it and keeps it where `pictures` looks. Nothing rests on
it: what was not sent, or is not drawn in time, is drawn when the site is built.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.edge.press import FIXED
from planbook.kernels.choice import beside_kernels
from planbook.kernels.orders import Order
from planbook.kernels.parents import can_fork
from planbook.publish.framings import framings_in
from planbook.publish.pictures import PicturesFailed, keep_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.kernels.parents import ForkedProcess

__all__ = ["Ahead", "main"]

LONGEST = 200_000
"""Bytes of a drawing; the longest chart has a twentieth of it."""


class Ahead:
    """The side of whoever runs notebooks: it sends what cells show, and waits for nothing."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._line: socket.socket | None = None
        self._process: ForkedProcess | None = None

    def begin(self) -> None:
        """Start the process that draws, where kernels have a parent that it can be forked from."""
        if not can_fork():
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            order = Order((str(self._cache),), {**os.environ, **FIXED}, str(Path.cwd()), __name__)
            self._process = beside_kernels(order, (theirs.fileno(), 2))
        if self._process is None:
            ours.close()
            return
        ours.settimeout(0)
        self._line = ours

    def shown(self, cell: Mapping[str, Any]) -> None:
        """Have the charts of an executed cell drawn; a chart for which there is no room in the line is left out."""
        if self._line is not None:
            for drawing in framings_in(cell):
                with suppress(OSError):
                    self._line.send(drawing.encode())

    def end(self) -> None:
        """Send nothing more; what was sent is still drawn, unless this process ends first."""
        if self._line is not None:
            self._line.close()
            self._line = None


def main() -> None:
    """Draw what comes on the standard output, which is a socket, until the other end is closed."""
    line, cache = socket.socket(fileno=os.dup(1)), Path(sys.argv[1])
    os.dup2(2, 1)
    os.nice(10)
    while drawing := line.recv(LONGEST):
        with suppress(PicturesFailed):  # told by the build, which draws it again
            keep_picture(drawing.decode(), cache)
