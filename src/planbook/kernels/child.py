"""A fork becomes what was ordered: its own session, folder, environment, random state, and then IPython's kernel."""

from __future__ import annotations

import importlib
import os
import random
import signal
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from planbook.kernels.ending import end_with

if TYPE_CHECKING:
    from planbook.kernels.orders import Order

__all__ = ["run", "settle"]

STARTED_BY_A_PROGRAM = "--IPKernelApp.parent_handle=1"
"""Spares a message for those who start a kernel by hand; 1 stands for no process to watch (``end_with`` does)."""

STREAMS = "--IPKernelApp.outstream_class=planbook.kernels.streams.IdleStream"


def settle(order: Order, parent: int) -> None:
    """Make the forked process what a fresh one would be: a session, folder, environment and seeds of its own."""
    end_with(parent)
    os.setsid()
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    tempfile.tempdir = None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    _reseed_numpy()
    _set_backend()


def run(order: Order) -> None:
    """Be what is ordered until it ends."""
    if order.module:
        sys.argv = [order.module, *order.arguments]
        importlib.import_module(order.module).main()
    else:
        _run_kernel(order)


def _run_kernel(order: Order) -> None:
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *order.arguments]
    IPKernelApp.launch_instance(argv=[*order.arguments, STARTED_BY_A_PROGRAM, STREAMS])


def _reseed_numpy() -> None:
    """NumPy's global generator is copied by a fork, and must not repeat itself from notebook to notebook."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _set_backend() -> None:
    """Matplotlib reads its backend from the environment when it is imported, which was before the fork."""
    matplotlib, backend = sys.modules.get("matplotlib"), os.environ.get("MPLBACKEND")
    if matplotlib is not None and backend:
        matplotlib.rcParams["backend"] = backend
