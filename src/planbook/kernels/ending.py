"""A process that ends when the one that forked it does."""

from __future__ import annotations

import ctypes
import os
import signal

__all__ = ["end_with"]

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that this process gets when its parent ends."""


def end_with(parent: int) -> None:
    """End when the parent ends; a parent that ended before this could be asked for is noticed too."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
