"""A build that is begun before the edition is there waits here for it."""

from __future__ import annotations

import os
from contextlib import suppress

__all__ = ["go", "hold", "wait_for_edition"]

_held: list[int] = []
"""The descriptor on which this process is told to go on; none where it need not wait."""


def hold(line: int) -> None:
    """Have this process wait, where it first needs the edition, until something comes on a pipe."""
    _held.append(line)


def go(line: int) -> None:
    """Tell the process at the other end of a pipe to go on; one that has ended already is past being told."""
    with suppress(BrokenPipeError):
        os.write(line, b"1")
    os.close(line)


def wait_for_edition() -> None:
    """Return once the edition is there; where nobody can say so any more, this process ends."""
    while _held:
        line = _held.pop()
        told = os.read(line, 1)
        os.close(line)
        if not told:
            os._exit(1)
