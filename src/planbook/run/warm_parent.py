"""The warm parent: import the heavy libraries once, then fork a kernel for each order, until the starter ends.

It runs as ``python -P -m planbook.run.warm_parent FD``; FD is one end of a Unix socket pair. For each kernel the
starter sends one byte with three descriptors: the line of the order, and the kernel's standard output and error. The
order is JSON: arguments, environment, folder. The answer is ``kernel PID``, ``stale`` or ``refused WHY``. The pair has
no address, so no other user reaches it. It closes when the starter ends, however it ends. Then the parent ends, and its
kernels with it.

The parent has one thread and no ZeroMQ context, because a fork copies neither. The standard library's fork server does
not serve here: it gives its forks no environment of their own and runs the starter's main module again in each.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import random
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LIBRARIES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_svg",
    "pandas",
    "seaborn",
)
"""Seaborn brings Matplotlib and SciPy.

Never ``matplotlib_inline``: imported before the kernel is, it ignores ``%config InlineBackend`` in silence."""
OWN_PACKAGES = ("planbook.statistics", "planbook.charts", "planbook.notebook")
STALE = "stale"  # the answer of a parent that imported files which have changed since
PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent ends


@dataclass(frozen=True)
class Order:
    """A kernel that is asked for: its arguments, environment and working folder."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str


def main() -> None:
    """Import, freeze what was imported, and fork until the starter ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the starter's to handle
    gc.disable()
    import_all()
    gc.freeze()  # a collection in a fork would otherwise copy every page that it looks at
    gc.enable()
    order = _serve(socket.socket(fileno=int(sys.argv[1])))
    if order is None:
        os._exit(0)  # looking through all that was imported would take a while
    _run_kernel(order)


def import_all() -> None:
    """Import the libraries and this library's modules; what is not installed is left to the notebook."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # debugpy's advice, which nobody would read
    packages = [importlib.import_module(name) for name in OWN_PACKAGES]
    own = [
        module.name for package in packages for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    for name in (*LIBRARIES, *own):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _serve(control: socket.socket) -> Order | None:
    """Fork for each order. Return the order in the fork, None in the parent once the starter has ended."""
    imported = _sources()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        _reap()
        if not message:
            return None
        with socket.socket(fileno=descriptors[0]) as line, line.makefile("rb") as written:
            order = Order(**json.load(written))
            answer = _refusal(imported) or _fork(order, descriptors[1:])
            if not answer:
                control.close()
                return order
            with contextlib.suppress(OSError):  # the starter may have lost interest in this kernel
                line.sendall(answer.encode())
        for stream in descriptors[1:]:
            os.close(stream)


def _reap() -> None:
    """Let go of kernels that have ended. The starter sees their end by itself, so this can wait for the next order."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _refusal(imported: dict[str, int]) -> str:
    """The answer where no kernel can be forked now; empty where one can."""
    if _sources() != imported:
        return STALE
    threads = len(list(Path("/proc/self/task").iterdir()))
    return "" if threads == 1 else f"refused the libraries started {threads - 1} threads, which a fork would lose"


def _sources() -> dict[str, int]:
    """The imported files of this library, with the time of their last change in nanoseconds; 0 where one is gone."""
    modules = [module for name, module in sys.modules.items() if name.startswith("planbook.")]
    files = sorted(filter(None, (getattr(module, "__file__", None) for module in modules)))
    return {file: Path(file).stat().st_mtime_ns if Path(file).exists() else 0 for file in files}


def _fork(order: Order, streams: list[int]) -> str:
    """The answer in the parent; empty in the fork, which is then all that a fresh process would be."""
    parent = os.getpid()
    if pid := os.fork():
        return f"kernel {pid}"
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before this could be asked for
        os._exit(1)
    _settle(order, streams)
    return ""


def _settle(order: Order, streams: list[int]) -> None:
    """Give the fork its own session, streams, folder, environment and seeds."""
    os.setsid()
    for stream, standard in zip(streams, (1, 2), strict=True):
        os.dup2(stream, standard)
        os.close(stream)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    tempfile.tempdir = None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    if "numpy" in sys.modules:  # its global generator is copied by a fork and would repeat itself
        sys.modules["numpy"].random.seed()
    if "matplotlib" in sys.modules and "MPLBACKEND" in os.environ:  # read at import, which was before the fork
        sys.modules["matplotlib"].rcParams["backend"] = os.environ["MPLBACKEND"]


def _run_kernel(order: Order) -> None:
    """Be IPython's kernel. Handle 1 stands for no process to watch: the system does (`_fork`)."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *order.arguments]
    IPKernelApp.launch_instance(argv=[*order.arguments, "--IPKernelApp.parent_handle=1"])


if __name__ == "__main__":
    main()
